"""What webhooks did not tell: deliveries that failed, and what changed while nobody listened."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.forge.facts import Noticed
from bot.forge.faults import BotError, Gone, Parked
from bot.forge.subjects import Repo, Repository, Subject, Thread
from bot.github import rest
from bot.github.endpoints import DELIVERIES, DELIVERY, INSTALLATIONS, INSTALLED_REPOSITORIES, ISSUES
from bot.github.installations import Installations

log = logging.getLogger(__name__)
Read = Callable[[str, bytes, str], Noticed]


async def failed_deliveries(places: Installations, read: Read, since: datetime) -> AsyncIterator[Noticed]:
    """What the deliveries told whose last attempt did not succeed.

    Source: "Handling failed webhook deliveries"; GitHub keeps them for three days and never repeats one by itself.
    """
    seen = set[str]()
    async for delivery in _deliveries(places, since):
        if delivery.guid not in seen and delivery.status != "OK":
            yield await _told(places, read, delivery)
        seen.add(delivery.guid)


async def clicks(places: Installations, read: Read, since: datetime) -> AsyncIterator[Noticed]:
    """What clicks on our buttons told, delivered or not."""
    seen = set[str]()
    async for delivery in _deliveries(places, since):
        if (delivery.event, delivery.action) == ("check_run", "requested_action") and delivery.guid not in seen:
            seen.add(delivery.guid)
            yield await _told(places, read, delivery)


async def changed(places: Installations, since: datetime) -> AsyncIterator[Subject]:
    """Every repository, and every thread that changed. What one installation refuses is raised after the others."""
    faults = list[Exception]()
    async for installation in places.app.pages(INSTALLATIONS):
        if installation.suspended_at:
            continue
        try:
            async for subject in _changed_in(places, installation, since):
                yield subject
        except (BotError, Gone, Parked) as fault:
            log.warning("installation %s was not swept: %s", installation.id, fault)
            faults.append(fault)
    if faults:
        raise faults[0]


async def _changed_in(
    places: Installations, installation: rest.Installation, since: datetime
) -> AsyncIterator[Subject]:
    client = places.of(installation.id)
    async for found in client.pages(INSTALLED_REPOSITORIES):
        owner, _, name = found.full_name.partition("/")
        if found.archived:
            continue
        yield Repository(Repo(owner, name))
        at = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        where = {"owner": owner, "repo": name, "since": at, "state": "all", "sort": "updated"}
        async for issue in client.pages(ISSUES, **where):
            yield Thread(Repo(owner, name), issue.number)


async def _deliveries(places: Installations, since: datetime) -> AsyncIterator[rest.Delivery]:
    """The attempts since then, newest first."""
    async for delivery in places.app.pages(DELIVERIES):
        if delivery.delivered_at < since:
            return
        yield delivery


async def _told(places: Installations, read: Read, delivery: rest.Delivery) -> Noticed:
    detail = await places.app.call(DELIVERY, delivery_id=delivery.id)
    told = read(detail.event, json.dumps(detail.request.payload).encode(), detail.guid)
    return replace(told, click=replace(told.click, at=delivery.delivered_at.astimezone(UTC))) if told.click else told
