"""One GraphQL request: who, limits, faults, validation, execution, errors in GitHub's shape."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from aiohttp import web
from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from bot.sandbox import quota
from bot.sandbox.actors import Actor
from bot.sandbox.answers import Refusal
from bot.sandbox.faults import Fault
from bot.sandbox.graphql import checks, names, objects, places, pulls, threads, writes  # noqa: F401 -- they register the fields
from bot.sandbox.graphql.cost import cost
from bot.sandbox.graphql.fields import Look, resolve
from bot.sandbox.server import broken

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox


def routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """Where documents are sent."""
    endpoint = Endpoint(sandbox)
    return [web.post("/api/graphql", endpoint.handle), web.post("/graphql", endpoint.handle)]


@functools.cache
def schema() -> GraphQLSchema:
    """GitHub's schema, pruned."""
    text = resources.files("bot.sandbox").joinpath("data/github.graphql").read_text(encoding="utf-8")
    built = build_schema(text)
    for kind in built.type_map.values():
        if hasattr(kind, "resolve_type"):
            kind.resolve_type = names.type_name
    return built


@functools.lru_cache(maxsize=500)
def _read(text: str) -> tuple[DocumentNode, tuple[GraphQLError, ...]]:
    document = parse(text)
    return document, tuple(validate(schema(), document))


class Endpoint:
    """Answers documents for one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._writing = asyncio.Lock()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one document."""
        sandbox, actor, name, status = self._sandbox, Actor(), "?", 200
        try:
            tx = sandbox.begin()
            actor = sandbox.gatekeeper.actor(request.headers, tx)
            if actor.account is None:
                raise Refusal(401, "This endpoint requires you to be authenticated.")
            asked = json.loads(await request.read())
            name = _name(asked)
            fresh = request.headers.get("x-sandbox-read") == "fresh"
            fault = sandbox.faults.take(f"graphql:{name}", actor=actor.name, changes=_is_mutation(asked))
            body = await self._answer(asked, actor, fresh=fresh) if fault is None or fault.after else None
            if fault:
                goes_on = await sandbox.faults.passed(fault, f"graphql:{name}")
                if not goes_on or fault.loses_the_answer:
                    sandbox.note("POST", f"graphql:{name}", fault.status or 0, "fault")
                    return _broken(request, fault if goes_on else replace(fault, drop=True))
                body = body or await self._answer(asked, actor, fresh=fresh)
        except Refusal as refusal:
            body, status = refusal.body, refusal.status
        except ValueError:
            body, status = {"message": "Problems parsing JSON"}, 400
        sandbox.note("POST", f"graphql:{name}", status, actor.name)
        bucket = sandbox.quota.bucket(actor.bucket, "graphql", sandbox.clock.now())
        return web.json_response(body, status=status, headers=quota.headers(bucket, "graphql"))

    async def _answer(self, asked: Mapping[str, Any], actor: Actor, *, fresh: bool) -> Any:
        try:
            document, faults = _read(str(asked.get("query") or ""))
        except GraphQLError as error:
            faults, document = (error,), DocumentNode(definitions=())
        if faults:
            for fault in faults:
                self._sandbox.problem(f"GraphQL {_name(asked)}: {fault.message}")
            return {"errors": [_error(fault) for fault in faults]}
        operation = _operation(document, asked.get("operationName"))
        variables = asked.get("variables") or {}
        self._check_variables(operation, variables)
        if operation.operation is OperationType.MUTATION:
            async with self._writing:
                return self._execute(document, operation, variables, actor, fresh=True)
        return self._execute(document, operation, variables, actor, fresh=fresh)

    def _execute(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
        actor: Actor,
        *,
        fresh: bool,
    ) -> Any:
        sandbox = self._sandbox
        fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        try:
            spent = cost(schema(), operation, fragments, variables)
        except GraphQLError as error:
            sandbox.problem(f"GraphQL {operation.name.value if operation.name else '?'}: {error.message}")
            return {"errors": [_error(error)]}
        bucket = sandbox.quota.bucket(actor.bucket, "graphql", sandbox.clock.now())
        if bucket.remaining < spent.points:
            return {"errors": [{"type": "RATE_LIMITED", "message": f"API rate limit exceeded for {actor.bucket}."}]}
        bucket.used += spent.points
        tx = sandbox.begin()
        look = Look(sandbox, tx if fresh else sandbox.lagging(), actor, tx, spent.points, spent.nodes)
        name = operation.name.value if operation.name else None
        result = execute_sync(
            schema(),
            document,
            context_value=look,
            variable_values=dict(variables),
            operation_name=name,
            field_resolver=resolve,
        )
        if operation.operation is OperationType.MUTATION and not result.errors:
            sandbox.commit(tx)
        return self._shaped(result)

    def _shaped(self, result: ExecutionResult) -> dict[str, Any]:
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [self._told(error) for error in result.errors]
        return answer

    def _told(self, error: GraphQLError) -> dict[str, Any]:
        original = error.original_error
        if isinstance(original, Refusal):
            kind = {403: "FORBIDDEN", 404: "NOT_FOUND"}.get(original.status, "UNPROCESSABLE")
            return _error(error) | {"type": kind, "message": original.body["message"]}
        if original is not None and not isinstance(original, GraphQLError):
            self._sandbox.problem(f"GraphQL {error.path}: {original!r}")
        return _error(error)

    def _check_variables(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> None:
        """A misspelt variable is ignored there; here it is a problem."""
        if not self._sandbox.strict:
            return
        known = {v.variable.name.value for v in operation.variable_definitions or ()}
        for unknown in set(variables) - known:
            name = operation.name.value if operation.name else "?"
            self._sandbox.problem(f"GraphQL {name}: unknown variable {unknown!r}")


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    found = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [d for d in found if name is None or (d.name and d.name.value == name)]
    if not chosen or (name is None and len(found) > 1):
        raise Refusal(400, "An operation name is required")
    return chosen[0]


def _name(asked: Mapping[str, Any]) -> str:
    """The operation's name, for faults and the list of calls."""
    if asked.get("operationName"):
        return str(asked["operationName"])
    try:
        document, _ = _read(str(asked.get("query") or ""))
    except GraphQLError:
        return "?"
    named = [d.name.value for d in document.definitions if isinstance(d, OperationDefinitionNode) and d.name]
    return named[0] if named else "?"


def _is_mutation(asked: Mapping[str, Any]) -> bool:
    """Whether the document changes something, for faults; one that cannot be read does not."""
    try:
        document, _ = _read(str(asked.get("query") or ""))
        return _operation(document, asked.get("operationName")).operation is OperationType.MUTATION
    except (GraphQLError, Refusal):
        return False


def _error(error: GraphQLError) -> dict[str, Any]:
    shaped: dict[str, Any] = {"message": error.message}
    if kind := (error.extensions or {}).get("type"):
        shaped["type"] = kind
    if error.path:
        shaped["path"] = error.path
    if error.locations:
        shaped["locations"] = [{"line": p.line, "column": p.column} for p in error.locations]
    return shaped


def _broken(request: web.Request, fault: Fault) -> web.StreamResponse:
    if fault.drop:
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)
    return broken(fault)
