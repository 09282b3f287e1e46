"""What the process reads from its environment; `docs/settings.md` says the same in prose.

Problems are plain lines, one for each setting that is missing or wrong, so that all of them are mended at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

NAMES = (
    "GITHUB_APP_ID",
    "GITHUB_PRIVATE_KEY",
    "GITHUB_PRIVATE_KEY_FILE",
    "GITHUB_FORMER_KEY_FILES",
    "GITHUB_WEBHOOK_SECRET",
    "GITHUB_API_URL",
    "GITHUB_GRAPHQL_URL",
    "DATABASE_URL",
    "HOST",
    "PORT",
    "PUBLIC_URL",
    "STAGEKEEPER_LEDGER_KEYS",
    "STAGEKEEPER_CLOCK",
)
"""Every setting there is."""
LEAST_SECRET = 32
"""So many characters a secret has at least, that nobody finds it by trying."""
_KEY_NAME = re.compile(r"[A-Za-z][\w-]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process reaches GitHub and is reached."""

    app_id: str
    private_key: str = field(repr=False)
    webhook_secrets: tuple[str, ...] = field(repr=False)
    api_url: str
    graphql_url: str
    database: Path
    host: str
    port: int
    public_url: str | None
    clock_url: str | None
    ledger_keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names and secrets that sign ledgers, the newest first; where there are none, a key made of the App's does."""
    former_keys: tuple[str, ...] = field(default=(), repr=False)
    """Private keys that the App had: what they signed is still believed."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings | list[str]":
        """The settings, or what to mend in them, one line each. An empty variable counts as not set."""
        reading = _Reading({name: environ[name].strip() for name in NAMES if environ.get(name, "").strip()})
        api_url = reading.url("GITHUB_API_URL", "https://api.github.com") or ""
        settings = cls(
            app_id=reading.app_id(),
            private_key=reading.private_key(),
            webhook_secrets=reading.secrets(),
            api_url=api_url,
            graphql_url=reading.url("GITHUB_GRAPHQL_URL", _graphql_beside(api_url)) or "",
            database=reading.database(),
            host=reading.text("HOST", "127.0.0.1"),
            port=reading.port(),
            public_url=reading.url("PUBLIC_URL", None),
            clock_url=reading.url("STAGEKEEPER_CLOCK", None),
            ledger_keys=reading.ledger_keys(),
            former_keys=reading.former_keys(),
        )
        return reading.problems or settings


class _Reading:
    """Reads one setting after the other and collects what is wrong with them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._given.get(name, default)

    def needed(self, name: str, what: str) -> str:
        if name not in self._given:
            self.problems.append(f"{name} is missing: {what}")
        return self._given.get(name, "")

    def app_id(self) -> str:
        text = self.needed("GITHUB_APP_ID", "the number on the App's settings page")
        if text and not text.isdecimal():
            self.problems.append(f"GITHUB_APP_ID must be a number, not {text!r}")
        return text

    def private_key(self) -> str:
        """The PEM text; literal `\\n`, as some hosts store it, becomes a line end."""
        key = self._given.get("GITHUB_PRIVATE_KEY", "").replace("\\n", "\n")
        if name := self._given.get("GITHUB_PRIVATE_KEY_FILE"):
            if key:
                self.problems.append("GITHUB_PRIVATE_KEY and GITHUB_PRIVATE_KEY_FILE are both set; keep one")
            key = self._file("GITHUB_PRIVATE_KEY_FILE", name)
        elif not key:
            self.problems.append(
                "GITHUB_PRIVATE_KEY is missing: the App's private key (PEM), or GITHUB_PRIVATE_KEY_FILE: its path"
            )
        if key and not _is_pem(key):
            self.problems.append("GITHUB_PRIVATE_KEY is not a PEM private key (it begins with -----BEGIN)")
        return key

    def former_keys(self) -> tuple[str, ...]:
        """The PEM texts of the files that are named with commas between."""
        setting = "GITHUB_FORMER_KEY_FILES"
        names = [name for part in self.text(setting, "").split(",") if (name := part.strip())]
        keys = {name: self._file(setting, name) for name in names}
        self.problems += [
            f"{setting}: {name} holds no PEM private key (it begins with -----BEGIN)"
            for name, key in keys.items()
            if key and not _is_pem(key)
        ]
        return tuple(keys.values())

    def ledger_keys(self) -> tuple[tuple[str, str], ...]:
        """`name:secret`, with commas between. What is wrong is told by place and name, never by the secret."""
        setting = "STAGEKEEPER_LEDGER_KEYS"
        parts = [entry for part in self.text(setting, "").split(",") if (entry := part.strip())]
        pairs = [(name.strip(), secret.strip()) for name, _, secret in (entry.partition(":") for entry in parts)]
        for place, (name, secret) in enumerate(pairs, 1):
            if not secret:
                self.problems.append(f"{setting}: entry {place} is not NAME:SECRET")
            elif not _KEY_NAME.fullmatch(name):
                self.problems.append(
                    f"{setting}: the name of entry {place} must be a letter and then at most 31 letters, digits, _ or -"
                )
            elif len(secret) < LEAST_SECRET:
                self.problems.append(
                    f"{setting}: the secret of {name!r} must have at least {LEAST_SECRET} characters; "
                    "`openssl rand -hex 32` makes one"
                )
            elif name in {other for other, _ in pairs[: place - 1]}:
                self.problems.append(f"{setting}: there are two keys with the name {name!r}")
        return tuple(pairs)

    def secrets(self) -> tuple[str, ...]:
        text = self.needed(
            "GITHUB_WEBHOOK_SECRET", "the App's webhook secret (old and new, with a comma, while it changes)"
        )
        return tuple(secret for part in text.split(",") if (secret := part.strip()))

    def url(self, name: str, default: str | None) -> str | None:
        if (text := self._given.get(name)) is None:
            return default
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            self.problems.append(f"{name} must be an address that begins with https://, not {text!r}")
        return text.rstrip("/")

    def database(self) -> Path:
        text = self.text("DATABASE_URL", "stagekeeper.db")
        scheme, mark, rest = text.partition("://")
        if not mark:
            return Path(text)
        if scheme in {"postgres", "postgresql"}:
            self.problems.append(
                "DATABASE_URL: PostgreSQL is not in this version; give a file, such as sqlite:///stagekeeper.db"
            )
        elif scheme != "sqlite" or not rest.startswith("/") or not rest.strip("/"):
            self.problems.append(f"DATABASE_URL must be a file, such as sqlite:///stagekeeper.db, not {text!r}")
        return Path(rest.removeprefix("/"))  # sqlite:///here.db is relative, sqlite:////srv/there.db absolute

    def port(self) -> int:
        return self._checked(
            "PORT", "8000", lambda text: text.isdecimal() and int(text) < 65536, "a number up to 65535"
        )

    def _checked(self, name: str, default: str, fits: Callable[[str], bool], what: str) -> int:
        text = self.text(name, default)
        if not fits(text):
            self.problems.append(f"{name} must be {what}, not {text!r}")
            return 0
        return int(text)

    def _file(self, setting: str, name: str) -> str:
        try:
            return Path(name).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else "it is not text"
            self.problems.append(f"{setting}: {name} cannot be read: {why}")
            return ""


def _is_pem(key: str) -> bool:
    return "PRIVATE KEY-----" in key


def _graphql_beside(api_url: str) -> str:
    """GraphQL's address; Enterprise Server has `/api/graphql` beside `/api/v3`. Source: "Forming calls"."""
    return f"{api_url.removesuffix('/v3')}/graphql"
