"""The App's webhook: where it goes, what was delivered, sending again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.answers import Answer, Refusal, not_found
from bot.sandbox.hooks import Delivery
from bot.sandbox.routing import Call, operation

# How long deliveries can be read back. Source: Redelivering webhooks.
_REACH = timedelta(days=3)


@operation("apps/get-webhook-config-for-app")
async def get_config(call: Call) -> Answer:
    """Where hooks go."""
    return Answer(body=_config(call))


@operation("apps/update-webhook-config-for-app")
async def update_config(call: Call) -> Answer:
    """Send them elsewhere, or sign them with another secret."""
    call.sandbox.hooks.url = call.body.get("url", call.sandbox.hooks.url)
    call.sandbox.hooks.secret = call.body.get("secret", call.sandbox.hooks.secret)
    return Answer(body=_config(call))


@operation("apps/list-webhook-deliveries")
async def list_deliveries(call: Call) -> Answer:
    """What was sent in the last three days, newest first, page by page by a cursor."""
    size = min(int(call.query.get("per_page", "30")), 100)
    wanted = call.query.get("status")
    found = [
        d for d in reversed(call.sandbox.hooks.log) if d.delivered_at >= call.now - _REACH and d.status != "pending"
    ]
    if wanted:
        found = [d for d in found if (d.status == "OK") == (wanted == "success")]
    if cursor := call.query.get("cursor"):
        if not cursor.startswith("v1_") or not cursor[3:].isdecimal():
            raise Refusal(400, "Bad Request: invalid cursor")
        found = [d for d in found if d.id <= int(cursor[3:])]
    page, rest = found[:size], found[size:]
    headers = {}
    if rest:
        filters = f"&status={wanted}" if wanted else ""
        next_ = f"{call.tx.links.api}/app/hook/deliveries?per_page={size}&cursor=v1_{rest[0].id}{filters}"
        headers = {"Link": f'<{next_}>; rel="next"'}
    return Answer(body=[_summary(d) for d in page], headers=headers)


@operation("apps/get-webhook-delivery")
async def get_delivery(call: Call) -> Answer:
    """One delivery, with what was sent and what was answered."""
    delivery = _delivery(call)
    request = {"headers": dict(delivery.headers), "payload": json.loads(delivery.content)}
    response = {"headers": dict(delivery.answer_headers), "payload": delivery.answer}
    return Answer(body={**_summary(delivery), "url": delivery.url, "request": request, "response": response})


@operation("apps/redeliver-webhook-delivery")
async def redeliver(call: Call) -> Answer:
    """Send it again under the same GUID."""
    call.sandbox.hooks.again(_delivery(call))
    return Answer(202, {})


def _delivery(call: Call) -> Delivery:
    found = call.sandbox.hooks.find(call.number("delivery_id"))
    if found is None or found.delivered_at < call.now - _REACH:
        raise not_found()
    return found


def _summary(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": shapes.stamp(delivery.delivered_at),
        "duration": delivery.duration,
        "redelivery": delivery.redelivery,
        "status": delivery.status,
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
        "throttled_at": None,
    }


def _config(call: Call) -> dict[str, Any]:
    return {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": call.sandbox.hooks.url or ""}
