"""acme/apis, where a payments API grows up: files, changes, people, words. Setting it up is not its work.

Changes are edits by their surroundings, so each applies to the repository's beginning and to what others made of it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from typing import Any

ORGANIZATION = "acme"
REPOSITORY = "apis"
DEFAULT_BRANCH = "main"
DESCRIPTION = "apis/payments_v1.yaml"
PROPOSAL_TITLE = "API proposal: Payments"
PROPOSAL_LABEL = "stage: idea"
"""What the issue form puts on, in the submitter's name."""

_HERE = resources(__name__)


@dataclass(frozen=True, slots=True)
class Edit:
    """In the file at `path`, `find` becomes `put`; both are whole lines."""

    path: str
    find: str = field(repr=False)
    put: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What a person does in one pull request of one commit."""

    name: str
    title: str
    body: str = field(repr=False)
    branch: str
    author: str
    message: str
    edits: tuple[Edit, ...]

    def applied(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The changed files, whole.

        Raises ValueError where a file has the lines to change not exactly once.
        """
        changed: dict[str, bytes] = {}
        for edit in self.edits:
            text = changed.get(edit.path, files.get(edit.path, b"")).decode()
            if text.count(edit.find) != 1:
                raise ValueError(f"{self.name}: {edit.path} has these lines {text.count(edit.find)} times: {edit.find}")
            changed[edit.path] = text.replace(edit.find, edit.put).encode()
        return changed


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account. `part` is what they do in the story; `teams` are slugs of the organization."""

    login: str
    name: str
    part: str
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """A team and the role it has in the repository."""

    slug: str
    name: str
    role: str
    members: tuple[str, ...]


def files() -> dict[str, bytes]:
    """The repository at the beginning: path to content."""
    return dict(_walk(_HERE / "files", ""))


def change(name: str) -> Change:
    """One of `additive`, `breaking` and `repaired` (the breaking one made compatible, on the same branch)."""
    return _change(_HERE / "changes" / f"{name}.toml", name)


def history() -> tuple[Change, ...]:
    """What was merged during the private beta, oldest first; the second one breaks callers."""
    found = sorted((entry for entry in (_HERE / "history").iterdir()), key=lambda entry: entry.name)
    return tuple(_change(entry, entry.name.removesuffix(".toml")) for entry in found if entry.name.endswith(".toml"))


def people() -> tuple[Person, ...]:
    """Everybody who plays."""
    return tuple(
        Person(login, told["name"], told["part"], tuple(told.get("teams", ())))
        for login, told in _cast()["people"].items()
    )


def teams() -> tuple[Team, ...]:
    """The organization's teams."""
    everybody = people()
    return tuple(
        Team(slug, told["name"], told["role"], tuple(one.login for one in everybody if slug in one.teams))
        for slug, told in _cast()["teams"].items()
    )


def proposal_body() -> str:
    """The proposal as the issue form renders it."""
    return (_HERE / "proposal.md").read_text(encoding="utf-8")


def _cast() -> dict[str, Any]:
    return tomllib.loads((_HERE / "people.toml").read_text(encoding="utf-8"))


def _walk(folder: Traversable, below: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{below}{entry.name}"
        found += _walk(entry, f"{path}/") if entry.is_dir() else [(path, entry.read_bytes())]
    return found


def _change(source: Traversable, name: str) -> Change:
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    edits = tuple(Edit(edit["path"], edit["find"], edit["put"]) for edit in told.pop("edit"))
    return Change(name=name, edits=edits, **told)
