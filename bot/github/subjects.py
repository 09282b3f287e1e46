"""From a webhook to where to look. Nothing is decided from a payload; a click is the one thing that is taken from it.

Source: "Webhook events and payloads". Every field has a default: what GitHub leaves out is not read.
"""

import logging
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from bot.forge.facts import RERUN, Actor, ActorKind, Click, Noticed, Stale, Want
from bot.forge.subjects import Commit, Repo, Repository, Subject, Thread

log = logging.getLogger(__name__)


class Sender(Struct):
    """Who did it."""

    id: int = 0
    login: str = ""
    type: str = ""


class Place(Struct):
    """A repository, as a list of an installation's names it."""

    full_name: str = ""


class Home(Place):
    """The repository that something happened in."""

    default_branch: str = ""


class Tip(Struct):
    """A branch's newest commit."""

    sha: str = ""


class Issue(Struct):
    """An issue, or a pull request as its issue."""

    number: int = 0
    updated_at: datetime | None = None


class Pull(Struct):
    """A pull request; a review's payload has a shorter one."""

    number: int = 0
    updated_at: datetime | None = None
    head: Tip | None = None


class Said(Struct):
    """A comment."""

    id: int = 0
    updated_at: datetime | None = None


class Checked(Struct):
    """A check run, a check suite, a merge group."""

    head_sha: str = ""


class Pressed(Struct):
    """A button of a check run."""

    identifier: str = ""


class Named(Struct):
    """A label."""

    name: str = ""


class Envelope(Struct):
    """What we read of any payload."""

    action: str = ""
    repository: Home | None = None
    sender: Sender | None = None
    issue: Issue | None = None
    pull_request: Pull | None = None
    comment: Said | None = None
    check_run: Checked | None = None
    check_suite: Checked | None = None
    merge_group: Checked | None = None
    requested_action: Pressed | None = None
    label: Named | None = None
    ref: str = ""
    after: str = ""
    repositories: list[Place] = []
    repositories_added: list[Place] = []


_DECODER = msgspec.json.Decoder(Envelope)
NEW_COMMITS = frozenset({"opened", "synchronize"})
OUR_ECHOES = frozenset(
    {("issues", "labeled"), ("issues", "unlabeled"), ("pull_request", "labeled"), ("pull_request", "unlabeled")}
)
"""What of our own writes would only make us look at what we have just written. All else of ours is wanted."""
CHECKS = frozenset(
    {
        ("check_run", "requested_action"),
        ("check_run", "rerequested"),
        ("check_suite", "requested"),
        ("check_suite", "rerequested"),
        ("merge_group", "checks_requested"),
    }
)
SIGNS = {"labeled": "+", "unlabeled": "-", "created": "+", "edited": "+", "deleted": "-"}
"""Whether a label is to be seen after it was put on or taken off a thread, made, renamed or deleted in a repository."""
RERUNS = frozenset({("check_run", "rerequested"), ("check_suite", "rerequested")})
ROSTERS = frozenset({"team", "membership", "member", "organization", "team_add"})
TOKENS = frozenset({"installation", "installation_repositories", "installation_target"})


def noticed(event: str, payload: bytes, guid: str, *, us: int | None, now: datetime) -> Noticed:
    """Where to look, and how fresh the look must be. Raises ValueError for what is no JSON.

    `us` is our bot user's number. Events we do not know, and payloads of a strange shape, tell nothing.
    """
    try:
        told = _DECODER.decode(payload)
    except msgspec.ValidationError as fault:
        log.warning("a %s payload of a strange shape (%s): %s", event, guid, fault)
        return Noticed()
    except msgspec.DecodeError as fault:
        raise ValueError("the payload is not JSON") from fault
    if _is_echo(event, told, us):
        return Noticed()
    stale = frozenset(kind for kind, events in ((Stale.ROSTERS, ROSTERS), (Stale.TOKENS, TOKENS)) if event in events)
    if event == "repository" and told.action in {"renamed", "transferred", "deleted"}:
        stale |= {Stale.TOKENS}
    return Noticed(_subjects(event, told), _want(event, told), _click(event, told, guid, now), stale)


