"""Witnesses: a concrete request or response that was valid before a change and is not after it."""

from collections.abc import Iterator
from itertools import chain, islice

from bot.contract.limits import SPOTS
from bot.contract.openapi.calls import Calls
from bot.contract.openapi.ledger import Entry, Site, Spot
from bot.contract.openapi.search import Found, Half, Search
from bot.contract.openapi.sides import hidden_on
from bot.contract.openapi.text_values import texts_of
from bot.contract.openapi.walk import Walk
from bot.contract.report import Side, Witness
from bot.contract.schema.minimal import Smallest
from bot.contract.schema.nodes import Schema
from bot.contract.schema.validator import Validator
from bot.contract.steps import Steps

_KINDS = {
    (Side.REQUEST, False): "request",
    (Side.RESPONSE, False): "response",
    (Side.RESPONSE, True): "message",
    (Side.REQUEST, True): "answer",
}
"""What a witness is, by who sends it and whether the server calls."""


class Witnesses:
    """Searches for the witnesses of one report, spending the steps of the whole report."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._validators: dict[tuple[bool, Side, bool], Validator] = {}
        self._smallest: dict[tuple[bool, Side], dict[Schema, Smallest]] = {}
        self._calls: Calls | None = None
        self._steps = Steps(walk.options.steps)

    @property
    def calls(self) -> Calls:
        """The requests of the two documents."""
        if self._calls is None:
            self._calls = Calls(
                self.walk.old, self.walk.new, self.walk.schemas.pairs.old, self.walk.touched.names("paths")
            )
        return self._calls

    def of_call(self, entry: Entry) -> Witness | None:
        """A request that the old description takes and the new one refuses."""
        return self.calls.witness(entry)

    def of_edit(self, site: Site, *, good_is_old: bool) -> Witness | None:
        """A value that one side takes and the other refuses because of an edit, in its request or response."""
        found = self._found(site, good_is_old=good_is_old)
        return None if found is None else self._written(*found, good_is_old=good_is_old)

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
            kind=_KINDS[spot.side, spot.outbound],
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
            at=found.at,
        )

    def _half(self, side: Side, *, is_old: bool) -> Half:
        pairs = self.walk.schemas.pairs
        sends = is_old is (side is Side.REQUEST)
        is_reader = is_old and side is Side.RESPONSE and self.walk.options.world == "declared"
        second = self._validator(side, is_old=is_old, opened=is_reader, sends=sends) if sends or is_reader else None
        shapes = pairs.old if is_old else pairs.new
        return Half(shapes, self._validator(side, is_old=is_old), second, self._smallest.setdefault((is_old, side), {}))

    def _validator(self, side: Side, *, is_old: bool, opened: bool = False, sends: bool = False) -> Validator:
        key = (is_old, side, opened or sends)
        if key not in self._validators:
            pairs = self.walk.schemas.pairs
            self._validators[key] = Validator(pairs.old if is_old else pairs.new, hidden_on(side), opened, sends)
        return self._validators[key]


def _later(site: Site) -> Iterator[Site]:
    """Worked out only when it is asked for."""
    yield from islice((s for s in site.elsewhere() if not s.is_too_deep), SPOTS)
