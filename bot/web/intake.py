"""A webhook's way in: checked, verified, put in the queue; answered 202 when that is on the disk, and not before.

Source: "Best practices for using webhooks" (an answer within 10 s), "Validating webhook deliveries" (HMAC-SHA256 over
the raw bytes), "Webhook events and payloads" (at most 25 MB).
"""

import hmac
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from hashlib import sha256

from aiohttp import web

from bot.forge.facts import Noticed, Stale

log = logging.getLogger(__name__)

LARGEST = 25 * 1024 * 1024
"""Bytes; GitHub sends no larger payload."""
Read = Callable[[str, bytes, str], Noticed]
"""What a payload tells, from event, payload and delivery id. Raises ValueError where it is not a JSON object."""
Put = Callable[[Noticed], Awaitable[None]]
"""Returns when it is on the disk."""


class Refused(Exception):
    """A delivery that is not taken, with the status and the line that say why."""

    def __init__(self, status: int, name: str, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.name = name


class Intake:
    """Takes deliveries. `secrets` are tried in turn, so that one can be changed without losing any."""

    def __init__(
        self,
        *,
        secrets: Iterable[bytes],
        read: Read,
        put: Put,
        forget: Callable[[frozenset[Stale]], None] = lambda _: None,
    ) -> None:
        # A keyed HMAC is copied for each delivery: hashing the key again would cost more than the copy.
        self._keyed = [hmac.new(secret, digestmod=sha256) for secret in secrets]
        if not self._keyed:
            raise ValueError("without a webhook secret anybody could speak for GitHub")
        self._read = read
        self._put = put
        self._forget = forget
        self.counts: Counter[str] = Counter()
        """Deliveries so far, by what became of them."""

    async def take(self, request: web.BaseRequest) -> web.Response:
        """The answer to one delivery."""
        try:
            return await self._take(request)
        except Refused as refused:
            self.counts[refused.name] += 1
            return web.Response(status=refused.status, text=f"{refused}\n")
        except web.HTTPException:
            raise
        except Exception as fault:  # noqa: BLE001  # GitHub shows 503 as failed, and the sweep finds it; nothing else is told
            self.counts["faulty"] += 1
            log.error("a delivery could not be taken: %s", type(fault).__name__)
            return web.Response(status=503, text="this could not be stored; it will be fetched again\n")

    async def _take(self, request: web.BaseRequest) -> web.Response:
        event, guid, signature = _headers(request)
        body = await _body(request)
        if not self._signed(body, signature):
            raise Refused(401, "unsigned", "the signature does not fit the payload")
        try:
            noticed = self._read(event, body, guid)
        except ValueError as fault:
            raise Refused(400, "malformed", "the payload is not a JSON object") from fault
        if noticed.stale:
            self._forget(noticed.stale)
        if noticed.subjects:
            await self._put(noticed)
        self.counts["queued" if noticed.subjects else "ignored"] += 1
        return web.Response(status=202)

    def _signed(self, body: bytes, signature: str) -> bool:
        fits = False
        for keyed in self._keyed:
            mac = keyed.copy()
            mac.update(body)
            fits |= hmac.compare_digest(mac.hexdigest(), signature)
        return fits


def _headers(request: web.BaseRequest) -> tuple[str, str, str]:
    """Event, delivery id and signature in hex; all that can be refused before a byte of the payload is read."""
    headers = request.headers
    if (request.content_length or 0) > LARGEST:
        raise Refused(413, "oversize", "a payload has at most 25 MB")
    event, guid = headers.get("X-GitHub-Event"), headers.get("X-GitHub-Delivery")
    if not event or not guid:
        raise Refused(400, "malformed", "the headers X-GitHub-Event and X-GitHub-Delivery are needed")
    if request.content_type != "application/json":
        raise Refused(415, "malformed", "the payload must be application/json; set that content type on the webhook")
    scheme, _, signature = headers.get("X-Hub-Signature-256", "").partition("=")
    if scheme != "sha256" or not signature.isascii():  # compare_digest takes only ASCII
        raise Refused(401, "unsigned", "the header X-Hub-Signature-256 is needed; set a secret on the webhook")
    return event, guid, signature


async def _body(request: web.BaseRequest) -> bytes:
    """The payload as it was sent; a payload that came in one piece is not copied."""
    pieces, size = [], 0
    while piece := await request.content.readany():
        size += len(piece)
        if size > LARGEST:
            raise Refused(413, "oversize", "a payload has at most 25 MB")
        pieces.append(piece)
    return b"".join(pieces)
