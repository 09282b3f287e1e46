"""What we read of GraphQL's answers: the selections of `queries/*.graphql` as types.

A field that GitHub may leave null has None in its type; `tests/fidelity` holds that against the schema.
"""

from datetime import UTC, datetime

from msgspec import Struct, field


class Node(Struct, rename="camel"):
    """GraphQL spells in camelCase."""


class Who(Node):
    """An actor. GraphQL says a bot's login without `[bot]`; REST and webhooks say it with it."""

    typename: str = field(name="__typename")
    login: str
    database_id: int | None = None


class ReactionGroup(Node):
    """One of the eight reactions, and whether it is ours."""

    content: str
    viewer_has_reacted: bool


class Said(Node):
    """A comment."""

    id: str
    database_id: int | None
    url: str
    body: str
    created_at: datetime
    last_edited_at: datetime | None
    is_minimized: bool
    minimized_reason: str | None
    author: Who | None
    editor: Who | None
    reaction_groups: list[ReactionGroup] | None


class Forward(Node):
    """Where a list goes on."""

    has_next_page: bool
    end_cursor: str | None


class Backward(Node):
    """Where a list read from its end goes on."""

    has_previous_page: bool
    start_cursor: str | None


class Named(Node):
    """Something with a name."""

    name: str


class Labels(Node):
    """Labels."""

    nodes: list[Named | None] | None


class Comments(Node):
    """A page of comments."""

    total_count: int
    page_info: Forward
    nodes: list[Said | None] | None


class Event(Node):
    """A label put on or taken off, or a comment deleted."""

    typename: str = field(name="__typename")
    created_at: datetime | None = None
    actor: Who | None = None
    label: Named | None = None
    deleted_comment_author: Who | None = None


class Timeline(Node):
    """A page of events, oldest first."""

    page_info: Backward
    nodes: list[Event | None] | None


class Object(Node):
    """A git object; of a blob also its text."""

    oid: str | None = None
    is_truncated: bool = False
    text: str | None = None


class File(Node):
    """A path in a commit's tree."""

    object: Object | None


class Tip(Node):
    """What a branch points to; all it has only where that is a commit."""

    oid: str = ""
    file: File | None = None


class Branch(Node):
    """A branch by name."""

    name: str
    target: Tip | None


class Base(Node):
    """A pull request's base branch."""

    target: Tip | None


class Owner(Node):
    """A person or an organization."""

    typename: str = field(name="__typename")


class Changed(Node):
    """A file of a pull request."""

    path: str
    change_type: str


class Files(Node):
    """The first files of a pull request."""

    total_count: int
    nodes: list[Changed | None] | None


class Run(Node):
    """A check run."""

    database_id: int | None
    name: str
    external_id: str | None
    status: str
    conclusion: str | None


class Runs(Node):
    """Check runs."""

    nodes: list[Run | None] | None


class Suite(Node):
    """A check suite of ours."""

    status: str
    check_runs: Runs | None


class Suites(Node):
    """Check suites."""

    nodes: list[Suite | None] | None


class Associated(Node):
    """A pull request that a commit is in."""

    number: int
    closed: bool
    head_ref_oid: str


class AssociatedPulls(Node):
    """Pull requests that a commit is in, or was."""

    total_count: int
    nodes: list[Associated | None] | None

    @property
    def is_whole(self) -> bool:
        """Whether these are all; the closed ones count too, and the oldest come first."""
        return len(self.nodes or ()) >= self.total_count


class Head(Node):
    """A commit with our checks; all it has only where the object is a commit."""

    oid: str = ""
    committed_date: datetime | None = None
    check_suites: Suites | None = None
    associated_pull_requests: AssociatedPulls | None = None


class HeadCommit(Node):
    """A commit in its place in a pull request."""

    commit: Head


class Commits(Node):
    """A pull request's last commit."""

    nodes: list[HeadCommit | None] | None


class ThreadNode(Node):
    """An issue, or a pull request with what it has beyond an issue."""

    typename: str = field(name="__typename")
    id: str
    url: str
    title: str
    body: str
    closed: bool
    locked: bool
    created_at: datetime
    updated_at: datetime
    last_edited_at: datetime | None
    author: Who | None
    editor: Who | None
    labels: Labels | None
    comments: Comments
    timeline_items: Timeline
    is_draft: bool = False
    merged: bool = False
    merged_at: datetime | None = None
    is_cross_repository: bool = False
    head_ref_name: str = ""
    head_ref_oid: str = ""
    base_ref_name: str = ""
    base_ref_oid: str = ""
    base_ref: Base | None = None
    files: Files | None = None
    commits: Commits | None = None


class House(Node):
    """A repository."""

    database_id: int | None
    is_archived: bool
    is_private: bool
    owner: Owner
    default_branch_ref: Branch | None


class ThreadHouse(House):
    """A repository with one thread of it."""

    config: Object | None
    thread: ThreadNode | None


class ThreadAnswer(Node):
    """`Thread`."""

    repository: ThreadHouse | None


class CommentsThread(Node):
    """A thread's further comments."""

    updated_at: datetime
    comments: Comments


class CommentsHouse(Node):
    """A repository with that."""

    thread: CommentsThread | None


class CommentsAnswer(Node):
    """`Comments`."""

    repository: CommentsHouse | None


