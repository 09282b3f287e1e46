"""What people said that holds as long as their comment does, kept with the standing they had when it was first seen.

One ledger entry a comment, `said:<comment id>`. Only its author can change it; a moderator's hand does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from bot.command.catalogue import Takes, entry
from bot.command.grammar import read
from bot.command.values import Command
from bot.duties.case import Case, Heard, said_in
from bot.forge.facts import CommentDeleted, Reaction
from bot.lifecycle.ledger import Entry


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
    """`edited by …`, `removed by …`: that the text is the author's, not what the thread shows now."""


Objection = Callable[[Case, Heard, Command], str]
"""Why a declarative line does not count, as the answer to it; empty where it does."""


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What has to be found out when a comment is first seen."""

    standing: Callable[[Case, Heard], Standing]
    stage: Callable[[Case], str]
    blob: Callable[[Case, Heard], str]
    objection: Objection


def remember(case: Case, heard: Heard, sight: FirstSight) -> tuple[Case, tuple[tuple[Command, str], ...]]:
    """The case knowing what this comment says, and the lines that do not count, each with the answer to it.

    Answers are given when the words are new, or as long as our reaction is missing.
    """
    known = case.ledger.entries.get(said_in(heard.comment.id))
    if known and not _must_be_read(heard, known):
        return case, ()
    lines = [command for command in heard.reading.commands if entry(command.verb).takes is Takes.DECLARATIVE]
    if not lines and not known:
        return case, ()
    open_lines = [line for line in lines if not (known and _was_taken(line, heard, known))]
    objections = tuple((line, text) for line in open_lines if (text := sight.objection(case, heard, line)))
    return case.with_entry(_entry(case, heard, lines, objections, known, sight)), objections


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
        "blob": (known.said("blob") if known else "") or _blob(case, heard, known, sight),
        "digest": digest(heard),
        "objected": "yes" if against else "",
        "text": "\n\n".join(_kept(line) for line in lines if line.line_hash not in against),
    }
    return Entry(said_in(heard.comment.id), "kept", heard.spoken_at, heard.author.id, meaning)


def _blob(case: Case, heard: Heard, known: Entry | None, sight: FirstSight) -> str:
    """The blob at first sight. Words with our 👍 of which the ledger knows nothing were seen by one that is lost."""
    is_known = known or any(case.ledger.under(f"cmd:{heard.comment.id}:"))
    was_lost = Reaction.THUMBS_UP in heard.comment.our_reactions and not is_known
    return "" if was_lost else sight.blob(case, heard)


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
    return tuple(
        _said(known, people.get(number), case, is_shown=number in shown)
        for known in case.ledger.under("said:")
        if known.verdict == "kept" and (number := int(known.key.removeprefix("said:"))) is not None
    )


def _said(known: Entry, heard: Heard | None, case: Case, *, is_shown: bool) -> Said:
    number = int(known.key.removeprefix("said:"))
    remark = "" if is_shown else "removed by somebody else"
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
        commands=_commands(known.said("text")),
        remark=remark,
    )


@lru_cache(maxsize=4096)
def _commands(text: str) -> tuple[Command, ...]:
    """What kept lines say. They are read many times in one look, and a text always says the same."""
    return read(text).commands
