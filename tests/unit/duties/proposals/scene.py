"""A proposal to decide about, in plain facts: people speak, time passes, answers are looked up in tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1

from bot.contract import Cause, Description, Evidence, Examples, Finding, Report, Side
from bot.duties.comparison import ComparisonOf, DescriptionOf
from bot.duties.decide import decide
from bot.forge.effects import OpenPull, Plan, React, Say, SetStageLabel, WriteCard
from bot.forge.facts import (
    Actor,
    ActorKind,
    Blob,
    CannotTell,
    Comment,
    CommentDeleted,
    LabelEvent,
    Look,
    RepositoryFacts,
    Roster,
    Secret,
    ThreadFacts,
)
from bot.forge.questions import (
    AccountOf,
    BlobOf,
    BranchPull,
    FileAt,
    FirstLabelAt,
    HasAccess,
    HistoryOf,
    MembersOf,
    OurTextOf,
    ProposalFacts,
    Proposals,
    PullFrom,
    Question,
    Revision,
    RoleOf,
)
from bot.forge.subjects import Repo, Thread
from bot.lifecycle.ledger import Entry, Ledger, read, sign
from bot.sandbox.scenarios import payments
from tests.unit.world import head_of

OPENED = datetime(2026, 9, 1, 10, tzinfo=UTC)  # a Tuesday
REPO = RepositoryFacts(Repo("acme", "apis"), 55, "main", "d" * 40)
ME = Actor(ActorKind.BOT, 1, "stagekeeper")
SECRETS = (Secret("k1", b"0123456789abcdef0123456789abcdef"),)
CONFIG = payments.files()[".github/stagekeeper.yml"]
FORM = payments.proposal_body()
TEAMS = {team.slug: team.members for team in payments.teams()}
_LOGINS = sorted({*(person.login for person in payments.people()), "passerby"})
READABLE = Description(True, (), "openapi 3.1", "Payments", "1.0.0", None, (), Examples(1, 1))


def _oid(data: bytes) -> str:
    """A blob's name."""
    return sha1(data).hexdigest()


def person(login: str) -> Actor:
    return Actor(ActorKind.USER, 100 + _LOGINS.index(login), login)


