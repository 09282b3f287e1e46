"""The whole bot on one page: what it does on a proposal, in order. Pull requests have theirs in `pull.py`."""

from bot.command.catalogue import Verb, Where
from bot.command.values import Command
from bot.duties import (
    access,
    asking_about,
    feedback,
    floor,
    help,
    holds,
    precedence,
    promotion,
    proposal,
    stage_label,
    status_card,
)
from bot.duties.case import Case, Heard
from bot.duties.guard import guarded
from bot.duties.ruling import Handler, Ruling, refused
from bot.duties.standing import SIGHT
from bot.duties.thread import Duty, Ways
from bot.words import binding as binding_words

PROPOSAL_DUTIES = (
    Duty("status_card", status_card.wants),
    Duty("precedence", precedence.wants),
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


def _proposal_only(handler: Handler) -> Handler:
    """Only the API's proposal is acted on; a later one gets its link."""

    def rule(case: Case, heard: Heard, command: Command) -> Ruling:
        if before := proposal.proposal_before(case):
            return refused(binding_words.elsewhere(command, proposal.api_name(case), before[0]))
        return handler(case, heard, command)

    return rule


_INFORM = (Verb.HELP, Verb.WHY, Verb.STATUS, Verb.RECHECK)
"""What only tells, and is answered anywhere."""


def _stage(case: Case) -> str:
    return proposal.stage(case).name


_GUARDED = guarded(
    {verb: rule for duty in PROPOSAL_DUTIES for verb, rule in duty.rules_on.items()}, Where.PROPOSAL, _stage
)
PROPOSAL = Ways(
    PROPOSAL_DUTIES,
    {verb: rule if verb in _INFORM else _proposal_only(rule) for verb, rule in _GUARDED.items()},
    SIGHT,
    stage_label.judge,
)