class TimelineThread(Node):
    """A thread's earlier events."""

    timeline_items: Timeline


class TimelineHouse(Node):
    """A repository with that."""

    thread: TimelineThread | None


class TimelineAnswer(Node):
    """`Timeline`."""

    repository: TimelineHouse | None


class HeadHouse(Node):
    """A repository with one commit of it."""

    object: Head | None


class HeadAnswer(Node):
    """`Head`."""

    repository: HeadHouse | None


class RepositoryLabels(Node):
    """A page of a repository's labels."""

    page_info: Forward
    nodes: list[Named | None] | None


class Number(Node):
    """A thread by its number."""

    number: int


class Numbers(Node):
    """A page of threads."""

    page_info: Forward
    nodes: list[Number | None] | None


class RepositoryHouse(House):
    """A repository with its labels and open pull requests."""

    config: Object | None
    labels: RepositoryLabels | None
    pull_requests: Numbers


class RepositoryAnswer(Node):
    """`Repository`."""

    repository: RepositoryHouse | None


class LabelledHouse(Node):
    """A repository with its issues of some labels."""

    issues: Numbers


class LabelledAnswer(Node):
    """`Labelled`."""

    repository: LabelledHouse | None


class MadeLabel(Node):
    """A label and when it was made."""

    name: str
    created_at: datetime | None


class MadeLabels(Node):
    """A page of those, the first made first."""

    page_info: Forward
    nodes: list[MadeLabel | None] | None


class LabelsMadeHouse(Node):
    """A repository with those."""

    labels: MadeLabels | None


class LabelsMadeAnswer(Node):
    """`LabelsMade`."""

    repository: LabelsMadeHouse | None


class CommitObject(Node):
    """A commit."""

    associated_pull_requests: AssociatedPulls | None = None


class CommitHouse(House):
    """A repository with one commit of it."""

    object: CommitObject | None


class CommitAnswer(Node):
    """`Commit`."""

    repository: CommitHouse | None


class Proposal(Node):
    """An issue with a stage label."""

    number: int
    title: str
    body: str
    url: str
    closed: bool
    created_at: datetime
    last_edited_at: datetime | None
    labels: Labels | None
    timeline_items: Timeline
    comments: Comments


class ProposalPage(Node):
    """A page of those."""

    page_info: Forward
    nodes: list[Proposal | None] | None


class ProposalsHouse(Node):
    """A repository with those."""

    issues: ProposalPage


class ProposalsAnswer(Node):
    """`Proposals`."""

    repository: ProposalsHouse | None


class FilesAnswer(Node):
    """`Files`: as many fields as were asked for."""

    repository: dict[str, Object | None] | None


class Version(Node):
    """A comment as it was; `diff` is the whole text."""

    edited_at: datetime
    diff: str | None
    editor: Who | None


class Versions(Node):
    """Versions, newest first."""

    nodes: list[Version | None] | None


class EditedNode(Node):
    """A comment's versions."""

    user_content_edits: Versions | None = None


class EditsAnswer(Node):
    """`Edits`."""

    node: EditedNode | None


class Card(Said, kw_only=True):
    """A comment that was asked for by its id; empty where the id is another thing's."""

    id: str = ""
    database_id: int | None = None
    url: str = ""
    body: str = ""
    created_at: datetime = datetime.min.replace(tzinfo=UTC)
    last_edited_at: datetime | None = None
    is_minimized: bool = False
    minimized_reason: str | None = None
    author: Who | None = None
    editor: Who | None = None
    reaction_groups: list[ReactionGroup] | None = None


class CardsAnswer(Node):
    """`Cards`: in the order they were asked for, None for one that is gone."""

    nodes: list[Card | None]


class SeenNode(Node):
    """When a comment was last edited."""

    last_edited_at: datetime | None = None

    @property
    def edited_at(self) -> datetime | None:
        """The same in UTC."""
        return self.last_edited_at and self.last_edited_at.astimezone(UTC)


class SeenAnswer(Node):
    """`Seen`."""

    nodes: list[SeenNode | None]


class HideAnswer(Node):
    """`Hide`: nothing of it is read."""


class MergeCommit(Node):
    """The commit a pull request became."""

    oid: str
    url: str = ""
    committed_date: datetime | None = None
    file: File | None = None


class Merged(Node):
    """The pull request that brought a commit."""

    number: int
    url: str
    merged: bool
    merged_at: datetime | None
    base_ref_name: str
    merge_commit: MergeCommit | None


class MergedPulls(Node):
    """The pull requests that a commit came by."""

    nodes: list[Merged | None] | None


class Parent(Node):
    """A parent."""

    oid: str


class Parents(Node):
    """The first parent."""

    nodes: list[Parent | None] | None


class Step(Node):
    """A commit of a history."""

    oid: str
    url: str
    committed_date: datetime
    file: File | None
    associated_pull_requests: MergedPulls | None
    parents: Parents | None = None


class Steps(Node):
    """A page of a history, newest first."""

    page_info: Forward
    nodes: list[Step | None] | None


class HistoryObject(Node):
    """A commit with what is below it."""

    history: Steps | None = None


class HistoryHouse(Node):
    """A repository with one history of it."""

    object: HistoryObject | None
    default_branch_ref: Named | None = None


class HistoryAnswer(Node):
    """`History` and `Line`."""

    repository: HistoryHouse | None
