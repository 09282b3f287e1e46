"""About this GitHub: versions, quotas, its root."""

from __future__ import annotations

import html

from bot.sandbox.answers import Answer
from bot.sandbox.quota import Bucket
from bot.sandbox.routing import Call, operation
from bot.sandbox.server import VERSIONS


@operation("meta/get-all-versions")
async def versions(_: Call) -> Answer:
    """The API versions one may ask for."""
    return Answer(body=list(VERSIONS))


@operation("meta/root")
async def root(call: Call) -> Answer:
    """Where things are."""
    return Answer(body={"url": call.tx.links.api})


@operation("meta/get")
async def meta(_: Call) -> Answer:
    """Nothing that matters here."""
    return Answer(body={"verifiable_password_authentication": False})


@operation("markdown/render")
async def render(call: Call) -> Answer:
    """The text in one paragraph: the sandbox renders no Markdown here."""
    return Answer(body=f"<p>{html.escape(call.body['text'])}</p>".encode(), content_type="text/html; charset=utf-8")


@operation("rate-limit/get")
async def rate_limit(call: Call) -> Answer:
    """What is left of each quota; asking is free."""
    resources = {name: _bucket(call, name) for name in ("core", "graphql", "search")}
    return Answer(body={"resources": resources, "rate": resources["core"]})


def _bucket(call: Call, resource: str) -> dict[str, int]:
    bucket: Bucket = call.sandbox.quota.bucket(call.actor.bucket, resource, call.now)
    return {
        "limit": bucket.limit,
        "used": bucket.used,
        "remaining": bucket.remaining,
        "reset": int(bucket.resets_at.timestamp()),
    }
