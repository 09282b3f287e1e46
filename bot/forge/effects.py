"""What the core may want done. Frozen values with keys, applied in order, each written to be repeated.

*State* effects say how something shall be; the journal keeps the last value written and skips the same one for 60 s.
*One-time* effects are keyed by their cause, never by their text; a key that is done is not done again.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from hashlib import sha256

from bot.forge.facts import GrantKind, Reaction
from bot.forge.subjects import Subject, Thread


@dataclass(frozen=True, slots=True)
class SetStageLabel:
    """Put the stage label on, then take the others off: a crash between leaves two, never none."""

    thread: Thread
    label: str
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One value per thread."""
        return f"stage-label:{self.thread}"


@dataclass(frozen=True, slots=True)
class SetLabels:
    """Put these on, then take those off, and touch no other label."""

    thread: Thread
    slot: str
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One value per thread and purpose (`verdict`, `stage-mirror`)."""
        return f"labels:{self.slot}:{self.thread}"


@dataclass(frozen=True, slots=True)
class WriteCard:
    """Our one comment that is edited in place: the status card on an issue, the verdict on a pull request.

    `comment` is the card that was seen (None: write a new one). `ledger` is what the journal keeps for the next look.
    """

    thread: Thread
    comment: int | None
    body: str
    ledger: str
    remembers: bool = False
    """True where a new ledger entry is in it: then the rule of one write per 10 s does not hold it up."""
    pin: bool = False

    @property
    def key(self) -> str:
        """One value per thread."""
        return f"card:{self.thread}"


@dataclass(frozen=True, slots=True)
class Say:
    """A new comment, once per cause. It hides its predecessor of the same `kind` as outdated where `replaces` says so.

    The marker that finds it again after a crash is written by the shell from `key` and `kind`.
    """

    thread: Thread
    cause: str
    kind: str
    body: str
    replaces: bool = False
    folded: bool = False
    """It is no word for people: minimised as soon as it is written."""

    @property
    def key(self) -> str:
        """One per cause and kind."""
        return f"say:{self.thread}:{self.kind}:{self.cause}"


def marker(say: Say) -> str:
    """The hidden line that heads a `Say` in GitHub, by which it is found again: `<!-- stagekeeper:say KIND HASH -->`.

    It means something only in a comment that our own app wrote.
    """
    return f"<!-- stagekeeper:say {say.kind} {sha256(say.key.encode()).hexdigest()[:16]} -->"


CARD_MARK = "<!-- stagekeeper:card"
"""How the body of our one edited comment begins; the core writes it, the shell finds the comment by it."""


@dataclass(frozen=True, slots=True)
class React:
    """Our reaction on a comment, in place of any other of ours among 👍 and 😕 (`None`: take ours off). Always last."""

    thread: Thread
    comment: int
    content: Reaction | None

    @property
    def key(self) -> str:
        """One value per comment."""
        return f"react:{self.thread}:{self.comment}"


@dataclass(frozen=True, slots=True)
class Hide:
    """Minimise one of our own comments as outdated."""

    thread: Thread
    node: str

    @property
    def key(self) -> str:
        """Once per comment."""
        return f"hide:{self.node}"


class Conclusion(Enum):
    """How a check run ends."""

    SUCCESS = "success"
    FAILURE = "failure"
    NEUTRAL = "neutral"
    ACTION_REQUIRED = "action_required"


class Level(Enum):
    """How loud an annotation is."""

    NOTICE = "notice"
    WARNING = "warning"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark on lines of a file of the head commit; `title` ≤ 255 characters, `message` ≤ 64 KB."""

    path: str
    start_line: int
    end_line: int
    level: Level
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button on a check run: label ≤ 20, description ≤ 40, identifier ≤ 20 characters."""

    label: str
    description: str
    identifier: str


@dataclass(frozen=True, slots=True)
class SetCheck:
    """The completed check run on a head commit; its `external_id` is the sha."""

    thread: Thread
    sha: str
    name: str
    conclusion: Conclusion
    title: str
    summary: str
    text: str = ""
    annotations: tuple[Annotation, ...] = ()
    buttons: tuple[Button, ...] = ()
    asked: tuple[str, ...] = ()
    """What asks for a new run though the value is the same: clicks and comments, by cause. Each gets one run, once."""
    rerun_of: int | None = None
    """The run that GitHub itself says is to be run again; a read may trail behind the answer to that."""
    newest: int | None = None
    """Our newest run, as far as the writer knows: a new one whose writing was cut off has a larger number."""

    @property
    def key(self) -> str:
        """One value per commit and name."""
        return f"check:{self.thread.repo}@{self.sha}:{self.name}"

    @property
    def afresh(self) -> bool:
        """Whether a new run is wanted even though the same value was written before."""
        return bool(self.asked) or self.rerun_of is not None


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A file's new content; None removes it."""

    path: str
    data: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class CommitWrite:
    """One commit of ours. `at` is an argument, so that writing it twice makes the same commit."""

    message: str
    at: datetime
    files: tuple[FileWrite, ...]


