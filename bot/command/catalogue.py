"""Every command there is, in one table: it drives the parser, the help and `docs/commands.md`.

A verb stands here only when a duty acts on it.
"""

from dataclasses import dataclass
from enum import Enum

from bot.command.arguments import Arguments, Number, OneOf, Option, People, Shape, Slot, Text, Words


class Verb(Enum):
    """What a command says first, without the slash."""

    AWESOME = "awesome"
    USE_CASE = "use-case"
    NEEDS_WORK = "needs-work"
    TRY = "try"
    REVIEWED = "reviewed"
    APPROVE = "approve"
    REQUEST_ACCESS = "request-access"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    PROMOTE = "promote"
    DEMOTE = "demote"
    HOLD = "hold"
    UNHOLD = "unhold"
    INVITE = "invite"
    DECLINE = "decline"
    REVOKE = "revoke"
    NEW_VERSION = "new-version"
    NOT_BREAKING = "not-breaking"
    RECHECK = "recheck"
    HELP = "help"
    WHY = "why"
    STATUS = "status"


class Who(Enum):
    """Who may use a command; the roles are set in the configuration."""

    ANYONE = "anyone"
    NETWORK = "the Developer Network"
    APPROVERS = "approvers of the stage, but not who asked for the promotion"
    OWNERS = "owners"
    RAISER = "who raised it"
    GOVERNANCE = "governance"


class Where(Enum):
    """Where a command is understood."""

    PROPOSAL = "proposals"
    PULL_REQUEST = "pull requests"


