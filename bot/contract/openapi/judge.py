"""Two OpenAPI descriptions → a report: the walk, then findings in order, with places and fingerprints."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from bot.contract.fingerprint import Named, fingerprint, stable_pointer
from bot.contract.limits import (
    COMPARED,
    COMPARED_BYTES,
    FINDING,
    PATTERN_STEPS_IN_ALL,
    PROOF_SHARE,
    PROVED,
    PROVED_BYTES,
    UNREAD_STEPS,
)
from bot.contract.openapi.dialects import OWN_KEYS
from bot.contract.openapi.document import Document
from bot.contract.openapi.evidence import Evidences, Known
from bot.contract.openapi.ledger import WORST, Entry, Ledger
from bot.contract.openapi.oasdiff import aliases
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.operations import compare_operations, compare_webhooks, path_leftovers
from bot.contract.openapi.outbound import heard
from bot.contract.openapi.pause import collection_paused
from bot.contract.openapi.places import lines
from bot.contract.openapi.schemas import SchemaJudge
from bot.contract.openapi.touched import Touched
from bot.contract.openapi.walk import Walk
from bot.contract.options import ENGINE, Options, Source
from bot.contract.report import Cause, Evidence, Finding, Operation, Place, Report, Unread
from bot.contract.schema.edits import NARROWED
from bot.contract.schema.nodes import Node
from bot.contract.schema.order import bare
from bot.contract.schema.pairs import Pairs
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.structure import Likeness
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.values import canonical
from bot.contract.steps import Spent, unbounded

_ROOT = (
    frozenset(("openapi", "info", "servers", "paths", "webhooks", "components", "security", "jsonSchemaDialect"))
    | OWN_KEYS
)

_DIALECTS = ("https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/")


def judge(old: Source, new: Source, options: Options, *, whole: bool = False) -> Report:
    """Compare two OpenAPI descriptions. Never raises on what they hold.

    With `whole`, parts that are the same in both are walked as well; that must not change the report.
    """
    with collection_paused():
        return _judged(old, new, options, whole=whole)


def _judged(old: Source, new: Source, options: Options, *, whole: bool) -> Report:
    how = (options.strip_prefixes, options.left_out)
    documents = Document(old, *how), Document(new, *how)
    problems = [u for d in documents for u in unreadable(d)]
    if problems:
        return Report(ENGINE, (), tuple(problems), readable=False)
    walk = _walk(documents, options, Touched(*documents, whole=whole))
    _compare(walk)
    return _report(walk)


def _compare(walk: Walk) -> None:
    """All of it, or as much as there are steps for: what the operations leave of theirs goes to the schemas."""
    whole = _of_size(walk, COMPARED, COMPARED_BYTES)
    walk.steps.left = 0
    _within(walk, whole // 2, compare_operations, compare_webhooks, path_leftovers)
    _within(walk, whole // 2, lambda walk: walk.schemas.finish())
    _within(walk, whole // 10, _root)
    if walk.steps.ran_out:
        walk.steps.left = FINDING
        walk.ledger.skip(Node(walk.new.name, "", None), _CUT)


_CUT = "There is more to compare than a description of this size may ask for: what is told is not all that changed."


def _of_size(walk: Walk, least: int, each: int) -> int:
    """Steps for descriptions of this size: the least, or one for each so many bytes."""
    return max(least, (len(walk.old.data) + len(walk.new.data)) // each)


def _within(walk: Walk, steps: int, *parts: Callable[[Walk], None]) -> None:
    """As far as these steps go, and what is left of those before."""
    walk.steps.left = max(walk.steps.left, 0) + steps
    with suppress(Spent):
        for part in parts:
            part(walk)


def unreadable(document: Document) -> list[Unread]:
    """Why a document cannot be read at all, if so."""
    reading = document.reading
    if reading.problem:
        return [Unread(document.name, "", reading.line, f"I could not read it: {reading.problem}.")]
    if not isinstance(reading.value, dict):
        return [Unread(document.name, "", 1, "I could not read it: it holds no object at its top.")]
    if document.dialect is None:
        said = reading.value.get("openapi", reading.value.get("swagger"))
        what = f"its version is {canonical(said)}" if said is not None else "it has no `openapi` member"
        return [Unread(document.name, "", 1, f"I could not read it as OpenAPI 2.0, 3.0, 3.1 or 3.2: {what}.")]
    return []


def _walk(documents: tuple[Document, Document], options: Options, touched: Touched) -> Walk:
    steps = documents[0].steps = documents[1].steps = touched.steps = unbounded()
    likeness = Likeness(touched.untouched)
    proofs = Subsumption(options.steps // PROOF_SHARE, likeness, world=options.world)
    pairs = Pairs(Shapes(documents[0], steps), Shapes(documents[1], steps), proofs, touched.schemas_untouched)
    ledger = Ledger(steps)
    return Walk(*documents, options, ledger, SchemaJudge(pairs, ledger, touched, options.stage_marks), touched)


def _odd_dialect(document: Document) -> str | None:
    """The dialect of schemas where it is not the one that OpenAPI 3.1 and 3.2 have anyway."""
    said = document.root.fields.get("jsonSchemaDialect")
    return None if said is None or str(said).startswith(_DIALECTS) else str(said)


def _root(walk: Walk) -> None:
    if _odd_dialect(walk.old) != _odd_dialect(walk.new):
        is_new = _odd_dialect(walk.new) is not None
        node = (walk.new if is_new else walk.old).root.child("jsonSchemaDialect")
        walk.ledger.skip(node, "Schemas are in another dialect of JSON Schema, which is not judged.", is_new=is_new)
    for key in leftover(walk.old.root, walk.new.root, _ROOT | (OWN_KEYS if walk.is_swagger else frozenset())):
        is_new = key in walk.new.root.fields
        node = (walk.new if is_new else walk.old).root.child(key)
        walk.ledger.skip(node, f"The change of `{key}` is not judged yet.", is_new=is_new)
    for document in (walk.old, walk.new):
        for pointer in sorted(walk.touched.differing & document.units.keys()):
            unit, is_new = document.units[pointer], document is walk.new
            for note in unit.notes if is_new or unit.value is None else ():
                walk.ledger.skip(Node(document.name, pointer, None), f"{note[:1].upper()}{note[1:]}.", is_new=is_new)
        for file, reading in document.files():
            is_new = document is walk.new
            for note in reading.notes if is_new else ():
                walk.ledger.skip(Node(file, "", None), f"{note[:1].upper()}{note[1:]}.", is_new=is_new)
            if reading.problem and file != document.name:
                what = f"I could not read `{file}`, which the description refers to: {reading.problem}."
                walk.ledger.skip(Node(file, "", None), what, is_new=is_new)


def _report(walk: Walk) -> Report:
    named: Named = {}
    marks = {id(e): _mark(walk, e, named) for e in walk.ledger.entries.values()}
    entries = sorted(walk.ledger.entries.values(), key=lambda e: _order(e, marks[id(e)]))
    places = _Places(walk, entries)
    walk.steps.left = _of_size(walk, PROVED, PROVED_BYTES)
    for shapes in (walk.schemas.pairs.old, walk.schemas.pairs.new):
        shapes.words.left = PATTERN_STEPS_IN_ALL
    evidences = Evidences(walk, walk.options.witnesses)
    findings = [_finding(places, e, marks[id(e)], evidences.of(e)) for e in entries]
    findings.sort(key=lambda f: WORST.index(f.cls))
    walk.steps.left = _of_size(walk, UNREAD_STEPS, PROVED_BYTES)
    unread = [
        Unread(
            node.file,
            places.pointer(node, is_new=is_new),
            places.line(node, is_new=is_new),
            what,
            tuple(sorted(operations, key=_key)),
        )
        for node, what, is_new, operations in walk.ledger.unread.values()
        if walk.touched.worth_saying(node)
    ]
    unread.sort(key=lambda u: (u.file, u.pointer, u.what))
    return Report(ENGINE, tuple(findings), tuple(dict.fromkeys(unread)))


def _order(entry: Entry, mark: str) -> tuple[object, ...]:
    first = min(entry.operations, key=_key)
    return (WORST.index(entry.row.cls), first.path, first.method, entry.row.rule, mark)


def _mark(walk: Walk, entry: Entry, named: Named) -> str:
    """The fingerprint: what changed where, by names; no text, no order, no line."""
    old = stable_pointer(_file_root(walk.old, entry.at_old), entry.at_old, named)
    new = stable_pointer(_file_root(walk.new, entry.at_new), entry.at_new, named) if entry.at_old is None else None
    more: list[object] = []
    if entry.site is None and None in (entry.at_old, entry.at_new):
        # A shared part that comes or goes in a further operation is a further change.
        more = [*sorted({f"{o.method} {o.path}" for o in entry.operations})]
    elif entry.site is not None and entry.site.edit.keyword in _BY_CONTENT:
        nodes = [entry.at_old, entry.at_new]
        if entry.site.edit.keyword == "variant":  # on the other side stands the whole union
            nodes = nodes[:1] if entry.site.edit.relation == NARROWED else nodes[1:]
        more = [bare([n.value]) if n is not None else None for n in nodes]
    return fingerprint(entry.row.rule, entry.side.value, [old, new], more, entry.name, entry.old, entry.new)


_BY_CONTENT = frozenset(
    ("condition", "patternProperties", "additionalProperties", "variant", "union", "overlap", "overlap-inner")
)
"""Edits that carry no values of their own: what stands there says which edit it is."""


def _file_root(document: Document, node: Node | None) -> object:
    reading = None if node is None else document.file(node.file)
    return document.root.value if reading is None else reading.value


def _key(operation: Operation) -> tuple[str, str, str]:
    return (operation.path, operation.method, operation.side.value)


class _Places:
    """Lines for everything that is reported, one reading per document."""

    def __init__(self, walk: Walk, entries: Iterable[Entry]) -> None:
        entries = list(entries)
        unread = walk.ledger.unread.values()
        old = [e.at_old for e in entries] + [n for n, _, is_new, _ in unread if not is_new]
        new = [e.at_new for e in entries] + [n for n, _, is_new, _ in unread if is_new]
        self._documents = (walk.old, walk.new)
        self._lines = [self._lines_of([n for n in nodes if n], is_new=bool(i)) for i, nodes in enumerate((old, new))]

    def _lines_of(self, nodes: Iterable[Node], *, is_new: bool) -> dict[tuple[str, str], int]:
        """The line by file and pointer."""
        document, asked = self._documents[int(is_new)], dict[str, set[str]]()
        for node in nodes:
            asked.setdefault(node.file, set()).add(self.pointer(node, is_new=is_new))
        found = {}
        for file, pointers in asked.items():
            if (written := document.as_written(file)) is not None:
                found.update({(file, pointer): line for pointer, line in lines(*written, pointers).items()})
        return found

    def pointer(self, node: Node, *, is_new: bool) -> str:
        """The pointer of a node in its file as it is written."""
        return self._documents[int(is_new)].origin(node)

    def line(self, node: Node, *, is_new: bool) -> int | None:
        """The line of a node in its file."""
        return self._lines[int(is_new)].get((node.file, self.pointer(node, is_new=is_new)))

    def place(self, node: Node | None, *, is_new: bool) -> Place | None:
        """A node as a place."""
        if node is None:
            return None
        return Place(node.file, self.pointer(node, is_new=is_new), self.line(node, is_new=is_new))


def _finding(places: _Places, entry: Entry, mark: str, known: Known) -> Finding:
    row = entry.row
    texts = (heard(row.sentence), heard(row.fix)) if entry.outbound else (row.sentence, row.fix)
    sentence, fix = (text.format_map(entry.words) for text in texts)
    operations = tuple(sorted(entry.operations, key=_key))
    return Finding(
        rule=row.rule,
        aliases=aliases(entry),
        cls=Cause.SAFE if known.evidence is Evidence.REFUTED else row.cls,
        tags=entry.tags,
        evidence=known.evidence,
        side=entry.side,
        sentence=sentence[:1].upper() + sentence[1:],
        fix=fix,
        old=places.place(entry.at_old, is_new=False),
        new=places.place(entry.at_new, is_new=True),
        operations=operations,
        operations_total=len(operations),
        witness=known.witness,
        why_no_witness=known.why_no_witness,
        fingerprint=mark,
        old_value=None if entry.old is None else canonical(entry.old),
        new_value=None if entry.new is None else canonical(entry.new),
    )