@dataclass
class Scene:
    """The thread as it stands, the answers it gives, and what the bot does to it."""

    labels: frozenset[str] = frozenset({"stage: idea"})
    body: str = FORM
    config: bytes | None = CONFIG
    older: bytes | None = CONFIG
    """The settings before these, at the same place; None: there never were any."""
    labelled_at: datetime | None = OPENED
    now: datetime = OPENED
    comments: list[Comment] = field(default_factory=list)
    events: list[LabelEvent] = field(default_factory=lambda: [LabelEvent("stage: idea", True, OPENED, person("lee"))])
    deletions: list[CommentDeleted] = field(default_factory=list)
    history: tuple[Revision, ...] = ()
    reports: dict[tuple[str, str], Report] = field(default_factory=dict)
    compared_on: dict[tuple[str, str], date | None] = field(default_factory=dict)
    description: Description = READABLE
    unreadable_teams: frozenset[str] = frozenset()
    in_already: frozenset[str] = frozenset()
    remembered: str | None = None
    has_journal: bool = False
    """Whether the newest ledger that was written is remembered beside the thread."""
    others: tuple[ProposalFacts, ...] = ()
    pulls: dict[str, BranchPull] = field(default_factory=dict)
    secrets: tuple[Secret, ...] = SECRETS
    our_texts: dict[str, str] = field(default_factory=dict)
    head: str = "d" * 40
    rounds: int = 0

    def after(self, **span: int) -> "Scene":
        self.now += timedelta(**span)
        return self

    def says(self, login: str, body: str, **more: object) -> Comment:
        self.now += timedelta(minutes=1)
        number = self._next()
        said = Comment(number, f"n{number}", f"https://forge/c{number}", body, self.now, person(login), **more)
        self.comments.append(said)
        return said

    def edits(self, comment: Comment, body: str, by: str) -> None:
        self.now += timedelta(minutes=1)
        self._change(comment.id, body=body, edited_at=self.now, editor=person(by))

    def deletes(self, comment: Comment, by: str) -> None:
        self.now += timedelta(minutes=1)
        self.comments = [one for one in self.comments if one.id != comment.id]
        self.deletions.append(CommentDeleted(self.now, person(by), comment.author))

    def deletes_the_card(self, by: str) -> None:
        """Somebody deletes our card."""
        (card,) = (one for one in self.comments if one.ours and "stagekeeper:card" in one.body)
        self.deletes(card, by)

    def labels_by(self, login: str, *, on: str | None = None, off: str | None = None) -> None:
        self.now += timedelta(minutes=1)
        for name, added in ((on, True), (off, False)):
            if name:
                self.labels = self.labels | {name} if added else self.labels - {name}
                self.events.append(LabelEvent(name, added, self.now, person(login)))

    def facts(self) -> ThreadFacts:
        return ThreadFacts(
            subject=Thread(REPO.repo, 7),
            repository=replace(REPO, head=self.head),
            me=ME,
            node="I7",
            url="https://forge/acme/apis/issues/7",
            title=payments.PROPOSAL_TITLE,
            body=self.body,
            open=True,
            locked=False,
            written_at=OPENED,
            updated_at=self.now,
            author=person("lee"),
            labels=self.labels,
            comments=tuple(sorted(self.comments, key=lambda one: one.id)),
            label_events=tuple(self.events),
            deletions=tuple(self.deletions),
            config=Blob(_oid(self.config), self.config) if self.config is not None else None,
        )

    def plan(self) -> Plan:
        """What the core decides now, every question answered."""
        look = Look(self.facts(), self.now, self.secrets, remembered=self.remembered)
        answers: dict[Question[object], object] = {}
        for self.rounds in range(12):
            decided = decide(look, answers)
            if isinstance(decided, Plan):
                return decided
            answers |= {question: self._answer(question) for question in decided}
        raise AssertionError("the core asks for ever")

    def runs(self) -> Plan:
        """Decides and does it to the thread."""
        plan = self.plan()
        for effect in plan.effects:
            self.apply(effect)
        return plan

    def apply(self, effect: object) -> None:
        if isinstance(effect, WriteCard) and self.has_journal:
            self.remembered = effect.ledger
        match effect:
            case WriteCard(comment=None):
                self._post(effect.body)
            case WriteCard(comment=number):
                self.our_texts[f"n{number}"] = effect.body
                self._change(number, body=effect.body, edited_at=self.now, editor=ME)
            case Say():
                from bot.forge.effects import marker

                self._post(f"{marker(effect)}\n{effect.body}", hidden_as="outdated" if effect.folded else None)
            case React():
                content = frozenset({effect.content}) if effect.content else frozenset()
                self._change(effect.comment, our_reactions=content)
            case OpenPull():
                self._open(effect)
            case SetStageLabel():
                gone = [label for label in effect.others if label in self.labels]
                self.labels = (self.labels | {effect.label}) - set(effect.others)
                self.events.append(LabelEvent(effect.label, True, self.now, ME))
                self.events += [LabelEvent(label, False, self.now, ME) for label in gone]

    def _open(self, effect: OpenPull) -> None:
        """The pull request that the effect leaves; what a person pushed is never written over."""
        there, head = self.pulls.get(effect.branch), head_of(effect)
        if there and there.head not in (effect.ours, head):
            return
        number = there.number if there else 500 + len(self.pulls)
        body = effect.body.replace("{head}", head)
        url = f"https://forge/acme/apis/pull/{number}"
        self.pulls[effect.branch] = BranchPull(number, url, open=True, merged=False, body=body, head=head)

    @property
    def card(self) -> str:
        return next((one.body for one in self.comments if one.ours and "stagekeeper:card" in one.body), "")

    @property
    def pages(self) -> list[Comment]:
        """Our comments that hold older entries of the ledger."""
        return [one for one in self.comments if one.ours and "stagekeeper:page" in one.body]

    def reaction_to(self, comment: Comment) -> str:
        found = next(one for one in self.comments if one.id == comment.id)
        return next((reaction.value for reaction in found.our_reactions), "")

    def hides(self, comment: Comment, reason: str) -> None:
        """Somebody hides it, for one of GitHub's reasons."""
        self._change(comment.id, hidden_as=reason)

    def shows(self, comment: Comment) -> None:
        """What was hidden is shown again."""
        self._change(comment.id, hidden_as=None)

    def loses_all(self) -> None:
        """Somebody deletes the card, and the store is lost as well."""
        self.comments = [one for one in self.comments if not (one.ours and "stagekeeper:card" in one.body)]
        self.remembered = None

    def settled(self) -> "Scene":
        """Looks until nothing is left to do."""
        for _ in range(6):
            if not self.runs().effects:
                return self
        raise AssertionError("it never comes to rest")

    def _post(self, body: str, **more: object) -> None:
        number = self._next()
        url = f"https://forge/c{number}"
        self.comments.append(Comment(number, f"n{number}", url, body, self.now, ME, ours=True, **more))

    def _next(self) -> int:
        """Numbers are not given twice, not even after a deletion."""
        return 1000 + len(self.comments) + len(self.deletions)

    def _change(self, number: int, **changes: object) -> None:
        self.comments = [replace(one, **changes) if one.id == number else one for one in self.comments]

    def _settings(self) -> tuple[Revision, ...]:
        """The history of the settings file, newest first."""
        oid = _oid(self.config) if self.config is not None else None
        now = Revision("2" * 40, oid, OPENED, "u2")
        before = Revision("1" * 40, "9" * 40, OPENED - timedelta(days=1), "u1")
        return (now, before) if self.older is not None else ()

    def _answer(self, question: Question[object]) -> object:
        files = payments.files()
        match question:
            case MembersOf(_, slug) if slug in self.unreadable_teams:
                return CannotTell("members may not be read")
            case MembersOf(_, slug):
                return Roster(frozenset(person(login) for login in TEAMS[slug]))
            case FileAt(_, ".github/stagekeeper.yml"):
                return self.facts().config
            case Proposals():
                return self.others
            case PullFrom(branch):
                return self.pulls.get(branch)
            case FileAt(_, path):
                return Blob("b" * 40, files[path]) if path in files else None
            case DescriptionOf():
                return self.description
            case HistoryOf(path=".github/stagekeeper.yml"):
                return self._settings()
            case BlobOf():
                return Blob(question.oid, self.older or b"")
            case FirstLabelAt():
                return self.labelled_at
            case HistoryOf():
                return self.history or (Revision("a" * 40, "b" * 40, OPENED - timedelta(days=3), "https://forge/a"),)
            case ComparisonOf(old, new):
                self.compared_on[old, new] = question.today
                return self.reports.get((old, new), Report("1", (), ()))
            case AccountOf(login):
                return person(login) if login in _LOGINS else None
            case HasAccess(login):
                return login in self.in_already
            case RoleOf():
                return "read"
            case OurTextOf(node):
                return self.our_texts.get(node)
        raise AssertionError(f"no answer to {question}")


