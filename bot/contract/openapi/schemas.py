"""Two schemas at one spot of an operation: every edit below it, judged by its row for the side that sends it."""

from contextlib import suppress
from itertools import chain

from msgspec import Struct, field

from bot.contract.limits import AGAIN, MET, PATH_STEPS
from bot.contract.openapi.conventions import UNKNOWN_NAMES
from bot.contract.openapi.ledger import Ledger, Site, Spot
from bot.contract.openapi.omitted import Omitted
from bot.contract.openapi.promises import promise_edits
from bot.contract.openapi.rows import LIMIT_WORDS, SCHEMA_ROWS, SPECIAL, Row
from bot.contract.openapi.text_edits import as_text
from bot.contract.openapi.touched import Touched
from bot.contract.openapi.ways import Met, Pair, Trail, Ways
from bot.contract.replacing import replace
from bot.contract.report import Cause, Side
from bot.contract.schema.edits import UNREAD, Edit, is_as_variant
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import ALL_TYPES, VOCABULARY
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.pairs import Pairs
from bot.contract.schema.reach import Reach, numbers_in
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.values import short
from bot.contract.schema.views import CLOSED
from bot.contract.steps import Spent

_NAMED = frozenset(("property", "required", "required-undeclared", "readOnly", "writeOnly", "deprecated"))
_TOLD_BARE = frozenset(("type", "null", "multipleOf"))
_TOLD_AS_WRITTEN = frozenset(("pattern", "stage", "x-sunset", "x-sunset-unreadable"))


_CLOSED_FIX = "Tell the new names in a new version, where readers know them."

_WAYS = ("value", "xml", "text")
"""How values travel: as JSON and the like, as XML (where `xml` means something), as text."""


