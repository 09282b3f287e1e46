"""The whole bot on one page: what it does on a proposal, in order. Pull requests have theirs in `pull.py`."""

from bot.command.catalogue import Where
from bot.duties import (
    access,
    asking_about,
    feedback,
    floor,
    help,
    holds,
    promotion,
    proposal,
    stage_label,
    status_card,
)
from bot.duties.case import Case
from bot.duties.guard import guarded
from bot.duties.standing import SIGHT
from bot.duties.thread import Duty, Ways

PROPOSAL_DUTIES = (
    Duty("status_card", status_card.wants),
    Duty("stage_label", stage_label.wants),
    Duty("access", access.wants, access.RULES_ON),
    Duty("promotion", promotion.wants, promotion.RULES_ON),
    Duty("floor", floor.wants),
    Duty("feedback", rules_on=feedback.RULES_ON),
    Duty("holds", rules_on=holds.RULES_ON),
    Duty("asking_about", rules_on=asking_about.RULES_ON),
    Duty("help", rules_on=help.rules_on(Where.PROPOSAL)),
)
"""The card comes first: it carries the ledger, and what is decided is written before it is done."""


def _stage(case: Case) -> str:
    return proposal.stage(case).name


PROPOSAL = Ways(
    PROPOSAL_DUTIES,
    guarded({verb: rule for duty in PROPOSAL_DUTIES for verb, rule in duty.rules_on.items()}, Where.PROPOSAL, _stage),
    SIGHT,
    stage_label.judge,
)
