"""Which new versions a pull request shall become: whose wish it is, and which version was chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.command.catalogue import Verb
from bot.config import Opens, Strategy
from bot.duties.assessing import assessment
from bot.duties.case import Case
from bot.duties.foreseeing import for_a_version
from bot.duties.pull_apis import TouchedApi, pull_of, touched
from bot.forge.facts import Blob
from bot.forge.questions import NamesIn
from bot.lifecycle.assessment import ApiAssessment
from bot.lifecycle.ledger import Entry
from bot.versioning import Chosen, Undecided, choose
from bot.versioning import Strategy as Layout

AUTO = "auto"
BRANCHES = "stagekeeper/"
_LAYOUTS: Mapping[Strategy, Layout | None] = {
    Strategy.AUTO: None,
    Strategy.FILE_SUFFIX: Layout.FILE_SUFFIX,
    Strategy.DIRECTORY: Layout.DIRECTORY,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """That one API's change shall become a new version. `key` is the ledger's of who asked, or `auto`."""

    api: ApiAssessment
    touched: TouchedApi
    old: Blob
    new: Blob
    key: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was settled for an API: a version, with a question where it is not sure; without one only the reason."""

    api: str
    chosen: Chosen | None
    question: str
    branch: str
    asked_by: str
    parent: str
    """The base branch's commit that it is written on: fixed for a head, so that writing it twice is one commit."""
    since: datetime
    """When it was settled for this head."""


def versionable(case: Case) -> tuple[tuple[ApiAssessment, TouchedApi, Blob, Blob], ...]:
    """The APIs with a break that asks for a new version, and with a description on both sides to make it from."""
    judged = {api.api: api for api in assessment(case).apis}
    return tuple(
        (judged[one.name], one, one.old, one.new)
        for one in touched(case)
        if one.old and one.new and judged[one.name].needs_version
    )


def wishes(case: Case) -> tuple[Wish, ...]:
    """What shall become a new version: on somebody's word, or by itself where the configuration says so."""
    if not case.facts.open or not case.enforced or is_ours(case):
        return ()
    words = _words(case)
    found: list[Wish] = []
    for api, one, old, new in versionable(case):
        named = [entry for entry in words if api.api in entry.said("apis").split()]
        if named:
            versions = [version for entry in named if (version := entry.said("version"))]
            found.append(Wish(api, one, old, new, named[-1].key, versions[-1] if versions else ""))
        elif _by_itself(case, one) and not api.stage.was:
            found.append(Wish(api, one, old, new, AUTO))
    return tuple(found)


def is_ours(case: Case) -> bool:
    """Whether this is a versioning pull request itself."""
    pull = pull_of(case)
    return pull.head_ref.startswith(BRANCHES) and not pull.from_fork


def _words(case: Case) -> list[Entry]:
    """The accepted `/new-version` lines and clicks, oldest first."""
    found = (entry for entry in case.ledger.under("") if entry.key.startswith(("cmd:", "click:")))
    return [one for one in found if one.verdict == "accepted" and one.said("verb") == Verb.NEW_VERSION.value]


def _by_itself(case: Case, one: TouchedApi) -> bool:
    pull = pull_of(case)
    return one.api.versioning.open is Opens.AUTO and not pull.draft and not pull.from_fork


def chosen_for(case: Case, one: TouchedApi, old: Blob, wanted: str) -> Chosen | Undecided:
    """The next version of an API, as its repository lays them out."""
    siblings = case.ask(NamesIn(pull_of(case).base, ""))
    layout = _LAYOUTS[one.api.versioning.strategy]
    return _next(one.old_path, old.data, siblings, layout, wanted or None)


@lru_cache(maxsize=8)
def _next(
    path: str, data: bytes, siblings: tuple[str, ...], layout: Layout | None, wanted: str | None
) -> Chosen | Undecided:
    """Remembered, because a look decides in several rounds and a description may have megabytes."""
    return choose(path, data, siblings, configured=layout, wanted=wanted)


def remember(case: Case) -> Case:
    """The case knowing which version was chosen for each wish; chosen once, so that later looks mean the same one."""
    for wish in wishes(case):
        known = case.ledger.entries.get(_key(wish.api.api))
        if known is None or known.said("by") != wish.key:
            for_a_version(case, pull_of(case).base)
            case = case.with_entry(_entry(case, wish, _chosen(case, wish)))
        elif known.said("head") != pull_of(case).head:
            case = case.with_entry(_entry(case, wish, known.meaning))
    return case


def _entry(case: Case, wish: Wish, chosen: Mapping[str, object]) -> Entry:
    """What is written down: the choice, whose wish it is, and between which commits it is made."""
    pull, asker = pull_of(case), case.ledger.entries.get(wish.key)
    at = max(asker.at if asker else case.facts.written_at, pull.head_committed_at)
    meaning = {
        **chosen,
        "by": wish.key,
        "head": pull.head,
        "parent": pull.base,
        "since": case.now.isoformat(timespec="seconds"),
    }
    return Entry(_key(wish.api.api), "chosen", at, asker.actor if asker else None, meaning)


def _chosen(case: Case, wish: Wish) -> Mapping[str, object]:
    found = chosen_for(case, wish.touched, wish.old, wish.version)
    chosen = found if isinstance(found, Chosen) else next(iter(found.options), None)
    return {
        "question": found.reason if isinstance(found, Undecided) else "",
        "strategy": chosen.strategy.value if chosen else "",
        "old": chosen.old_version if chosen else "",
        "new": chosen.new_version if chosen else "",
        "path": chosen.new_path if chosen else "",
    }


def _key(api: str) -> str:
    return f"version:{api}"


def choices(case: Case) -> tuple[Choice, ...]:
    """Every version that was chosen for this pull request, oldest first."""
    return tuple(_choice(case, entry) for entry in case.ledger.under("version:"))


def _choice(case: Case, entry: Entry) -> Choice:
    api, new = entry.key.removeprefix("version:"), entry.said("new")
    chosen = Chosen(Layout(entry.said("strategy")), entry.said("old"), new, entry.said("path")) if new else None
    branch = f"{BRANCHES}{api}-{new}-from-{case.facts.subject.number}"
    return Choice(
        api,
        chosen,
        entry.said("question"),
        branch,
        entry.said("by"),
        entry.said("parent"),
        datetime.fromisoformat(entry.said("since")),
    )
