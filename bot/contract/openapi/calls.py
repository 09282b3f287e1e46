"""Witnesses that are a call: the request an operation took, and does not take any more."""

from msgspec import Struct, field

from bot.contract.limits import REQUEST_STEPS
from bot.contract.openapi.document import Document
from bot.contract.openapi.ledger import Entry
from bot.contract.openapi.matcher import Matcher, Refusals, told
from bot.contract.openapi.paths import Endpoint, endpoints
from bot.contract.openapi.requests import Request, smallest, with_body
from bot.contract.replacing import replace
from bot.contract.report import Witness
from bot.contract.schema.minimal import Minimal
from bot.contract.schema.shapes import Shapes
from bot.contract.steps import Steps

_WITH_BODY = ("request-media-type-removed", "request-body-removed")


class Calls(Struct):
    """Requests to the operations of the old document, judged by both."""

    old: Document
    new: Document
    shapes: Shapes
    paths: frozenset[str] | None = None
    """The paths that are asked about; `None` for all of them."""
    _matchers: dict[bool, Matcher] = field(default_factory=dict)
    _smallest: dict[tuple[str, str], Request | None] = field(default_factory=dict)
    _refused: dict[tuple[str, str], tuple[Refusals, Refusals]] = field(default_factory=dict)

    def endpoint(self, path: str, method: str) -> Endpoint | None:
        """The operation in the old document."""
        return endpoints(self.old, only=self.paths).get((path, method.lower()))

    def request(self, endpoint: Endpoint, given: dict[tuple[str, str], object] | None = None) -> Request | None:
        """The smallest request the old operation takes, with these parameters."""
        if given:
            return smallest(self.old, endpoint, self._minimal(), given)
        key = endpoint.path, endpoint.method
        if key not in self._smallest:
            self._smallest[key] = smallest(self.old, endpoint, self._minimal())
        return self._smallest[key]

    def _minimal(self) -> Minimal:
        return Minimal(self.shapes, Steps(REQUEST_STEPS), "readOnly")

    def witness(self, entry: Entry) -> Witness | None:
        """A request that the old document takes and the new one refuses."""
        operation = min(entry.operations, key=lambda o: (o.path, o.method))
        endpoint = self.endpoint(operation.path, operation.method)
        request = self.request(endpoint) if endpoint is not None else None
        if endpoint is None or request is None:
            return None
        for each in self._ways(entry, endpoint, request):
            before, now = self._judged(each, operation.path)
            why = _own(entry, now) if not before else None
            if why is not None:
                return self._told(each, operation.path, why)
        return None

    def _ways(self, entry: Entry, endpoint: Endpoint, request: Request) -> list[Request]:
        """The request as each rule needs it: with the body it is about, or from a caller who is not let in any more."""
        if entry.row.rule in _WITH_BODY:
            return [with_body(self.old, endpoint, self._minimal(), request, kind=entry.name or "")]
        if entry.row.rule == "security-tightened":
            ways = sorted(self._matcher(is_old=True).ways_in(endpoint.node.fields))
            shut_out = self._matcher(is_old=False).first_stranger(request, ways)
            return [] if shut_out is None else [replace(request, credentials=shut_out)]
        return [request]

    def _judged(self, request: Request, path: str) -> tuple[Refusals, Refusals]:
        """Why each of the two documents refuses it; kept for the smallest request, which many entries ask for."""
        key = path, request.method
        if request is self._smallest.get(key) and key in self._refused:
            return self._refused[key]
        found = self._matcher(is_old=True).refusals(request), self._matcher(is_old=False).refusals(request)
        if request is self._smallest.get(key):
            self._refused[key] = found
        return found

    def _matcher(self, *, is_old: bool) -> Matcher:
        if is_old not in self._matchers:
            self._matchers[is_old] = Matcher(self.old if is_old else self.new)
        return self._matchers[is_old]

    def _told(self, request: Request, path: str, why: str) -> Witness:
        return Witness(
            kind="request",
            method=request.method,
            path=path,
            status=None,
            media_type=request.media_type,
            value=request.body,
            request_line=request.line,
            why_valid_before=_came_with(request),
            why_invalid_now=why,
        )


def _own(entry: Entry, reasons: Refusals) -> str | None:
    """The reason that is what the entry is about, and not another change of the same operation."""
    match entry.row.rule:
        case "security-tightened":
            return reasons.get("credentials")
        case "request-parameter-added-required" | "request-parameter-became-required":
            said = entry.at_new.fields if entry.at_new is not None else {}
            place, name = str(said.get("in")), str(said.get("name"))
            return reasons.get((place, name.lower() if place == "header" else name))
        case "operation-removed" | "operation-moved":
            return next(iter(reasons.values()), None)  # another operation answers there, whatever it misses
    return reasons.get("body")


def _came_with(request: Request) -> str:
    if request.credentials is None:
        return "the old description accepts it"
    return f"the old description accepts it with {told(request.credentials)}"
