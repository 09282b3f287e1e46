"""The kinds of things GitHub holds, as far as they are not git's or a pull request's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A person, an organization or an App's bot."""

    id: int
    login: str
    type: str
    created_at: datetime
    name: str | None = None
    email: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Installation:
    """The App, put into an account. `repository_ids` is None when all repositories are meant."""

    id: int
    account_id: int
    permissions: tuple[tuple[str, str], ...]
    events: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    repository_ids: tuple[int, ...] | None = None
    suspended_at: datetime | None = None
    suspended_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in an organization; pending until an invitation is accepted, private unless made public."""

    id: int
    organization_id: int
    user_id: int
    role: str = "member"
    state: str = "active"
    public: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A team of an organization."""

    id: int
    organization_id: int
    slug: str
    name: str
    created_at: datetime
    description: str | None = None
    privacy: str = "closed"


@dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody's place in a team."""

    id: int
    team_id: int
    user_id: int
    role: str = "member"
    state: str = "active"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; its files are in git."""

    id: int
    owner_id: int
    name: str
    created_at: datetime
    updated_at: datetime
    pushed_at: datetime
    private: bool = False
    description: str | None = None
    default_branch: str = "main"
    archived: bool = False
    fork_of_id: int | None = None
    next_number: int = 1


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a repository was called before; such addresses answer 301."""

    id: int
    full_name: str
    repository_id: int


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person (or a team) may do in a repository: read, triage, write, maintain, admin."""

    id: int
    repository_id: int
    role_name: str
    user_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class RepositoryInvitation:
    """An outsider asked into a repository, who has not answered yet."""

    id: int
    repository_id: int
    invitee_id: int
    inviter_id: int
    permission: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a repository."""

    id: int
    repository_id: int
    name: str
    color: str = "ededed"
    description: str | None = None
    default: bool = False
    created_at: datetime | None = None
    """GraphQL tells it, REST does not."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue, or the part of a pull request that is one (`is_pull`)."""

    id: int
    repository_id: int
    number: int
    title: str
    body: str | None
    author_id: int
    created_at: datetime
    updated_at: datetime
    state: str = "open"
    state_reason: str | None = None
    closed_at: datetime | None = None
    closed_by_id: int | None = None
    locked: bool = False
    lock_reason: str | None = None
    label_ids: tuple[int, ...] = ()
    assignee_ids: tuple[int, ...] = ()
    last_edited_at: datetime | None = None
    editor_id: int | None = None
    is_pull: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue or a pull request."""

    id: int
    repository_id: int
    issue_id: int
    body: str
    author_id: int
    created_at: datetime
    updated_at: datetime
    last_edited_at: datetime | None = None
    editor_id: int | None = None
    minimized_reason: str | None = None
    pinned_at: datetime | None = None
    pinned_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One version of a text: who wrote it when, and all of it (`diff`, as GraphQL calls the text)."""

    id: int
    subject_id: int
    editor_id: int
    edited_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """One person's reaction; one per person and content."""

    id: int
    subject_id: int
    user_id: int
    content: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """What happened on an issue besides comments: labeled, unlabeled, closed, renamed, comment_deleted, and so on."""

    id: int
    issue_id: int
    event: str
    actor_id: int
    created_at: datetime
    label_id: int | None = None
    label_name: str | None = None
    label_color: str | None = None
    before: str | None = None
    after: str | None = None
    subject_user_id: int | None = None
    commit_id: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """What a secret stands for; the secret itself is kept as a hash."""

    id: int
    digest: str
    user_id: int | None = None
    installation_id: int | None = None
    permissions: tuple[tuple[str, str], ...] = ()
    repository_ids: tuple[int, ...] | None = None
    expires_at: datetime | None = None
