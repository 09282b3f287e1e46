"""What keeps the laws, taken away: each of these must break one, or the law proves nothing."""

from datetime import timedelta

import pytest

from bot.duties.decide import decide
from bot.forge.effects import Plan, React
from tests.stories.laws.mortal import MortalBot


class NoJournal:
    """A journal that keeps nothing of what was written."""

    def __init__(self, journal) -> None:
        self._journal = journal

    def __getattr__(self, name: str):
        return getattr(self._journal, name)

    async def entry(self, key: str) -> None:
        return None

    async def remembered(self, subject) -> None:
        return None


def without_journal(bot: MortalBot) -> None:
    bot.journal = NoJournal(bot.journal)


def without_ledger(patch: pytest.MonkeyPatch) -> None:
    """The hidden part of the card says nothing to the bot."""
    patch.setattr("bot.lifecycle.ledger.read", lambda body, **_: None)


def reaction_first(patch: pytest.MonkeyPatch) -> None:
    """The reaction, which means that all the rest is done, is written before the rest."""

    def reversed_plan(look, answers):
        decided = decide(look, answers)
        if not isinstance(decided, Plan):
            return decided
        reactions = tuple(one for one in decided.effects if isinstance(one, React))
        return Plan((*reactions, *(one for one in decided.effects if one not in reactions)), decided.look_again_at)

    patch.setattr("bot.duties.decide.decide", reversed_plan)


def impatient(patch: pytest.MonkeyPatch) -> None:
    """After a crash nobody waits for what may still arrive at GitHub."""
    patch.setattr("bot.store.queue.AFTERMATH", timedelta(0))
