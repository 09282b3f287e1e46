"""Whether a description takes a request at all: method, path, parameters, body, media type, credentials.

Small and on its own: it shares nothing with the comparison but the reading of the document.
"""

from collections.abc import Iterable
from itertools import chain

from msgspec import Struct, field

from bot.contract.limits import AGAIN
from bot.contract.openapi.document import Document
from bot.contract.openapi.requests import Request
from bot.contract.replacing import replace
from bot.contract.schema.nodes import Node

_Fields = dict[str, object]
_ELSEWHERE = frozenset(("accept", "content-type", "authorization"))


Credentials = tuple[tuple[str, tuple[str, ...]], ...]
"""The schemes that a caller satisfies, each with its scopes."""

Refusals = dict[str | tuple[str, str], str]
"""Why a request is refused, in clauses, by what of it: `operation`, `body`, `credentials`, a parameter's key."""


class Matcher(Struct):
    """Answers for one document; its paths are sorted once, by how many segments they have."""

    document: Document
    _paths: dict[tuple[int, str | None], list[tuple[int, str, list[str]]]] = field(default_factory=dict)

    def refusals(self, request: Request) -> Refusals:
        """Every reason to refuse the request; none when it is taken."""
        found = self._operation(request)
        if found is None:
            return {"operation": "no operation answers this method and path"}
        item, operation = found
        reasons: Refusals = {}
        sent = _sent(request)
        for (place, name), parameter in self._parameters(item, operation).items():
            if parameter.get("required") is True and name not in sent.get(place, (name,)):
                reasons[place, name] = f"the required {_KINDS[place]} `{parameter['shown']}` is missing"
        problems = {"body": self._body_problem(operation, request), "credentials": self._stranger(operation, request)}
        return {**reasons, **{about: why for about, why in problems.items() if why is not None}}

    def _operation(self, request: Request) -> tuple[_Fields, _Fields] | None:
        """The operation of the most concrete template that fits and has the method."""
        segments = request.path.split("/")
        known = self._sorted()
        near = (known.get((len(segments), first), ()) for first in (_first(segments), None))
        found = sorted(chain(*near))
        self.document.steps.take(AGAIN * len(found))
        for _, path, template in found:
            if not all(map(_fits, template, segments)):
                continue
            item = self._item(path)
            operation = item.get(request.method.lower())
            if isinstance(operation, dict):
                return item, operation
        return None

    def _sorted(self) -> dict[tuple[int, str | None], list[tuple[int, str, list[str]]]]:
        """The templates by how many segments they have, and by the first one unless that has a hole."""
        if not self._paths:
            paths = self.document.root.fields.get("paths")
            for path in sorted(paths) if isinstance(paths, dict) else ():
                template = path.split("/")
                first = None if "{" in _first(template) else _first(template)
                self._paths.setdefault((len(template), first), []).append((path.count("{"), path, template))
        return self._paths

    def _item(self, path: str) -> _Fields:
        node = self.document.root.child("paths", path)
        return (self.document.target(node) or node).fields

    def _parameters(self, *holders: _Fields) -> dict[tuple[str, str], _Fields]:
        """By place and name; the operation's own win over the path's."""
        found: dict[tuple[str, str], _Fields] = {}
        for holder in holders:
            listed = holder.get("parameters")
            for entry in listed if isinstance(listed, list) else ():
                said = self._followed(entry)
                place, name = said.get("in"), said.get("name")
                if isinstance(place, str) and isinstance(name, str) and place in _KINDS:
                    folded = name.lower() if place == "header" else name
                    if place != "header" or folded not in _ELSEWHERE:
                        found[place, folded] = {**said, "shown": name}
        return found

    def _followed(self, value: object) -> _Fields:
        if not isinstance(value, dict):
            return {}
        if "$ref" not in value:
            return value
        target = self.document.target(Node(self.document.name, f"?{value['$ref']}", value))
        return target.fields if target is not None else value

    def _body_problem(self, operation: _Fields, request: Request) -> str | None:
        if "requestBody" not in operation:
            return "the operation takes no body" if request.media_type else None
        body = self._followed(operation["requestBody"])
        if request.media_type is None:
            return "a body is required" if body.get("required") is True else None
        content = body.get("content")
        wanted = _normal(request.media_type)
        if isinstance(content, dict) and any(_covers(_normal(str(name)), wanted) for name in content):
            return None
        return f"bodies of type `{request.media_type}` are not accepted"

    def _stranger(self, operation: _Fields, request: Request) -> str | None:
        """The caller's credentials open no way in. A request that tells of none is not judged by them."""
        if request.credentials is None:
            return None
        ways = operation.get("security", self.document.root.fields.get("security"))
        if not isinstance(ways, list) or not ways:
            return None
        have = {_folded(kind): frozenset(scopes) for kind, scopes in request.credentials}
        if any(self._opens(way, have) for way in ways):
            return None
        return f"{told(request.credentials)} is not enough" if request.credentials else "credentials are required"

    def first_stranger(self, request: Request, comers: Iterable[Credentials]) -> Credentials | None:
        """The first of some callers whose credentials open no way in, as far as there are steps to ask for them."""
        found = self._operation(request)
        ways = None if found is None else found[1].get("security", self.document.root.fields.get("security"))
        if found is None or not isinstance(ways, list) or not ways:
            return None
        there = {frozenset(way) for way in self.ways_in(found[1])}
        for comer in comers:
            if frozenset(comer) in there:
                continue
            if not self.document.steps.afford(1 + len(ways) // 2):
                return None
            if self._stranger(found[1], replace(request, credentials=comer)) is not None:
                return comer
        return None

    def _opens(self, way: object, have: dict[str, frozenset[str]]) -> bool:
        if not isinstance(way, dict):
            return False
        return all(
            (kind := _folded(self.scheme(name))) in have and frozenset(_scopes(scopes)) <= have[kind]
            for name, scopes in way.items()
        )

    def ways_in(self, operation: _Fields) -> list[Credentials]:
        """The credentials of every way in, as a caller would come with them."""
        ways = operation.get("security", self.document.root.fields.get("security"))
        if not isinstance(ways, list) or not ways:
            return [()]
        return [
            tuple(sorted((self.scheme(n), tuple(sorted(_scopes(s)))) for n, s in way.items()))
            for way in ways
            if isinstance(way, dict)
        ]

    def scheme(self, name: str) -> str:
        """What a security scheme is to a caller."""
        components = self.document.root.fields.get("components")
        schemes = components.get("securitySchemes") if isinstance(components, dict) else None
        said = self._followed(schemes.get(name)) if isinstance(schemes, dict) else {}
        kind = said.get("type")
        if kind == "apiKey":
            return f"apiKey {said.get('in')} {said.get('name', '')}"
        if kind == "http":
            return f"http {str(said.get('scheme', '')).lower()}"
        return f"unknown {name}" if kind is None else str(kind)


_KINDS = {"query": "query parameter", "header": "header", "cookie": "cookie", "path": "path parameter"}


def _folded(kind: str) -> str:
    return kind.lower() if kind.startswith("apiKey header ") else kind


def _sent(request: Request) -> dict[str, frozenset[str]]:
    """The names that are there, by their place; those of the path are when it fits.

    An object in a query may be spread over names of its own: `at[from]` is a part of `at`.
    """
    spread = (k[:i] for k, _ in request.query for i, char in enumerate(k) if char == "[")
    return {
        "query": frozenset((*(k for k, _ in request.query), *spread)),
        "header": frozenset(k.lower() for k, _ in request.headers),
        "cookie": frozenset(k for k, _ in request.cookies),
    }


def _first(segments: list[str]) -> str:
    return segments[1] if len(segments) > 1 else ""


def _fits(template: str, segment: str) -> bool:
    """One segment of a path against one of a template: the texts between the holes, in order."""
    if not 0 <= template.find("{") < template.rfind("}"):
        return template == segment
    texts, after = [], 0
    while (begin := template.find("{", after)) >= 0 and (end := template.find("}", begin)) >= 0:
        texts.append(template[after:begin])
        after = end + 1
    rest = template[after:]
    if not segment.startswith(texts[0]) or not segment.endswith(rest) or len(segment) <= len(texts[0]) + len(rest):
        return False
    at = len(texts[0]) + 1
    for text in texts[1:]:
        found = segment.find(text, at)
        if found < 0:
            return False
        at = found + len(text) + 1
    return at <= len(segment) - len(rest)


def told(credentials: Credentials) -> str:
    """What a caller comes with: "`oauth2` (read, write) and `apiKey header x-key`"."""
    said = [f"`{kind}`" + (f" ({', '.join(scopes)})" if scopes else "") for kind, scopes in credentials]
    return " and ".join(said) or "no credentials"


def _scopes(said: object) -> list[str]:
    return [str(scope) for scope in said] if isinstance(said, list) else []


def _normal(media_type: str) -> tuple[str, frozenset[str]]:
    essence, *parameters = (p.strip().lower() for p in media_type.split(";"))
    return essence, frozenset(p for p in parameters if p)


def _covers(said: tuple[str, frozenset[str]], wanted: tuple[str, frozenset[str]]) -> bool:
    """A media type of the description speaks for one of a request."""
    essence, parameters = said
    kind = wanted[0].split("/")[0]
    return essence in (wanted[0], f"{kind}/*", "*/*") and parameters <= wanted[1]
