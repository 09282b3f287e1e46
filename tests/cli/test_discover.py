"""Descriptions are told by what they hold, and the files they refer to by what they say."""

import pytest

from bot.checkout.discover import is_description, referred_to

DESCRIPTIONS = (
    pytest.param(b"openapi: 3.1.0\npaths: {}\n", id="YAML"),
    pytest.param(b"# first\n---\ninfo: {}\n'openapi': '3.0.3'\n", id="further down, quoted"),
    pytest.param(b'swagger: "2.0"\n', id="Swagger"),
    pytest.param(
        b"%YAML 1.2\r\n---\r\ninfo:\r\n  title: |\r\n    Free text\r\n\r\ntags:\r\n- name: a\r\n"
        b"'x-a:b': &it [\r\n  1\r\n]\r\nx-c: *it\r\nopenapi: 3.1.0\r\n",
        id="after all that may stand before",
    ),
    pytest.param(b'{"openapi":"3.1.0","paths":{}}', id="JSON on one line"),
    pytest.param(b'\xef\xbb\xbf{\n "info": {}, "openapi" : "3.0.0"}', id="JSON with a byte order mark"),
    pytest.param(b"{openapi: 3.1.0, paths: {}}", id="YAML written as JSON"),
    pytest.param(b'{"openapi":"3.1.0"', id="broken JSON that begins as one"),
)
OTHERS = (
    pytest.param(b"", id="nothing"),
    pytest.param(b'{"dependencies": {"swagger": "2.0.1"}}', id="a package with such a dependency"),
    pytest.param(b"see:\n  openapi: 3.1.0\n", id="a file that tells of one"),
    pytest.param(b"openapi: yes\n", id="no version"),
    pytest.param(b"\x7fELF\x00openapi: 3.1", id="a program"),
    pytest.param(b"asyncapi: 3.0.0\n", id="another format"),
    pytest.param(b"# Guide\n\nWrite this:\n\n```yaml\nopenapi: 3.1.0\npaths: {}\n```\n", id="Markdown that shows one"),
    pytest.param(b'YAML = """\\\nopenapi: 3.1.0\npaths: {}\n"""\n', id="a program that holds one"),
    pytest.param(b"cat > api.yaml <<E\nopenapi: 3.1.0\nE\n", id="a script that writes one"),
)


@pytest.mark.parametrize("data", DESCRIPTIONS)
def test_a_description_is_known_by_its_top(data: bytes) -> None:
    assert is_description(data)


@pytest.mark.parametrize("data", OTHERS)
def test_other_files_are_none(data: bytes) -> None:
    assert not is_description(data)


FILES = {
    "apis/parts/a.yaml": b"$ref: '../b%20c.json#/X'\n",
    "apis/b c.json": b'{"X": {"$ref": "../top.yaml"}, "Y": {"$ref": "#/X"}}',
    "top.yaml": b"a: {$ref: apis/parts/a.yaml}\nb: {$ref: ../outside.yaml}\nc: {$ref: missing.yaml}\n",
}


def test_referred_files_are_found_through_others_once_and_never_outside() -> None:
    asked: list[str] = []

    def read(name: str) -> bytes | None:
        asked.append(name)
        return FILES.get(name)

    main = b"$ref: 'parts/a.yaml'\nx: {$ref: 'https://example.com/x.yaml'}\ny: {$ref: /etc/hosts}\n"
    assert set(referred_to("apis/main.yaml", main, read)) == set(FILES)
    assert sorted(asked) == sorted([*FILES, "missing.yaml"])
