"""The stages as data: what must be met to leave one, what a break in it means, how long is too long."""

from dataclasses import dataclass
from enum import StrEnum


class GateKind(StrEnum):
    """A condition of a gate, in the order in which a card lists them. What each means is `lifecycle`'s to say."""

    REVIEWERS = "reviewers"
    """So many members of the network gave feedback or wrote `/reviewed`, never the author."""
    OUTSIDE_REVIEWERS = "outside_reviewers"
    """So many of them from outside the owning team."""
    TRIALS = "trials"
    """So many results of `/try`."""
    DESCRIPTION_PARSES = "description_parses"
    RUNNABLE_EXAMPLE = "runnable_example"
    """One operation whose request and response example validate."""
    NO_OPEN_BLOCKER = "no_open_blocker"
    BUSINESS_DAYS_OPEN = "business_days_open"
    """So many business days open; or, in silence, `calendar_days_or` calendar days (lazy consensus)."""
    DAYS_IN_STAGE = "days_in_stage"
    QUIET_DAYS = "quiet_days"
    """So many days since the last breaking change on the default branch."""
    ACTIVE_PARTICIPANTS = "active_participants"
    """So many invited people gave feedback within the quiet days."""
    OUTSIDE_VOICES = "outside_voices"
    """So many different people from outside gave feedback."""
    LINK = "link"
    """The API's entry in the configuration has this link."""
    SUNSET_PASSED = "sunset_passed"
    NOT_HELD = "not_held"
    APPROVALS = "approvals"
    """So many approvals by `StageRule.approved_by`, not counting who asked."""


class Link(StrEnum):
    """A link that an API's entry may have."""

    DOCS = "docs"
    CHANGELOG = "changelog"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class GateItem:
    """One condition that must be met to leave a stage."""

    kind: GateKind
    at_least: int = 1
    """1 where the condition is simply met or not."""
    calendar_days_or: int | None = None
    """Only for `BUSINESS_DAYS_OPEN`; None: no lazy consensus."""
    link: Link | None = None
    """Only for `LINK`."""


class Audience(StrEnum):
    """Who uses the API in a stage."""

    NETWORK = "network"
    INVITED = "invited"
    EVERYONE = "everyone"
    CURRENT = "current"
    """Those who already are on it."""
    NOBODY = "nobody"


class Breaking(StrEnum):
    """What a breaking change means in a stage."""

    FREE = "free"
    NOTICE = "notice"
    NEW_VERSION = "new-version"
    FORBID = "forbid"


class ApprovedBy(StrEnum):
    """Who approves leaving a stage."""

    APPROVERS = "approvers"
    GOVERNANCE = "governance"


@dataclass(frozen=True, slots=True)
class Timings:
    """After how many days in a stage something is done about it; None: never."""

    remind_days: int | None = None
    stalled_days: int | None = None
    parked_days: int | None = None
    decision_days: int | None = None
    overdue_days: int | None = None


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage of the ladder."""

    name: str
    label: str
    color: str
    """Six hexadecimal digits, as GitHub's labels want it."""
    summary: str
    """One line: the label's description."""
    audience: Audience
    gate: tuple[GateItem, ...]
    """To leave the stage for the next one; empty: there is nothing that must be met."""
    breaking: Breaking
    notice_days: int = 0
    """How long before a breaking change it is announced, where `breaking` is NOTICE."""
    removal_notice_days: int = 0
    """How long before the whole version is removed."""
    additions_forbidden: bool = False
    tell_participants: bool = False
    """Whether those invited hear of a breaking change."""
    approved_by: ApprovedBy = ApprovedBy.APPROVERS
    cap: int | None = None
    """How many may be invited, from `access.cap`; None: no limit. An API may have its own: see `Config.access_of`."""
    timings: Timings = Timings()

    def item(self, kind: GateKind) -> GateItem | None:
        """The first condition of that kind."""
        return next((item for item in self.gate if item.kind is kind), None)

    def number(self, kind: GateKind) -> int:
        """The number that condition asks for, 0 where the gate does not have it."""
        item = self.item(kind)
        return item.at_least if item else 0

    @property
    def approvals(self) -> int:
        """How many approvals it takes to leave."""
        return self.number(GateKind.APPROVALS)
