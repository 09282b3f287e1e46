"""Two schemas at one spot of an operation: every edit below it, judged by its row for the side that sends it."""

from dataclasses import dataclass, field, replace

from bot.contract.openapi.ledger import Ledger, Site, Spot
from bot.contract.openapi.rows import LIMIT_WORDS, SCHEMA_ROWS, SPECIAL, Row
from bot.contract.report import Side
from bot.contract.schema.edits import CHANGED, NARROWED, UNREAD, WIDENED, Edit
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.pairs import Pairs
from bot.contract.schema.values import short

_NAMED = frozenset(("property", "required", "required-undeclared", "readOnly", "writeOnly"))
_SCALAR_WORDS = frozenset(("string", "integer", "number", "boolean", "null"))
_LONG_PATH = 12


@dataclass(frozen=True, slots=True)
class Reached:
    """A place with edits, and the steps that lead there."""

    pair: tuple[Schema, Schema]
    trail: tuple[tuple[str, Schema, Schema], ...]
    edits: tuple[Edit, ...]


@dataclass(slots=True)
class SchemaJudge:
    """Judges schemas; what lies below a pair is walked once per side, however many operations share it."""

    pairs: Pairs
    ledger: Ledger
    _below: dict[tuple[Schema, Schema, Side], tuple[Reached, ...]] = field(default_factory=dict)

    def judge(self, spot: Spot, old: Schema, new: Schema) -> None:
        """Write down every edit between two schemas at a spot."""
        for reached in self.below(old, new, spot.side):
            for edit in reached.edits:
                self._edit(spot, old, new, reached, edit)

    def below(self, old: Schema, new: Schema, side: Side) -> tuple[Reached, ...]:
        """The places with edits at and below a pair, nearest first. Loops and depth do no harm."""
        key = (old, new, side)
        if key not in self._below:
            self._below[key] = tuple(self._walk(old, new, side))
        return self._below[key]

    def _walk(self, old: Schema, new: Schema, side: Side) -> list[Reached]:
        queue: list[tuple[Schema, Schema, int, str]] = [(old, new, -1, "")]
        seen = {(old, new)}
        found: list[Reached] = []
        for at, (a, b, _, _) in enumerate(queue):
            difference = self.pairs.difference(a, b)
            edits = tuple(e for e in difference.edits if (e.request if side is Side.REQUEST else e.response))
            if edits:
                found.append(Reached((a, b), _trail(queue, at), edits))
            for child in difference.children:
                visible = child.request if side is Side.REQUEST else child.response
                if visible and (child.old, child.new) not in seen:
                    seen.add((child.old, child.new))
                    queue.append((child.old, child.new, at, child.step))
        return found

    def _edit(self, spot: Spot, old: Schema, new: Schema, reached: Reached, edit: Edit) -> None:
        if edit.relation == UNREAD:
            self._unread(spot, edit)
            return
        if spot.is_text:
            edit = self._as_text(edit, reached.pair)
        row = row_of(edit, spot.side)
        if row is None:
            self._unread(spot, edit)
            return
        steps = tuple(step for step, _, _ in reached.trail)
        steps = (*steps, f".{edit.name}") if edit.keyword in _NAMED else steps
        words = {**_limit_words(edit), "where": spot.where(path_words(steps)), "keyword": edit.name or edit.keyword}
        if edit.keyword not in ("type", "null", "multipleOf") and isinstance(edit.old, str):
            words["old"] = words["old_or_none"] = (
                f"`{short(edit.old)}`" if edit.keyword != "pattern" else f"`{edit.old}`"
            )
        if edit.keyword not in ("type", "null", "multipleOf") and isinstance(edit.new, str):
            words["new"] = words["new_or_none"] = (
                f"`{short(edit.new)}`" if edit.keyword != "pattern" else f"`{edit.new}`"
            )
        words["name"] = f"`{edit.name}`"
        self.ledger.add(
            row,
            spot,
            at_old=edit.at_old,
            at_new=edit.at_new,
            words=words,
            name=edit.name,
            old=edit.old,
            new=edit.new,
            site=Site(spot, old, new, reached.trail, edit, reached.pair),
        )

    def _as_text(self, edit: Edit, pair: tuple[Schema, Schema]) -> Edit:
        """An edit of a value that travels as text: `5` and `"5"` are one, and null cannot be sent."""
        if edit.keyword == "null":
            return replace(edit, relation=WIDENED)
        if edit.keyword != "type" or not isinstance(edit.old, str) or not isinstance(edit.new, str):
            return edit
        old, new = set(edit.old.split(" or ")) - {"null"}, set(edit.new.split(" or ")) - {"null"}
        if not (old and new and old <= _SCALAR_WORDS and new <= _SCALAR_WORDS):
            return edit
        free = _any_text(self.pairs.old.facts(pair[0])), _any_text(self.pairs.new.facts(pair[1]))
        fits = all(_fits(a, new, free=free[1]) for a in old), all(_fits(b, old, free=free[0]) for b in new)
        return replace(edit, relation=WIDENED if fits[0] else NARROWED if fits[1] else CHANGED)

    def _unread(self, spot: Spot, edit: Edit) -> None:
        node = edit.at_new or edit.at_old
        if node is not None:
            what = f"The change of `{edit.keyword}` is not judged yet."
            self.ledger.skip(node, what, spot.operation, is_new=edit.at_new is not None)


def row_of(edit: Edit, side: Side) -> Row | None:
    """The row of an edit on a side; `None` when nothing is known of it."""
    special = _special(edit, side)
    return SPECIAL[special] if special else SCHEMA_ROWS.get((edit.keyword, edit.relation, side))


def path_words(steps: tuple[str, ...]) -> str:
    """Steps as people write a path: `items[].id`; a very long one keeps its end."""
    told = [s for s in steps if s]
    text = "".join(told if len(told) <= _LONG_PATH else ["…", *told[-_LONG_PATH:]])
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
        case ("condition", "narrowed", Side.REQUEST) if edit.name == "unevaluatedProperties":
            return "request-unevaluated-closed"
    return None


def _fits(kind: str, others: set[str], *, free: bool) -> bool:
    return kind in others or ("string" in others and free) or (kind == "integer" and "number" in others)


def _any_text(facts: Facts) -> bool:
    """Text of any form is taken, so the text of a number is."""
    return facts.enum is None and not (facts.formats or facts.patterns or facts.limits)


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


def _trail(queue: list[tuple[Schema, Schema, int, str]], at: int) -> tuple[tuple[str, Schema, Schema], ...]:
    steps: list[tuple[str, Schema, Schema]] = []
    while at > 0:
        old, new, before, step = queue[at]
        steps.append((step, old, new))
        at = before
    return tuple(reversed(steps))


def schema_at(node: Node | None, keyword: str = "schema") -> Schema:
    """The schema under a node; the empty one where there is none."""
    return (node.child(keyword),) if node is not None and keyword in node.fields else ()
