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
    parts: tuple[str, ...] = ()
    """Changed files that the description refers to; they are not compared, and that has to be said."""

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
    parts = _possible_parts(case, places)
    if not places and not parts:
        return ()
    start = case.ask(MergeBase(pull.base, pull.head)) or pull.base
    asked = [
        (FileAt(start, case.config.apis[name].description), FileAt(pull.head, path)) for name, path in places.items()
    ]
    blobs = case.ask.every(question for pair in asked for question in pair)
    found = zip(places.items(), blobs[::2], blobs[1::2], strict=True)
    own = tuple(
        TouchedApi(name, case.config.apis[name], old, new, path)
        for (name, path), old, new in found
        if (old.oid if old else None) != (new.oid if new else None)
    )
    return (*own, *_by_parts(case, start, places, parts))


def _possible_parts(case: Case, places: Mapping[str, str]) -> tuple[str, ...]:
    """The changed files that a description could refer to: YAML or JSON, and no API's description."""
    descriptions = {api.description for api in case.config.apis.values()} | set(places.values())
    paths = {path for file in changed_files(case) for path in (file.path, file.before) if path}
    return tuple(sorted(path for path in paths - descriptions if path.endswith((".yaml", ".yml", ".json"))))


def _by_parts(case: Case, start: str, places: Mapping[str, str], parts: tuple[str, ...]) -> tuple[TouchedApi, ...]:
    """The APIs that change only through another file: their description names it (`$ref`), and is itself as it was."""
    others = {name: api for name, api in case.config.apis.items() if name not in places} if parts else {}
    blobs = case.ask.every(FileAt(start, api.description) for api in others.values())
    return tuple(
        TouchedApi(name, api, blob, blob, api.description, named)
        for (name, api), blob in zip(others.items(), blobs, strict=True)
        if blob and (named := tuple(path for path in parts if path.rpartition("/")[2].encode() in blob.data))
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
