"""The pull request that puts a break into a new version beside the old one: opened, kept in step, or left to people."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from bot.duties.announcing import once
from bot.duties.case import Case
from bot.duties.pull_apis import pull_of
from bot.duties.versions import BRANCHES, Choice, Wish, choices, versionable, wishes
from bot.forge.effects import CommentState, CommitWrite, Effect, FileWrite, LookAt, OpenPull, Say
from bot.forge.questions import BranchAt, BranchPull, FileAt, PullFrom
from bot.forge.subjects import Thread
from bot.lifecycle.policy import Kind
from bot.versioning import (
    COMPANION_PATHS,
    Chosen,
    Companions,
    Draft,
    NewVersion,
    Unreadable,
    companions,
    new_version,
)
from bot.words import versioning as words

_SOON, _LONGEST_WAY = timedelta(seconds=2), timedelta(minutes=1)
PROPER = (Kind.BREAKS, Kind.MAY_BREAK)
_BRANCH = re.compile(rf"{BRANCHES}.+-from-(?P<number>\d+)")
_MARKER = re.compile(r"<!-- stagekeeper:version from=(?P<source>\w+) word=(?P<word>\w+) head=(?P<head>\w+) -->")


@dataclass(frozen=True, slots=True)
class Marker:
    """What the versioning pull request's body remembers: the head it was made from, whose word, what we wrote."""

    source: str
    word: str
    head: str


class State(Enum):
    """Where the versioning pull request stands."""

    WANTED = "wanted"
    BEHIND = "behind"
    IN_STEP = "in step"
    OTHERS = "others"
    MERGED = "merged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Standing:
    """A choice, what GitHub has of it, and what that means. `ours`: the branch's head that we wrote last."""

    choice: Choice
    chosen: Chosen
    state: State
    there: BranchPull | None = None
    ours: str | None = None


def effects(case: Case) -> tuple[Effect, ...]:
    """What has to be opened or brought in step, and the link, said once."""
    wished = {wish.api.api: wish for wish in wishes(case)}
    found: list[Effect] = []
    for standing in _standings(case):
        wish = wished.get(standing.choice.api)
        if wish and standing.state in (State.WANTED, State.BEHIND):
            found.extend(_opening(case, wish, standing))
        if standing.there and standing.there.open:
            found.extend(_announced(case, standing, standing.there))
    return tuple(found)


def passed_on(case: Case) -> tuple[LookAt, ...]:
    """A look at the pull request that a new version comes from, whenever that version's own opens or ends.

    The one that opened it may have looked its last by then: GitHub may have taken long to let it be opened.
    """
    pull = pull_of(case)
    found = _BRANCH.fullmatch(pull.head_ref) if not pull.from_fork else None
    if found is None:
        return ()
    state = "open" if case.facts.open else "merged" if pull.merged else "closed"
    return (LookAt(Thread(case.facts.subject.repo, int(found["number"])), cause=f"{case.facts.subject}:{state}"),)


def look_again_at(case: Case) -> datetime | None:
    """Soon, as long as the versioning pull request is on its way: it has no number to link yet.

    After a minute somebody else's commit is in the way, and only something new can change that.
    """
    wished = {wish.api.api for wish in wishes(case)}
    under_way = any(
        standing.choice.api in wished
        and standing.state in (State.WANTED, State.BEHIND)
        and case.now - standing.choice.since < _LONGEST_WAY
        for standing in _standings(case)
    )
    return case.now + _SOON if under_way else None


def told(case: Case) -> tuple[str, ...]:
    """A sentence about each new version, for our comment."""
    unknown = tuple(words.cannot(one.api, one.question) for one in choices(case) if one.chosen is None)
    return tuple(filter(None, (*unknown, *(_sentence(case, standing) for standing in _standings(case)))))


def offers(case: Case) -> bool:
    """Whether `/new-version` would do something that does not happen by itself."""
    settled = {one.api for one in choices(case)}
    return case.enforced and any(api.api not in settled for api, *_ in versionable(case))


def _sentence(case: Case, standing: Standing) -> str:
    api, version = standing.choice.api, standing.chosen.new_version
    number = standing.there.number if standing.there else 0
    if api not in {one.api for one, *_ in versionable(case)}:
        is_open = standing.there is not None and standing.there.open
        return words.is_left(api, version, number) if is_open else ""
    match standing.state:
        case State.MERGED:
            return words.was_merged(api, version, number)
        case State.OTHERS | State.BEHIND if standing.there and standing.there.head != standing.ours:
            return words.is_others_now(api, version, number)
        case State.CLOSED:
            return words.was_closed(api, version, number)
        case State.WANTED if not (standing.there and standing.there.open):
            return _on_its_way(case, standing)
        case _:
            return words.waits(api, version, number)


def _on_its_way(case: Case, standing: Standing) -> str:
    made = [_made(case, wish, standing) for wish in wishes(case) if wish.api.api == standing.choice.api]
    reasons = [one.reason for one in made if isinstance(one, Unreadable)]
    if reasons:
        return words.cannot(standing.choice.api, reasons[0])
    return words.will_open(standing.choice.api, standing.chosen.new_version)