class SchemaJudge(Struct):
    """Collects the schemas to compare, spot by spot, then judges every place below them once."""

    pairs: Pairs
    ledger: Ledger
    touched: Touched
    stage_marks: tuple[str, ...] = ()
    _spots: dict[Side, dict[Pair, list[Spot]]] = field(default_factory=dict)

    def judge(self, spot: Spot, old: Schema, new: Schema) -> None:
        """Take down two schemas at a spot; they are judged by `finish`."""
        old, new = self.pairs.old.settled(old), self.pairs.new.settled(new)
        if not self.touched.schemas_untouched(old, new):
            self._spots.setdefault(spot.side, {}).setdefault((old, new), []).append(spot)

    def finish(self) -> None:
        """Write down every edit below everything that was taken down.

        The places are looked for with two thirds of the steps, and told of with the rest.
        """
        steps = self.ledger.steps
        sides = [Ways(self.pairs, self.touched, side) for side in sorted(self._spots, key=lambda s: s.value)]
        with steps.share(steps.left * 2 // 3):
            for index, ways in enumerate(sides):
                with steps.share(steps.left // (len(sides) - index)):
                    ways.explore(self._spots[ways.side])
        found = [Reach(self._spots[ways.side], ways.places) for ways in sides]
        for index, (ways, reach) in enumerate(zip(sides, found, strict=True)):
            with steps.share(steps.left // (len(sides) - index)), suppress(Spent):
                self._side(ways, reach)

    def _side(self, ways: Ways, reach: Reach[Pair]) -> None:
        """Which spots a place is reached from was worked out for all places together."""
        side, spots = ways.side, self._spots[ways.side]
        steps, roots = self.ledger.steps, list(reach.roots)
        omitted = Omitted(ways, spots)
        for pair in reach.places():
            if not ways.reached(pair):
                continue
            found = chain(self.pairs.difference(*pair).edits, promise_edits(self.pairs, *pair, self.stage_marks))
            edits = [e for e in found if (e.request if side is Side.REQUEST else e.response)]
            if not edits:
                continue
            above = [roots[i] for i in numbers_in(reach.above(pair))]
            steps.take(2 * len(above))
            for way in _WAYS:
                met = [(root, spot) for root in above for spot in self._met(ways, root, pair) if _way(spot) == way]
                said = edits if way == "xml" else [e for e in edits if e.keyword != "xml"]
                if met and said:
                    self._place(pair, said, met, omitted)

    def _met(self, ways: Ways, root: Pair, pair: Pair) -> list[Spot]:
        """The spots of two schemas as a place below is met there: what lies within a part is no text."""
        spots = self._spots[ways.side][root]
        if not any(map(_has_parts, spots)) or not self._is_within_a_part(pair, ways.trail(root, pair)):
            return spots
        return [replace(spot, is_text=False) if _has_parts(spot) else spot for spot in spots]

    def _is_within_a_part(self, pair: Pair, trail: Trail) -> bool:
        """Below a part, or below an item of one that is a list: such a part is written as JSON, and so is an object."""
        steps = [step for step, _, _ in trail if step and not is_as_variant(step)]
        below = steps[2:] if steps[1:2] and steps[1].startswith("[") else steps[1:]
        return bool(below) or (bool(steps) and all(f.types - {"null"} == {"object"} for f in self._facts(pair)))

    def _place(self, pair: Pair, edits: list[Edit], met: list[Met], omitted: Omitted) -> None:
        """The edits of one place, told as they are met in the first spot."""
        ways = omitted.ways
        root, first = min(met, key=lambda m: (m[1].operation.path, m[1].operation.method, m[1].part))
        trail = ways.trail(root, pair)
        others = [spot for _, spot in met if spot is not first]
        self.ledger.steps.take(MET * len(met) * len(edits) + AGAIN * len(trail))
        for edit in edits:
            self._edit(others, edit, ways.site(first, root, trail, pair, edit, met), omitted)

    def _edit(self, others: list[Spot], edit: Edit, site: Site, omitted: Omitted) -> None:
        spot = site.spot
        if spot.is_text:
            in_union = any(not step for step, _, _ in site.trail)
            meant = as_text(edit, self._facts(site.pair), spot.side, in_union=in_union)
            if meant is None or self._is_bytes(edit, site.pair):
                return
            edit = meant
        row = row_of(edit, spot.side) if edit.relation != UNREAD else None
        if row is not None and row.rule in UNKNOWN_NAMES and self.pairs.proofs.plain.world == CLOSED:
            row = replace(row, cls=Cause.BREAKING, fix=_CLOSED_FIX)
        if edit.keyword == "default" and spot.side is Side.REQUEST and not omitted.may_be(site.pair):
            row = SPECIAL["request-default-unneeded"]
        if row is None:
            for each in (spot, *others):
                self._unread(each, edit)
            return
        steps = tuple(step for step, _, _ in site.trail)
        steps = (*steps, f".{edit.name}") if edit.keyword in _NAMED else steps
        words = {**_limit_words(edit), "where": spot.where(path_words(steps)), "keyword": edit.name or edit.keyword}
        for member, value in (("old", edit.old), ("new", edit.new)):
            if edit.keyword not in _TOLD_BARE and isinstance(value, str):
                said = f"`{value if edit.keyword in _TOLD_AS_WRITTEN else short(value)}`"
                words[member] = words[f"{member}_or_none"] = said
        words["name"] = f"`{edit.name}`"
        entry = self.ledger.add(
            row,
            spot,
            at_old=edit.at_old,
            at_new=edit.at_new,
            words=words,
            name=edit.name,
            old=edit.old,
            new=edit.new,
            site=replace(site, edit=edit),
        )
        entry.operations.update(dict.fromkeys(other.operation for other in others))

    def _facts(self, pair: Pair) -> tuple[Facts, Facts]:
        return self.pairs.old.facts(pair[0]), self.pairs.new.facts(pair[1])

    def _is_bytes(self, edit: Edit, pair: Pair) -> bool:
        """Bytes in 3.0 (`format: binary`) and no schema in 3.1 are the same part."""
        return edit.keyword == "type" and all(
            is_binary(shapes, schema) for shapes, schema in zip((self.pairs.old, self.pairs.new), pair, strict=True)
        )

    def _unread(self, spot: Spot, edit: Edit) -> None:
        node = edit.at_new or edit.at_old
        if node is not None:
            what = _unread_words(edit.keyword, node)
            self.ledger.skip(node, what, spot.operation, is_new=edit.at_new is not None)


def _unread_words(keyword: str, node: Node) -> str:
    """Why a keyword was not judged, in a sentence."""
    said = node.fields.get(keyword, node.value)
    if keyword == "$ref":
        return f"The schema refers to `{said}`, and nothing is there: it was not judged."
    if keyword == "$dynamicRef":
        return f"Where `{said}` leads depends on who refers here; that was not judged."
    if keyword == "discriminator":
        return "The schema has more variants, or variants of variants further down, than are compared."
    if keyword in VOCABULARY:
        return f"What the change of `{keyword}` means was not judged."
    return f"`{keyword}` is not a word of schemas; what its change means was not judged."


def _has_parts(spot: Spot) -> bool:
    """A body of several parts, each of a media type of its own."""
    return spot.is_text and (spot.media_type or "").startswith("multipart/")


def _way(spot: Spot) -> str:
    if spot.is_text:
        return "text"
    essence = (spot.media_type or "").split(";")[0]
    return "xml" if essence.endswith(("/xml", "+xml")) else "value"


def row_of(edit: Edit, side: Side) -> Row | None:
    """The row of an edit on a side; `None` when nothing is known of it."""
    special = _special(edit, side)
    return SPECIAL.get(special) or _BY_ID[special] if special else SCHEMA_ROWS.get((edit.keyword, edit.relation, side))


_BY_ID = {row.rule: row for row in SCHEMA_ROWS.values()}


def path_words(steps: tuple[str, ...]) -> str:
    """Steps as people write a path: `items[].id`; a very long one keeps its end."""
    told = [s for s in steps if s]
    text = "".join(told if len(told) <= PATH_STEPS else ["…", *told[-PATH_STEPS:]])
    return text.removeprefix(".")


def _special(edit: Edit, side: Side) -> str | None:
    match (edit.keyword, edit.relation, side):
        case ("property", "widened", Side.REQUEST) if "required" in edit.tags:
            return "request-property-added-required"
        case ("property", "narrowed", Side.REQUEST) if "closed" in edit.tags:
            return "request-property-refused"
        case ("property", "narrowed", Side.RESPONSE) if "required" in edit.tags:
            return "response-required-property-removed"
        case ("writeOnly", "narrowed", Side.RESPONSE) if "required" in edit.tags:
            return "response-required-property-became-write-only"
        case ("additionalProperties", "narrowed", Side.REQUEST) if "map" in edit.tags:
            return "request-map-closed"
        case ("enum", "widened", Side.RESPONSE) if "constant" in edit.tags:
            return "response-constant-dropped"
        case ("enum-value", "widened", Side.RESPONSE) if "open" in edit.tags:
            return "response-extensible-value-added"
        case ("enum-value", "narrowed", Side.REQUEST) if "open" in edit.tags:
            return "request-extensible-value-removed"
        case ("patternProperties", "widened", Side.RESPONSE) if "closed" in edit.tags:
            return "response-object-opened"
        case ("condition", "narrowed", Side.REQUEST) if "undeclared" in edit.tags:
            return "request-condition-undeclared"
        case ("condition", "widened", Side.RESPONSE) if edit.name == "unevaluatedProperties" and _was_shut(edit):
            return "response-unevaluated-opened"
        case ("condition", "narrowed", Side.REQUEST) if edit.name == "unevaluatedProperties" and not _is_elsewhere(
            edit
        ):
            return "request-unevaluated-closed"
    return None


def _is_elsewhere(edit: Edit) -> bool:
    """The keyword stays; what it leaves alone has changed."""
    return "evaluated" in edit.tags


def _was_shut(edit: Edit) -> bool:
    return edit.at_old is not None and edit.at_old.value is False


def _limit_words(edit: Edit) -> dict[str, str]:
    phrase = LIMIT_WORDS.get(edit.keyword)
    if phrase is None:
        return {}
    return {"old_limit": _limit_said(phrase, edit.old), "new_limit": _limit_said(phrase, edit.new)}


def _limit_said(phrase: tuple[str, str], value: object) -> str:
    if value is None:
        return phrase[1]
    said = phrase[0].format(value)
    return said.replace("(s)", "") if value == 1 else said.replace("property(s)", "properties").replace("(s)", "s")


def is_binary(shapes: Shapes, schema: Schema) -> bool:
    """Any bytes at all: no schema, `format: binary`, or nothing but how the bytes are written."""
    facts = shapes.facts(schema)
    node = facts.where.get("format")
    bare = not (facts.enum or facts.limits or facts.patterns or facts.groups or facts.properties or facts.items)
    only_content = set(facts.other) <= {"contentMediaType", "contentEncoding"}
    is_bytes = node is not None and node.fields.get("format") == "binary"
    return bare and only_content and (is_bytes or facts.types >= ALL_TYPES or bool(facts.other))


def schema_at(node: Node | None, keyword: str = "schema") -> Schema:
    """The schema under a node; the empty one where there is none, or where it was left empty (null)."""
    return (node.child(keyword),) if node is not None and node.fields.get(keyword) is not None else ()