def breaking() -> Report:
    finding = Finding(
        rule="operation-removed",
        aliases=(),
        cls=Cause.BREAKING,
        tags=frozenset(),
        evidence=Evidence.STRUCTURAL,
        side=Side.NONE,
        sentence="gone",
        fix="keep it",
        old=None,
        new=None,
        operations=(),
        operations_total=1,
        witness=None,
        fingerprint="f" * 16,
        old_value=None,
        new_value=None,
    )
    return Report("1", (finding,), ())


def said(plan: Plan, kind: str) -> str:
    """What a plan says of one kind (a prefix), all in one."""
    return "\n".join(effect.body for effect in plan.effects if isinstance(effect, Say) and effect.kind.startswith(kind))


def stages(plan: Plan) -> list[str]:
    return [effect.label for effect in plan.effects if isinstance(effect, SetStageLabel)]


def remembered(scene: Scene) -> Ledger:
    """The ledger that the card carries."""
    found = read(scene.card, place="55/7", secrets=scene.secrets)
    assert found is not None
    return found


def in_ga(**more: object) -> Scene:
    """A proposal whose ledger says that it came to GA, as a remembered one."""
    moves = {"start": "idea", "cmd:1:a": "private-beta", "cmd:2:b": "public-beta", "cmd:3:c": "ga"}
    entries = {
        key: Entry(key, "accepted", OPENED + timedelta(days=100 * day), 1, {"to": to, "login": "lee"})
        for day, (key, to) in enumerate(moves.items())
    }
    line = sign(Ledger(entries, 4), place="55/7", secret=SECRETS[0])
    scene = Scene(labels=frozenset({"stage: ga"}), remembered=line, now=OPENED + timedelta(days=400), **more)
    scene.events = [LabelEvent("stage: ga", True, OPENED + timedelta(days=300), ME)]
    return scene


def ready_for_private_beta(people: Iterable[str] = ("ana", "bo")) -> Scene:
    """An idea with its gate full: two reviewers, a trial, an approval, six business days."""
    scene = Scene()
    first, second = people
    scene.says(first, "/awesome Idempotency keys")
    scene.says(second, "/try hackathon minutes:25 outcome:worked")
    scene.after(days=9)
    scene.says("priya", "/approve")
    scene.runs()
    return scene
