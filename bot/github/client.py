"""GitHub over HTTP: signed in, versioned, limits obeyed, repeated only where repeating does no harm.

Only this file and `auth.py` know gidgethub. All its exceptions, and aiohttp's, become faults of `bot.forge.faults`.
Sources: "Rate limits for the REST API", "Rate limits and query limits for the GraphQL API", "API Versions".
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import aiohttp
import gidgethub
import gidgethub.aiohttp
import msgspec
from cachetools import LRUCache
from gidgethub import sansio

from bot.forge.faults import BotError, Parked, Unreachable
from bot.github.documents import document
from bot.github.endpoints import Endpoint
from bot.github.refused import Refused, redacted

T = TypeVar("T")
LIMITED = frozenset({"RATE_LIMITED", "RATE_LIMIT"})
REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
HOPS = 3
log = logging.getLogger(__name__)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


class SignIn(Protocol):
    """Where a client's token comes from."""

    async def token(self) -> str:
        """The token to send now."""

    def forget(self) -> None:
        """GitHub did not take it: the next one shall be new."""


@dataclass(frozen=True, slots=True)
class Link:
    """What every client of a process has in common."""

    session: aiohttp.ClientSession
    api_url: str
    graphql_url: str
    version: str
    now: Callable[[], datetime]
    before_write: Callable[[int], Awaitable[None]]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    patience: timedelta = timedelta(seconds=5)
    """The longest wait that is slept; for a longer one the subject goes back into the queue."""


class Client:
    """GitHub as one installation sees it, or as the app itself (`installation` None)."""

    def __init__(self, link: Link, wire: "Wire", *, installation: int | None) -> None:
        self._link, self._wire, self.installation = link, wire, installation

    async def call(self, endpoint: Endpoint[T], data: object = b"", /, **variables: Any) -> T:
        """One request. Raises Refused on a status of 400 to 499."""
        with _faults():
            answer = await self._sent(endpoint, data, variables)
        return read({} if answer is None else answer, endpoint.answer)

    async def _sent(self, endpoint: Endpoint[T], data: object, variables: Mapping[str, Any]) -> Any:
        match endpoint.method:
            case "GET":
                return await self._wire.getitem(endpoint.template, variables)
            case "POST":
                return await self._wire.post(endpoint.template, variables, data=data)
            case "PATCH":
                return await self._wire.patch(endpoint.template, variables, data=data)
            case "PUT":
                return await self._wire.put(endpoint.template, variables, data=data)
            case _:
                return await self._wire.delete(endpoint.template, variables)

    async def pages(self, endpoint: Endpoint[T], /, **variables: Any) -> AsyncIterator[T]:
        """The items of a list, page after page."""
        items = self._wire.getiter(endpoint.template, variables, iterable_key=endpoint.wrapped_in or None)
        while True:
            with _faults():
                item = await anext(items, None)
            if item is None:
                return
            yield read(item, endpoint.answer)

    async def ask(self, operation: str, into: type[T], /, *, text: str | None = None, **variables: Any) -> T:
        """The data of a GraphQL operation. What GitHub says does not exist is null in it; any other error raises."""
        query = text or document(operation)
        mark = _reading.set(query.startswith("query"))
        try:
            with _faults():
                reply = await self._wire.post(self._link.graphql_url, data={"query": query, "variables": variables})
        finally:
            _reading.reset(mark)
        self._check(operation, reply)
        return read(reply["data"], into)

    def _check(self, operation: str, reply: Mapping[str, Any]) -> None:
        errors = reply.get("errors") or []
        if any(error.get("type") in LIMITED for error in errors):
            raise Parked(self._wire.reset("graphql"))
        for error in errors:
            # ids of 64 bits do not fit a GraphQL Int: where GitHub says so, the id is null and told otherwise
            if error.get("type") == "NOT_FOUND" or (error.get("path") or [None])[-1] == "databaseId":
                continue
            text = redacted(f"{operation}: {error.get('type', 'no type')}: {error.get('message', '')}")
            # an error without a type is GitHub's own: "Something went wrong", a timeout
            raise BotError(text) if error.get("type") else Unreachable(text)
        if not isinstance(reply.get("data"), dict):
            raise Unreachable(f"{operation}: an answer without data")