def _is_echo(event: str, told: Envelope, us: int | None) -> bool:
    if us is None or told.sender is None or told.sender.id != us:
        return False
    return event == "issue_comment" or (event, told.action) in OUR_ECHOES


def _subjects(event: str, told: Envelope) -> tuple[Subject, ...]:
    if event in TOKENS:
        repos = [_repo(place) for place in (*told.repositories, *told.repositories_added)]
        return tuple(Repository(repo) for repo in repos if repo and told.action not in {"deleted", "suspend"})
    repo = _repo(told.repository)
    if repo is None:
        return ()
    match event:
        case "issues" | "issue_comment":
            return (Thread(repo, told.issue.number),) if told.issue and told.issue.number else ()
        case "pull_request" | "pull_request_review":
            return (Thread(repo, told.pull_request.number),) if told.pull_request and told.pull_request.number else ()
        case "check_run" | "check_suite" | "merge_group" if (event, told.action) in CHECKS:
            sha = _sha(told)
            return (Commit(repo, sha),) if sha else ()
        case "push":
            return (Repository(repo),) if told.ref.startswith("refs/heads/") else ()
        case "repository" | "label":
            return (Repository(repo),)
        case _:
            return ()


def _want(event: str, told: Envelope) -> Want:
    if event == "push":
        return Want(head=_new_tip(told))
    if event == "label":
        return Want(label=_label(told))
    talk = told.pull_request if event.startswith("pull_request") else told.issue
    if talk is None or event not in {"issues", "issue_comment", "pull_request"}:
        return Want()
    said = told.comment if event == "issue_comment" and told.action in {"created", "edited"} else None
    edited_at = said.updated_at if said and told.action == "edited" else None
    moments = [moment.astimezone(UTC) for moment in (talk.updated_at, edited_at) if moment]
    tip = told.pull_request.head if told.pull_request and told.action in NEW_COMMITS else None
    return Want(
        max(moments, default=None),
        said.id or None if said else None,
        tip.sha if tip and tip.sha else None,
        _label(told) if told.action in {"labeled", "unlabeled"} else None,
        told.comment.id or None if told.comment and (event, told.action) == ("issue_comment", "deleted") else None,
    )


def _new_tip(told: Envelope) -> str | None:
    """The default branch's new commit; None for other branches, and for one that was deleted (all zeros)."""
    is_default = told.repository is not None and told.ref == f"refs/heads/{told.repository.default_branch}"
    return told.after if is_default and told.after.strip("0") else None


def _label(told: Envelope) -> str | None:
    sign = SIGNS.get(told.action)
    return f"{sign}{told.label.name}" if sign and told.label and told.label.name else None


def _click(event: str, told: Envelope, guid: str, now: datetime) -> Click | None:
    """Who pressed what."""
    action, sender = _pressed(event, told), told.sender
    if not action or not sender:
        return None
    kind = {"User": ActorKind.USER, "Bot": ActorKind.BOT}.get(sender.type, ActorKind.OTHER)
    return Click(guid, action, Actor(kind, sender.id, sender.login), now)


def _pressed(event: str, told: Envelope) -> str:
    """Our button's identifier, which GitHub's description does not require to be there, or its own *Re-run*."""
    if (event, told.action) in RERUNS:
        return RERUN
    pressed = told.requested_action if (event, told.action) == ("check_run", "requested_action") else None
    return pressed.identifier if pressed else ""


def _sha(told: Envelope) -> str:
    found = told.check_run or told.check_suite or told.merge_group
    return found.head_sha if found else ""


def _repo(place: Place | None) -> Repo | None:
    owner, slash, name = place.full_name.partition("/") if place else ("", "", "")
    return Repo(owner, name) if slash and owner and name else None
