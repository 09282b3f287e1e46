"""Webhooks: completed, checked against the description, signed, delivered, logged, sent again."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

import aiohttp

from bot.sandbox import shapes
from bot.sandbox.house import House
from bot.sandbox.records import Account, Installation, Repository
from bot.sandbox.state import Event, View

# Sent to every App, asked for or not. Source: Webhook events and payloads.
UNASKED = {"installation", "installation_repositories", "installation_target", "github_app_authorization", "ping"}
# Read access an App needs before it gets an event.
NEEDS = {
    "issues": ("issues",),
    "issue_comment": ("issues", "pull_requests"),
    "label": ("metadata",),
    "pull_request": ("pull_requests",),
    "pull_request_review": ("pull_requests",),
    "push": ("contents",),
    "create": ("contents",),
    "delete": ("contents",),
    "check_run": ("checks",),
    "check_suite": ("checks",),
    "merge_group": ("merge_queues",),
    "team": ("members",),
    "membership": ("members",),
    "member": ("members", "metadata"),
    "organization": ("members",),
    "repository": ("metadata",),
}
_KEPT = 20_000
_PATIENCE_S = 10.0
_IN_ORDER_S = 1.0
_LARGEST = 25 * 1024**2  # more is never delivered; source: Webhook events and payloads


@dataclass(slots=True)
class Delivery:
    """One attempt to deliver; attempts at one thing share the GUID."""

    id: int
    guid: str
    event: str
    action: str | None
    installation_id: int | None
    repository_id: int | None
    delivered_at: datetime
    content: bytes
    headers: Mapping[str, str]
    url: str
    redelivery: bool = False
    status: str = "pending"
    status_code: int = 0
    duration: float = 0.0
    answer: str = ""
    answer_headers: Mapping[str, str] = field(default_factory=dict)


class Hooks:
    """The App's one webhook."""

    def __init__(self, sandbox: House, *, secret: str) -> None:
        self._sandbox = sandbox
        self.secret = secret
        self.url: str | None = None
        self.content_type = "json"
        self.hook_id = 4711
        self.log: list[Delivery] = []
        self._ids = itertools.count(12_000_000_001)
        self._tasks: set[asyncio.Task[None]] = set()
        self._line: deque[Delivery] = deque()
        self._sender: asyncio.Task[None] | None = None
        self._held: list[Delivery] = []
        self._late: dict[asyncio.Task[None], datetime] = {}
        self._client: aiohttp.ClientSession | None = None

    def send(self, view: View, events: Iterable[Event]) -> None:
        """Deliver what a transaction has emitted, at once: before lagging reads can see it."""
        for event in events:
            for installation_id in _told(view, event) if self.url else ():
                content = self._content(view, event, installation_id)
                if len(content) <= _LARGEST:
                    self._start(self._prepared(event, installation_id, content))

    def again(self, delivery: Delivery) -> None:
        """Send the same content once more, under the same GUID."""
        self._launch(self._attempt(delivery, redelivery=True))

    async def settled(self) -> None:
        """Return when everything due is sent and answered; what a fault holds back for later is not waited for."""
        while waited := self._under_way():
            await asyncio.wait(waited)

    def _under_way(self) -> set[asyncio.Task[None]]:
        due = {late for late, moment in self._late.items() if moment <= self._sandbox.clock.now()}
        sender = {self._sender} if self._sender and not self._sender.done() else set()
        return self._tasks | due | sender

    async def close(self) -> None:
        """Stop."""
        self._line.clear()
        tasks = [*self._under_way(), *self._late]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._client:
            await self._client.close()

    def find(self, id: int) -> Delivery | None:
        """An attempt by its id."""
        return next((d for d in self.log if d.id == id), None)

    def _content(self, view: View, event: Event, installation_id: int) -> bytes:
        contract = self._sandbox.contract
        payload = _payload(view, event, installation_id)
        schema = contract.hooks.get(event.key)
        if schema is None:
            self._sandbox.problem(f"hook {event.key}: the contract has no such hook")
        else:
            payload = self._sandbox.filler.fill(schema, payload)
            for fault in contract.faults(f"hook {event.key}", schema, payload):
                self._sandbox.problem(f"hook {event.key}: {fault}")
        return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()

    def _prepared(self, event: Event, installation_id: int, content: bytes) -> Delivery:
        guid = str(uuid.uuid4())
        return Delivery(
            next(self._ids),
            guid,
            event.name,
            event.action,
            installation_id,
            event.repository_id,
            self._sandbox.clock.now(),
            content,
            self._headers(guid, event.name, content),
            self.url or "",
        )

    def _headers(self, guid: str, event: str, content: bytes) -> dict[str, str]:
        """Source: Webhook events and payloads, delivery headers; Validating webhook deliveries."""
        key = self.secret.encode()
        return {
            "Accept": "*/*",
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/sandbox",
            "X-GitHub-Delivery": guid,
            "X-GitHub-Event": event,
            "X-GitHub-Hook-ID": str(self.hook_id),
            "X-GitHub-Hook-Installation-Target-ID": str(self._sandbox.app_id),
            "X-GitHub-Hook-Installation-Target-Type": "integration",
            "X-Hub-Signature": "sha1=" + hmac.new(key, content, hashlib.sha1).hexdigest(),
            "X-Hub-Signature-256": "sha256=" + hmac.new(key, content, hashlib.sha256).hexdigest(),
        }

    def _attempt(self, delivery: Delivery, *, redelivery: bool, guid: str | None = None) -> Delivery:
        guid = guid or delivery.guid
        headers = self._headers(guid, delivery.event, delivery.content)
        return Delivery(
            next(self._ids),
            guid,
            delivery.event,
            delivery.action,
            delivery.installation_id,
            delivery.repository_id,
            self._sandbox.clock.now(),
            delivery.content,
            headers,
            self.url or "",
            redelivery,
        )

    def _start(self, delivery: Delivery) -> None:
        key = f"{delivery.event}.{delivery.action}" if delivery.action else delivery.event
        fault = self._sandbox.faults.take(f"hook:{key}")
        if fault is None:
            self._launch(delivery)
            held, self._held = self._held, []
            for late in held:
                self._launch(late)
        elif fault.drop:
            delivery.status, delivery.status_code = "failed to connect to host", 502
            self._keep(delivery)
        elif fault.reorder:
            self._held.append(delivery)
        elif fault.delay_s:
            self._launch(delivery, not_before=self._sandbox.clock.now() + timedelta(seconds=fault.delay_s))
        else:
            self._launch(delivery)
            if fault.duplicate:
                other = str(uuid.uuid4()) if fault.duplicate == "other" else None
                self._launch(self._attempt(delivery, redelivery=False, guid=other))

    def _launch(self, delivery: Delivery, *, not_before: datetime | None = None) -> None:
        self._keep(delivery)
        if not_before is not None:
            late = asyncio.create_task(self._deliver_at(delivery, not_before))
            self._late[late] = not_before
            late.add_done_callback(self._late.pop)
            return
        self._line.append(delivery)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send_in_order())

    async def _send_in_order(self) -> None:
        """One after the other, so that stories are repeatable; who is slow to answer does not hold up the rest."""
        while self._line:
            task = asyncio.create_task(self._deliver(self._line.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            await asyncio.wait({task}, timeout=_IN_ORDER_S)

    def _keep(self, delivery: Delivery) -> None:
        self.log.append(delivery)
        del self.log[:-_KEPT]

    async def _deliver_at(self, delivery: Delivery, moment: datetime) -> None:
        await self._sandbox.clock.wait_until(moment)
        await self._deliver(delivery)

    async def _deliver(self, delivery: Delivery) -> None:
        if self._client is None:
            timeout = aiohttp.ClientTimeout(total=_PATIENCE_S)
            self._client = aiohttp.ClientSession(timeout=timeout, auto_decompress=False)
        began = asyncio.get_running_loop().time()
        try:
            async with self._client.post(delivery.url, data=delivery.content, headers=delivery.headers) as response:
                delivery.answer = (await response.read()).decode("utf-8", "replace")[:10_000]
                delivery.answer_headers = dict(response.headers)
                delivery.status_code = response.status
                delivery.status = "OK" if response.ok else response.reason or "Invalid HTTP Response"
        except TimeoutError:
            delivery.status, delivery.status_code = "timed out", 504
        except (aiohttp.ClientError, ValueError) as error:
            delivery.status, delivery.status_code = "failed to connect to host", 502
            delivery.answer = str(error)
        delivery.duration = round(asyncio.get_running_loop().time() - began, 3)


def _told(view: View, event: Event) -> list[int]:
    """The installations an event goes to; one about an installation goes to it, even when it was just removed."""
    if event.installation_id is not None:
        return [event.installation_id]
    return [installation.id for installation in view[Installation] if _is_told(view, event, installation)]


def _is_told(view: View, event: Event, installation: Installation) -> bool:
    """Whether an installation covers the place, asked for the event and may read what it is about."""
    repository = view[Repository].get(event.repository_id)
    place = repository.owner_id if repository else event.organization_id
    if place != installation.account_id or installation.suspended_at:
        return False
    if repository and installation.repository_ids is not None and repository.id not in installation.repository_ids:
        return False
    held = {"metadata": "read", **dict(installation.permissions)}
    may_read = any(name in held for name in NEEDS.get(event.name, ("metadata",)))
    if event.name in {"check_run", "check_suite"} and event.action in {"requested", "rerequested", "requested_action"}:
        return held.get("checks") == "write"  # sent to those who write checks, subscribed or not
    return event.name in UNASKED or (event.name in installation.events and may_read)


def _payload(view: View, event: Event, installation_id: int) -> dict[str, Any]:
    repository = view[Repository].get(event.repository_id)
    owner = view[Account].get(repository.owner_id if repository else event.organization_id)
    payload: dict[str, Any] = {} if event.action is None else {"action": event.action}
    payload.update(event.payload)
    if repository:
        payload.setdefault("repository", shapes.repository(view, repository))
    if owner and owner.type == "Organization":
        payload.setdefault("organization", shapes.organization(view, owner))
    payload.setdefault("sender", shapes.account(view, view[Account].get(event.sender_id)))
    payload.setdefault("installation", {"id": installation_id, "node_id": f"MDIzOkludGVncmF0aW9u{installation_id}"})
    return payload


class Hooked(House, Protocol):
    """A sandbox that tells the Apps what happens."""

    hooks: Hooks