class Takes(Enum):
    """How a command takes effect: once, or for as long as its line stands."""

    DECLARATIVE = "follows its comment"
    ONCE = "runs once"


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: what may follow its verb, who may use it where and when, and what to tell people about it."""

    verb: Verb
    arguments: Arguments
    usage: str
    """What follows the verb, as help shows it."""
    who: tuple[Who, ...]
    where: tuple[Where, ...]
    takes: Takes
    help: str
    """One sentence on what it does."""
    example: str
    """A line that can be typed as it stands."""
    stages: tuple[str, ...] = ()
    """The stages of the proposal in which it has a meaning; empty: all."""

    def means_something_in(self, stage: str) -> bool:
        """Whether the command has a meaning on a proposal of this stage."""
        return not self.stages or stage in self.stages


STAGES = ("idea", "private-beta", "public-beta", "ga", "deprecated", "retired")
_BEFORE_GA = STAGES[:3]
_P = (Where.PROPOSAL,)
_R = (Where.PULL_REQUEST,)
_PR = (Where.PROPOSAL, Where.PULL_REQUEST)
_ITEM = Slot("item", Shape(r"N-[0-9a-z]{2,16}", "N-4m"), required=True)
_FINDING = Slot("finding", Shape(r"F-[0-9a-z]{3,16}", "F-7k2q"), required=True)
_REASON = Option("reason", Words(), required=True, rest=True)
_FEEDBACK = Arguments(text=Text.REQUIRED)

CATALOGUE: tuple[Entry, ...] = (
    Entry(
        Verb.AWESOME,
        _FEEDBACK,
        "WHAT",
        (Who.ANYONE,),
        _PR,
        Takes.DECLARATIVE,
        "Say which part is awesome; name an operation or a field if it is one.",
        "/awesome POST /messages takes an idempotency key",
    ),
    Entry(
        Verb.USE_CASE,
        _FEEDBACK,
        "WHAT",
        (Who.ANYONE,),
        _PR,
        Takes.DECLARATIVE,
        "Say what you would use it for.",
        "/use-case Split payouts between two sellers",
    ),
    Entry(
        Verb.NEEDS_WORK,
        Arguments(text=Text.REQUIRED, flags=("blocker",), closing="blocker"),
        "WHAT [blocker]",
        (Who.ANYONE,),
        _PR,
        Takes.DECLARATIVE,
        "Say what needs work; with `blocker` at the end it has to be settled before the next stage.",
        "/needs-work The cursor leaks the shard blocker",
    ),
    Entry(
        Verb.TRY,
        Arguments(
            slot=Slot("kind", OneOf(("hackathon", "story")), required=True),
            options=(
                Option("outcome", OneOf(("worked", "stuck", "gave-up")), required=True),
                Option("minutes", Number(1, 100_000)),
                Option("points", Number(1, 100)),
                Option("days", Number(1, 365)),
                Option("step", Words()),
            ),
            text=Text.OPTIONAL,
        ),
        'hackathon|story outcome:worked|stuck|gave-up [minutes:N] [points:N] [days:N] [step:"…"] [WHAT HAPPENED]',
        (Who.ANYONE,),
        _P,
        Takes.DECLARATIVE,
        "Tell how a try went: minutes to the first success at a hackathon, or points and days of a sprint story.",
        "/try hackathon minutes:25 outcome:worked",
    ),
    Entry(
        Verb.REVIEWED,
        Arguments(text=Text.OPTIONAL),
        "[REMARK]",
        (Who.NETWORK,),
        _P,
        Takes.DECLARATIVE,
        "Say that you read the proposal and nothing in it blocks you; counts as your review.",
        "/reviewed",
        stages=STAGES[:1],
    ),
    Entry(
        Verb.APPROVE,
        Arguments(text=Text.OPTIONAL),
        "[REMARK]",
        (Who.APPROVERS,),
        _P,
        Takes.DECLARATIVE,
        "Approve the step to the next stage; lapses when the API description changes materially.",
        "/approve",
        stages=STAGES[:5],
    ),
    Entry(
        Verb.REQUEST_ACCESS,
        Arguments(options=(Option("use", Words(), required=True, rest=True),)),
        'use:"…"',
        (Who.ANYONE,),
        _P,
        Takes.DECLARATIVE,
        "Ask to be invited to the private beta, and say what for; delete the comment to withdraw.",
        '/request-access use:"Reminders for our clinic"',
        stages=STAGES[:2],
    ),
    Entry(
        Verb.RESOLVE,
        Arguments(slot=_ITEM, text=Text.OPTIONAL),
        "N-4m [HOW]",
        (Who.RAISER, Who.OWNERS, Who.GOVERNANCE),
        _P,
        Takes.ONCE,
        "Close something that needed work: owners close what does not block, governance anything with a reason.",
        "/resolve N-4m the cursor is opaque now",
    ),
    Entry(
        Verb.REOPEN,
        Arguments(slot=_ITEM, text=Text.OPTIONAL),
        "N-4m [WHY]",
        (Who.RAISER, Who.OWNERS, Who.GOVERNANCE),
        _P,
        Takes.ONCE,
        "Open again something that was resolved.",
        "/reopen N-4m it still leaks on the last page",
    ),
    Entry(
        Verb.PROMOTE,
        Arguments(slot=Slot("stage", OneOf(STAGES)), flags=("dry-run",)),
        "[STAGE] [--dry-run]",
        (Who.OWNERS,),
        _P,
        Takes.ONCE,
        "Move the API to its next stage, or list what is missing; `--dry-run` only lists.",
        "/promote",
        stages=_BEFORE_GA,
    ),
    Entry(
        Verb.DEMOTE,
        Arguments(slot=Slot("stage", OneOf(STAGES), required=True), options=(_REASON,)),
        'STAGE reason:"…"',
        (Who.GOVERNANCE,),
        _P,
        Takes.ONCE,
        "Move the API back to an earlier stage; never from GA on.",
        '/demote private-beta reason:"the payload has to change"',
        stages=STAGES[1:3],
    ),
    Entry(
        Verb.HOLD,
        Arguments(text=Text.OPTIONAL),
        "[WHY]",
        (Who.NETWORK, Who.OWNERS),
        _PR,
        Takes.ONCE,
        "Stop promotion; on a pull request, fail the check.",
        "/hold waiting for the security review",
    ),
    Entry(
        Verb.UNHOLD,
        Arguments(text=Text.OPTIONAL),
        "[WHY]",
        (Who.NETWORK, Who.OWNERS),
        _PR,
        Takes.ONCE,
        "Lift a hold.",
        "/unhold",
    ),
    Entry(
        Verb.INVITE,
        Arguments(options=(Option("next", Number(1, 100), spaced=True),), people=People(1, 50, instead="next")),
        "@login … | next N",
        (Who.OWNERS,),
        _P,
        Takes.ONCE,
        "Invite these people to the private beta, or the next N of the waiting list.",
        "/invite next 5",
        stages=STAGES[1:2],
    ),
    Entry(
        Verb.DECLINE,
        Arguments(options=(_REASON,), people=People(1, 1)),
        '@login reason:"…"',
        (Who.OWNERS,),
        _P,
        Takes.ONCE,
        "Decline somebody's request for access, with the reason.",
        '/decline @octocat reason:"the beta is for one region only"',
        stages=STAGES[:2],
    ),
    Entry(
        Verb.REVOKE,
        Arguments(options=(Option("reason", Words(), rest=True),), people=People(1, 1)),
        '@login [reason:"…"]',
        (Who.OWNERS,),
        _P,
        Takes.ONCE,
        "Take back somebody's access.",
        "/revoke @octocat",
    ),
    Entry(
        Verb.NEW_VERSION,
        Arguments(slot=Slot("version", Shape(r"v?[0-9]{1,4}(?:[.-][0-9]{1,4}){0,2}", "v3"))),
        "[VERSION]",
        (Who.OWNERS,),
        _R,
        Takes.ONCE,
        "Open, or update, the pull request that puts this change into a new version beside the old one.",
        "/new-version",
    ),
    Entry(
        Verb.NOT_BREAKING,
        Arguments(slot=_FINDING, options=(_REASON,)),
        'F-7k2q reason:"…"',
        (Who.OWNERS,),
        _R,
        Takes.ONCE,
        "Say that a finding is a false alarm, and why; it is kept and counted.",
        '/not-breaking F-7k2q reason:"the server never sent this field"',
    ),
    Entry(
        Verb.RECHECK,
        Arguments(),
        "",
        (Who.ANYONE,),
        _PR,
        Takes.ONCE,
        "Look at everything again.",
        "/recheck",
    ),
    Entry(
        Verb.HELP,
        Arguments(slot=Slot("verb", OneOf(tuple(verb.value for verb in Verb)))),
        "[COMMAND]",
        (Who.ANYONE,),
        _PR,
        Takes.ONCE,
        "List the commands, or explain one.",
        "/help try",
    ),
    Entry(
        Verb.WHY,
        Arguments(slot=Slot("about", Shape(r"[A-Za-z][\w.-]{0,60}", "no_open_blocker"))),
        "[GATE|F-7k2q]",
        (Who.ANYONE,),
        _PR,
        Takes.ONCE,
        "Explain a condition of the gate or a finding, and who may change it.",
        "/why no_open_blocker",
    ),
    Entry(
        Verb.STATUS,
        Arguments(),
        "",
        (Who.ANYONE,),
        _PR,
        Takes.ONCE,
        "Say where the API stands and what comes next.",
        "/status",
    ),
)

_BY_VERB = {row.verb: row for row in CATALOGUE}


def entry(verb: Verb) -> Entry:
    """The catalogue's row of a verb."""
    return _BY_VERB[verb]
