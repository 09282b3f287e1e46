"""How a thread is worked through: what happened, in order, then what every duty wants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from bot.command.catalogue import Takes, Verb, entry
from bot.command.values import Command
from bot.duties.announcing import once
from bot.duties.asking import Unanswered
from bot.duties.case import Case, Heard, said_in
from bot.duties.ruling import Handler, Judged, Verdict, judge
from bot.duties.speech import FirstSight, remember, withdrawn
from bot.forge.effects import Effect, React, Say
from bot.forge.facts import Comment, LabelEvent, Reaction
from bot.words import answers

Wants = Callable[[Case], tuple[Effect, ...]]
"""What a duty wants to be so, from what is known now; nothing where it is so already."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the bot does: the commands it rules on, and what it wants to be so."""

    name: str
    wants: Wants | None = None
    rules_on: Mapping[Verb, Handler] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ways:
    """What one kind of thread adds to the working through."""

    duties: Sequence[Duty]
    handlers: Mapping[Verb, Handler]
    """Who rules on a command: one for every verb that runs once."""
    sight: FirstSight
    label_event: Callable[[Case, LabelEvent], Case] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What one comment gets back."""

    heard: Heard
    parts: tuple[str, ...]
    reaction: Reaction | None


def work_through(case: Case, ways: Ways) -> tuple[Case, tuple[Reply, ...]]:
    """Everything that happened, in its order: of one second, comments came before label events."""
    case = withdrawn(case)
    replies: list[Reply] = []
    for happened in _in_order(case):
        try:
            case, reply = _take_in(case, happened, ways)
        except Unanswered:
            continue  # the round ends with questions; hearing the rest first lets them be asked together
        replies.extend(reply)
    return case, tuple(replies)


def _take_in(case: Case, happened: Heard | LabelEvent, ways: Ways) -> tuple[Case, tuple[Reply, ...]]:
    if isinstance(happened, Heard):
        case, reply = _hear(case, happened, ways)
        return case, (reply,)
    return (ways.label_event(case, happened) if ways.label_event else case), ()


def _in_order(case: Case) -> list[Heard | LabelEvent]:
    return sorted((*case.heard, *case.facts.label_events), key=_moment)


def _moment(happened: Heard | LabelEvent) -> tuple[datetime, int]:
    return (happened.spoken_at, 0) if isinstance(happened, Heard) else (happened.at, 1)


def _hear(case: Case, heard: Heard, ways: Ways) -> tuple[Case, Reply]:
    case, objections = remember(case, heard, ways.sight)
    rulings: list[Judged] = []
    for command in _once(heard, case):
        case, judged = judge(case, heard, command, ways.handlers)
        rulings.append(judged)
    return case, _reply(case, heard, [text for _, text in objections], rulings)


def _once(heard: Heard, case: Case) -> list[Command]:
    """The one-shot commands to rule on; a hidden comment starts nothing new."""
    once = [command for command in heard.reading.commands if entry(command.verb).takes is Takes.ONCE]
    return [command for command in once if not heard.comment.hidden_as or heard.key(command) in case.ledger]


def _reply(case: Case, heard: Heard, objections: Sequence[str], rulings: Sequence[Judged]) -> Reply:
    known = case.ledger.entries.get(said_in(heard.comment.id))
    against = bool(objections) or bool(known and known.said("objected"))
    misses = () if heard.comment.hidden_as else heard.reading.misunderstandings
    unhappy = against or bool(misses) or any(ruling.entry.verdict == Verdict.REFUSED.value for ruling in rulings)
    reaction = Reaction.CONFUSED if unhappy else _happy(heard, rulings, was_taken=known is not None)
    is_news = (
        reaction not in heard.comment.our_reactions
        or heard.comment.edited_at is not None  # other words, the same reaction; `say` knows what was said
        or any(ruling.is_new for ruling in rulings)
    )
    parts = [answers.misunderstanding(miss) for miss in misses] if is_news else []
    parts += [*objections, *(ruling.answer for ruling in rulings if ruling.answer)]
    return Reply(heard, tuple(parts), reaction)


def _happy(heard: Heard, rulings: Sequence[Judged], *, was_taken: bool) -> Reaction | None:
    """👍 for what was taken in. A hidden comment's commands are not, so they keep the reaction they have."""
    declares = any(entry(command.verb).takes is Takes.DECLARATIVE for command in heard.reading.commands)
    if rulings or (declares and was_taken):
        return Reaction.THUMBS_UP
    return _shown(heard.comment) if heard.reading.commands else None


def say(replies: Sequence[Reply], case: Case) -> tuple[Effect, ...]:
    """One answer for all that a comment asked, where there is anything to say and it is not said yet."""
    return tuple(said for reply in replies if reply.parts for said in once(case, _answer(reply, case)))


def _answer(reply: Reply, case: Case) -> Say:
    kind = f"answer-{reply.heard.comment.id}"
    return Say(case.facts.subject, _cause(reply), kind, answers.together(reply.parts), replaces=True)


def _cause(reply: Reply) -> str:
    return sha256(reply.heard.comment.body.encode()).hexdigest()[:12]


def react(replies: Sequence[Reply], case: Case) -> tuple[Effect, ...]:
    """The reactions that are not there yet; they come last, and mean that all the rest is done."""
    return tuple(
        React(case.facts.subject, reply.heard.comment.id, reply.reaction)
        for reply in replies
        if _shown(reply.heard.comment) != reply.reaction
        and not (reply.reaction is None and not _shown(reply.heard.comment))
    )


def _shown(comment: Comment) -> Reaction | None:
    """Our verdict as the comment shows it now."""
    both = comment.our_reactions & {Reaction.THUMBS_UP, Reaction.CONFUSED}
    return next(iter(both)) if len(both) == 1 else None


def wants(case: Case, duties: Sequence[Duty]) -> tuple[Effect, ...]:
    """What all duties want; each is heard even when another still waits for an answer, so that they wait together."""
    effects: list[Effect] = []
    for duty in duties:
        try:
            effects.extend(duty.wants(case) if duty.wants else ())
        except Unanswered:
            continue
    return tuple(effects)
