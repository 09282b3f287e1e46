"""What the core may ask. Each question names what is asked about; the shell answers all open ones in one round.

A question is about the repository of the thread being looked at. `Question[A]` is answered by an `A`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.forge.facts import Actor, Blob, CannotTell, ChangedFile, Comment, GrantKind, LabelEvent, Roster, ThreadFacts
from bot.forge.subjects import Thread

A = TypeVar("A", covariant=True)


class Question(Generic[A]):
    """Something the core wants to know; frozen and hashable, so that an answer is found by it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RoleOf(Question[str | CannotTell]):
    """A login's `role_name` in the repository: `admin`, `maintain`, `write`, `triage`, `read`, `none`, or a custom one.

    Source: "Get repository permissions for a user"; `permission` flattens, `role_name` does not.
    """

    login: str


@dataclass(frozen=True, slots=True)
class AccountOf(Question[Actor | None]):
    """The account behind a login that somebody typed; None where there is none."""

    login: str


@dataclass(frozen=True, slots=True)
class HasAccess(Question[bool | CannotTell]):
    """Whether somebody is in a team (`org/team`), invited or active, or may read a repository (`owner/repo`)."""

    login: str
    kind: GrantKind
    target: str


@dataclass(frozen=True, slots=True)
class OurTextOf(Question[str | None]):
    """What we last wrote in a comment of ours that somebody else edited; None where GitHub no longer has it.

    Source: GraphQL `userContentEdits`; a version's `diff` is its whole text.
    """

    node: str


@dataclass(frozen=True, slots=True)
class MembersOf(Question[Roster | CannotTell]):
    """The active members of an organization's team; a team that does not exist is `CannotTell` too."""

    organization: str
    slug: str


@dataclass(frozen=True, slots=True)
class FileAt(Question[Blob | None]):
    """A file at a commit; None where there is none."""

    commit: str
    path: str


@dataclass(frozen=True, slots=True)
class NamesIn(Question[tuple[str, ...]]):
    """The paths of all files at a commit below a folder (`""`: of the whole tree), sorted."""

    commit: str
    folder: str


@dataclass(frozen=True, slots=True)
class MergeBase(Question[str | None]):
    """The commit a head left its base from; None where the two have none."""

    base: str
    head: str


@dataclass(frozen=True, slots=True)
class FilesOf(Question[tuple[ChangedFile, ...]]):
    """All files of a pull request with the old names of renamed ones. `head` only tells one answer from another."""

    number: int
    head: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a file on the default branch's first-parent line."""

    commit: str
    blob: str | None
    """None where this commit removed the file."""
    at: datetime
    """When it was merged (the pull request's `mergedAt`), else the commit's date."""
    url: str
    pull: int | None = None


@dataclass(frozen=True, slots=True)
class HistoryOf(Question[tuple[Revision, ...]]):
    """The file's revisions on the default branch, newest first, back to its beginning (at most 500)."""

    head: str
    path: str


@dataclass(frozen=True, slots=True)
class BlobOf(Question[Blob]):
    """A blob by its object id, whole."""

    oid: str


@dataclass(frozen=True, slots=True)
class FirstLabelAt(Question[datetime | None]):
    """When the first of these labels was made in the repository; None where none of them is there.

    Source: GraphQL `Label.createdAt`; REST does not tell it. Nobody tells who made a label.
    """

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """An issue with a stage label, with no more than it takes to know its API and its trusted stage."""

    thread: Thread
    title: str
    body: str
    url: str
    open: bool
    written_at: datetime
    labels: frozenset[str]
    label_events: tuple[LabelEvent, ...]
    cards: tuple[Comment, ...]
    """Our card, wherever in the thread it stands, and what else we wrote among its first comments."""
    edited_at: datetime | None = None
    """When the body was last edited."""


@dataclass(frozen=True, slots=True)
class Proposals(Question[tuple[ProposalFacts, ...]]):
    """Every issue that carries one of these labels, open and closed, oldest first."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BranchPull:
    """The newest pull request from a branch of ours."""

    number: int
    url: str
    open: bool
    merged: bool
    body: str
    head: str
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PullFrom(Question[BranchPull | None]):
    """The newest pull request, open or closed, whose head is this branch of the base repository."""

    branch: str


@dataclass(frozen=True, slots=True)
class PullAt(Question[ThreadFacts | None]):
    """Another pull request as it is now; None where it is not open, or its head is another commit."""

    number: int
    head: str


@dataclass(frozen=True, slots=True)
class BranchAt(Question[str | None]):
    """The commit a branch points to; None where there is no such branch."""

    branch: str
