"""Evidence for findings: a proof that nobody breaks, a concrete request or response that does, or the lack of both."""

from dataclasses import dataclass, field
from typing import Any

from bot.contract.openapi.document import Document
from bot.contract.openapi.ledger import Entry, Site, Spot
from bot.contract.openapi.matcher import refusal
from bot.contract.openapi.paths import Endpoint, endpoints
from bot.contract.openapi.requests import Request, smallest
from bot.contract.openapi.text_values import readings, texts_of
from bot.contract.openapi.walk import Walk
from bot.contract.report import Cause, Evidence, Side, Witness
from bot.contract.schema.candidates import Candidates
from bot.contract.schema.facts import Shapes
from bot.contract.schema.lifting import Trail, lift, names_required, place_of
from bot.contract.schema.minimal import Minimal, NoValue
from bot.contract.schema.nodes import Schema
from bot.contract.schema.validator import Validator
from bot.contract.steps import Steps

_TRIES = 40
_DEEPEST = 60
"""Steps from the root beyond which no whole value is put together."""

_STEPS_EACH = 3_000
_NO_VALUES = frozenset(
    (
        "default",
        "discriminator",
        "discriminator-value",
        "readOnly",
        "writeOnly",
        "loose-null",
        "required-undeclared",
        "x-extensible-enum",
        "xml",
    )
)
_BESIDE_VALUES = frozenset(("x-extensible-enum", "writeOnly", "discriminator-value", "xml"))
"""What breaks callers though no value is accepted or refused that was not before."""