@dataclass(frozen=True, slots=True)
class OpenPull:
    """A branch with commits of ours on `parent`, and the pull request from it.

    `ours` is the branch's head that we wrote last (None: the branch is new). Where the branch has moved on, a person
    works on it: nothing is written. `pull` is the number of the open pull request to update, None to open one.
    Done again it finds branch and pull request by name and leaves them. `body` may hold `{head}`: the commit written.
    """

    thread: Thread
    cause: str
    branch: str
    base: str
    parent: str
    commits: tuple[CommitWrite, ...]
    title: str
    body: str
    draft: bool = False
    ours: str | None = None
    pull: int | None = None
    labels: tuple[str, ...] = ()
    if_unchanged: tuple["CommentState", ...] = ()

    @property
    def key(self) -> str:
        """Once per cause."""
        return f"pull:{self.thread}:{self.branch}:{self.cause}"


@dataclass(frozen=True, slots=True)
class CommentState:
    """A comment as it was when it was believed: read again before an effect that cannot be taken back."""

    comment: int
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Grant:
    """Let somebody in: membership of `target` (`org/team`), or read access to it (`owner/repo`)."""

    thread: Thread
    cause: str
    login: str
    kind: GrantKind
    target: str
    if_unchanged: tuple[CommentState, ...] = ()

    @property
    def key(self) -> str:
        """Once per command and person."""
        return f"grant:{self.thread}:{self.cause}:{self.login.lower()}"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Undo a `Grant` of ours: take somebody out of `target`, or take an invitation to it back."""

    thread: Thread
    cause: str
    login: str
    kind: GrantKind
    target: str
    if_unchanged: tuple[CommentState, ...] = ()

    @property
    def key(self) -> str:
        """Once per command and person."""
        return f"withdraw:{self.thread}:{self.cause}:{self.login.lower()}"


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it shall exist in a repository: colour as six hex digits, description ≤ 100 characters."""

    name: str
    color: str
    description: str


@dataclass(frozen=True, slots=True)
class EnsureLabels:
    """Create those of these labels that are missing; existing ones are left as people made them."""

    subject: Subject
    labels: tuple[Label, ...]

    @property
    def key(self) -> str:
        """One value per repository."""
        return f"labels:{self.subject}"


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """An issue of ours, once per cause; its marker is written by the shell."""

    subject: Subject
    cause: str
    title: str
    body: str

    @property
    def key(self) -> str:
        """Once per cause."""
        return f"issue:{self.subject}:{self.cause}"


@dataclass(frozen=True, slots=True)
class LookAt:
    """Look at another subject: a stage, a config or a description changed what is true there.

    With a cause it is done once; else always, for looking once more does no harm. Two subjects that ask each other for
    a look need a cause: while our writes are not readable yet, each would find something new again and again.
    """

    subject: Subject
    cause: str = ""

    @property
    def key(self) -> str:
        """Once per cause, where it has one."""
        return f"look:{self.subject}:{self.cause}"


Effect = (
    SetStageLabel
    | SetLabels
    | WriteCard
    | Say
    | React
    | Hide
    | SetCheck
    | OpenPull
    | Grant
    | Withdraw
    | EnsureLabels
    | OpenIssue
    | LookAt
)
ONE_TIME = (Say, Hide, OpenPull, Grant, Withdraw, OpenIssue)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look came to: effects in order, and when to look again by itself (None: when told)."""

    effects: tuple[Effect, ...] = ()
    look_again_at: datetime | None = None
