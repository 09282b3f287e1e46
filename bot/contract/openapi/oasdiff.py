"""Which of oasdiff's ids a finding has: the words that hold of it, against the table of ids."""

import re
from collections.abc import Iterator
from itertools import product

from bot.contract.openapi.ledger import Entry, Site
from bot.contract.openapi.marks import is_unstable
from bot.contract.openapi.oasdiff_ids import ALIASES
from bot.contract.schema.edits import Edit

_CHOICE = re.compile(r"\{([^{}]*)\}")


def aliases(entry: Entry) -> tuple[str, ...]:
    """oasdiff's ids for a finding: of the lines with the first words that all hold. None where it has none there."""
    words = frozenset(_words(entry))
    lines = ALIASES.get(entry.row.rule, ())
    for chosen in dict.fromkeys(needed for needed, _ in lines if words.issuperset(needed.split())):
        templates = [template for needed, template in lines if needed == chosen]
        found = [i for t in templates for i, at in _filled(t) if at is None or at in words]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def every_alias(rule: str) -> tuple[str, ...]:
    """All of oasdiff's ids a rule's findings may have."""
    return tuple(dict.fromkeys(i for _, template in ALIASES.get(rule, ()) for i, _ in _filled(template)))


def _filled(template: str) -> Iterator[tuple[str, str | None]]:
    """The ids of a template, each with the place it is for."""
    choices = [c.split("|") for c in _CHOICE.findall(template)]
    for chosen in product(*choices):
        text = template
        for word in chosen:
            text = _CHOICE.sub(word, text, count=1)
        yield text, chosen[0] if chosen else None


def _words(entry: Entry) -> Iterator[str]:
    """What holds of a finding, in the words of the table."""
    yield "set" if entry.old is None else "unset" if entry.new is None else "moved"
    yield from entry.tags
    if any(isinstance(v, str) and v.endswith("(exclusive)") for v in (entry.old, entry.new)):
        yield "exclusive"
    if any(isinstance(v, str) and " or " in v for v in (entry.old, entry.new)):
        yield "list"
    if entry.row.rule.startswith("security-endpoint-"):
        yield f"of-{str(entry.name).split(' ')[-1]}"
    if entry.at_old is not None and entry.at_old.fields.get("deprecated") is True:
        yield "deprecated"
    if entry.at_new is not None and "x-sunset" in entry.at_new.fields:
        yield "sunset"
    node = entry.at_new or entry.at_old
    if node is not None and "in" in node.fields:
        yield from ("of-parameter", str(node.fields["in"]))
    elif entry.site is None:
        yield "operation"
    if entry.row.rule in ("stage-marked", "stage-unmarked") and is_unstable(entry.new or entry.old):
        yield "unstable"
    if entry.at_old is not None and entry.at_new is not None:
        yield "kept"
    if "anything" in (entry.old, entry.new):
        yield "anything"
    schema = node.fields.get("schema") if node is not None else None
    if isinstance(schema, dict) and "default" in schema:
        yield "default"
    yield from _place_words(entry)


def _place_words(entry: Entry) -> Iterator[str]:
    """What the schema, and the spot it stands at, add."""
    if entry.site is not None:
        yield from _edit_words(entry.site.edit)
        yield from _spot_words(entry.site)


def _edit_words(edit: Edit) -> Iterator[str]:
    yield from edit.tags
    yield f"of-{edit.name}"
    if isinstance(edit.new or edit.old, list) and len(edit.new or edit.old) == 1:
        yield "constant"
    if edit.new is False:
        yield "unset-mark"
    node = edit.at_new or edit.at_old
    if node is not None and "anyOf" in node.pointer.split("/")[-2:]:
        yield "anyOf"


def _spot_words(site: Site) -> Iterator[str]:
    edit = site.edit
    inside = any(step for step, _, _ in site.trail) or edit.keyword in ("property", "required")
    kind = {"response": "body"}.get(site.spot.kind, site.spot.kind)
    if kind == "parameter":
        yield "parameter-property" if inside else "parameter"
        if site.spot.parameter is not None and site.spot.parameter[0] == "header":
            yield "header-property"
    elif kind == "header":
        yield "header"
    else:
        yield "property" if inside else "body"
    if site.spot.kind == "response" and not inside:
        yield "response-body"
