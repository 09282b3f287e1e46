"""Evidence for findings: a proof that nobody breaks, a concrete request or response that does, or the lack of both."""

from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from bot.contract.limits import FURTHER_PAIRS, PROOF_AROUND, PROOF_EACH, PROOF_PLACES, PROOF_TRIES
from bot.contract.openapi.ledger import Entry, Site
from bot.contract.openapi.sides import hidden_on
from bot.contract.openapi.walk import Walk
from bot.contract.openapi.ways import is_variant
from bot.contract.replacing import replace
from bot.contract.report import NOT_ASKED, Cause, Evidence, Side, Witness
from bot.contract.schema.edits import is_as_variant
from bot.contract.schema.inclusion import Answer
from bot.contract.schema.nodes import Schema
from bot.contract.schema.overlaps import is_never_alone
from bot.contract.schema.views import CLOSED, View
from bot.contract.steps import Spent

if TYPE_CHECKING:
    from bot.contract.openapi.witness import Witnesses

Pair = tuple[Schema, Schema]

_NO_VALUES = frozenset(("default", "discriminator", "readOnly", "loose-null", "required-undeclared", "xml"))
"""Edits that change no set of values."""

_NO_PROOFS = frozenset(("x-extensible-enum", "writeOnly", "discriminator-value", "xml"))
"""Edits of which a proof of compatibility would not know."""

_RISKY_PROOFS = frozenset(("enum-value", "enum", "pattern", "overlap", "overlap-inner"))
"""Edits that are only a risk, of which a proof tells all the same: they speak of nothing but values."""

_SAID = frozenset(("discriminator-value",))
"""Edits that are what the description says, whether a value shows it or not."""

_CALLED = frozenset(
    (
        "operation-removed",
        "operation-moved",
        "request-parameter-added-required",
        "request-parameter-became-required",
        "request-body-added-required",
        "request-body-became-required",
        "request-body-removed",
        "request-media-type-removed",
        "security-tightened",
    )
)
"""Rules that a call alone can prove."""


_NOT_FOUND = "no example that was tried shows it"
_NEVER_ALONE = "each of its values matches another variant of the `oneOf` as well, which takes exactly one"
_NO_CALL = "no request was found that worked and no longer does"
_SPENT = "the steps of the whole comparison were spent before"


class Known(Struct, frozen=True):
    """The evidence for one cause: with its witness, or with the reason why there is none where one was to be had."""

    evidence: Evidence
    witness: Witness | None = None
    why_no_witness: str | None = None


_STRUCTURAL, _REFUTED = Known(Evidence.STRUCTURAL), Known(Evidence.REFUTED)


