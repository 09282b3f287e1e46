"""Comments of ours: the card that is edited in place, what is said once, what is hidden as outdated."""

import logging
from collections.abc import Mapping

from bot.forge.effects import CARD_MARK, Say, WriteCard, marker
from bot.forge.facts import Comment
from bot.forge.faults import BotError
from bot.forge.subjects import Thread
from bot.github import nodes, rest
from bot.github.apply.desk import Desk
from bot.github.apply.limits import BODY_LIMIT, cut
from bot.github.endpoints import CREATE_COMMENT, PIN_COMMENT, UPDATE_COMMENT, Endpoint
from bot.github.reading_comments import comments_of
from bot.github.refused import Refused

log = logging.getLogger(__name__)


async def write_card(desk: Desk, effect: WriteCard) -> str:
    """Edit the card, or write it where there is none; its comment's number."""
    known = effect.comment or await _card(desk, effect.thread)
    if known is not None and await _edited(desk, known, effect.body):
        return str(known)
    made = (await _written(desk, effect.thread, effect.body)).id
    if effect.pin and desk.thread and desk.thread.pull is None:  # pull requests have no pins
        await _pin(desk, made)
    return str(made)


async def say(desk: Desk, effect: Say) -> str:
    """Say it, unless it is said already, and hide what it replaces; its comment's number."""
    mark = marker(effect)
    ours = await _ours(desk, effect.thread)
    said = [one for one in ours if one.body.startswith(mark)]
    number = min(one.id for one in said) if said else await _new(desk, effect, mark)
    if effect.folded:
        for one in said:
            if one.hidden_as is None:
                await hide(desk, one.node)
    if effect.replaces:
        kind = mark.rsplit(" ", 2)[0] + " "
        for older in ours:
            if older.id < number and older.body.startswith(kind) and older.hidden_as is None:
                await hide(desk, older.node)
    return str(number)


async def _new(desk: Desk, effect: Say, mark: str) -> int:
    made = await _written(desk, effect.thread, f"{mark}\n{effect.body}")
    if effect.folded:
        await hide(desk, made.node_id)
    return made.id


async def hide(desk: Desk, node: str) -> None:
    """Minimise a comment of ours; one that is gone is hidden enough."""
    await desk.client.ask("Hide", nodes.HideAnswer, node=node)


async def _card(desk: Desk, thread: Thread) -> int | None:
    """Our card as it is now, the oldest where there are two: an earlier try may have written it."""
    cards = [one.id for one in await _now(desk, thread) if one.ours and one.body.startswith(CARD_MARK)]
    return min(cards, default=None)


async def _ours(desk: Desk, thread: Thread) -> list[Comment]:
    """Our comments: as the look saw them, or as they are now where an earlier try may have written one."""
    seen = desk.thread.comments if desk.thread and desk.thread.subject == thread and not desk.again else None
    return [one for one in (await _now(desk, thread) if seen is None else seen) if one.ours]


async def _now(desk: Desk, thread: Thread) -> tuple[Comment, ...]:
    return await comments_of(desk.client, thread, desk.me)


async def _written(desk: Desk, thread: Thread, body: str) -> rest.Comment:
    return await _fitted(desk, CREATE_COMMENT, body, {**desk.where, "issue_number": thread.number})


async def _edited(desk: Desk, comment: int, body: str) -> bool:
    """Whether the comment was there to be edited."""
    try:
        await _fitted(desk, UPDATE_COMMENT, body, {**desk.where, "comment_id": comment})
    except Refused as refused:
        if refused.status != 404:
            raise
        return False
    return True


async def _fitted(desk: Desk, endpoint: Endpoint[rest.Comment], body: str, where: Mapping[str, object]) -> rest.Comment:
    """Send the text; where GitHub finds it too long after all, much less of it."""
    try:
        return await desk.client.call(endpoint, {"body": cut(body)}, **where)
    except Refused as refused:
        if refused.status != 422 or not refused.says("too long"):
            raise
        return await desk.client.call(endpoint, {"body": cut(body, BODY_LIMIT // 2)}, **where)


async def _pin(desk: Desk, comment: int) -> None:
    """Pin the card: pleasant to have, never a reason to fail.

    Source: "Pin an issue comment"; on issues only, and not on every Enterprise Server.
    """
    try:
        await desk.client.call(PIN_COMMENT, comment_id=comment, **desk.where)
    except BotError as fault:
        log.info("the card of %s was not pinned: %s", desk.facts.subject, fault)
