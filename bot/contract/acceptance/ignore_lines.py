"""oasdiff's files of ignored changes: free text, one change per line.

oasdiff looks for its own English sentence in the line. We match only what does not depend on wording: the path, the
method and the id. A line without an id is not understood, since it would accept every change of its operation.
Source: oasdiff, docs/BREAKING-CHANGES.md, "Ignoring Specific Breaking Changes".
"""

import re
from collections.abc import Iterable

from bot.contract.acceptance.ids import oasdiff_ids, our_ids
from bot.contract.acceptance.rules import AcceptedChange, TeamRules

_METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY")
_MARKUP = "`'\"[](),;*"
_HEADING = re.compile(r"#{1,6}\s|[-=|\s]+$")


def read_ignore_lines(lines: Iterable[tuple[int, str]], name: str) -> TeamRules:
    """The changes that numbered lines accept, and a sentence for every line that holds none."""
    changes, unknown = list[AcceptedChange](), list[str]()
    for number, line in lines:
        if not line or _HEADING.match(line):
            continue
        found, lacks = _change(line)
        changes += [found] if found else []
        unknown += [f"{name}:{number} was not understood: it names {lacks}."] if lacks else []
    return TeamRules(changes=tuple(changes), not_understood=tuple(unknown))


def _change(line: str) -> tuple[AcceptedChange | None, str | None]:
    words = [word.lstrip(_MARKUP).rstrip(_MARKUP + ".:") for word in line.split()]
    path = next((word for word in words if word.startswith("/")), None)
    method = next((word.upper() for word in words if word.upper() in _METHODS), None)
    rule = next((word.lower() for word in words if word.lower() in our_ids() or word.lower() in oasdiff_ids()), None)
    if path is None:
        return None, "no path"
    if rule is None:
        return None, "no id of a rule, only words"
    return AcceptedChange(rule, path, method), None
