"""What oasdiff would not report at all, told by what the old description says of the place."""

from collections.abc import Callable
from datetime import date

from bot.contract.acceptance.oasdiff import UNSTABLE
from bot.contract.openapi.document import Document
from bot.contract.openapi.marks import sunset_date, sunset_text
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.paths import endpoints
from bot.contract.options import Options, Source
from bot.contract.report import Finding
from bot.contract.schema.nodes import Node, unescape


def oasdiff_excuses(old: Source, options: Options) -> Callable[[Finding], bool]:
    """Whether oasdiff would pass over a finding: of unstable operations, deprecated before, of a default nobody needs.

    Source: oasdiff, docs STABILITY.md and DEPRECATION.md, with the settings it comes with.
    """
    document = Document(old, options.strip_prefixes)
    deprecated = frozenset((e.method, e.path) for e in endpoints(document).values() if _may_go(e.node, options.today))

    def excused(finding: Finding) -> bool:
        if finding.operations and all(o.stage_old in UNSTABLE for o in finding.operations):
            return True
        if finding.rule == "operation-removed":
            return all((o.method, o.path) in deprecated for o in finding.operations)
        parameter = _parameter(document, finding)
        if finding.rule == "request-parameter-removed":
            return parameter is not None and _may_go(parameter, options.today)
        return finding.rule == "request-default-changed" and parameter is not None and is_true(parameter, "required")

    return excused


def _may_go(node: Node, today: date | None) -> bool:
    """Marked deprecated, and without a day until when it stays, or past it."""
    if not is_true(node, "deprecated"):
        return False
    until = sunset_date(sunset_text(node))
    return sunset_text(node) is None or (until is not None and today is not None and until <= today)


def _parameter(document: Document, finding: Finding) -> Node | None:
    """The parameter that a finding stands at, in the old description; `None` where it stands elsewhere."""
    if finding.old is None or finding.old.file != document.name:
        return None
    node, found = document.root, None
    for step in finding.old.pointer.split("/")[1:]:
        node = _below(node, unescape(step))
        found = node if isinstance(node.fields.get("in"), str) and "name" in node.fields else found
    return found


def _below(node: Node, key: str) -> Node:
    value = node.value
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        return node.child(int(key))
    return node.child(key) if isinstance(value, dict) and key in value else Node(node.file, node.pointer, None)
