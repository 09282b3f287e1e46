"""The shape of the file: its keys, their kinds and bounds. Its descriptions are those of the schema and the docs."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.config.ladder import ApprovedBy, Audience, Breaking, Link
from bot.config.model import Grant, Mode, Opens, Risky, Strategy
from bot.config.principals import Level, Permission, Principal, read_principal

Count = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Days = Annotated[int, Field(strict=True, ge=0, le=3_650)]
Yes = Annotated[bool, Field(strict=True)]
Line = Annotated[str, Field(strict=True, min_length=1, max_length=200)]


def _wrong(expected: str) -> PydanticCustomError:
    return PydanticCustomError("expected", "{expected}", {"expected": expected})


def _principal(value: object) -> Principal:
    principal = read_principal(value) if isinstance(value, str) else None
    if principal is None:
        raise _wrong(f"`@org/team` (quoted), a login, or permission:{'|'.join(Level)}")
    return principal


def _day(value: object) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong("a date such as 2026-12-31")


def _version(value: object) -> int:
    if value is True or value != 1:
        raise _wrong("1")
    return 1


def _path(value: str) -> str:
    steps = value.split("/")
    if value != value.strip() or "\\" in value or any(step in {"", ".", ".."} for step in steps):
        raise _wrong("a path from the root of the repository, such as apis/payments.yaml")
    return value


def _matching(pattern: str, expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise _wrong(expected)
        return value

    return AfterValidator(check)


Role = Annotated[Principal, PlainValidator(_principal), WithJsonSchema({"type": "string", "minLength": 1})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
FilePath = Annotated[Line, AfterValidator(_path)]
Address = Annotated[Line, _matching(r"https?://[^\s/]+\S*", "an address that begins with https://")]
Name = Annotated[str, _matching(r"[a-z0-9][a-z0-9._-]{0,59}", "lower-case letters, digits, `-`, `_` and `.`")]
TeamName = Annotated[Line, _matching(r"@[A-Za-z0-9_-]+/[A-Za-z0-9_.-]+", "a team such as `@acme/beta` (quoted)")]
RepositoryName = Annotated[Line, _matching(r"[A-Za-z0-9_-]+/[A-Za-z0-9_.-]+", "a repository such as acme/beta")]
Account = Annotated[Line, _matching(r"[A-Za-z0-9][A-Za-z0-9_-]*", "a login without @ and without [bot]")]
Mark = Annotated[Line, _matching(r"x-[A-Za-z0-9_.-]+", "an extension such as x-stage")]
Color = Annotated[Line, _matching(r"[0-9a-fA-F]{6}", "six hexadecimal digits, quoted")]
LabelText = Annotated[str, Field(strict=True, min_length=1, max_length=50)]
LabelSummary = Annotated[str, Field(strict=True, max_length=100)]


class Shape(BaseModel):
    """What all parts of the file have in common: no unknown keys, nothing guessed."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class GateShape(Shape):
    """What must be met to leave a stage. 0, false or an empty list takes a condition out."""

    reviewers: Count = 0
    """Members of the Developer Network who gave feedback or wrote /reviewed; the author never counts."""
    outside_reviewers: Count = 0
    """How many of them come from outside the owning team."""
    trials: Count = 0
    """Results of /try."""
    description_parses: Yes = False
    """The API description on the default branch can be read."""
    runnable_example: Yes = False
    """One operation has a request and a response example that validate."""
    no_open_blocker: Yes = False
    """Nothing marked `blocker` is open."""
    business_days_open: Days = 0
    """Business days (Monday to Friday, UTC) that the proposal has been open."""
    calendar_days_or: Days = 0
    """Lazy consensus: calendar days that count instead of the business days. 0: there is none."""
    days_in_stage: Days = 0
    """Days since the stage began."""
    quiet_days: Days = 0
    """Days since the last breaking change on the default branch."""
    active_participants: Count = 0
    """Invited people who gave feedback within the quiet days."""
    outside_voices: Count = 0
    """Different people from outside who gave feedback."""
    links: tuple[Link, ...] = ()
    """Links that the entry of the API must have."""
    sunset_passed: Yes = False
    """The sunset date is over."""
    not_held: Yes = False
    """Nobody holds the promotion with /hold."""
    approvals: Count = 0
    """Approvals, not counting who asked for the promotion."""


class TimingsShape(Shape):
    """After how many days in a stage it is too long; 0: never. Kept for reminders; nothing acts on them yet."""

    remind_days: Days = 0
    """When to remind those who are awaited."""
    stalled_days: Days = 0
    """When it has stalled."""
    parked_days: Days = 0
    """When it is parked."""
    decision_days: Days = 0
    """When the owners have to decide: on, back, or end."""
    overdue_days: Days = 0
    """When that decision is overdue."""


