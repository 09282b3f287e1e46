"""What was observed: people, comments, labels, pull requests, files. Times are aware and in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from bot.forge.subjects import Commit, Repo, Repository, Subject, Thread


class ActorKind(Enum):
    """What an account is, as GraphQL's `__typename` says it."""

    USER = "User"
    BOT = "Bot"
    OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account. `id` is its `databaseId` and what accounts are compared by; logins change hands."""

    kind: ActorKind
    id: int
    login: str


class Reaction(Enum):
    """The reactions GitHub knows, by the names REST takes."""

    THUMBS_UP = "+1"
    THUMBS_DOWN = "-1"
    LAUGH = "laugh"
    CONFUSED = "confused"
    HEART = "heart"
    HOORAY = "hooray"
    ROCKET = "rocket"
    EYES = "eyes"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; a deleted account's author is None, `edited_at` None means never edited."""

    id: int
    node: str
    url: str
    body: str
    written_at: datetime
    author: Actor | None
    edited_at: datetime | None = None
    editor: Actor | None = None
    hidden_as: str | None = None
    """GitHub's reason in lower case (`spam`, `abuse`, `outdated` …) where the comment is minimised."""
    ours: bool = False
    """Written by our own app, judged by kind and id, never by a login or a marker."""
    our_reactions: frozenset[Reaction] = frozenset()


@dataclass(frozen=True, slots=True)
class LabelEvent:
    """A label put on or taken off; of one second, comments came first (see `docs/architecture.md`)."""

    label: str
    added: bool
    at: datetime
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class CommentDeleted:
    """That somebody deleted a comment; GitHub does not say which, only whose."""

    at: datetime
    actor: Actor | None
    author: Actor | None


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The answer to a question GitHub would not let us read; never the same as "no"."""

    why: str


@dataclass(frozen=True, slots=True)
class Roster:
    """The active members of a team."""

    members: frozenset[Actor]

    def has(self, actor: Actor) -> bool:
        """Whether the account is a member, by id."""
        return any(member.id == actor.id for member in self.members)


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's content, named by git's object id."""

    oid: str
    data: bytes


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """The repository a thread is in."""

    repo: Repo
    id: int
    default_branch: str
    head: str | None
    """The default branch's newest commit; None in an empty repository."""
    archived: bool = False
    private: bool = False
    owner_is_organization: bool = True


class Change(Enum):
    """What a pull request does to a file."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of a pull request. `before` is the old path of a renamed one; None when not asked for."""

    path: str
    change: Change
    before: str | None = None


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Our own check run on a head commit."""

    id: int
    name: str
    external_id: str
    status: str
    conclusion: str | None
    suite_status: str
    """The suite's: `queued` beside our completed run means that somebody asked for a re-run."""


@dataclass(frozen=True, slots=True)
class PullFacts:
    """What a pull request has beyond an issue."""

    draft: bool
    merged: bool
    merged_at: datetime | None
    from_fork: bool
    head_ref: str
    head: str
    head_committed_at: datetime
    base_ref: str
    base: str
    """The base branch's newest commit, not the merge base."""
    files: tuple[ChangedFile, ...]
    files_total: int
    check: CheckRun | None = None
    same_head: tuple[int, ...] = ()
    """The other open pull requests whose head is this commit: the check is theirs as well."""


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """An issue or pull request as one look saw it."""

    subject: Thread
    repository: RepositoryFacts
    me: Actor
    node: str
    url: str
    title: str
    body: str
    open: bool
    locked: bool
    written_at: datetime
    updated_at: datetime
    author: Actor | None
    labels: frozenset[str]
    comments: tuple[Comment, ...] = ()
    """Oldest first."""
    label_events: tuple[LabelEvent, ...] = ()
    """Oldest first, back to the newest stage label that we set ourselves, or to the beginning."""
    deletions: tuple[CommentDeleted, ...] = ()
    edited_at: datetime | None = None
    editor: Actor | None = None
    config: Blob | None = None
    """`.github/stagekeeper.yml` of the default branch (of the base branch for a pull request)."""
    pull: PullFacts | None = None


