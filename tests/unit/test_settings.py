from pathlib import Path

import pytest

from bot.settings import NAMES, Settings

KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
LEAST = {"GITHUB_APP_ID": "12", "GITHUB_PRIVATE_KEY": KEY, "GITHUB_WEBHOOK_SECRET": "s"}


def test_three_settings_are_enough():
    assert Settings.from_environ(LEAST) == Settings(
        app_id="12",
        private_key=KEY,
        webhook_secrets=("s",),
        api_url="https://api.github.com",
        graphql_url="https://api.github.com/graphql",
        database=Path("stagekeeper.db"),
        host="127.0.0.1",
        port=8000,
        public_url=None,
        clock_url=None,
    )


def test_each_missing_setting_is_one_line():
    problems = Settings.from_environ({})
    assert [line.split()[0] for line in problems] == ["GITHUB_APP_ID", "GITHUB_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET"]
    assert all("\n" not in line for line in problems)


def test_an_empty_variable_counts_as_not_set():
    assert Settings.from_environ({**LEAST, "GITHUB_APP_ID": " ", "PORT": ""}) == [
        "GITHUB_APP_ID is missing: the number on the App's settings page"
    ]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("GITHUB_APP_ID", "my-app", "'my-app'"),
        ("GITHUB_PRIVATE_KEY", "abc", "PEM"),
        ("GITHUB_PRIVATE_KEY_FILE", "/nowhere/key.pem", "cannot be read: No such file"),
        ("GITHUB_API_URL", "api.github.com", "https://"),
        ("GITHUB_GRAPHQL_URL", "ftp://x/y", "https://"),
        ("DATABASE_URL", "postgres://db/bot", "not in this version"),
        ("DATABASE_URL", "mysql://db/bot", "must be a file"),
        ("DATABASE_URL", "sqlite://", "must be a file"),
        ("PORT", "http", "'http'"),
        ("PORT", "65536", "65535"),
        ("PUBLIC_URL", "stagekeeper.example", "https://"),
        ("STAGEKEEPER_CLOCK", "now", "https://"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_that_begins_with_its_name(name, value, word):
    given = {key: text for key, text in LEAST.items() if not (name.endswith("_FILE") and key == "GITHUB_PRIVATE_KEY")}
    (line,) = Settings.from_environ({**given, name: value})
    assert line.startswith(name)
    assert word in line


def test_a_key_on_one_line_is_mended():
    settings = Settings.from_environ({**LEAST, "GITHUB_PRIVATE_KEY": KEY.replace("\n", "\\n")})
    assert settings.private_key == KEY


def test_a_key_may_stand_in_a_file(tmp_path):
    (tmp_path / "key.pem").write_text(KEY)
    given = {**LEAST, "GITHUB_PRIVATE_KEY": "", "GITHUB_PRIVATE_KEY_FILE": str(tmp_path / "key.pem")}
    assert Settings.from_environ(given).private_key == KEY


def test_two_keys_are_one_too_many(tmp_path):
    (tmp_path / "key.pem").write_text(KEY)
    (line,) = Settings.from_environ({**LEAST, "GITHUB_PRIVATE_KEY_FILE": str(tmp_path / "key.pem")})
    assert "keep one" in line


def test_secrets_may_be_several_while_they_change():
    assert Settings.from_environ({**LEAST, "GITHUB_WEBHOOK_SECRET": "new, old"}).webhook_secrets == ("new", "old")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("bot.db", "bot.db"),
        ("sqlite:///bot.db", "bot.db"),
        ("sqlite:////srv/bot.db", "/srv/bot.db"),
        ("/srv/b.db", "/srv/b.db"),
    ],
)
def test_the_database_is_a_file_by_path_or_by_address(url, path):
    assert Settings.from_environ({**LEAST, "DATABASE_URL": url}).database == Path(path)


def test_graphql_is_found_beside_the_api_of_an_enterprise_server():
    settings = Settings.from_environ({**LEAST, "GITHUB_API_URL": "https://ghe.example/api/v3/"})
    assert (settings.api_url, settings.graphql_url) == ("https://ghe.example/api/v3", "https://ghe.example/api/graphql")


def test_neither_key_nor_secret_is_in_what_is_printed():
    assert "abc" not in repr(Settings.from_environ(LEAST))
    assert "webhook_secrets" not in repr(Settings.from_environ(LEAST))


def test_every_setting_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()
    assert [name for name in NAMES if f"`{name}`" not in page] == []


def test_keys_of_ledgers_have_names_the_newest_first():
    settings = Settings.from_environ({**LEAST, "STAGEKEEPER_LEDGER_KEYS": f"b:{'2' * 32}, a:{'1' * 31}:x"})
    assert settings.ledger_keys == (("b", "2" * 32), ("a", "1" * 31 + ":x"))


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("just-a-secret-of-more-than-32-characters", "entry 1 is not NAME:SECRET"),
        (f"a:{'1' * 32},:{'2' * 32}", "the name of entry 2"),
        (f"1st:{'1' * 32}", "the name of entry 1"),
        (f"a b:{'1' * 32}", "the name of entry 1"),
        (f"a:{'1' * 31}", "the secret of 'a' must have at least 32 characters"),
        (f"a:{'1' * 32},a:{'2' * 32}", "two keys with the name 'a'"),
    ],
)
def test_a_wrong_key_of_ledgers_is_told_by_its_place_and_never_by_its_secret(value, word):
    (line,) = Settings.from_environ({**LEAST, "STAGEKEEPER_LEDGER_KEYS": value})
    assert line.startswith("STAGEKEEPER_LEDGER_KEYS: ")
    assert word in line
    assert not any(secret in line for secret in ("1" * 31, "2" * 31, "just-a"))


def test_former_keys_are_read_from_their_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.pem").write_text(KEY.replace("abc", name))
    files = f"{tmp_path}/a.pem, {tmp_path}/b.pem"
    settings = Settings.from_environ({**LEAST, "GITHUB_FORMER_KEY_FILES": files})
    assert settings.former_keys == (KEY.replace("abc", "a"), KEY.replace("abc", "b"))
    assert "PRIVATE KEY" not in repr(settings)


def test_a_former_key_that_is_none_is_named(tmp_path):
    (tmp_path / "a.pem").write_text("ssh-rsa AAAA")
    (line,) = Settings.from_environ({**LEAST, "GITHUB_FORMER_KEY_FILES": f"{tmp_path}/a.pem"})
    assert line.startswith("GITHUB_FORMER_KEY_FILES: ")
    assert "a.pem holds no PEM private key" in line
