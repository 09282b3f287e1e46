"""The floor: when an API comes to GA, a pull request writes that into the settings, so that no lost issue lowers it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.duties import proposal
from bot.duties.case import Case
from bot.forge.effects import CommitWrite, Effect, FileWrite, LookAt, OpenPull
from bot.forge.facts import Blob
from bot.forge.questions import BranchPull, FileAt, PullFrom
from bot.forge.subjects import Thread
from bot.lifecycle.ledger import Entry
from bot.lifecycle.trust import Move
from bot.versioning import Unreadable, config_stage
from bot.versioning.config_entry import CONFIG_PATH
from bot.words import floor as words

STAGE = "ga"
_SOON, _LONGEST_WAY = timedelta(seconds=2), timedelta(minutes=1)
_BRANCH = re.compile(r"stagekeeper/floor-(?P<number>\d+)-.+")
_MARKER = re.compile(r"<!-- stagekeeper:floor parent=(?P<parent>\w+) head=(?P<head>\w+) -->")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings lack: the API, and the move that brought it to GA."""

    api: str
    move: Move
    settings: Blob

    @property
    def key(self) -> str:
        """The ledger's name for it."""
        return f"floor:{self.api}"


def remember(case: Case) -> Case:
    """The case knowing on which commit the floor is written: once, and anew where the settings changed meanwhile."""
    wanted = _wanted(case)
    known = case.ledger.entries.get(wanted.key) if wanted else None
    if wanted is None or (known and known.said("settings") == wanted.settings.oid):
        return case
    there = case.ask(PullFrom(_branch(case, wanted)))
    ours = _ours(there)
    if known is None and ours and (written_on := case.ask(FileAt(ours["parent"], CONFIG_PATH))):
        return _chosen(case, wanted, ours["parent"], written_on)  # opened already, and that was forgotten
    is_free = there is None or ours is not None
    head = case.facts.repository.head
    return _chosen(case, wanted, head, wanted.settings) if head and (is_free or known is None) else case


def _chosen(case: Case, wanted: Wanted, parent: str, settings: Blob) -> Case:
    meaning = {"parent": parent, "settings": settings.oid}
    return case.with_entry(Entry(wanted.key, "chosen", case.now, wanted.move.actor, meaning))


def wants(case: Case) -> tuple[Effect, ...]:
    """The pull request, where it is not there yet, or was written on settings that have changed since."""
    wanted = _wanted(case)
    if wanted is None or wanted.key not in case.ledger:
        return ()
    parent, there = case.ledger[wanted.key].said("parent"), case.ask(PullFrom(_branch(case, wanted)))
    ours = _ours(there)
    if there and (ours is None or ours["parent"] == parent):
        return ()
    data = _written(case, wanted, parent)
    return () if isinstance(data, Unreadable) else (_opening(case, wanted, data, there, ours),)


def look_again_at(case: Case) -> datetime | None:
    """Soon, as long as the pull request is on its way: it has no number to link yet."""
    wanted = _wanted(case)
    if wanted is None or wanted.key not in case.ledger or isinstance(_told(case, wanted), BranchPull | Unreadable):
        return None
    return case.now + _SOON if case.now - case.ledger[wanted.key].at < _LONGEST_WAY else None


def told(case: Case) -> str:
    """A line for the card, as long as the settings lack it; empty where there is nothing to do for anybody."""
    wanted = _wanted(case)
    if wanted is None:
        return ""
    match _told(case, wanted):
        case BranchPull(number=number, url=url, open=True):
            return words.waits(wanted.api, STAGE, number, url)
        case BranchPull(merged=False) | Unreadable():
            return words.by_hand(wanted.api, STAGE)
        case _:
            return ""


def passed_on(case: Case) -> tuple[LookAt, ...]:
    """A look at the proposal, from the pull request that writes its floor, whenever that opens or ends."""
    pull = case.facts.pull
    found = _BRANCH.fullmatch(pull.head_ref) if pull and not pull.from_fork else None
    if pull is None or found is None:
        return ()
    state = "open" if case.facts.open else "merged" if pull.merged else "closed"
    return (LookAt(Thread(case.facts.subject.repo, int(found["number"])), cause=f"{case.facts.subject}:{state}"),)


def _wanted(case: Case) -> Wanted | None:
    """Nothing as long as the settings have it, cannot be read, or only observe."""
    entry, settings, moves = proposal.api(case), case.facts.config, proposal.history(case)
    if not case.enforced or case.settings.warning or entry is None or settings is None or not moves:
        return None
    if _is_ga(case, entry.stage) or not _is_ga(case, moves[-1].to):
        return None
    return Wanted(proposal.api_name(case), moves[-1], settings)


def _is_ga(case: Case, stage: str | None) -> bool:
    """Whether a stage is GA, or comes after it."""
    return stage is not None and case.ladder.stricter(stage, STAGE).name == stage


def _told(case: Case, wanted: Wanted) -> BranchPull | Unreadable | None:
    if wanted.key not in case.ledger:
        return None
    if there := case.ask(PullFrom(_branch(case, wanted))):
        return there
    data = _written(case, wanted, case.ledger[wanted.key].said("parent"))
    return data if isinstance(data, Unreadable) else None


def _branch(case: Case, wanted: Wanted) -> str:
    return f"stagekeeper/floor-{case.facts.subject.number}-{wanted.api}"


def _ours(there: BranchPull | None) -> re.Match[str] | None:
    """What an open pull request remembers, where its branch is as we left it."""
    found = _MARKER.search(there.body) if there and there.open else None
    return found if found and there and found["head"] == there.head else None


def _written(case: Case, wanted: Wanted, parent: str) -> bytes | Unreadable:
    settings = case.ask(FileAt(parent, CONFIG_PATH))
    if settings is None:
        return Unreadable(CONFIG_PATH, "it is not there")
    return config_stage(settings.data, wanted.api, STAGE)


def _opening(case: Case, wanted: Wanted, data: bytes, there: BranchPull | None, ours: re.Match[str] | None) -> OpenPull:
    """At the moment of the move, so that writing it twice is one commit."""
    parent = case.ledger[wanted.key].said("parent")
    marker = f"<!-- stagekeeper:floor parent={parent} head={{head}} -->"
    commit = CommitWrite(
        words.commit_message(wanted.api, STAGE, case.facts.subject.number),
        wanted.move.at,
        (FileWrite(CONFIG_PATH, data),),
    )
    return OpenPull(
        thread=case.facts.subject,
        cause=parent,
        branch=_branch(case, wanted),
        base=case.facts.repository.default_branch,
        parent=parent,
        commits=(commit,),
        title=words.title(wanted.api),
        body=words.body(wanted.api, STAGE, case.facts.subject.number, marker),
        ours=ours["head"] if ours else None,
        pull=there.number if there and there.open else None,
    )
