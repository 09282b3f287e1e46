"""A thread on which a plan takes effect: what GitHub would show at the next look. Pure, and for one thread only."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha1

from bot.forge.effects import (
    Effect,
    Hide,
    OpenPull,
    Plan,
    React,
    Say,
    SetCheck,
    SetLabels,
    SetStageLabel,
    WriteCard,
    marker,
)
from bot.forge.facts import CheckRun, Comment, LabelEvent, Reaction, ThreadFacts
from bot.forge.questions import BranchAt, BranchPull, PullFrom, Question

Answers = dict[Question[object], object]


def applied(facts: ThreadFacts, plan: Plan | Iterable[Effect], *, now: datetime) -> ThreadFacts:
    """The thread after these effects; effects on other threads and repositories leave it as it is."""
    for effect in plan.effects if isinstance(plan, Plan) else plan:
        facts = _after(facts, effect, now)
    return facts


def answers_after(answers: Mapping[Question[object], object], plan: Plan | Iterable[Effect]) -> Answers:
    """What is answered after these effects: branches and pull requests that they opened."""
    after: Answers = dict(answers)
    for effect in plan.effects if isinstance(plan, Plan) else plan:
        if isinstance(effect, OpenPull):
            _open(after, effect)
    return after


def head_of(effect: OpenPull) -> str:
    """The commit that the effect writes: the same one each time it is written."""
    files = [(file.path, file.data) for commit in effect.commits for file in commit.files]
    return sha1(repr((effect.parent, effect.commits, files)).encode()).hexdigest()


def _open(answers: Answers, effect: OpenPull) -> None:
    """As the effect promises: what a person pushed is never written over; done again it leaves all as it is."""
    head, there = head_of(effect), answers.get(PullFrom(effect.branch))
    tip = answers.get(BranchAt(effect.branch))
    if tip not in (None, head, effect.ours):
        return
    number = there.number if isinstance(there, BranchPull) and effect.pull == there.number else 500 + len(answers)
    answers[BranchAt(effect.branch)] = head
    answers[PullFrom(effect.branch)] = BranchPull(
        number=number,
        url=f"https://github.com/{effect.thread.repo}/pull/{number}",
        open=True,
        merged=False,
        body=effect.body.replace("{head}", head),
        head=head,
        labels=frozenset(effect.labels),
    )


def _after(facts: ThreadFacts, effect: Effect, now: datetime) -> ThreadFacts:
    if getattr(effect, "thread", facts.subject) != facts.subject:
        return facts
    match effect:
        case SetStageLabel(label=label, others=others):
            return _labelled(facts, (label,), others, now)
        case SetLabels(on=on, off=off):
            return _labelled(facts, on, off, now)
        case WriteCard(comment=None, body=body):
            return replace(facts, comments=(*facts.comments, _ours(facts, body, now)))
        case WriteCard(comment=number, body=body):
            return _with_comments(facts, {number or 0: {"body": body, "editor": facts.me, "edited_at": now}})
        case Say(body=body):
            said = _ours(facts, f"{marker(effect)}\n{body}", now)
            said = replace(said, hidden_as="outdated") if effect.folded else said
            return replace(facts, comments=(*facts.comments, said))
        case React(comment=number, content=content):
            return _with_comments(facts, {number: {"our_reactions": _reactions(content)}})
        case Hide(node=node):
            hidden = {one.id: {"hidden_as": "outdated"} for one in facts.comments if one.node == node}
            return _with_comments(facts, hidden)
        case SetCheck():
            return _checked(facts, effect)
        case _:
            return facts


def _reactions(content: Reaction | None) -> frozenset[Reaction]:
    return frozenset({content} if content else ())


def _labelled(facts: ThreadFacts, on: Iterable[str], off: Iterable[str], now: datetime) -> ThreadFacts:
    put, taken = [label for label in on if label not in facts.labels], [label for label in off if label in facts.labels]
    events = [LabelEvent(label, added=True, at=now, actor=facts.me) for label in put]
    events += [LabelEvent(label, added=False, at=now, actor=facts.me) for label in taken]
    labels = (facts.labels | set(put)) - set(taken)
    return replace(facts, labels=labels, label_events=(*facts.label_events, *events))


def _ours(facts: ThreadFacts, body: str, now: datetime) -> Comment:
    number = max((comment.id for comment in facts.comments), default=9_000) + 1
    url = f"{facts.url}#issuecomment-{number}"
    return Comment(number, f"IC_{number}", url, body, now, facts.me, ours=True)


def _with_comments(facts: ThreadFacts, changes: Mapping[int, Mapping[str, object]]) -> ThreadFacts:
    return replace(facts, comments=tuple(replace(one, **changes.get(one.id, {})) for one in facts.comments))


def _checked(facts: ThreadFacts, effect: SetCheck) -> ThreadFacts:
    assert facts.pull is not None
    number = facts.pull.check.id + 1 if facts.pull.check else 1
    run = CheckRun(number, effect.name, effect.sha, "completed", effect.conclusion.value, "completed")
    return replace(facts, pull=replace(facts.pull, check=run))
