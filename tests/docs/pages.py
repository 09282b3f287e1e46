"""The pages that people read, and where they lead."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "bot/sandbox/README.md"]))

_FENCE = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(?P<text>.+)$", re.MULTILINE)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def links(page: Path) -> list[str]:
    """The targets of its links that stay in this repository."""
    found = _LINK.findall(_FENCE.sub("", text_of(page)))
    return [target for target in found if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The anchors of its headings, as GitHub makes them: small letters, no punctuation, dashes for blanks."""
    return {_anchor(text) for text in _HEADING.findall(_FENCE.sub("", text_of(page)))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
