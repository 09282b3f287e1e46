"""What people wrote into descriptions, made safe to be said in Markdown: no mention, no HTML, no hidden marker."""

import re

_CODE_SPAN = re.compile(r"(`+[^`]*`+)")
_SHOWN = 120


def code(text: str) -> str:
    """A code span that nothing in the text can close (CommonMark 6.1), on one line, cut where it is long.

    `<!--` is broken, because our own markers are looked for in the raw text.
    """
    flat = " ".join(text.split())[:_SHOWN].replace("<!--", "<!\N{ZERO WIDTH SPACE}--")
    fence = "`" * (_longest_run(flat) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def fenced(text: str) -> tuple[str, str, str]:
    """The lines of a code block that nothing in the text can close."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}http", text, fence


def prose(text: str) -> str:
    """A sentence whose code spans stay, and whose other words are no HTML and call nobody."""
    pieces = _CODE_SPAN.split(" ".join(text.split()))
    return "".join(piece if piece.startswith("`") else _plain(piece) for piece in pieces)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