class Evidences(Struct):
    """Finds evidence for the entries of one report, in their order."""

    walk: Walk
    _left: int
    _witnesses: "Witnesses | None" = None

    def of(self, entry: Entry) -> Known:
        """The evidence for one cause; once the steps of the report are spent, none is looked for."""
        try:
            return self._found(entry)
        except Spent:
            is_value = entry.site is not None and entry.row.cls is Cause.BREAKING
            return Known(Evidence.UNPROVEN if is_value else Evidence.STRUCTURAL, why_no_witness=_SPENT)

    def _found(self, entry: Entry) -> Known:
        if entry.row.cls not in (Cause.BREAKING, Cause.RISKY):
            return _STRUCTURAL
        if entry.site is not None:
            return self._schema(entry, entry.site)
        if entry.row.rule not in _CALLED:
            return _STRUCTURAL
        if not self.walk.options.witnesses:
            return Known(Evidence.STRUCTURAL, why_no_witness=NOT_ASKED)
        witness = self.witnesses.of_call(entry)
        return Known(Evidence.PROVEN, witness) if witness else Known(Evidence.STRUCTURAL, why_no_witness=_NO_CALL)

    @property
    def witnesses(self) -> "Witnesses":
        """What searches for them: a third of the engine, and a comparison in which nobody breaks does without."""
        if self._witnesses is None:
            from bot.contract.openapi.witness import Witnesses

            self._witnesses = Witnesses(self.walk)
        return self._witnesses

    def _schema(self, entry: Entry, site: Site) -> Known:
        is_breaking = entry.row.cls is Cause.BREAKING
        sites = [site, *entry.further]
        is_of_values = is_breaking or site.edit.keyword in _RISKY_PROOFS
        if is_of_values and site.edit.keyword not in _NO_PROOFS:
            harmful = [self._harmful(each) for each in sites]
            sites = [each for each in harmful if each is not None]
            if not sites:
                return _REFUTED
        reason = self._why_none(entry, sites[0])
        if reason is not None:
            return Known(Evidence.STRUCTURAL, why_no_witness=reason)
        self._left -= 1
        found = self._witness(entry, sites)
        if found is not None:
            return Known(Evidence.PROVEN, found)
        is_open = is_breaking and site.edit.keyword not in _SAID
        reason = _NEVER_ALONE if self._is_never_alone(sites[0]) else _NOT_FOUND
        return Known(Evidence.UNPROVEN if is_open else Evidence.STRUCTURAL, why_no_witness=reason)

    def _is_never_alone(self, site: Site) -> bool:
        """A variant whose values always match another one of its `oneOf` too."""
        pairs, is_old = self.walk.schemas.pairs, site.spot.side is Side.REQUEST
        branch = site.edit.at_old if is_old else site.edit.at_new
        if site.edit.keyword != "variant" or branch is None:
            return False
        shapes, schema = (pairs.old, site.pair[0]) if is_old else (pairs.new, site.pair[1])
        return is_never_alone(pairs.proofs, shapes, schema, branch)

    def _why_none(self, entry: Entry, site: Site) -> str | None:
        """Why no witness is searched for, if so."""
        edit = site.edit
        if not self.walk.options.witnesses:
            return NOT_ASKED
        if edit.keyword in _NO_VALUES:
            return f"`{edit.keyword}` changes no set of values"
        if edit.keyword == "property" and entry.row.cls is Cause.RISKY:
            return "an optional property that is ignored or missing breaks no contract"
        if edit.keyword == "condition" and str(edit.name).startswith("content"):
            return "`content*` tells how a text is encoded, and refuses no value"
        if site.is_too_deep:
            return "it lies too deep"
        return "as many causes as were asked for had their search" if self._left <= 0 else None

    def _witness(self, entry: Entry, sites: list[Site]) -> Witness | None:
        """From the first of a few pairs of schemas that gives one."""
        good_is_old = entry.side is Side.REQUEST
        found = (self.witnesses.of_edit(site, good_is_old=good_is_old) for site in sites[:FURTHER_PAIRS])
        return next((each for each in found if each is not None), None)

    def _harmful(self, site: Site) -> Site | None:
        """The site, or another way to it, where nobody proves that no one breaks.

        What proves it is a proof at the place, at the unions it is a branch of, or for the whole, on every way there.
        """
        proofs = _Proofs(self.walk, site)
        if not any(proofs.holds(*each) for each in islice(_around(site), PROOF_PLACES)):
            return site
        found = site.open_way(proofs.holds)
        return replace(found, edit=site.edit) if found is not None else None


class _Proofs(Struct):
    """Proofs that a pair of schemas breaks nobody, as its values travel to or from one site; so many and no more."""

    walk: Walk
    site: Site
    _known: dict[tuple[Pair, bool], bool] = field(default_factory=dict)

    def holds(self, pair: Pair, alone: bool) -> bool:  # noqa: FBT001 - the two make one question
        """Every value of the one who sends is proved to be one of the other's.

        A variant by itself (`alone`) is proved in plain JSON Schema: what stands beside it may declare any name.
        """
        key = (pair, alone)
        if key not in self._known:
            self._known[key] = len(self._known) < PROOF_TRIES and self._proved(pair, alone=alone)
        return self._known[key]

    def _proved(self, pair: Pair, *, alone: bool) -> bool:
        pairs, side = self.walk.schemas.pairs, self.site.spot.side
        old, new = (pairs.old, pair[0]), (pairs.new, pair[1])
        good, bad = (old, new) if side is Side.REQUEST else (new, old)
        most = PROOF_EACH if pair == self.site.pair else PROOF_AROUND
        world = CLOSED if alone else self.walk.options.world
        as_text = (False, True) if not alone and pair in self._texts() else (False,)  # the same values, the same texts
        return any(
            pairs.proofs.answer(*good, *bad, View(hidden_on(side), world, text=text), most=most) is Answer.YES
            for text in as_text
        )

    def _texts(self) -> list[Pair]:
        """The pairs that a text is held against by themselves: what it means to one variant, it may mean to another."""
        if not self.site.spot.is_text:
            return []
        below = takewhile(lambda step: step[0], self.site.trail)
        return [(self.site.old, self.site.new), *((old, new) for _, old, new in below)]


def _around(site: Site) -> Iterator[tuple[Pair, bool]]:
    """The pair of schemas at the place, around it, and outwards wherever it is a branch of a union.

    With each, whether it is a variant by itself.
    """
    above: list[tuple[Any, ...]] = [("", site.old, site.new), *site.trail]
    told = [(site.pair, _is_alone(above, len(above) - 1))]
    for index in reversed(range(1, len(above))):
        if is_as_variant(above[index][0]):  # what is told of all variants proves nothing for one
            break
        if above[index][0] == "" or index == len(above) - 1:
            told.append(((above[index - 1][1], above[index - 1][2]), _is_alone(above, index - 1)))
    yield from dict.fromkeys(told)


def _is_alone(above: list[tuple[Any, ...]], index: int) -> bool:
    return index > 0 and is_variant(above[index][0], above[index - 1][1:], above[index][1:])
