"""The search for a witness of one edit: a value that one side takes and the other refuses, because of the edit."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from bot.contract.limits import PLAINER, SEARCH_STEPS, SHRINKS, SHRUNK_MEMBERS, TRIES, UNDECIDED
from bot.contract.openapi.ledger import Site
from bot.contract.openapi.text_values import readings
from bot.contract.schema.candidates import Candidates
from bot.contract.schema.declared import is_declared
from bot.contract.schema.edits import Edit
from bot.contract.schema.held import pointer_to
from bot.contract.schema.keywords import LIMITED
from bot.contract.schema.lifting import Lift, Trail, names_required, place_of, refusal_of
from bot.contract.schema.minimal import Minimal, NoValue, Smallest
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.taking import Taking
from bot.contract.schema.validator import Refusal, Validator, shortest
from bot.contract.schema.values import canonical
from bot.contract.schema.views import DECLARED
from bot.contract.steps import Steps

_NOTHING = object()


class Half(Struct, frozen=True):
    """One side of a search: its facts, and who judges its values.

    The `second` judge is asked where it could say something else. Who sends leaves out what does not travel: what may
    be sent is taken by both. A lenient reader refuses what all refuse.
    """

    shapes: Shapes
    validator: Validator
    second: Validator | None = None
    smallest: dict[Schema, Smallest] = field(default_factory=dict)
    """Smallest values of its schemas, as far as they were needed."""

    def minimal(self, steps: Steps) -> Minimal:
        """What writes smallest values for this side."""
        return Minimal(self.shapes, steps, self.validator.hidden, self.smallest)

    def accepts(self, schema: Schema, value: Any) -> bool | None:
        """The value is valid, and is sent; `None` where that cannot be decided safely."""
        told = self.validator.accepts(schema, value)
        asked = self._asked(schema) if told is True else None
        return asked.accepts(schema, value) if asked is not None else told

    def refuses(self, schema: Schema, value: Any) -> bool:
        """The value is invalid for certain, even to a lenient reader."""
        if self.validator.accepts(schema, value) is not False:
            return False
        asked = self._asked(schema)
        return asked is None or asked.accepts(schema, value) is False

    def why_not(self, schema: Schema, value: Any) -> list[Refusal]:
        """The validator's own reasons."""
        return (self._asked(schema) or self.validator).refusals(schema, value)

    def _asked(self, schema: Schema) -> Validator | None:
        return self.second if self.second is not None and self.validator.bends(schema) else None


class Found(Struct, frozen=True):
    """A whole value that proves the edit, why the other side refuses it (empty where nobody said), and where in it."""

    value: Any
    why: str
    at: str | None = None


