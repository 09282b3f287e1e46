"""Labels in their colours, with ink that can be read on them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.records import Issue, Label
from bot.sandbox.state import View

_HEX = re.compile(r"[0-9a-f]{6}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A label to show."""

    name: str
    colour: str
    ink: str
    description: str = ""


def of_issue(view: View, issue: Issue) -> list[Tag]:
    """The labels on a thread."""
    return [tag_of(row) for id in issue.label_ids if (row := view[Label].get(id))]


def tag_of(row: Label) -> Tag:
    """A label of the repository."""
    return tag(row.name, row.color, row.description or "")


def tag(name: str, colour: str | None, description: str = "") -> Tag:
    """A label by name and colour, as a timeline remembers it."""
    shade = colour if colour and _HEX.match(colour) else "ededed"
    return Tag(name, f"#{shade}", ink(shade), description)


def ink(shade: str) -> str:
    """White where it reads well, else black, which then does: one of them always reaches 4.5 to 1.

    Source: WCAG 2.2, contrast ratio and relative luminance.
    """
    return "#ffffff" if 1.05 / (luminance(shade) + 0.05) >= 4.5 else "#000000"


def luminance(shade: str) -> float:
    """How light a colour of six hexadecimal digits is, from 0 to 1."""
    red, green, blue = (_linear(int(shade[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
