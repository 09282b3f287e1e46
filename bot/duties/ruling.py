"""How a one-shot command is decided once: judged when it is new, and from then on the ledger answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.command.catalogue import Takes, Verb
from bot.command.catalogue import entry as entry_of
from bot.command.values import Command
from bot.duties.case import Case, Heard, said_in
from bot.forge.facts import Reaction
from bot.lifecycle.ledger import Entry


class Verdict(Enum):
    """What became of a command."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ANSWERED = "answered"
    """It only asked; there was nothing to accept."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict, what it means in resolved terms, and what the person is told (empty: the reaction says it)."""

    verdict: Verdict
    answer: str = ""
    meaning: Mapping[str, object] = field(default_factory=dict)


Handler = Callable[[Case, Heard, Command], Ruling]
"""Judges one new command. It may ask; it never acts."""


def accepted(answer: str = "", **meaning: object) -> Ruling:
    """Done as asked."""
    return Ruling(Verdict.ACCEPTED, answer, meaning)


def refused(answer: str, **meaning: object) -> Ruling:
    """Not done; the answer says what happened, why, and what to do next."""
    return Ruling(Verdict.REFUSED, answer, meaning)


def answered(answer: str) -> Ruling:
    """A question and its answer."""
    return Ruling(Verdict.ANSWERED, answer)


@dataclass(frozen=True, slots=True)
class Judged:
    """A command with what was decided on it, now or earlier."""

    heard: Heard
    command: Command
    entry: Entry
    answer: str
    is_new: bool


def judge(case: Case, heard: Heard, command: Command, handlers: Mapping[Verb, Handler]) -> tuple[Case, Judged]:
    """The command judged, and the case knowing it.

    Looked at twice it means the same: an entry of the ledger stands. Its answer is worded again only while the
    reaction, which comes last, is missing.
    """
    key = heard.key(command)
    if key in case.ledger:
        entry = case.ledger[key]
        answer = (
            ""
            if _is_finished(heard) or entry.verdict == "accepted"
            else handlers[command.verb](case, heard, command).answer
        )
        return case, Judged(heard, command, entry, answer, is_new=False)
    if _reaction_proves(case, heard):
        entry = Entry(key, "accepted", heard.spoken_at, heard.author.id, _plain_meaning(heard, command))
        return case.with_entry(entry), Judged(heard, command, entry, "", is_new=False)
    ruling = handlers[command.verb](case, heard, command)
    meaning = {"verb": command.verb.value, **ruling.meaning}
    entry = Entry(key, ruling.verdict.value, heard.spoken_at, heard.author.id, meaning)
    return case.with_entry(entry), Judged(heard, command, entry, ruling.answer, is_new=True)


def _reaction_proves(case: Case, heard: Heard) -> bool:
    """Our 👍 without a ledger entry: accepted, if the comment was never edited and held this one command only.

    The ledger is written first and the reaction last, so this is so only where a ledger was lost. Where it knows what
    else the comment says it was not: then the 👍 is for that, and the command was hidden when it was given.
    """
    if said_in(heard.comment.id) in case.ledger:
        return False
    once = [command for command in heard.reading.commands if entry_of(command.verb).takes is Takes.ONCE]
    ours = heard.comment.our_reactions
    return (
        len(once) == 1 and not heard.comment.edited_at and Reaction.THUMBS_UP in ours and Reaction.CONFUSED not in ours
    )


def _plain_meaning(heard: Heard, command: Command) -> dict[str, object]:
    """What the line itself still tells; a move is told by our own label, an invitation's people by nothing."""
    told = {"verb": command.verb.value, "login": heard.author.login, "restored": "yes"}
    if item := command.options.get("item"):
        told["item"] = item
    return dict(told)


def _is_finished(heard: Heard) -> bool:
    return bool(heard.comment.our_reactions)