class Search:
    """One search. `good` is the side that takes the value, `bad` the one that refuses it."""

    def __init__(self, site: Site, good: Half, bad: Half, *, good_is_old: bool, world: str, steps: int) -> None:
        self.site, self.good, self.bad, self.good_is_old = site, good, bad, good_is_old
        self.roots = (site.old, site.new) if good_is_old else (site.new, site.old)
        self.trail: Trail = tuple((step, old if good_is_old else new) for step, old, new in site.trail)
        bad_trail: Trail = tuple((step, new if good_is_old else old) for step, old, new in site.trail)
        self._undecided = 0
        self.asked = _asked(site.edit)
        self._budget = min(SEARCH_STEPS, steps)
        self.minimal = good.minimal(Steps(self._budget))
        self.place = place_of(good.shapes, self.roots[0], self.trail)
        self.bad_place = refusal_of(bad.shapes, self.roots[1], bad_trail)
        wanted = names_required(bad.shapes, self.roots[1], bad_trail)
        self.lifts = [Lift(self.minimal, self.roots[0], self.trail, wanted=names) for names in (wanted, ())]
        self.declares = Taking(good.shapes, Steps(SEARCH_STEPS)) if world == DECLARED else None

    @property
    def spent(self) -> int:
        """The steps the search has taken."""
        return self._budget - max(self.minimal.steps.left, 0)

    def found(self) -> Found | None:
        """The first candidate that is refused by what was edited, else the first that proves the edit at all.

        It is made smaller where it can be. `None` where none proves it.
        """
        first, left = None, TRIES
        for value in self._candidates():
            left -= 1
            if left < 0 or self._undecided >= UNDECIDED:
                break
            whole = next(self._proving(value), _NOTHING)
            if whole is _NOTHING:
                continue
            if self._is_plain(value):
                return self._told(*self._shrunk(value, whole))
            first, left = (first, left) if first else ((value, whole), min(left, PLAINER))
        return self._told(*self._shrunk(*first)) if first else None

    def _is_plain(self, value: Any) -> bool:
        """Whether the edited keyword itself is a reason, so that the proof does not tell of another edit."""
        return self.asked is None or self.site.spot.is_text or bool(self._reasons(value))

    def _reasons(self, value: Any) -> list[Refusal]:
        """Of the other side's reasons those that the edit itself gives."""
        if self.asked is None:
            return []
        keyword, name = self.asked
        return [
            one
            for one in self.bad.why_not(self.bad_place, value)
            if not one.is_below and one.keyword.lower().endswith(keyword.lower()) and name in (None, one.name)
        ]

    def _candidates(self) -> Iterator[Any]:
        others = self.bad.minimal(self.minimal.steps)
        candidates = Candidates(self.minimal, self.place, others, self.bad_place)
        return candidates.values(self.site.edit, good_is_old=self.good_is_old)

    def _proving(self, value: Any) -> Iterator[Any]:
        """The whole values around a candidate that prove the edit (`null` may be one)."""
        before = None
        for lift in self.lifts:
            try:
                whole = lift.whole(value)
            except (NoValue, TypeError):
                continue
            if before is not None and canonical(whole) == before:
                continue
            before = canonical(whole)
            self.good.shapes.steps.take(20 + len(before) // 8)
            if self._proves(value, whole):
                yield whole

    def _proves(self, value: Any, whole: Any) -> bool:
        """One side takes the whole, the other does not, and the place of the edit is why."""
        if self.site.spot.is_text:
            return self._proves_as_text(whole)
        taken = self.good.accepts(self.roots[0], whole)
        self._undecided += taken is None
        return (
            taken is True
            and self.bad.refuses(self.roots[1], whole)
            and self.bad.refuses(self.bad_place, value)
            and (self.declares is None or is_declared(self.declares, self.roots[0], whole))
        )

    def _proves_as_text(self, whole: Any) -> bool:
        """The text stands for a value on the one side and for none on the other."""
        joined = self.site.spot.joined
        taken = readings(whole, listed=isinstance(whole, list), joined=joined)
        meant = readings(whole, listed=True, joined=joined)
        if not taken or not meant:
            return False
        return any(self.good.accepts(self.roots[0], v) for v in taken) and all(
            self.bad.refuses(self.roots[1], v) for v in meant
        )

    def _shrunk(self, value: Any, whole: Any) -> tuple[Any, Any]:
        """Without the members and items that the proof can do without."""
        left, is_plain = SHRINKS if _size(value) <= SHRUNK_MEMBERS else 0, self._is_plain(value)
        again = True
        while again:
            again = False
            for smaller in _smaller(value):
                left -= 1
                if left < 0:
                    return value, whole
                if is_plain and not self._is_plain(smaller):
                    continue
                lifted = [w for w in self._proving(smaller) if len(canonical(w)) < len(canonical(whole))]
                if lifted:
                    value, whole, again = smaller, lifted[0], True
                    break
        return value, whole

    def _told(self, value: Any, whole: Any) -> Found:
        if self.site.spot.is_text:
            return Found(whole, "")
        reasons = self._reasons(value) or self.bad.why_not(self.bad_place, value)
        why = shortest(reasons or self.bad.why_not(self.roots[1], whole))
        return Found(whole, why, pointer_to(value, whole, [step for step, _ in self.trail]))


def _asked(edit: Edit) -> tuple[str, str | None] | None:
    """The keyword by which a value is refused because of the edit, and the name it must miss; `None` where many may."""
    if edit.keyword == "property":
        return ("required", edit.name) if "required" in edit.tags else None
    if edit.keyword == "required":
        return edit.keyword, edit.name
    return (edit.keyword, None) if edit.keyword in LIMITED else None


def _size(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else 0


def _smaller(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ({k: v for k, v in value.items() if k != name} for name in sorted(value))
    elif isinstance(value, list):
        yield from (value[:i] + value[i + 1 :] for i in range(len(value)))
