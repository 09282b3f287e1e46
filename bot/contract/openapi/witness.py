"""Evidence for findings: a proof that nobody breaks, a concrete request or response that does, or the lack of both."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from bot.contract.openapi.calls import RULES, Calls
from bot.contract.openapi.ledger import Entry, Site, Spot
from bot.contract.openapi.search import Found, Half, Search
from bot.contract.openapi.text_values import texts_of
from bot.contract.openapi.walk import Walk
from bot.contract.report import Cause, Evidence, Side, Witness
from bot.contract.schema.edits import is_as_variant
from bot.contract.schema.inclusion import Answer
from bot.contract.schema.nodes import Schema
from bot.contract.schema.subsume import EACH
from bot.contract.schema.validator import Validator
from bot.contract.schema.views import View
from bot.contract.steps import Steps

DEEPEST = 60
"""Steps from the root beyond which no whole value is put together."""

_SPOTS = 3
"""Further spots where an edit is met that are tried when the first gives no witness."""

_AROUND = 300
"""Steps for a proof around the place of an edit: unions may be wide."""

_PLACES = 5
"""Places at which a proof is tried: the edit's own, what it stands in, and the nearest unions."""

_NO_VALUES = frozenset(
    ("default", "discriminator", "discriminator-value", "readOnly", "loose-null", "required-undeclared", "xml")
)
"""Edits that change no set of values."""

_NO_PROOFS = frozenset(("x-extensible-enum", "writeOnly", "discriminator-value", "xml"))
"""Edits of which a proof of compatibility would not know."""


