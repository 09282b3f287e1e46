"""Code in colours: which words of a line are names, numbers, strings, remarks."""

from __future__ import annotations

from html import escape
from pathlib import PurePosixPath

from pygments import lex  # type: ignore[import-untyped]  # it has no types
from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

_LANGUAGES = {
    ".yaml": "yaml", ".yml": "yaml", ".json": "json", ".py": "python", ".toml": "toml", ".sh": "bash",
    ".js": "javascript", ".ts": "typescript", ".html": "html", ".css": "css", ".proto": "protobuf",
    ".graphql": "graphql",
}  # fmt: skip
_LARGEST = 400_000


def coloured(code: str, language: str, _attributes: str = "") -> str:
    """Code as HTML spans of classes `t-…`; empty where the language is not known."""
    lexer = _lexer(language)
    return "" if lexer is None or len(code) > _LARGEST else "".join(_spans(code, lexer))


def lines(code: str, path: str) -> list[str]:
    """The lines of a file as HTML, each well formed by itself."""
    language = _LANGUAGES.get(PurePosixPath(path).suffix, "")
    lexer = _lexer(language) if len(code) <= _LARGEST else None
    if lexer is None:
        return [escape(line) for line in code.split("\n")]
    out: list[list[str]] = [[]]
    for kind, text in lex(code, lexer):
        for at, piece in enumerate(text.split("\n")):
            if at:
                out.append([])
            out[-1].append(_span(kind, piece))
    return ["".join(line) for line in out]


def _spans(code: str, lexer: Lexer) -> list[str]:
    return [_span(kind, text) for kind, text in lex(code, lexer)]


def _span(kind: object, text: str) -> str:
    name = STANDARD_TYPES.get(kind, "")
    return f'<span class="t-{name}">{escape(text)}</span>' if name and text.strip() else escape(text)


def _lexer(language: str) -> Lexer | None:
    try:
        found = get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None
    return found