_CALLS = frozenset(
    (
        "operation-removed",
        "operation-moved",
        "request-parameter-added-required",
        "request-parameter-became-required",
        "request-body-added-required",
        "request-body-became-required",
        "request-body-removed",
        "request-media-type-removed",
    )
)


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a search: a document, its facts, and its validator."""

    document: Document
    shapes: Shapes
    validator: Validator


@dataclass(slots=True)
class Evidences:
    """Finds evidence for the entries of one report, in their order."""

    walk: Walk
    _left: int
    _validators: dict[tuple[bool, Side, bool], Validator] = field(default_factory=dict)
    _endpoints: dict[bool, dict[tuple[str, str], Endpoint]] = field(default_factory=dict)

    def of(self, entry: Entry) -> tuple[Evidence, Witness | None]:
        """The evidence for one cause."""
        if entry.row.cls not in (Cause.BREAKING, Cause.RISKY):
            return Evidence.STRUCTURAL, None
        if entry.site is not None:
            return self._schema(entry, entry.site)
        if entry.row.rule in _CALLS and self.walk.options.witnesses:
            return self._call(entry)
        return Evidence.STRUCTURAL, None

    def _schema(self, entry: Entry, site: Site) -> tuple[Evidence, Witness | None]:
        good_is_old = entry.side is Side.REQUEST
        good, bad = self._half(good_is_old, entry.side), self._half(not good_is_old, entry.side, reader=not good_is_old)
        mine, theirs = site.pair if good_is_old else site.pair[::-1]
        if entry.row.cls is Cause.BREAKING and site.edit.keyword not in _BESIDE_VALUES:
            proofs = self.walk.schemas.pairs.proofs
            if proofs.within(good.shapes, mine, bad.shapes, theirs):
                return Evidence.REFUTED, None
        if site.edit.keyword in _NO_VALUES or self._left <= 0:
            return Evidence.STRUCTURAL, None
        if site.edit.keyword == "property" and entry.row.cls is Cause.RISKY:
            return Evidence.STRUCTURAL, None
        if site.edit.keyword == "condition" and str(site.edit.name).startswith("content"):
            return Evidence.STRUCTURAL, None
        if site.spot.is_text and (site.spot.kind not in ("parameter", "header") or _has_names(site)):
            return Evidence.STRUCTURAL, None
        self._left -= 1
        witness = self._search(site, good, bad, good_is_old=good_is_old) if len(site.trail) <= _DEEPEST else None
        if witness is not None:
            return Evidence.PROVEN, witness
        return (Evidence.UNPROVEN if entry.row.cls is Cause.BREAKING else Evidence.STRUCTURAL), None

    def _search(self, site: Site, good: Half, bad: Half, *, good_is_old: bool) -> Witness | None:
        steps = Steps(min(_STEPS_EACH, self.walk.options.steps))
        minimal = Minimal(good.shapes, steps, good.validator.hidden)
        trail: Trail = tuple((step, old if good_is_old else new) for step, old, new in site.trail)
        bad_trail: Trail = tuple((step, new if good_is_old else old) for step, old, new in site.trail)
        roots = (site.old, site.new) if good_is_old else (site.new, site.old)
        place = place_of(roots[1], bad_trail)
        wanted = names_required(bad.shapes, roots[1], bad_trail)
        refused = bad.shapes.facts(place)
        candidates = Candidates(minimal, place_of(roots[0], trail), refused)
        for tried, value in enumerate(candidates.values(site.edit, good_is_old=good_is_old)):
            if tried >= _TRIES:
                break
            for names in (wanted, ()):
                try:
                    whole = lift(minimal, roots[0], trail, value, wanted=names)
                except (NoValue, TypeError):
                    continue
                witness = self._judged(site.spot, roots, whole, (good, bad), (place, value), good_is_old=good_is_old)
                if witness is not None:
                    return witness
        return None

    def _judged(
        self,
        spot: Spot,
        roots: tuple[Schema, Schema],
        whole: Any,
        halves: tuple[Half, Half],
        at: tuple[Schema, Any],
        *,
        good_is_old: bool,
    ) -> Witness | None:
        """A witness when one side takes the whole value, the other does not, and the place of the edit is why."""
        good, bad = halves
        if spot.is_text:
            texts = texts_of(whole)
            if texts is None or not _text_only(texts, roots, halves, listed=isinstance(whole, list)):
                return None
            why = f"`{', '.join(texts)}` is not a value of this {spot.kind} any more"
            return self._written(
                spot, whole if isinstance(whole, list) else texts[0], texts, why, good_is_old=good_is_old
            )
        if good.validator.accepts(roots[0], whole) is not True or bad.validator.accepts(roots[1], whole) is not False:
            return None
        if bad.validator.accepts(*at) is not False:
            return None
        why = bad.validator.why_not(*at) or f"the {'new' if good_is_old else 'old'} description refuses it"
        return self._written(spot, whole, None, why, good_is_old=good_is_old)

    def _written(self, spot: Spot, value: Any, texts: list[str] | None, why: str, *, good_is_old: bool) -> Witness:
        operation = spot.operation
        line = None
        endpoint = self._at(spot, is_old=True)
        if endpoint is not None:
            document = self.walk.old
            given = {spot.parameter: texts} if spot.parameter and texts else None
            request = smallest(
                document, endpoint, Minimal(self.walk.schemas.pairs.old, Steps(_STEPS_EACH), "readOnly"), given
            )
            line = request.line if request else None
        before = "the old description accepts it" if good_is_old else "the new description allows the server to send it"
        return Witness(
            kind="request" if spot.side is Side.REQUEST else "response",
            method=operation.method,
            path=operation.path,
            status=spot.status,
            media_type=spot.media_type,
            value=value,
            request_line=line,
            why_valid_before=before,
            why_invalid_now=why,
        )

    def _call(self, entry: Entry) -> tuple[Evidence, Witness | None]:
        operation = min(entry.operations, key=lambda o: (o.path, o.method))
        endpoint = self._endpoints_of(is_old=True).get((operation.path, operation.method.lower()))
        if endpoint is None:
            return Evidence.STRUCTURAL, None
        minimal = Minimal(self.walk.schemas.pairs.old, Steps(_STEPS_EACH), "readOnly")
        request = smallest(self.walk.old, endpoint, minimal)
        if request is None or refusal(self.walk.old, request) is not None:
            return Evidence.STRUCTURAL, None
        request = self._with_body(entry, request)
        why = refusal(self.walk.new, request)
        if why is None:
            return Evidence.STRUCTURAL, None
        return Evidence.PROVEN, Witness(
            kind="request",
            method=request.method,
            path=operation.path,
            status=None,
            media_type=request.media_type,
            value=request.body,
            request_line=request.line,
            why_valid_before="the old description accepts it",
            why_invalid_now=why,
        )

    def _with_body(self, entry: Entry, request: Request) -> Request:
        """For a media type or a body that is gone, a request that sends it."""
        if entry.row.rule not in ("request-media-type-removed", "request-body-removed"):
            return request
        media_type = entry.name or request.media_type or "application/json"
        return Request(request.method, request.path, request.query, request.headers, media_type, request.body)

    def _half(self, is_old: bool, side: Side, *, reader: bool = False) -> Half:  # noqa: FBT001 - an index, in effect
        key = (is_old, side, reader)
        document = self.walk.old if is_old else self.walk.new
        if key not in self._validators:
            hidden = "readOnly" if side is Side.REQUEST else "writeOnly"
            opened = reader and self.walk.options.world == "declared"
            self._validators[key] = Validator(document, hidden, opened)
        pairs = self.walk.schemas.pairs
        return Half(document, pairs.old if is_old else pairs.new, self._validators[key])

    def _at(self, spot: Spot, *, is_old: bool) -> Endpoint | None:
        key = (spot.operation.path, spot.operation.method.lower())
        return self._endpoints_of(is_old=is_old).get(key)

    def _endpoints_of(self, *, is_old: bool) -> dict[tuple[str, str], Endpoint]:
        if is_old not in self._endpoints:
            self._endpoints[is_old] = endpoints(self.walk.old if is_old else self.walk.new)
        return self._endpoints[is_old]


def _has_names(site: Site) -> bool:
    """The place lies in an object that is written as text; how is the serialization's own affair."""
    return any(step.startswith(".") for step, _, _ in site.trail) or site.edit.keyword in ("property", "required")


def _text_only(texts: list[str], roots: tuple[Schema, Schema], halves: tuple[Half, Half], *, listed: bool) -> bool:
    """The text stands for a value on the good side and for none on the bad one."""
    good, bad = halves
    accepted = [good.validator.accepts(roots[0], v) for v in readings(texts, listed=listed)]
    refused = [bad.validator.accepts(roots[1], v) for v in readings(texts, listed=True)]
    return any(v is True for v in accepted) and all(v is False for v in refused)
