"""The words of a line: `key:value`, `--flag`, `"quoted"`, plain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_OPEN, _CLOSE = '"“„”', '"”“'
_TOKEN: Final = re.compile(
    rf"""
      (?P<key>[A-Za-z][A-Za-z-]*) [:=] (?: [{_OPEN}] (?P<said>[^{_OPEN}]*) [{_CLOSE}] | (?P<value>\S*) )
    | (?: -- | [—–] ) (?P<flag>[A-Za-z][A-Za-z-]*) (?=\s|$)
    | [{_OPEN}] (?P<quoted>[^{_OPEN}]*) [{_CLOSE}] (?=\s|$)
    | (?P<word>\S+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was typed, and what it is made of."""

    raw: str
    start: int
    key: str | None = None
    value: str | None = None
    """A key's value (empty where nothing follows it), a quoted text without its quotes, or the plain word."""
    flag: str | None = None
    quoted: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a word, quoted or not, without key or dashes."""
        return self.key is None and self.flag is None

    @property
    def open_quote(self) -> bool:
        """Whether a value begins with a quotation mark that nothing closes."""
        return self.key is not None and not self.quoted and (self.value or "").startswith(tuple(_OPEN))


def tokens(text: str) -> Iterator[Token]:
    """The words of a line, in order."""
    for match in _TOKEN.finditer(text):
        said, quoted = match["said"], match["quoted"]
        value = next((part for part in (said, match["value"], quoted, match["word"]) if part is not None), None)
        key, flag = match["key"], match["flag"]
        yield Token(
            raw=match[0],
            start=match.start(),
            key=key.lower() if key else None,
            value=value,
            flag=flag.lower() if flag else None,
            quoted=said is not None or quoted is not None,
        )


def unquoted(text: str) -> str:
    """A text without the quotation marks that stand round the whole of it."""
    if len(text) > 1 and text[0] in _OPEN and text[-1] in _CLOSE and not set(text[1:-1]) & set(_OPEN):
        return text[1:-1].strip()
    return text
