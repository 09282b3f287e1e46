"""What people say of a proposal: awesome, use case, needs work; what of that is settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.duties import proposal
from bot.duties.case import Case, Heard
from bot.duties.roles import is_one_of
from bot.duties.ruling import Handler, Ruling, accepted, refused
from bot.duties.speech import Said, Standing, everything_said
from bot.forge.facts import CannotTell
from bot.words import answers
from bot.words import feedback as words

VOICES = (Verb.AWESOME, Verb.USE_CASE, Verb.NEEDS_WORK, Verb.TRY, Verb.REVIEWED)
"""The commands by which somebody has spoken."""
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody said."""

    id: str
    """`N-4m2k` of what needs work; empty of the rest."""
    said: Said
    command: Command
    text: str
    is_blocker: bool = False
    is_open: bool = True

    @property
    def counts(self) -> bool:
        """Words of the owning team are kept but count for no gate."""
        return self.said.standing is not Standing.OWNER


def items(case: Case, verb: Verb) -> tuple[Item, ...]:
    """All that was said by this command, oldest first; with a stuck trial that is something that needs work too."""
    closed = _closed(case)
    return tuple(
        Item(number, said, command, _text(command), _is_blocker(command), number not in closed)
        for said in everything_said(case)
        for number, command in _numbered(said)
        if command.verb is verb or (verb is Verb.NEEDS_WORK and _is_stuck(command))
    )


def open_blockers(case: Case) -> tuple[Item, ...]:
    """What must be settled before the next stage."""
    return tuple(item for item in items(case, Verb.NEEDS_WORK) if item.is_blocker and item.is_open)


def voices(case: Case, standings: Sequence[Standing]) -> dict[int, Said]:
    """Who of these standings has spoken in the present stage: the last comment of each, by account."""
    stage = proposal.stage(case).name
    return {
        said.actor: said
        for said in everything_said(case)
        if said.standing in standings and said.stage == stage and any(line.verb in VOICES for line in said.commands)
    }


def _numbered(said: Said) -> list[tuple[str, Command]]:
    """The lines, those that need work with an id made of the comment and their place among them."""
    numbered: list[tuple[str, Command]] = []
    place = 0
    for command in said.commands:
        needs_work = command.verb is Verb.NEEDS_WORK or _is_stuck(command)
        numbered.append((_id(said.comment, place) if needs_work else "", command))
        place += needs_work
    return numbered


def _id(comment: int, place: int) -> str:
    digest = sha256(f"{comment}:{place}".encode()).digest()
    return "N-" + "".join(_ALPHABET[byte % 32] for byte in digest[:4])


def _is_stuck(command: Command) -> bool:
    return command.verb is Verb.TRY and command.options.get("outcome") == "stuck"


def _is_blocker(command: Command) -> bool:
    return command.verb is Verb.NEEDS_WORK and "blocker" in command.flags


def _text(command: Command) -> str:
    if command.verb is Verb.TRY:
        return command.text or command.options.get("step", "") or words.stuck(command.options.get("kind", ""))
    return command.text


def _closed(case: Case) -> set[str]:
    """The ids that were resolved and not opened again since."""
    closed: set[str] = set()
    for entry in case.ledger.under("cmd:"):
        if entry.verdict == "accepted" and entry.said("verb") == Verb.RESOLVE.value:
            closed.add(entry.said("item"))
        if entry.verdict == "accepted" and entry.said("verb") == Verb.REOPEN.value:
            closed.discard(entry.said("item"))
    return closed


def _settle(case: Case, heard: Heard, command: Command) -> Ruling:
    """`/resolve` and `/reopen`: by who raised it; by owners if it blocks nobody; by governance with a reason."""
    wanted = command.options["item"]
    item = next((item for item in items(case, Verb.NEEDS_WORK) if item.id.lower() == wanted.lower()), None)
    if item is None:
        return refused(words.no_such_item(command, [item.id for item in items(case, Verb.NEEDS_WORK)]))
    if item.is_open is (command.verb is Verb.REOPEN):
        return refused(words.already(command, item.id, is_open=item.is_open))
    if objection := _may_not_settle(case, heard, command, item):
        return refused(objection)
    return accepted(item=item.id)


def _may_not_settle(case: Case, heard: Heard, command: Command, item: Item) -> str:
    if heard.author.id == item.said.actor:
        return ""
    governs = is_one_of(heard.author, case.config.governance, case.ask)
    if governs is True and command.text:
        return ""
    owns = proposal.is_owner(case, heard.author)
    if owns is True and not item.is_blocker:
        return ""
    for answer in (governs, owns):
        if isinstance(answer, CannotTell):
            return answers.cannot_tell(command, "the owners or governance", answer.why)
    return words.may_not_settle(command, item.id, item.said.login, is_blocker=item.is_blocker, governs=governs is True)


RULES_ON: Mapping[Verb, Handler] = {Verb.RESOLVE: _settle, Verb.REOPEN: _settle}
