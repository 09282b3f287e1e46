"""What people typed, made safe to say again: no mention, no HTML, no broken table, no hidden marker."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$])")
_MENTION = re.compile(r"@(?=[A-Za-z0-9])")


def plain(text: str, *, most: int = 160) -> str:
    """One line of text that shows as it was typed, cut to `most` characters, and pings nobody."""
    line = " ".join(text.split())
    shown = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", _SPECIAL.sub(r"\\\1", shown))


def code(text: str, *, most: int = 120) -> str:
    """Text in backquotes, whatever backquotes it holds (CommonMark 6.1), safe in a table's cell."""
    return code_in_prose(text, most=most).replace("|", "\\|")


def code_in_prose(text: str, *, most: int = 120) -> str:
    """The same outside of a table, where a bar needs no backslash and would show one."""
    line = " ".join(text.split())[:most]
    ticks = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def block(text: str, language: str = "") -> str:
    """A fenced block that its text cannot end."""
    fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}"
