"""One REST request from the wire to the answer: find, know, limit, check, run, complete, check again."""

from __future__ import annotations

import asyncio
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.sandbox import permissions, quota, shapes
from bot.sandbox.actors import Actor
from bot.sandbox.answers import Answer, Page, Refusal, not_found
from bot.sandbox.contract import Operation
from bot.sandbox.faults import Fault
from bot.sandbox.hooks import Hooked
from bot.sandbox.paging import paged
from bot.sandbox.records import Account, FormerName, Repository
from bot.sandbox.routing import ENDPOINTS, Call
from bot.sandbox.state import Transaction, View

VERSIONS = ("2022-11-28", "2026-03-10")
_FRESH = "x-sandbox-read"
_REMOVED = {"assignee", "merge_commit_sha", "has_downloads", "master_branch", "use_squash_pr_title_as_default"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its operation found."""

    request: web.Request
    operation: Operation
    params: Mapping[str, str]


class Server:
    """Serves the REST API of one sandbox."""

    def __init__(self, sandbox: Hooked) -> None:
        self._sandbox = sandbox
        self._writing = asyncio.Lock()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request to the REST API."""
        path = request.rel_url.raw_path.removeprefix("/api/v3")
        try:
            asked = self._route(request, self._by_name(path))
        except Refusal as refusal:
            self._sandbox.note(request.method, path, refusal.status, "?")
            return _plain(refusal.status, refusal.body, refusal.headers)
        fault = self._mishap(asked)
        return await self._befallen(asked, fault) if fault else await self._answered(asked)

    def _mishap(self, asked: Asked) -> Fault | None:
        sandbox = self._sandbox
        if not sandbox.faults.left:
            return None
        actor = sandbox.gatekeeper.name(asked.request.headers, sandbox.begin())
        return sandbox.faults.take(asked.operation.id, actor=actor, changes=asked.operation.method != "GET")

    async def _befallen(self, asked: Asked, fault: Fault) -> web.StreamResponse:
        """The answer to a request that something happens to: before it takes, or `after`."""
        name = asked.operation.id
        await asked.request.read()  # it has come whole: it can take though whoever sent it is gone by then
        answered = await self._answered(asked) if fault.after else None
        if answered and answered.status >= 400:
            return answered
        if not await self._sandbox.faults.passed(fault, name):
            return self._broken(asked.request, name, replace(fault, drop=True))
        if fault.loses_the_answer:
            return self._broken(asked.request, name, fault)
        return answered or await self._answered(asked)

    def _route(self, request: web.Request, path: str) -> Asked:
        contract = self._sandbox.contract
        if found := contract.route(request.method, path):
            return Asked(request, *found)
        if contract.knows_path(path):
            self._sandbox.problem(f"{request.method} {path}: not in the sandbox's contract")
            raise Refusal(501, f"The sandbox has no {request.method} {path}")
        raise not_found()

    def _by_name(self, path: str) -> str:
        """`/repositories/ID/...`, where a 301 leads, as the path by name."""
        parts = path.split("/")
        if len(parts) > 2 and parts[1] == "repositories" and parts[2].isdecimal():
            view = self._sandbox.store.present
            if repository := view[Repository].get(int(parts[2])):
                return "/".join(["", "repos", shapes.full_name(view, repository), *parts[3:]])
        return path

    def _broken(self, request: web.Request, operation_id: str, fault: Fault) -> web.StreamResponse:
        self._sandbox.note(request.method, operation_id, fault.status or 0, "fault")
        if fault.drop:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        return broken(fault)

    async def _answered(self, asked: Asked) -> web.StreamResponse:
        sandbox, operation = self._sandbox, asked.operation
        actor, body = Actor(), None
        try:
            body = await self._body(asked)
            tx = sandbox.begin()
            actor = sandbox.gatekeeper.actor(asked.request.headers, tx)
            self._limit(actor, operation)
            if operation.method == "GET":
                answer = await self._run(asked, actor, tx, body)
                sandbox.commit(tx)  # a read may write down what it computed, such as whether a pull request merges
            else:
                async with self._writing:
                    tx = sandbox.begin()
                    answer = await self._run(asked, actor, tx, body)
                    sandbox.commit(tx)
            response = self._finished(asked, actor, answer)
        except Refusal as refusal:
            response = _plain(refusal.status, refusal.body, {**self._rate_headers(actor), **refusal.headers})
        sandbox.note(operation.method, operation.id, response.status, actor.name)
        if operation.method != "GET" and response.status < 400:
            sandbox.keep_write(operation.method, asked.request.rel_url.raw_path_qs, body, actor)
        return response

    async def _body(self, asked: Asked) -> Any:
        if "user-agent" not in asked.request.headers:
            raise Refusal(
                403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header."
            )
        version = asked.request.headers.get("x-github-api-version", VERSIONS[0])
        if version not in VERSIONS:
            raise Refusal(400, f"The API version {version!r} is not supported.")
        raw = await asked.request.read()
        if not raw or asked.operation.method == "GET":
            return None
        try:
            return json.loads(raw)
        except ValueError:
            raise Refusal(400, "Problems parsing JSON") from None

    def _limit(self, actor: Actor, operation: Operation) -> None:
        now = self._sandbox.clock.now()
        bucket = self._sandbox.quota.bucket(actor.bucket, "core", now)
        if operation.id == "rate-limit/get":
            return
        if bucket.remaining == 0:
            raise Refusal(403, f"API rate limit exceeded for {actor.bucket}.")
        bucket.used += 1
        if (
            actor.installation
            and operation.method == "POST"
            and (wait_s := self._sandbox.quota.retry_after_s(bucket, now))
        ):
            message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
            raise Refusal(403, message, headers={"Retry-After": str(wait_s)})

    async def _run(self, asked: Asked, actor: Actor, tx: Transaction, body: Any) -> Answer:
        operation = asked.operation
        repository = self._repository(asked, actor, tx)
        organization = tx[Account].one(login=asked.params["org"]) if "org" in asked.params else None
        permissions.check(operation.id, actor, tx, repository, organization)
        if repository and repository.archived and operation.method != "GET" and operation.id != "repos/update":
            raise Refusal(403, "Repository was archived so is read-only.")
        self._check_request(asked, body)
        if (endpoint := ENDPOINTS.get(operation.id)) is None:
            self._sandbox.problem(f"{operation.id}: not built")
            raise Refusal(501, f"The sandbox has not built {operation.id}", page=operation.page)
        return await endpoint(
            Call(
                self._sandbox,
                operation,
                actor,
                tx,
                self._past(asked, tx),
                asked.params,
                dict(asked.request.query),
                body,
                {k.lower(): v for k, v in asked.request.headers.items()},
                repository,
            )
        )

    def _past(self, asked: Asked, tx: Transaction) -> View:
        """What lists see. A test that only checks the outcome asks for a fresh look by a header."""
        if asked.request.headers.get(_FRESH) == "fresh":
            return tx
        return self._sandbox.lagging()

    def _repository(self, asked: Asked, actor: Actor, view: View) -> Repository | None:
        if not {"owner", "repo"} <= set(asked.params):
            return None
        name = f"{asked.params['owner']}/{asked.params['repo']}"
        found = find_repository(view, name)
        if found is None and (former := _former(view, name)):
            rest = asked.request.rel_url.raw_path.split("/repos/", 1)[1].split("/", 2)[2:]
            location = "/".join([f"{view.links.api}/repositories/{former.repository_id}", *rest])
            refusal = Refusal(
                301 if asked.operation.method == "GET" else 307, "Moved Permanently", headers={"Location": location}
            )
            refusal.body["url"] = location
            raise refusal
        if found is None or not (actor.is_app or permissions.may_see(view, found, actor)):
            raise not_found()
        return found

    def _check_request(self, asked: Asked, body: Any) -> None:
        """Problems: unknown parameters and properties. Refused as well: what GitHub refuses."""
        operation, sandbox = asked.operation, self._sandbox
        if sandbox.strict:
            self._check_query(asked)
        if operation.body is None:
            if body not in (None, {}):
                sandbox.problem(f"{operation.id}: takes no body, got {json.dumps(body)[:200]}")
            return
        if body is None and not operation.body_required:
            return
        faults = sandbox.contract.faults(f"{operation.id} body", operation.body, body)
        refused = [fault for fault in faults if "Additional properties" not in fault]
        for fault in faults if sandbox.strict else refused:
            sandbox.problem(f"{operation.id}: request {fault}")
        if refused:
            lines = "\n".join(refused)
            raise Refusal(422, f"Invalid request.\n\n{lines}", page=operation.page)

    def _check_query(self, asked: Asked) -> None:
        operation, sandbox = asked.operation, self._sandbox
        for name, text in asked.request.query.items():
            if name not in operation.query:
                sandbox.problem(f"{operation.id}: unknown query parameter {name!r}")
                continue
            schema = operation.query[name]
            for fault in sandbox.contract.faults(f"{operation.id} ?{name}", schema, _typed(text, schema)):
                sandbox.problem(f"{operation.id}: query parameter {name!r}: {fault}")

    def _finished(self, asked: Asked, actor: Actor, answer: Answer) -> web.Response:
        headers = {**self._common(asked), **self._rate_headers(actor), **answer.headers}
        if isinstance(answer, Page):
            answer, link = paged(asked.request, answer, self._sandbox.api_url)
            headers |= link
        if isinstance(answer.body, bytes):
            return web.Response(
                body=answer.body, status=answer.status, headers=headers | {"Content-Type": answer.content_type}
            )
        schema = asked.operation.answers.get(str(answer.status))
        if str(answer.status) not in asked.operation.answers:
            self._sandbox.problem(f"{asked.operation.id}: answers {answer.status}, which the description does not know")
        if answer.status in {204, 205} or (schema is None and answer.body is None):
            return web.Response(status=answer.status, headers=headers)
        content = self._completed(asked, answer, schema)
        if asked.operation.method == "GET":
            headers["ETag"] = _etag(content, asked.request.headers.get("authorization", ""))
            if asked.request.headers.get("if-none-match") == headers["ETag"]:
                self._sandbox.quota.bucket(actor.bucket, "core", self._sandbox.clock.now()).used -= 1
                return web.Response(status=304, headers=headers | self._rate_headers(actor))
        return web.Response(body=content, status=answer.status, headers=headers | {"Content-Type": answer.content_type})

    def _completed(self, asked: Asked, answer: Answer, schema: Mapping[str, Any] | None) -> bytes:
        body, operation = answer.body, asked.operation
        if schema is not None:
            body = self._sandbox.filler.fill(schema, body)
            key = f"{operation.id} {answer.status}"
            for fault in self._sandbox.contract.faults(key, schema, body):
                self._sandbox.problem(f"{operation.id}: answer {fault}")
        if asked.request.headers.get("x-github-api-version") == VERSIONS[-1]:
            body = _without_the_removed(body)
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    def _rate_headers(self, actor: Actor) -> dict[str, str]:
        bucket = self._sandbox.quota.bucket(actor.bucket, "core", self._sandbox.clock.now())
        return quota.headers(bucket, "core")

    def _common(self, asked: Asked) -> dict[str, str]:
        version = asked.request.headers.get("x-github-api-version", VERSIONS[0])
        return {
            "X-GitHub-Api-Version-Selected": version,
            "X-GitHub-Media-Type": "github.v3; format=json",
            "X-GitHub-Request-Id": uuid.uuid4().hex[:24].upper(),
            "Cache-Control": "private, max-age=60, s-maxage=60",
            "Vary": "Accept, Authorization, Cookie, X-GitHub-OTP",
        }


def _typed(text: str, schema: Mapping[str, Any]) -> Any:
    """A query parameter's text as the type it stands for."""
    kind = schema.get("type")
    if kind == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


def find_repository(view: View, full_name: str) -> Repository | None:
    """A repository by OWNER/NAME; case does not count."""
    owner_login, _, name = full_name.lower().partition("/")
    for repository in view[Repository]:
        if repository.name.lower() == name and view[Account][repository.owner_id].login.lower() == owner_login:
            return repository
    return None


def broken(fault: Fault) -> web.Response:
    """The answer a fault prescribes."""
    if isinstance(fault.body, str):
        return web.Response(
            text=fault.body, status=fault.status or 500, headers=fault.headers, content_type="text/html"
        )
    return _plain(fault.status or 500, fault.body or {"message": "Server Error"}, fault.headers)


def _plain(status: int, body: Any, headers: Mapping[str, str]) -> web.Response:
    return web.json_response(body, status=status, headers=dict(headers))


def _former(view: View, name: str) -> FormerName | None:
    return next((f for f in view[FormerName] if f.full_name.lower() == name.lower()), None)


def _without_the_removed(value: Any) -> Any:
    """Without the fields that the newer version has no more. Source: API Versions, breaking changes of 2026-03-10."""
    if isinstance(value, list):
        return [_without_the_removed(item) for item in value]
    if isinstance(value, dict):
        gone = _REMOVED | ({"rate"} if "resources" in value else set())
        return {k: _without_the_removed(v) for k, v in value.items() if k not in gone}
    return value


def _etag(content: bytes, authorization: str) -> str:
    """Differs per token, as GitHub's do."""
    return f'W/"{hashlib.sha256(content + authorization.encode()).hexdigest()}"'