@dataclass(slots=True)
class Evidences:
    """Finds evidence for the entries of one report, in their order. `reasons` tells why an entry has no witness."""

    walk: Walk
    _left: int
    reasons: list[tuple[str, str]] = field(default_factory=list)
    _validators: dict[tuple[bool, Side, bool], Validator] = field(default_factory=dict)
    _calls: Calls | None = None
    _steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        self._steps = Steps(self.walk.options.steps)

    def of(self, entry: Entry) -> tuple[Evidence, Witness | None]:
        """The evidence for one cause."""
        if entry.row.cls not in (Cause.BREAKING, Cause.RISKY):
            return Evidence.STRUCTURAL, None
        if entry.site is not None:
            return self._schema(entry, entry.site)
        if entry.row.rule in RULES and self.walk.options.witnesses:
            witness = self.calls.witness(entry)
            return (Evidence.PROVEN, witness) if witness is not None else (Evidence.STRUCTURAL, None)
        return Evidence.STRUCTURAL, None

    @property
    def calls(self) -> Calls:
        """The requests of the two documents."""
        if self._calls is None:
            self._calls = Calls(self.walk.old, self.walk.new, self.walk.schemas.pairs.old)
        return self._calls

    def _schema(self, entry: Entry, site: Site) -> tuple[Evidence, Witness | None]:
        good_is_old = entry.side is Side.REQUEST
        is_breaking = entry.row.cls is Cause.BREAKING
        if is_breaking and site.edit.keyword not in _NO_PROOFS and self._is_refuted(site, good_is_old=good_is_old):
            return Evidence.REFUTED, None
        reason = self._why_none(entry, site)
        found = None
        if reason is None:
            self._left -= 1
            found = self._found(site, good_is_old=good_is_old)
            reason = None if found is not None else "no candidate convinced the validator"
        if found is not None:
            return Evidence.PROVEN, self._written(*found, good_is_old=good_is_old)
        self.reasons.append((entry.row.rule, str(reason)))
        was_tried = reason == "no candidate convinced the validator"
        return (Evidence.UNPROVEN if was_tried and is_breaking else Evidence.STRUCTURAL), None

    def _found(self, site: Site, *, good_is_old: bool) -> tuple[Spot, Found] | None:
        """A proof at the first spot, or at another one where less stands in the way."""
        for each in chain([site], _later(site)):
            if self._steps.left <= 0:
                break
            search = Search(
                each,
                self._half(each.spot.side, is_old=good_is_old),
                self._half(each.spot.side, is_old=not good_is_old),
                good_is_old=good_is_old,
                world=self.walk.options.world,
                steps=self._steps.left,
            )
            found = search.found()
            self._steps.spend(search.spent)
            if found is not None:
                return each.spot, found
        return None

    def _why_none(self, entry: Entry, site: Site) -> str | None:
        """Why no witness is searched for, if so."""
        edit = site.edit
        if edit.keyword in _NO_VALUES:
            return f"`{edit.keyword}` changes no set of values"
        if edit.keyword == "property" and entry.row.cls is Cause.RISKY:
            return "an optional property that is ignored or missing breaks no contract"
        if edit.keyword == "condition" and str(edit.name).startswith("content"):
            return "`content*` tells how a text is encoded, and refuses no value"
        if any(is_as_variant(step) for step, _, _ in site.trail):
            return "only the discriminator tells the variant; no schema above it refuses a value"
        if len(site.trail) > DEEPEST:
            return "it lies too deep"
        return "as many causes as were asked for had their search" if self._left <= 0 else None

    def _is_refuted(self, site: Site, *, good_is_old: bool) -> bool:
        """A proof at the place, at the unions it is a branch of, or for the whole: nobody breaks."""
        pairs = self.walk.schemas.pairs
        a, b = (pairs.old, pairs.new) if good_is_old else (pairs.new, pairs.old)
        view = View(_hidden(site.spot.side), self.walk.options.world, text=site.spot.is_text)
        around = islice(_around(site, good_is_old=good_is_old), _PLACES)
        return any(
            pairs.proofs.answer(a, mine, b, theirs, view, most=_AROUND if i else EACH) is Answer.YES
            for i, (mine, theirs) in enumerate(around)
        )

    def _written(self, spot: Spot, found: Found, *, good_is_old: bool) -> Witness:
        operation = spot.operation
        texts = texts_of(found.value) if spot.is_text else None
        given = {spot.parameter: found.value} if spot.parameter else None
        endpoint = self.calls.endpoint(operation.path, operation.method)
        request = self.calls.request(endpoint, given) if endpoint is not None else None
        refused = f"the {'new' if good_is_old else 'old'} description refuses it"
        if texts is not None:
            refused = f"`{', '.join(texts)}` is not a value of this {spot.kind} any more"
        return Witness(
            kind="request" if spot.side is Side.REQUEST else "response",
            method=operation.method,
            path=operation.path,
            status=spot.status,
            media_type=spot.media_type,
            value=texts[0] if texts is not None and not isinstance(found.value, list) else found.value,
            request_line=request.line if request is not None else None,
            why_valid_before=(
                "the old description accepts it" if good_is_old else "the new description allows the server to send it"
            ),
            why_invalid_now=found.why or refused,
        )

    def _half(self, side: Side, *, is_old: bool) -> Half:
        pairs = self.walk.schemas.pairs
        is_reader = is_old and side is Side.RESPONSE and self.walk.options.world == "declared"
        return Half(
            pairs.old if is_old else pairs.new,
            self._validator(side, is_old=is_old, opened=False),
            self._validator(side, is_old=is_old, opened=True) if is_reader else None,
        )

    def _validator(self, side: Side, *, is_old: bool, opened: bool) -> Validator:
        key = (is_old, side, opened)
        if key not in self._validators:
            document = self.walk.old if is_old else self.walk.new
            self._validators[key] = Validator(document, _hidden(side), opened)
        return self._validators[key]


def _later(site: Site) -> Iterator[Site]:
    """Worked out only when it is asked for."""
    yield from islice((s for s in site.elsewhere() if len(s.trail) <= DEEPEST), _SPOTS)


def _hidden(side: Side) -> str:
    return "readOnly" if side is Side.REQUEST else "writeOnly"


def _around(site: Site, *, good_is_old: bool) -> Iterator[tuple[Schema, Schema]]:
    """Sender and receiver at the place, around it, and outwards wherever it is a branch of a union."""
    places: list[tuple[Schema, Schema]] = [site.pair]
    above: list[tuple[Any, ...]] = [("", site.old, site.new), *site.trail]
    for index in reversed(range(1, len(above))):
        if is_as_variant(above[index][0]):  # what is told of all variants proves nothing for one
            break
        if above[index][0] == "" or index == len(above) - 1:
            places.append((above[index - 1][1], above[index - 1][2]))
    for old, new in dict.fromkeys(places):
        yield (old, new) if good_is_old else (new, old)
