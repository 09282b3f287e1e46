"""What people said that holds as long as their comment does, kept with the standing they had when it was first seen.

One ledger entry a comment, `said:<comment id>`. Only its author can change it; a moderator's hand does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from bot.command.catalogue import Takes, Verb, entry
from bot.command.grammar import read
from bot.command.values import Command
from bot.duties.case import Case, Heard, said_in
from bot.forge.facts import Comment, CommentDeleted, Reaction
from bot.lifecycle.ledger import Entry

VERDICTS = frozenset({Reaction.THUMBS_UP, Reaction.CONFUSED})
"""The reactions by which we say what became of a comment."""
UNWANTED = ("spam", "abuse")
"""GitHub's reasons for hiding a comment that say that it should not have been written."""


class Standing(Enum):
    """As whom somebody speaks; fixed when they first do."""

    OWNER = "owner"
    NETWORK = "network"
    PARTICIPANT = "participant"
    OUTSIDER = "outsider"
    UNKNOWN = "?"
    """GitHub would not tell; asked again at the next look."""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment's declarative lines, as they count."""

    comment: int
    url: str
    actor: int
    login: str
    standing: Standing
    stage: str
    blob: str
    """The description's blob when an approval in it was first seen; empty where none was."""
    at: datetime
    commands: tuple[Command, ...]
    remark: str = ""
    """`edited by …`, `removed by …`, `hidden as …`: that the thread does not show the text as it counts."""


Objection = Callable[[Case, Heard, Command], str]
"""Why a declarative line does not count, as the answer to it; empty where it does."""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What has to be found out when a comment is first seen."""

    standing: Callable[[Case, Heard], Standing]
    stage: Callable[[Case], str]
    blob: Callable[[Case, Heard], str]
    objection: Objection
    then: Callable[[Case, datetime], Case] = lambda case, at: case
    """The case as it stood at a moment: words whose ledger is lost meant something then."""


def remember(case: Case, heard: Heard, sight: FirstSight) -> tuple[Case, tuple[tuple[Command, str], ...]]:
    """The case knowing what this comment says, and the lines that do not count, each with the answer to it.

    Answers are given when the words are new, or as long as our reaction is missing.
    """
    known = case.ledger.entries.get(said_in(heard.comment.id))
    if (known and not _must_be_read(heard, known)) or (not known and _is_hidden_news(heard)):
        return case, ()
    lines = _lines(heard, known)
    if not lines and not known:
        return case, ()
    was_lost = _was_lost(case, heard, known)
    then = sight.then(case, heard.spoken_at) if was_lost else case
    open_lines = [line for line in lines if not (known and _was_taken(line, heard, known))]
    if was_lost and _was_taken_whole(heard):
        open_lines = []
    objections = tuple((line, text) for line in open_lines if (text := sight.objection(then, heard, line)))
    return case.with_entry(_entry(then, heard, lines, objections, known, sight)), objections


def _is_hidden_news(heard: Heard) -> bool:
    """A hidden comment starts nothing. One that has our reaction was seen before it was hidden."""
    return heard.comment.hidden_as is not None and not heard.comment.our_reactions & VERDICTS


def _lines(heard: Heard, known: Entry | None) -> list[Command]:
    """The declarative lines; of a hidden comment only those that were there before it was hidden."""
    lines = [command for command in heard.reading.commands if entry(command.verb).takes is Takes.DECLARATIVE]
    if heard.comment.hidden_as is None or known is None:
        return lines
    return [line for line in lines if _kept(line) in known.said("text")]


def _was_lost(case: Case, heard: Heard, known: Entry | None) -> bool:
    """Whether an earlier ledger, which is lost, knew this comment: it has our reaction, which comes last."""
    is_known = known or any(case.ledger.under(f"cmd:{heard.comment.id}:"))
    return bool(heard.comment.our_reactions & VERDICTS) and not is_known


def _was_taken_whole(heard: Heard) -> bool:
    """Our 👍 on words that are as they were written: every line was taken."""
    return heard.comment.our_reactions & VERDICTS == {Reaction.THUMBS_UP} and heard.comment.edited_at is None


def _must_be_read(heard: Heard, known: Entry) -> bool:
    """The author's words are new, or the reaction that ends the answering is missing, or a role could not be read."""
    if heard.edited_by_another:
        return False
    unfinished = not heard.comment.our_reactions and known.said("digest") == digest(heard)
    return known.said("digest") != digest(heard) or unfinished or known.said("standing") == Standing.UNKNOWN.value


