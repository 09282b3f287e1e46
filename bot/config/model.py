"""What a repository has settled: the configuration with all its defaults filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.config.ladder import Link, StageRule
from bot.config.principals import Principal


class Mode(StrEnum):
    """Whether the rules are only shown or also kept."""

    OBSERVE = "observe"
    ENFORCE = "enforce"


class Strategy(StrEnum):
    """How a new version stands beside the old one."""

    AUTO = "auto"
    """As the repository already does it."""
    FILE_SUFFIX = "file-suffix"
    DIRECTORY = "directory"


class Opens(StrEnum):
    """Whether the versioning pull request is opened by itself or on an owner's word."""

    AUTO = "auto"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Versioning:
    """How new versions are made."""

    strategy: Strategy = Strategy.AUTO
    open: Opens = Opens.AUTO


class Grant(StrEnum):
    """What an invitation does besides being written down."""

    RECORD = "record"
    """Nothing else."""
    TEAM = "team"
    REPOSITORY = "repository"


@dataclass(frozen=True, slots=True)
class Access:
    """How people come into the private beta."""

    grant: Grant = Grant.RECORD
    cap: int = 20
    batch: int = 5
    team: str | None = None
    """`@org/team`, where `grant` is TEAM."""
    repository: str | None = None
    """`owner/name`: where `grant` is REPOSITORY, and where a private waiting list is kept."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where people read on, per API."""

    docs: str | None = None
    changelog: str | None = None
    support: str | None = None

    def of(self, link: Link) -> str | None:
        """That link, if the entry has it."""
        return {Link.DOCS: self.docs, Link.CHANGELOG: self.changelog, Link.SUPPORT: self.support}[link]


@dataclass(frozen=True, slots=True)
class Api:
    """One API of the repository."""

    description: str
    """The path of its description in the repository."""
    owners: tuple[Principal, ...] | None = None
    """None: the owners of the whole file."""
    stage: str | None = None
    """The stage it has at least, whatever its proposal says."""
    links: Links = Links()
    versioning: Versioning = Versioning()
    """Its own settings where it has some, else the file's."""
    access: Access = Access()
    """Its own settings where it has some, else the file's."""


class Risky(StrEnum):
    """What a risky change, one that breaks some callers, does to the check at GA."""

    PASS = "pass"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Commands:
    """Who is listened to besides people."""

    bots: tuple[str, ...] = ()
    """Logins of bots whose commands are read, without `[bot]`."""


@dataclass(frozen=True, slots=True)
class Config:
    """One repository's settings; every default is filled in."""

    version: int
    preset: str
    mode: Mode
    observe_until: date | None
    """The last day of observing; None: fourteen days after our first label was made."""
    developer_network: tuple[Principal, ...]
    """Empty: triage permission or more, except author and owners."""
    owners: tuple[Principal, ...]
    governance: tuple[Principal, ...]
    approvers: tuple[Principal, ...]
    apis: Mapping[str, Api] = field(hash=False)
    stages: tuple[StageRule, ...]
    """From first to last."""
    versioning: Versioning
    access: Access
    commands: Commands
    stage_marks: tuple[str, ...]
    """Extensions of a description that tell an operation's stage, the first that is there counts."""
    risky: Risky
    sunset_days: int
    """How long a deprecated version lives on, unless its owner gives it longer."""

    def stage(self, name: str) -> StageRule | None:
        """The stage of that name."""
        return next((rule for rule in self.stages if rule.name == name), None)

    def stage_of_label(self, label: str) -> StageRule | None:
        """The stage whose label this is; GitHub compares labels without regard to case."""
        return next((rule for rule in self.stages if rule.label.lower() == label.lower()), None)

    def after(self, name: str) -> StageRule | None:
        """The stage that follows; None after the last one."""
        return next(
            (after for rule, after in zip(self.stages, self.stages[1:], strict=False) if rule.name == name), None
        )

    def access_of(self, api: str) -> Access:
        """How people come into an API's private beta: its own way, else the one for all."""
        entry = self.apis.get(api)
        return entry.access if entry else self.access

    def owners_of(self, api: str) -> tuple[Principal, ...]:
        """Who owns an API: its own owners, else those of the whole file."""
        entry = self.apis.get(api)
        return self.owners if entry is None or entry.owners is None else entry.owners