class StageShape(Shape):
    """One stage."""

    label: LabelText
    """The text of its label."""
    color: Color
    """The colour of its label."""
    summary: LabelSummary
    """The description of its label."""
    audience: Audience
    """Who uses the API in this stage."""
    gate: GateShape = GateShape()
    """What must be met to leave it."""
    breaking: Breaking
    """What a breaking change means: free, notice (announced first), new-version, forbid."""
    notice_days: Days = 0
    """How long before a breaking change it is announced, where `breaking: notice`."""
    removal_notice_days: Days = 0
    """How long before the whole version goes away. Nothing acts on it yet."""
    additions_forbidden: Yes = False
    """Whether even a compatible addition fails the check."""
    tell_participants: Yes = False
    """Whether those who take part hear of a breaking change."""
    approved_by: ApprovedBy = ApprovedBy.APPROVERS
    """Who approves leaving the stage: approvers or governance."""
    timings: TimingsShape = TimingsShape()
    """How long is too long. Nothing acts on these numbers yet."""


class VersioningShape(Shape):
    """How a new version is made."""

    strategy: Strategy = Strategy.AUTO
    """Where it stands beside the old one: file-suffix, directory, or auto (as the repository already does it)."""
    open: Opens = Opens.AUTO
    """Whether its pull request is opened by itself (auto) or when an owner asks (ask). Drafts and forks always ask."""


class AccessShape(Shape):
    """How people come into the private beta."""

    grant: Grant = Grant.RECORD
    """What an invitation does besides being written down: record (nothing), team, repository."""
    cap: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 20
    """How many may be invited."""
    batch: Annotated[int, Field(strict=True, ge=1, le=100)] = 5
    """How many make a batch. Nothing acts on it yet."""
    team: TeamName | None = None
    """The team that invited people join; needed where `grant: team`."""
    repository: RepositoryName | None = None
    """The repository that invited people can read; needed where `grant: repository`, and for a private waiting list."""


class LinksShape(Shape):
    """Where people read on."""

    docs: Address | None = None
    """The documentation."""
    changelog: Address | None = None
    """What changed."""
    support: Address | None = None
    """Where to get help."""


class ApiShape(Shape):
    """One API."""

    description: FilePath
    """The path of its description."""
    owners: tuple[Role, ...] | None = None
    """Who owns it, where that is not the owners of the whole file."""
    stage: str | None = None
    """The stage that it has at least: adopts an API that was there before the bot."""
    links: LinksShape = LinksShape()
    """Its links; gates may ask for them."""
    versioning: VersioningShape | None = None
    """Its own way, laid over the one for all."""
    access: AccessShape | None = None
    """Its own way, laid over the one for all."""


class CommandsShape(Shape):
    """Who is listened to besides people."""

    bots: tuple[Account, ...] = ()
    """Bots whose comments are read for commands."""


class FileShape(Shape):
    """The settings of Stagekeeper for one repository."""

    version: Annotated[int, PlainValidator(_version), WithJsonSchema({"const": 1})] = 1
    """The version of this format."""
    preset: Literal["twilio"] = "twilio"
    """The stages to begin with; `stages` changes single numbers of it."""
    mode: Mode = Mode.OBSERVE
    """observe: say what would happen, enforce nothing. enforce: keep the rules."""
    observe_until: Day | None = None
    """The last day of observing; empty: 14 days after the first of our labels was made."""
    developer_network: tuple[Role, ...] = ()
    """The developers who look at an idea first. Empty: triage permission or more, except author and owners."""
    owners: tuple[Role, ...] = (Permission(Level.WRITE),)
    """Who owns the APIs."""
    governance: tuple[Role, ...] = (Permission(Level.ADMIN),)
    """Who decides on exceptions, and on leaving GA."""
    approvers: tuple[Role, ...] = (Permission(Level.ADMIN),)
    """Who approves a step to the next stage."""
    apis: dict[Name, ApiShape] = {}
    """The APIs of this repository, by the name that their proposals use."""
    stages: dict[str, StageShape] = {}
    """Changes to the stages of the preset: only what shall be different."""
    versioning: VersioningShape = VersioningShape()
    """How a new version is made."""
    access: AccessShape = AccessShape()
    """How people come into the private beta."""
    commands: CommandsShape = CommandsShape()
    """Who is listened to besides people."""
    stage_marks: tuple[Mark, ...] = ("x-stage", "x-maturity", "x-stability-level", "x-stability", "x-beta")
    """The extensions by which a description tells the stage of an operation; the first that is there counts."""
    risky: Risky = Risky.PASS
    """Whether a change that breaks only some callers passes the check at GA, or fails it."""
    sunset_days: Annotated[int, Field(strict=True, ge=180, le=3_650)] = 365
    """How long a deprecated version lives on; never below 180. Nothing acts on it yet."""
