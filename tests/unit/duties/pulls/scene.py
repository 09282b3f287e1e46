"""A pull request on the payments API, with a repository of a few files behind it, played look by look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha1

from bot.config import Config, read_config
from bot.contract import Description, Report
from bot.contract.description import DescribedOperation, Examples
from bot.duties.asking import Asking, Unanswered
from bot.duties.comparison import ComparisonOf, DescriptionOf
from bot.duties.in_force import InForce
from bot.duties.pull import pull
from bot.forge.effects import Effect, Plan
from bot.forge.facts import (
    Actor,
    ActorKind,
    Blob,
    CannotTell,
    Change,
    ChangedFile,
    Click,
    Comment,
    Look,
    PullFacts,
    RepositoryFacts,
    Roster,
    Secret,
    ThreadFacts,
)
from bot.forge.questions import (
    BranchAt,
    FileAt,
    FilesOf,
    MembersOf,
    MergeBase,
    NamesIn,
    OurTextOf,
    ProposalFacts,
    Proposals,
    PullFrom,
    Question,
    RoleOf,
)
from bot.forge.subjects import Repo, Thread
from bot.lifecycle.ledger import Entry, Ledger, sign
from bot.sandbox.scenarios import payments
from tests.unit.world import Answers, answers_after, applied

REPO = Repo("acme", "apis")
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
BASE, HEAD, HEAD2 = "b" * 40, "c" * 40, "d" * 40
SECRET = Secret("k1", b"a key of the tests")
PATH = payments.DESCRIPTION
ME = Actor(ActorKind.BOT, 900, "stagekeeper[bot]")
LEE = Actor(ActorKind.USER, 1, "lee")
OLA = Actor(ActorKind.USER, 2, "ola")
PRIYA = Actor(ActorKind.USER, 3, "priya")
STRANGER = Actor(ActorKind.USER, 9, "stranger")
NETWORK = Actor(ActorKind.USER, 4, "nia")
CONFIG = payments.files()[".github/stagekeeper.yml"].decode()
QUIET = Report("1", (), ())


def oid(data: bytes) -> str:
    """A blob's name."""
    return sha1(b"blob %d\0" % len(data) + data).hexdigest()


def config(text: str = CONFIG) -> Config:
    """The settings in a text."""
    found = read_config(text)
    assert isinstance(found, Config), found
    return found


@dataclass(frozen=True)
class Scene:
    """All that a look at one pull request is answered from."""

    report: Report | CannotTell = QUIET
    stage: str | None = "ga"
    """What the proposal's ledger says; None: there is no proposal."""
    settings: str = CONFIG
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    """By commit."""
    changed: tuple[ChangedFile, ...] = (ChangedFile(PATH, Change.MODIFIED),)
    comments: tuple[Comment, ...] = ()
    clicks: tuple[Click, ...] = ()
    enforced: bool = True
    teams_readable: bool = True
    facts: ThreadFacts | None = None
    answers: Answers = field(default_factory=dict)
    now: datetime = NOW
    pull: PullFacts = field(default_factory=lambda: pull_facts())
    unreadable: Description | None = None
    remembered: str | None = None

    def thread(self) -> ThreadFacts:
        """The pull request as it is now."""
        return self.facts or ThreadFacts(
            subject=Thread(REPO, 12),
            repository=RepositoryFacts(REPO, 77, "main", BASE),
            me=ME,
            node="PR_12",
            url="https://github.com/acme/apis/pull/12",
            title="Say in the name that amounts are in the smallest unit",
            body="",
            open=True,
            locked=False,
            written_at=NOW - timedelta(hours=1),
            updated_at=NOW,
            author=LEE,
            labels=frozenset(),
            comments=self.comments,
            config=Blob(oid(self.settings.encode()), self.settings.encode()),
            pull=replace(self.pull, files=self.changed, files_total=len(self.changed)),
        )

    def plan(self) -> Plan:
        """What one look comes to, all questions answered."""
        facts, answers = self.thread(), dict(self.answers)
        look = Look(facts, self.now, (SECRET,), self.clicks, self.remembered)
        for _ in range(8):  # seven rounds of questions at most: each one waits for GitHub
            ask = Asking(answers)
            try:
                return pull(look, facts, self.in_force(), ask)
            except Unanswered:
                assert ask.open, "it waits for nothing"
                answers.update({question: self.answer(question) for question in ask.open})
        raise AssertionError("it never stops asking")

    def in_force(self) -> InForce:
        """The settings as they count."""
        return InForce(config(self.settings), enforced=self.enforced, observed_until=None)

    def after(self, plan: Plan) -> "Scene":
        """The same pull request once the plan has taken effect."""
        facts = applied(self.thread(), plan, now=self.now)
        return replace(self, facts=facts, answers=answers_after(self.answers, plan), clicks=())

    def settled(self) -> "Scene":
        """After as many looks as it takes until nothing is left to do."""
        scene = self
        for _ in range(4):
            plan = scene.plan()
            if not plan.effects:
                return scene
            scene = scene.after(plan)
        raise AssertionError(f"it never comes to rest: {[type(effect).__name__ for effect in plan.effects]}")

    def answer(self, question: Question[object]) -> object:
        """What GitHub and the engine would say."""
        match question:
            case MergeBase():
                return BASE
            case FileAt(commit, path):
                return self._file(commit, path)
            case NamesIn(commit, _):
                return tuple(sorted(self._tree(commit)))
            case FilesOf():
                return self.changed
            case Proposals():
                return self._proposals()
            case ComparisonOf():
                return self.report
            case DescriptionOf():
                return self.unreadable or DESCRIPTION
            case MembersOf(_, slug):
                return self._team(slug)
            case RoleOf("lee"):
                return "write"
            case RoleOf():
                return "read"
            case OurTextOf():
                return None
            case PullFrom() | BranchAt():
                return self.answers.get(question)
        raise AssertionError(f"nobody thought of {question}")

    def _tree(self, commit: str) -> Mapping[str, bytes]:
        before = {**payments.files(), ".github/stagekeeper.yml": self.settings.encode()}
        change = payments.change("breaking").applied(before)
        known = {BASE: before, HEAD: {**before, **change}, HEAD2: {**before, PATH: before[PATH] + b"# again\n"}}
        return self.files.get(commit) or known[commit]

    def _file(self, commit: str, path: str) -> Blob | None:
        data = self._tree(commit).get(path)
        return Blob(oid(data), data) if data is not None else None

    def _team(self, slug: str) -> Roster | CannotTell:
        if not self.teams_readable:
            return CannotTell("the app may not read the members of teams")
        members = {"payments": {LEE, OLA}, "api-governance": {PRIYA}, "developer-network": {NETWORK}}
        return Roster(frozenset(members[slug]))

    def _proposals(self) -> tuple[ProposalFacts, ...]:
        if self.stage is None:
            return ()
        return (proposal(7, self.stage),)