def _was_taken(line: Command, heard: Heard, known: Entry) -> bool:
    """What was right when it was first seen stays right: it may have moved the stage itself since."""
    return known.said("digest") == digest(heard) and _kept(line) in known.said("text")


def digest(heard: Heard) -> str:
    """Names the words of a comment."""
    return sha256(heard.comment.body.encode()).hexdigest()[:12]


def _entry(
    case: Case,
    heard: Heard,
    lines: Iterable[Command],
    objections: Iterable[tuple[Command, str]],
    known: Entry | None,
    sight: FirstSight,
) -> Entry:
    against = {line.line_hash for line, _ in objections}
    standing = known.said("standing") if known else Standing.UNKNOWN.value
    if standing == Standing.UNKNOWN.value:
        standing = sight.standing(case, heard).value
    meaning = {
        "login": heard.author.login,
        "standing": standing,
        "stage": (known.said("stage") if known else "") or sight.stage(case),
        "blob": _blob(case, heard, known, sight),
        "digest": known.said("digest") if known and heard.comment.hidden_as else digest(heard),
        "objected": "yes" if against else "",
        "text": "\n\n".join(_kept(line) for line in lines if line.line_hash not in against),
    }
    return Entry(said_in(heard.comment.id), "kept", heard.spoken_at, heard.author.id, meaning)


def _blob(case: Case, heard: Heard, known: Entry | None, sight: FirstSight) -> str:
    """The blob at first sight. Of words that were first seen by a ledger that is lost, nobody knows it."""
    if known and known.said("blob"):
        return known.said("blob")
    was_taken = Reaction.THUMBS_UP in heard.comment.our_reactions
    return "" if was_taken and _was_lost(case, heard, known) else sight.blob(case, heard)


def _kept(line: Command) -> str:
    return line.source.strip()[:400]


def withdrawn(case: Case) -> Case:
    """The case knowing which comments their own authors deleted."""
    present = {comment.id for comment in case.facts.comments}
    for known in list(case.ledger.under("said:")):
        if int(known.key.removeprefix("said:")) in present or known.verdict == "withdrawn":
            continue
        own = [gone.at for gone in case.facts.deletions if _deleted_own(gone, known)]
        if own:
            case = case.with_entry(Entry(known.key, "withdrawn", max([*own, known.at]), known.actor))
    return case


def _deleted_own(gone: CommentDeleted, known: Entry) -> bool:
    return bool(gone.actor and gone.author and gone.actor.id == gone.author.id == known.actor)


def everything_said(case: Case) -> tuple[Said, ...]:
    """All declarative words that stand, oldest first."""
    shown = {comment.id: comment for comment in case.facts.comments}
    people = {heard.comment.id: heard for heard in case.heard}
    found = (
        _said(known, people.get(number), case, shown.get(number))
        for known in case.ledger.under("said:")
        if known.verdict == "kept" and (number := int(known.key.removeprefix("said:"))) is not None
    )
    return tuple(said for said in found if said.commands or not _is_unwanted(shown.get(said.comment)))


def _said(known: Entry, heard: Heard | None, case: Case, shown: Comment | None) -> Said:
    number = int(known.key.removeprefix("said:"))
    remark = "" if shown else "removed by somebody else"
    if shown and _is_unwanted(shown):
        remark = f"hidden as {shown.hidden_as}"
    if heard and (other := heard.edited_by_another):
        remark = f"edited by {other.login}"
    return Said(
        comment=number,
        url=f"{case.facts.url}#issuecomment-{number}",
        actor=known.actor or 0,
        login=known.said("login"),
        standing=Standing(known.said("standing") or "?"),
        stage=known.said("stage"),
        blob=known.said("blob"),
        at=known.at,
        commands=tuple(line for line in _commands(known.said("text")) if _counts(line, shown)),
        remark=remark,
    )


def _is_unwanted(comment: Comment | None) -> bool:
    return comment is not None and comment.hidden_as in UNWANTED


def _counts(line: Command, comment: Comment | None) -> bool:
    """What is hidden as spam or abuse drops out, but hiding settles no blocker."""
    return not _is_unwanted(comment) or (line.verb is Verb.NEEDS_WORK and "blocker" in line.flags)


@lru_cache(maxsize=4096)
def _commands(text: str) -> tuple[Command, ...]:
    """What kept lines say. They are read many times in one look, and a text always says the same."""
    return read(text).commands
