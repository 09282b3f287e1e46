"""Which APIs a pull request touches: their descriptions where it left the base branch, and at its head."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.config import Api
from bot.duties.case import Case
from bot.forge.facts import Blob, Change, ChangedFile, PullFacts
from bot.forge.questions import FileAt, FilesOf, MergeBase

MOST_FILES = 3_000
"""GitHub lists no more files of a pull request ("List pull requests files"): of a larger one every API is compared."""


@dataclass(frozen=True, slots=True)
class TouchedApi:
    """An API whose description differs. `old` is None for a new description, `new` for a removed one."""

    name: str
    api: Api
    old: Blob | None
    new: Blob | None
    new_path: str

    @property
    def old_path(self) -> str:
        """Where the base branch has it."""
        return self.api.description


def touched(case: Case) -> tuple[TouchedApi, ...]:
    """The APIs of the configuration whose description this pull request changes, in the configuration's order."""
    pull = pull_of(case)
    places = _places(case, changed_files(case))
    if pull.files_total >= MOST_FILES:
        places = {name: api.description for name, api in case.config.apis.items()} | dict(places)
    if not places:
        return ()
    start = case.ask(MergeBase(pull.base, pull.head)) or pull.base
    asked = [
        (FileAt(start, case.config.apis[name].description), FileAt(pull.head, path)) for name, path in places.items()
    ]
    blobs = case.ask.every(question for pair in asked for question in pair)
    found = zip(places.items(), blobs[::2], blobs[1::2], strict=True)
    return tuple(
        TouchedApi(name, case.config.apis[name], old, new, path)
        for (name, path), old, new in found
        if (old.oid if old else None) != (new.oid if new else None)
    )


def changed_files(case: Case) -> tuple[ChangedFile, ...]:
    """All files of the pull request; where a file was renamed, with its old name."""
    pull = pull_of(case)
    return pull.files if _is_whole(pull) else case.ask(FilesOf(case.facts.subject.number, pull.head))


def known_places(case: Case) -> Mapping[str, str]:
    """Each touched API with its path at the head, as far as that is known without asking."""
    pull = pull_of(case)
    return _places(case, pull.files) if _is_whole(pull) else {}


def _is_whole(pull: PullFacts) -> bool:
    has_names = all(file.before for file in pull.files if file.change is Change.RENAMED)
    return len(pull.files) >= pull.files_total and has_names


def pull_of(case: Case) -> PullFacts:
    """What the thread has as a pull request. Raises ValueError for an issue."""
    if case.facts.pull is None:
        raise ValueError(f"{case.facts.subject} is no pull request")
    return case.facts.pull


def _places(case: Case, files: tuple[ChangedFile, ...]) -> Mapping[str, str]:
    """Each API whose description is among the changed files, with its path at the head."""
    now_at = _now_at(files)
    return {name: now_at[api.description] for name, api in case.config.apis.items() if api.description in now_at}


def _now_at(files: tuple[ChangedFile, ...]) -> Mapping[str, str]:
    """Where each changed path of the base branch is at the head; a removed one where it was."""
    places = {file.before: file.path for file in files if file.before}
    return {**places, **{file.path: file.path for file in files}}
