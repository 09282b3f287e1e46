"""Whether the examples in a description hold: each against its own schema, by the independent validator."""

from collections.abc import Iterator

from bot.contract.description import Examples
from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import member, members
from bot.contract.openapi.parameters import parameters_of
from bot.contract.openapi.paths import Endpoint, endpoints
from bot.contract.openapi.places import lines
from bot.contract.openapi.schemas import schema_at
from bot.contract.options import Options
from bot.contract.report import Operation, Side, Unread
from bot.contract.schema.nodes import Node, Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.validator import Validator


def check_examples(document: Document, options: Options) -> Examples:
    """How many operations have a request, and a response, example that validates; and the examples that do not.

    An operation that takes neither body nor required parameter needs no request example: its bare call is one.
    """
    requests = responses = 0
    problems: list[tuple[Node, str, Operation]] = []
    shapes = Shapes(document)
    checks = {Side.REQUEST: Validator(shapes, "readOnly"), Side.RESPONSE: Validator(shapes, "writeOnly")}
    for endpoint in endpoints(document).values():
        held = {Side.REQUEST: False, Side.RESPONSE: False}
        for side, node, schema, value in _examples(document, endpoint):
            verdict = checks[side].accepts(schema, value)
            held[side] |= verdict is True
            if verdict is False:
                operation = Operation(endpoint.method, endpoint.path, side)
                what = f"This example of `{endpoint.method} {endpoint.path}` does not fit its own schema."
                problems.append((node, what, operation))
        requests += held[Side.REQUEST] or _bare(document, endpoint)
        responses += held[Side.RESPONSE]
    return Examples(requests, responses, _told(document, problems))


def _told(document: Document, problems: list[tuple[Node, str, Operation]]) -> tuple[Unread, ...]:
    ours = [node.pointer for node, _, _ in problems if node.file == document.name]
    where = lines(document.written, document.data, ours)
    return tuple(
        Unread(node.file, node.pointer, where.get(node.pointer) if node.file == document.name else None, what, (op,))
        for node, what, op in problems
    )


def _bare(document: Document, endpoint: Endpoint) -> bool:
    needed = [
        p for p in parameters_of(document, endpoint.path_item, endpoint.node).values() if p.fields.get("required")
    ]
    return "requestBody" not in endpoint.node.fields and not needed


def _examples(document: Document, endpoint: Endpoint) -> Iterator[tuple[Side, Node, Schema, object]]:
    body = member(document, endpoint.node, "requestBody")
    for media in members(document, body, "content").values():
        for node, value in _of(document, media):
            yield Side.REQUEST, node, schema_at(media), value
    for parameter in parameters_of(document, endpoint.path_item, endpoint.node).values():
        for node, value in _of(document, parameter):
            yield Side.REQUEST, node, schema_at(parameter), value
    for response in members(document, endpoint.node, "responses").values():
        for media in members(document, response, "content").values():
            for node, value in _of(document, media):
                yield Side.RESPONSE, node, schema_at(media), value


def _of(document: Document, holder: Node) -> Iterator[tuple[Node, object]]:
    """`example`, every `examples` value, and the schema's own examples."""
    if "example" in holder.fields:
        yield holder.child("example"), holder.fields["example"]
    for entry in members(document, holder, "examples").values():
        if "value" in entry.fields:
            yield entry.child("value"), entry.fields["value"]
    for schema in schema_at(holder):
        at = document.target(schema) or schema
        if "example" in at.fields:
            yield at.child("example"), at.fields["example"]
        listed = at.fields.get("examples")
        for index, value in enumerate(listed if isinstance(listed, list) else ()):
            yield at.child("examples", index), value
