"""Evidence for findings: a proof that nobody breaks, a concrete request or response that does, or the lack of both."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from bot.contract.limits import PROOF_AROUND, PROOF_EACH, PROOF_PLACES
from bot.contract.openapi.ledger import Entry, Site
from bot.contract.openapi.sides import hidden_on
from bot.contract.openapi.walk import Walk
from bot.contract.report import Cause, Evidence, Side, Witness
from bot.contract.schema.edits import is_as_variant
from bot.contract.schema.inclusion import Answer
from bot.contract.schema.nodes import Schema
from bot.contract.schema.views import View

if TYPE_CHECKING:
    from bot.contract.openapi.witness import Witnesses


_NO_VALUES = frozenset(("default", "discriminator", "readOnly", "loose-null", "required-undeclared", "xml"))
"""Edits that change no set of values."""

_NO_PROOFS = frozenset(("x-extensible-enum", "writeOnly", "discriminator-value", "xml"))
"""Edits of which a proof of compatibility would not know."""

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


class Evidences(Struct):
    """Finds evidence for the entries of one report, in their order. `reasons` tells why an entry has no witness."""

    walk: Walk
    _left: int
    reasons: list[tuple[str, str]] = field(default_factory=list)
    _witnesses: "Witnesses | None" = None

    def of(self, entry: Entry) -> tuple[Evidence, Witness | None]:
        """The evidence for one cause."""
        if entry.row.cls not in (Cause.BREAKING, Cause.RISKY):
            return Evidence.STRUCTURAL, None
        if entry.site is not None:
            return self._schema(entry, entry.site)
        if entry.row.rule in _CALLED and self.walk.options.witnesses:
            witness = self.witnesses.of_call(entry)
            return (Evidence.PROVEN, witness) if witness is not None else (Evidence.STRUCTURAL, None)
        return Evidence.STRUCTURAL, None

    @property
    def witnesses(self) -> "Witnesses":
        """What searches for them: a third of the engine, and a comparison in which nobody breaks does without."""
        if self._witnesses is None:
            from bot.contract.openapi.witness import Witnesses

            self._witnesses = Witnesses(self.walk)
        return self._witnesses

    def _schema(self, entry: Entry, site: Site) -> tuple[Evidence, Witness | None]:
        good_is_old = entry.side is Side.REQUEST
        is_breaking = entry.row.cls is Cause.BREAKING
        if is_breaking and site.edit.keyword not in _NO_PROOFS and self._is_refuted(site, good_is_old=good_is_old):
            return Evidence.REFUTED, None
        reason = self._why_none(entry, site)
        found = None
        if reason is None:
            self._left -= 1
            found = self.witnesses.of_edit(site, good_is_old=good_is_old)
            reason = None if found is not None else "no candidate convinced the validator"
        if found is not None:
            return Evidence.PROVEN, found
        self.reasons.append((entry.row.rule, str(reason)))
        was_tried = reason == "no candidate convinced the validator"
        is_open = was_tried and is_breaking and site.edit.keyword not in _SAID
        return (Evidence.UNPROVEN if is_open else Evidence.STRUCTURAL), None

    def _why_none(self, entry: Entry, site: Site) -> str | None:
        """Why no witness is searched for, if so."""
        edit = site.edit
        if edit.keyword in _NO_VALUES:
            return f"`{edit.keyword}` changes no set of values"
        if edit.keyword == "property" and entry.row.cls is Cause.RISKY:
            return "an optional property that is ignored or missing breaks no contract"
        if edit.keyword == "condition" and str(edit.name).startswith("content"):
            return "`content*` tells how a text is encoded, and refuses no value"
        if site.is_too_deep:
            return "it lies too deep"
        return "as many causes as were asked for had their search" if self._left <= 0 else None

    def _is_refuted(self, site: Site, *, good_is_old: bool) -> bool:
        """A proof at the place, at the unions it is a branch of, or for the whole: nobody breaks."""
        pairs = self.walk.schemas.pairs
        a, b = (pairs.old, pairs.new) if good_is_old else (pairs.new, pairs.old)
        view = View(hidden_on(site.spot.side), self.walk.options.world, text=site.spot.is_text)
        around = islice(_around(site, good_is_old=good_is_old), PROOF_PLACES)
        return any(
            pairs.proofs.answer(a, mine, b, theirs, view, most=PROOF_AROUND if i else PROOF_EACH) is Answer.YES
            for i, (mine, theirs) in enumerate(around)
        )


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