def _standings(case: Case) -> tuple[Standing, ...]:
    settled = [(one, one.chosen) for one in choices(case) if one.chosen]
    pulls = case.ask.every(PullFrom(one.branch) for one, _ in settled)
    return tuple(_standing(case, one, chosen, there) for (one, chosen), there in zip(settled, pulls, strict=True))


def _standing(case: Case, choice: Choice, chosen: Chosen, there: BranchPull | None) -> Standing:
    if there is None:
        return Standing(choice, chosen, State.WANTED)
    marker = _marker_in(there.body)
    if there.merged:
        return Standing(choice, chosen, State.MERGED, there)
    if not there.open:
        return _closed(case, choice, chosen, there, marker)
    is_new_word = marker is None or marker.word != _word(choice)
    is_behind = marker is None or marker.source != pull_of(case).head or is_new_word
    if marker is None or (there.head != marker.head and not is_behind):
        return Standing(choice, chosen, State.OTHERS, there)
    state = State.BEHIND if is_behind else State.IN_STEP
    return Standing(choice, chosen, state, there, marker.head)


def _closed(case: Case, choice: Choice, chosen: Chosen, there: BranchPull, marker: Marker | None) -> Standing:
    """Closed by a person: opened again only on a newer word."""
    if marker is None or marker.word == _word(choice):
        return Standing(choice, chosen, State.CLOSED, there)
    ours = marker.head if case.ask(BranchAt(choice.branch)) else None
    return Standing(choice, chosen, State.WANTED, there, ours)


def _marker_in(body: str) -> Marker | None:
    found = _MARKER.search(body)
    return Marker(found["source"], found["word"], found["head"]) if found else None


def _word(choice: Choice) -> str:
    """Names whose word it is, without showing ids."""
    return sha256(choice.asked_by.encode()).hexdigest()[:12]


def _made(case: Case, wish: Wish, standing: Standing) -> tuple[Draft, Draft] | Unreadable:
    """The new description, and the files that go with it; the old description is in neither."""
    chosen = standing.chosen
    draft = _draft(NewVersion(wish.touched.old_path, wish.old.data, wish.new.data, chosen))
    if isinstance(draft, Unreadable):
        return draft
    blobs = case.ask.every(FileAt(standing.choice.parent, path) for path in COMPANION_PATHS)
    files = {path: blob.data for path, blob in zip(COMPANION_PATHS, blobs, strict=True) if blob}
    findings = tuple(one.finding for one in wish.api.findings)
    return draft, companions(Companions(wish.api.api, wish.touched.old_path, chosen, findings), files)


@lru_cache(maxsize=8)
def _draft(request: NewVersion) -> Draft | Unreadable:
    """Remembered, because a look decides in several rounds and a description may have megabytes."""
    return new_version(request)


def _opening(case: Case, wish: Wish, standing: Standing) -> tuple[OpenPull, ...]:
    made = _made(case, wish, standing)
    if isinstance(made, Unreadable):
        return ()
    pull, choice = pull_of(case), standing.choice
    changes = [change for draft in made for change in draft.files]
    opening = _told(case, wish, standing, made)
    at = pull.head_committed_at
    commit = CommitWrite(words.commit_message(opening), at, tuple(FileWrite(one.path, one.data) for one in changes))
    is_open = standing.there is not None and standing.there.open
    return (
        OpenPull(
            thread=case.facts.subject,
            cause=f"{pull.head}:{_word(choice)}",
            branch=choice.branch,
            base=pull.base_ref,
            parent=choice.parent,
            commits=(commit,),
            title=words.title(opening),
            body=words.body(opening),
            draft=bool(choice.question),
            ours=standing.ours,
            pull=standing.there.number if standing.there and is_open else None,
            if_unchanged=_comment_behind(case, choice),
        ),
    )


def _told(case: Case, wish: Wish, standing: Standing, made: tuple[Draft, Draft]) -> words.Opening:
    marker = f"<!-- stagekeeper:version from={pull_of(case).head} word={_word(standing.choice)} head={{head}} -->"
    return words.Opening(
        api=wish.api.api,
        number=case.facts.subject.number,
        title=case.facts.title,
        author=case.facts.author.login if case.facts.author else "",
        chosen=standing.chosen,
        old_path=wish.touched.old_path,
        paths=tuple(change.path for draft in made for change in draft.files),
        breaks=sum(one.needs_version and one.kind in PROPER for one in wish.api.findings),
        notes=tuple(note for draft in made for note in draft.notes),
        question=standing.choice.question,
        marker=marker,
    )


def _comment_behind(case: Case, choice: Choice) -> tuple[CommentState, ...]:
    """The comment that asked for it, as it is now: changed before the effect means cancelled."""
    parts = choice.asked_by.split(":")
    comment = int(parts[1]) if parts[0] == "cmd" else 0
    return tuple(CommentState(one.id, one.edited_at) for one in case.facts.comments if one.id == comment)


def _announced(case: Case, standing: Standing, there: BranchPull) -> tuple[Say, ...]:
    text = words.opened(
        standing.choice.api, standing.chosen.new_version, there.number, question=standing.choice.question
    )
    cause = f"{standing.choice.branch}#{there.number}"
    return once(case, Say(case.facts.subject, cause, "version-opened", text))
