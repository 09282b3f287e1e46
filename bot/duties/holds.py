"""`/hold` and `/unhold`: somebody of the network or of the owners stops a promotion, or lets it go on."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.config import Principal
from bot.duties import proposal
from bot.duties.case import Case, Heard
from bot.duties.roles import is_one_of
from bot.duties.ruling import Handler, Ruling, accepted, refused
from bot.forge.facts import CannotTell
from bot.words import answers


@dataclass(frozen=True, slots=True)
class Hold:
    """That somebody holds, where, and why."""

    login: str
    url: str
    why: str


def hold(case: Case) -> Hold | None:
    """The last accepted hold that was not lifted since."""
    standing: Hold | None = None
    for entry in case.ledger.under("cmd:"):
        if entry.verdict == "accepted" and entry.said("verb") == Verb.HOLD.value:
            comment = entry.key.split(":")[1]
            standing = Hold(entry.said("login"), f"{case.facts.url}#issuecomment-{comment}", entry.said("why"))
        if entry.verdict == "accepted" and entry.said("verb") == Verb.UNHOLD.value:
            standing = None
    return standing


def _hold(case: Case, heard: Heard, command: Command) -> Ruling:
    people = (*case.config.developer_network, *owners(case))
    may = is_one_of(heard.author, people, case.ask)
    if isinstance(may, CannotTell):
        return refused(answers.cannot_tell(command, "the Developer Network or the owners", may.why))
    if not may:
        return refused(
            answers.not_allowed(command, "the Developer Network and the owners", "developer_network", "owners")
        )
    return accepted(login=heard.author.login, why=command.text[:200])


def owners(case: Case) -> tuple[Principal, ...]:
    """The owners of the API that a proposal is about; on a pull request those of any API of the file."""
    if case.facts.pull is None:
        return proposal.owners(case)
    return (*case.config.owners, *(one for entry in case.config.apis.values() for one in entry.owners or ()))


RULES_ON: Mapping[Verb, Handler] = {Verb.HOLD: _hold, Verb.UNHOLD: _hold}
