"""What we read of GitHub's REST answers, and no more. A field without a default must be there and not null.

`tests/fidelity` holds these against GitHub's own description: none unknown, none of the fields that version 2026-03-10
drops, none required here that is optional there.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct


class Nothing(Struct):
    """An answer of which we read nothing."""


class App(Struct):
    """Ourselves."""

    slug: str = ""


class Installation(Struct):
    """An installation of the app."""

    id: int
    suspended_at: str | None = None


class MintedToken(Struct):
    """A new installation token."""

    token: str
    expires_at: str


class Account(Struct):
    """A person, a bot or an organization."""

    id: int
    login: str
    type: str


class InstalledRepository(Struct):
    """A repository that an installation covers."""

    full_name: str
    archived: bool


class Delivery(Struct):
    """One attempt at delivering a webhook."""

    id: int
    guid: str
    delivered_at: datetime
    status: str
    event: str
    action: str | None = None


class DeliveryRequest(Struct):
    """What GitHub sent."""

    payload: Any = None


class DeliveryDetail(Struct):
    """One attempt with what was sent."""

    guid: str
    event: str
    request: DeliveryRequest


class Permission(Struct):
    """What somebody may do in a repository."""

    role_name: str


class Membership(Struct):
    """Somebody's place in a team: `active` or `pending`."""

    state: str


class Object(Struct):
    """A git object by its id."""

    sha: str


class GitBlob(Struct):
    """A blob in base64."""

    content: str


class TreeEntry(Struct):
    """A line of a git tree."""

    path: str
    type: str
    mode: str
    sha: str


class Tree(Struct):
    """A git tree; `truncated` where it was too much for one answer."""

    tree: list[TreeEntry]
    truncated: bool


class GitCommit(Struct):
    """A commit and its tree."""

    sha: str
    tree: Object


class Ref(Struct):
    """What a branch points to."""

    object: Object


class Comparison(Struct):
    """Where two lines parted."""

    merge_base_commit: Object


class File(Struct):
    """A file of a pull request."""

    filename: str
    status: str
    previous_filename: str | None = None


class Label(Struct):
    """A label."""

    name: str


class Pull(Struct):
    """A pull request."""

    number: int
    html_url: str
    state: str
    title: str
    head: Object
    labels: list[Label]
    merged_at: str | None = None
    body: str | None = None


class OpenedPull(Struct):
    """A pull request just made or changed."""

    number: int


class Output(Struct):
    """What a check run says."""

    annotations_count: int


class Run(Struct):
    """A check run."""

    id: int
    name: str
    output: Output
    external_id: str | None = None


class RunAnnotation(Struct):
    """A remark of a check run."""

    path: str
    start_line: int
    end_line: int
    annotation_level: str | None = None
    title: str | None = None
    message: str | None = None


class Comment(Struct):
    """A comment just written."""

    id: int
    node_id: str


class Issue(Struct):
    """An issue, or a pull request as its issue."""

    number: int
    user: Account | None = None
    body: str | None = None


class ReactionMade(Struct):
    """A reaction and whose it is."""

    id: int
    content: str
    user: Account | None = None