def proposal(
    number: int, stage: str, *, api: str = "payments", written_at: datetime = NOW, places: Iterable[str] = ()
) -> ProposalFacts:
    """An issue whose ledger says that it came to this stage; `places`: where its description was, oldest first."""
    described = {f"described:{place}": NOW + timedelta(days=day) for day, place in enumerate(places)}
    ledger = Ledger(
        {
            **{key: Entry(key, "seen", at) for key, at in described.items()},
            "bind": Entry("bind", "kept", NOW, None, {"api": api}),
            "cmd:1:a": Entry("cmd:1:a", "accepted", NOW, 1, {"verb": "promote", "to": stage}),
        },
        1,
    )
    line = sign(ledger, place=f"77/{number}", secret=SECRET)
    url = f"https://github.com/acme/apis/issues/{number}"
    body = f"<!-- stagekeeper:card proposal -->\nhello\n\n{line}"
    card = Comment(40 + number, f"IC_{number}", url, body, NOW, ME, ours=True)
    labels = frozenset({"stage: idea"})
    return ProposalFacts(Thread(REPO, number), "Payments", "", url, True, written_at, labels, (), (card,))


def pull_facts(**changes: object) -> PullFacts:
    """A pull request's own facts."""
    facts = PullFacts(False, False, None, False, "amount-minor", HEAD, NOW, "main", BASE, (), 0)
    return replace(facts, **changes)


def comment(number: int, author: Actor, body: str, **changes: object) -> Comment:
    """A person's comment, one minute after the one before."""
    url = f"https://github.com/acme/apis/pull/12#issuecomment-{number}"
    written = NOW - timedelta(minutes=60 - number % 60)
    return replace(Comment(number, f"IC_{number}", url, body, written, author), **changes)


def of_kind(plan: Plan, *kinds: type) -> list[Effect]:
    """The effects of these kinds, in order."""
    return [effect for effect in plan.effects if isinstance(effect, kinds)]


DESCRIPTION = Description(
    readable=True,
    problems=(),
    dialect="openapi 3.1",
    title="Payments",
    version="1.4.0",
    document_mark=None,
    operations=(
        DescribedOperation("post", "/v1/payments", "createPayment", None, False, None),
        DescribedOperation("get", "/v1/payments/{id}", "getPayment", None, False, None),
    ),
    examples=Examples(1, 1),
)
