"""As whom somebody speaks on a proposal, and which declarative lines do not count; found out when first seen."""

from bot.command.catalogue import Verb, Where
from bot.command.values import Command
from bot.config import Level, Permission
from bot.duties import access, proposal
from bot.duties.approvals import approvers, description_blob
from bot.duties.case import Case, Heard
from bot.duties.guard import out_of_place
from bot.duties.roles import is_one_of
from bot.duties.speech import FirstSight, Standing
from bot.forge.facts import CannotTell
from bot.words import access as access_words
from bot.words import answers
from bot.words import binding as binding_words


def standing(case: Case, heard: Heard) -> Standing:
    """Owning team (the author too), Developer Network, participant of the beta, or outsider."""
    owns = proposal.is_owner(case, heard.author)
    if owns is True or proposal.is_author(case, heard):
        return Standing.OWNER
    network = in_network(case, heard)
    if network is True:
        return Standing.NETWORK
    if heard.author.id in access.invited_ids(case):
        return Standing.PARTICIPANT
    return Standing.UNKNOWN if CannotTell in (type(owns), type(network)) else Standing.OUTSIDER


def in_network(case: Case, heard: Heard) -> bool | CannotTell:
    """Whether they are of the Developer Network; without one configured: triage permission or more."""
    return is_one_of(heard.author, case.config.developer_network or (Permission(Level.TRIAGE),), case.ask)


def _stage(case: Case) -> str:
    return proposal.stage(case).name


def _blob(case: Case, heard: Heard) -> str:
    approves = any(command.verb is Verb.APPROVE for command in heard.reading.commands)
    return description_blob(case) if approves else ""


def _objection(case: Case, heard: Heard, command: Command) -> str:
    if before := proposal.proposal_before(case):
        return binding_words.elsewhere(command, proposal.api_name(case), before[0])
    stage = _stage(case)
    if command.verb is Verb.REQUEST_ACCESS and case.ladder.place(stage) > case.ladder.place("private-beta"):
        return access_words.not_open(stage)
    if objection := out_of_place(case, heard, command, where=Where.PROPOSAL, stage=stage):
        return objection
    needed = _NEEDED.get(command.verb)
    return needed(case, heard, command) if needed else ""


def _not_in_network(case: Case, heard: Heard, command: Command) -> str:
    member = in_network(case, heard)
    if isinstance(member, CannotTell):
        return answers.cannot_tell(command, "the Developer Network", member.why)
    return "" if member else answers.not_allowed(command, "the Developer Network", "developer_network")


def _not_an_approver(case: Case, heard: Heard, command: Command) -> str:
    may = is_one_of(heard.author, approvers(case), case.ask)
    if isinstance(may, CannotTell):
        return answers.cannot_tell(command, "the approvers", may.why)
    return "" if may else answers.not_allowed(command, "the approvers of this stage", "approvers")


_NEEDED = {Verb.REVIEWED: _not_in_network, Verb.APPROVE: _not_an_approver}
SIGHT = FirstSight(standing, _stage, _blob, _objection, proposal.as_of)