@dataclass(frozen=True, slots=True)
class RepositoryLook:
    """A repository as one look saw it: what `onboarding` and fan-out need."""

    subject: Repository
    repository: RepositoryFacts
    me: Actor
    labels: frozenset[str]
    config: Blob | None
    issues: tuple[Thread, ...]
    """Issues that carry a `stage: …` label, open and closed."""
    pulls: tuple[Thread, ...]
    """Open pull requests, newest first."""
    onboarding_issue: Thread | None = None
    """Our own issue with the onboarding marker, open or closed."""


@dataclass(frozen=True, slots=True)
class CommitLook:
    """A commit as one look saw it: only which pull requests it heads."""

    subject: Commit
    repository: RepositoryFacts
    pulls: tuple[Thread, ...]


Facts = ThreadFacts | RepositoryLook | CommitLook


class GrantKind(Enum):
    """What an invitation gives: membership of a team, or a repository to read."""

    TEAM = "team"
    REPOSITORY = "repository"


RERUN = "rerequested"
"""What a click on GitHub's own *Re-run* is called, beside the identifiers of our buttons."""


@dataclass(frozen=True, slots=True)
class Click:
    """A button pressed on our check run: the one input that leaves no trace in GitHub.

    *Re-run* leaves one, the suite's state; a read may trail behind it, so the click is kept as well.
    """

    guid: str
    action: str
    actor: Actor
    at: datetime

    @property
    def cause(self) -> str:
        """What is done for it is known by this, in the ledger and in the journal."""
        return f"click:{self.guid}"


@dataclass(frozen=True, slots=True)
class Want:
    """How fresh a read must be to show what the newest webhook told of. Used for nothing else."""

    updated_at: datetime | None = None
    comment: int | None = None
    head: str | None = None
    label: str | None = None
    """`+stage: ga` that was put on, `-stage: ga` that was taken off; of a repository: made, deleted. Moments tell
    seconds apart, and no finer."""
    gone: int | None = None
    """A comment that was deleted: the webhook tells the thread's time of before."""

    def met_by(self, facts: Facts) -> bool:
        """Whether the read shows at least what was announced; always true where nothing was."""
        if isinstance(facts, RepositoryLook):
            return (self.head is None or facts.repository.head == self.head) and self._shown_by(facts.labels)
        if not isinstance(facts, ThreadFacts):
            return True
        return (
            (self.updated_at is None or _freshest(facts) >= self.updated_at)
            and (self.comment is None or any(comment.id >= self.comment for comment in facts.comments))
            and (self.head is None or facts.pull is None or facts.pull.head == self.head)
            and self._shown_by(facts.labels)
            and not any(comment.id == self.gone for comment in facts.comments)
        )

    def _shown_by(self, labels: frozenset[str]) -> bool:
        return self.label is None or (self.label[1:] in labels) is self.label.startswith("+")

    def merged(self, newer: "Want") -> "Want":
        """What must be seen for both; of heads, labels and deletions the newer one counts."""
        return Want(
            max(filter(None, (self.updated_at, newer.updated_at)), default=None),
            max(filter(None, (self.comment, newer.comment)), default=None),
            newer.head or self.head,
            newer.label or self.label,
            newer.gone or self.gone,
        )


def _freshest(facts: ThreadFacts) -> datetime:
    """The newest moment the read shows; an edited comment may be newer than its thread."""
    return max(
        facts.updated_at, *(comment.edited_at or comment.written_at for comment in facts.comments), facts.written_at
    )


class Stale(Enum):
    """What we keep in memory that a webhook says is no longer so."""

    ROSTERS = "rosters"
    TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a webhook told: where to look, how fresh the look must be, a click if it was one, what to forget."""

    subjects: tuple[Subject, ...] = ()
    want: Want = field(default_factory=Want)
    click: Click | None = None
    stale: frozenset[Stale] = frozenset()


@dataclass(frozen=True, slots=True)
class Secret:
    """A key for signing what we remember in a thread, with the name that is written beside the signature."""

    name: str
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """All that one decision is made from."""

    facts: Facts
    now: datetime
    secrets: tuple[Secret, ...]
    """Newest first: the first signs, all of them verify."""
    clicks: tuple[Click, ...] = ()
    remembered: str | None = None
    """The newest ledger of this thread that the journal holds (it may be newer than a lagging read)."""


def in_utc(text: str) -> datetime:
    """The moment that GitHub wrote as `2026-09-02T10:00:00Z`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def newest(moments: Iterable[datetime | None]) -> datetime | None:
    """The latest of those moments that are there."""
    return max(filter(None, moments), default=None)