class Wire(gidgethub.aiohttp.GitHubAPI):
    """gidgethub with what it leaves to us: sign-in on every attempt, the version, quotas by resource, repeating."""

    def __init__(
        self, link: Link, *, installation: int | None = None, sign_in: SignIn | None = None, **app: Any
    ) -> None:
        super().__init__(link.session, "stagekeeper", cache=_Etags(200), base_url=link.api_url, **app)
        self._link, self._installation, self._sign_in = link, installation, sign_in
        self.quota: dict[str, sansio.RateLimit] = {}

    def reset(self, resource: str) -> datetime:
        """When the quota of `core` or `graphql` is full again; in a minute where GitHub has not said."""
        soonest = self._link.now() + timedelta(minutes=1)
        known = self.quota.get(resource)
        return max(soonest, known.reset_datetime) if known and not known.remaining else soonest

    async def sleep(self, seconds: float) -> None:
        """Wait as the process waits."""
        await self._link.sleep(seconds)

    async def manage_rate_limit(self, *, method: str, url: str) -> None:
        """Before each attempt at a write: our own limit, and the note of when the last write was."""
        if self._installation and method not in {"GET", "HEAD"} and not _reading.get():
            await self._link.before_write(self._installation)

    async def handle_rate_limit_error(
        self, *, method: str, url: str, exception: gidgethub.HTTPException, attempt: int
    ) -> bool:
        """Whether to try again, after the wait; a wait longer than our patience parks the subject."""
        if exception.status_code == 401 and self._sign_in:
            self._sign_in.forget()
            return attempt == 1
        limited = _limited_for(exception, attempt, now=self._link.now())
        if limited is not None:
            if limited > self._link.patience or attempt > 3:
                raise Parked(self._link.now() + max(limited, timedelta(seconds=1))) from exception
            await self.sleep(limited.total_seconds())
            return True
        if exception.status_code < 500 or attempt > 2 or not (method in REPEATABLE or _reading.get()):
            return False
        await self.sleep(random.uniform(0.5, 1) * 2 ** (attempt - 1))
        return True

    async def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
    ) -> tuple[int, Mapping[str, str], bytes]:
        sent = {**headers, "x-github-api-version": self._link.version, "accept": headers["accept"].replace(".v3", "")}
        if self._sign_in:
            sent["authorization"] = f"bearer {await self._sign_in.token()}"
        for _ in range(HOPS):
            # aiohttp turns a redirected POST into a GET; a renamed repository must not swallow a write
            async with self._link.session.request(method, url, headers=sent, data=body, allow_redirects=False) as reply:
                status, answer, content = reply.status, reply.headers, await reply.read()
            target = answer.get("location", "")
            if status not in {301, 302, 307, 308} or urlsplit(target)[:2] != urlsplit(url)[:2]:
                break
            url = target
        self._note(url, answer)
        return status, answer, content

    def _note(self, url: str, answer: Mapping[str, str]) -> None:
        if limit := sansio.RateLimit.from_http(answer):
            self.quota[answer.get("x-ratelimit-resource", "core")] = limit
        if "deprecation" in answer or "sunset" in answer:
            log.warning("GitHub gives notice for %s: %s", urlsplit(url).path, answer.get("sunset", "deprecated"))


class _Etags(LRUCache[str, Any]):
    """What GitHub may answer 304 about. Immutable and large answers are kept elsewhere."""

    def __setitem__(self, url: str, kept: Any) -> None:
        if not any(part in url for part in ("/git/", "/compare/", "/files")):
            super().__setitem__(url, kept)


def _limited_for(exception: gidgethub.HTTPException, attempt: int, *, now: datetime) -> timedelta | None:
    """How long a limit asks us to wait; None where the refusal was no limit."""
    headers = exception.headers
    if exception.status_code not in {403, 429}:
        return None
    if (after := headers.get("retry-after", "")).isdigit():
        return timedelta(seconds=int(after))
    if headers.get("x-ratelimit-remaining") == "0" and (known := sansio.RateLimit.from_http(headers)):
        return known.reset_datetime - now
    if exception.status_code == 429 or "secondary rate limit" in str(exception).lower():
        return timedelta(minutes=2 ** (attempt - 1))
    return None


@contextmanager
def _faults() -> Any:
    """All that gidgethub and aiohttp may raise, as faults of ours."""
    try:
        yield
    except gidgethub.GitHubBroken as fault:
        raise Unreachable(f"GitHub answered {int(fault.status_code)}") from fault
    except gidgethub.HTTPException as fault:
        raise Refused(int(fault.status_code), _text(fault)) from fault
    # ValueError: an answer that is no JSON though it says so, or a status that http.HTTPStatus does not know (520)
    except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
        raise Unreachable(f"no answer from GitHub: {type(fault).__name__}") from fault


def _text(fault: gidgethub.HTTPException) -> str:
    """What GitHub said, with the codes of the fields it complains about: 422 has three shapes."""
    errors = getattr(fault, "errors", None) or ()
    codes = [str(error.get("code", "")) for error in errors if isinstance(error, Mapping)]
    words = [str(error.get("message") or "") for error in errors if isinstance(error, Mapping)]
    return " ".join(_said((str(fault), getattr(fault, "response", None), *codes, *words)))


def _said(parts: Iterable[object]) -> list[str]:
    return [str(part) for part in parts if part]


def read(data: object, into: type[T]) -> T:
    """The answer as a value. One that lacks what GitHub's description promises is a fault nobody here can mend."""
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as fault:
        raise BotError(f"GitHub's answer does not fit its description: {fault}") from fault
