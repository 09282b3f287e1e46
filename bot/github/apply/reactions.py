"""Our reaction on a comment: 👍 or 😕, never both."""

from bot.forge.effects import React
from bot.forge.facts import Reaction
from bot.github.apply.desk import Desk
from bot.github.endpoints import REACT, REACTIONS, UNREACT
from bot.github.refused import Refused

ANSWERS = (Reaction.THUMBS_UP, Reaction.CONFUSED)


async def react(desk: Desk, effect: React) -> None:
    """Put ours on, then take the other off. A comment that is gone needs none."""
    where = {**desk.where, "comment_id": effect.comment}
    try:
        if effect.content:
            # GitHub answers 200 where ours is there already, so this may be repeated
            await desk.client.call(REACT, {"content": effect.content.value}, **where)
        if desk.again or _has_other(desk, effect):
            await _take_off(desk, effect)
    except Refused as refused:
        if refused.status != 404:
            raise


def _has_other(desk: Desk, effect: React) -> bool:
    """Whether the look saw another answer of ours there; what it did not see may be there, so None counts as yes."""
    seen = [one for one in desk.thread.comments if one.id == effect.comment] if desk.thread else []
    return not seen or any(one in seen[0].our_reactions for one in ANSWERS if one is not effect.content)


async def _take_off(desk: Desk, effect: React) -> None:
    where = {**desk.where, "comment_id": effect.comment}
    others = {answer.value for answer in ANSWERS if answer is not effect.content}
    ours = [
        made.id
        async for made in desk.client.pages(REACTIONS, **where)
        if made.content in others and made.user is not None and made.user.id == desk.me.id
    ]
    for reaction in ours:
        await desk.client.call(UNREACT, reaction_id=reaction, **where)
