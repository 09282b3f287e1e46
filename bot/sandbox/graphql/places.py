"""Where things are: the root, repositories, organizations, teams, users, nodes."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError

from bot.sandbox import node_ids, shapes
from bot.sandbox.acts.labels import find as find_label
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, failure, field, need, visible
from bot.sandbox.graphql.pulls import pull_of
from bot.sandbox.graphql.threads import state_of
from bot.sandbox.records import Account, Comment, Issue, Label, Repository, Team, TeamMember
from bot.sandbox.server import find_repository


@field("Query", "viewer")
def viewer(_: Any, look: Look) -> Account:
    """The caller; for an installation its bot, with the suffix."""
    return look.actor.person


@field("Query", "rateLimit")
def rate_limit(_: Any, look: Look, **__: Any) -> dict[str, Any]:
    """What this request cost, and what is left."""
    bucket = look.sandbox.quota.bucket(look.actor.bucket, "graphql", look.sandbox.clock.now())
    return {
        "cost": look.cost,
        "nodeCount": look.nodes,
        "limit": bucket.limit,
        "remaining": bucket.remaining,
        "used": bucket.used,
        "resetAt": bucket.resets_at,
    }


@field("Query", "repository")
def repository(_: Any, look: Look, owner: str, name: str, **__: Any) -> Repository:
    """A repository; those the caller may not know of are not found."""
    found = visible(look, find_repository(look.view, f"{owner}/{name}"))
    if found is None:
        raise failure("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
    return found


@field("Query", "organization")
def organization(_: Any, look: Look, login: str) -> Account:
    """An organization; a person's login is not found."""
    return _account(look, login, "Organization")


@field("Query", "user")
def user(_: Any, look: Look, login: str) -> Account:
    """A person."""
    return _account(look, login, "User")


@field("Query", "node")
def node(_: Any, look: Look, id: str) -> Any:
    """Anything by its node id."""
    found = node_ids.find(look.view, id)
    home = look.view[Repository].get(getattr(found, "repository_id", None))
    if found is None or (home is not None and visible(look, home) is None):
        raise failure("NOT_FOUND", f"Could not resolve to a node with the global id of '{id}'.")
    if isinstance(found, Issue | Comment):
        need(look, "issues", "pull_requests")
    return found


@field("Query", "nodes")
def nodes(_: Any, look: Look, ids: list[str]) -> list[Any]:
    """Several at once; those not found are null, each with its error."""
    return [_node_or_error(look, id) for id in ids]


def _node_or_error(look: Look, id: str) -> Any:
    try:
        return node(None, look, id)
    except GraphQLError as error:
        return error


def _account(look: Look, login: str, kind: str) -> Account:
    found = next((a for a in look.view[Account] if a.login.lower() == login.lower() and a.type == kind), None)
    if found is None:
        article = "an" if kind == "Organization" else "a"
        raise failure("NOT_FOUND", f"Could not resolve to {article} {kind} with the login of '{login}'.")
    return found


@field(
    "Repository Issue IssueComment PullRequest Label Reaction Team User Bot Organization Ref CheckRun CheckSuite "
    "UserContentEdit PullRequestReview LabeledEvent UnlabeledEvent CommentDeletedEvent ClosedEvent ReopenedEvent "
    "RenamedTitleEvent MergedEvent HeadRefForcePushedEvent TransferredEvent",
    "id",
)
def global_id(record: Any, _: Look) -> str:
    """The node id."""
    return node_ids.node_id(record)


@field(
    "Repository Issue IssueComment Team User Bot Organization CheckRun CheckSuite PullRequestReview "
    "CommentDeletedEvent",
    "databaseId",
)
def database_id(record: Any, _: Look) -> int:
    """The id REST uses."""
    return int(record.id)


@field("Bot", "login")
def bot_login(record: Account, _: Look) -> str:
    """Without the suffix that REST has (kodiak#288, fullsend#6205)."""
    return record.login.removesuffix("[bot]")


@field("User Bot Organization", "url")
def account_url(record: Account, look: Look) -> str:
    """Their page."""
    return str((shapes.account(look.view, record) or {}).get("html_url", ""))


@field("Organization", "team")
def team(record: Account, look: Look, slug: str) -> Team | None:
    """A team by its slug. The error for an installation that may not read members is not proven."""
    need(look, "members")
    return look.view[Team].one(organization_id=record.id, slug=slug)


@field("Team", "members")
def members(record: Team, look: Look, **page: Any) -> Connection:
    """Who is in a team; those who have not accepted are left out (not proven)."""
    places = look.view[TeamMember].by(team_id=record.id, state="active")
    users = [look.view[Account][m.user_id] for m in places]
    found = connection(users, key=by_id, **page)
    roles = {m.user_id: m.role.upper() for m in places}
    edges = [{"node": e.node, "cursor": e.cursor, "role": roles[e.node.id]} for e in found.edges]
    return Connection(found.nodes, edges, found.page_info, found.total_count)  # type: ignore[arg-type] # with the role


@field("Repository", "nameWithOwner")
def name_with_owner(record: Repository, look: Look) -> str:
    """OWNER/NAME."""
    return shapes.full_name(look.view, record)


@field("Repository", "owner")
def owner(record: Repository, look: Look) -> Account:
    """Whose it is."""
    return look.view[Account][record.owner_id]


@field("Repository", "url")
def repository_url(record: Repository, look: Look) -> str:
    """Its page."""
    return f"{look.view.links.web}/{shapes.full_name(look.view, record)}"


@field("Repository", "isArchived")
def is_archived(record: Repository, _: Look) -> bool:
    """Whether it is read only."""
    return record.archived


@field("Repository", "isPrivate")
def is_private(record: Repository, _: Look) -> bool:
    """Whether only some may see it."""
    return record.private


@field("Repository", "isFork")
def is_fork(record: Repository, _: Look) -> bool:
    """Whether it was forked."""
    return record.fork_of_id is not None


@field("Repository", "labels")
def repository_labels(record: Repository, look: Look, **page: Any) -> Connection:
    """Its labels."""
    return connection(look.view[Label].by(repository_id=record.id), key=by_id, **page)


@field("Repository", "label")
def repository_label(record: Repository, look: Look, name: str) -> Label | None:
    """A label by name."""
    return find_label(look.view, record, name)


@field("Repository", "issue")
def issue(record: Repository, look: Look, number: int) -> Issue:
    """An issue by number; a pull request is not one."""
    need(look, "issues")
    return _thread(record, look, number, "Issue", is_pull=False)


@field("Repository", "pullRequest")
def pull_request(record: Repository, look: Look, number: int) -> Issue:
    """A pull request by number."""
    need(look, "pull_requests")
    return _thread(record, look, number, "PullRequest", is_pull=True)


@field("Repository", "issueOrPullRequest")
def issue_or_pull_request(record: Repository, look: Look, number: int) -> Issue:
    """Either."""
    found = look.view[Issue].one(repository_id=record.id, number=number)
    if found is None:
        raise failure("NOT_FOUND", f"Could not resolve to an issue or pull request with the number of {number}.")
    need(look, "pull_requests" if found.is_pull else "issues")
    return found


def _thread(home: Repository, look: Look, number: int, kind: str, *, is_pull: bool) -> Issue:
    found = look.view[Issue].one(repository_id=home.id, number=number)
    if found is None or found.is_pull != is_pull:
        article = "an" if kind == "Issue" else "a"
        raise failure("NOT_FOUND", f"Could not resolve to {article} {kind} with the number of {number}.")
    return found


@field("Repository", "issues")
def issues(
    record: Repository,
    look: Look,
    labels: list[str] | None = None,
    states: list[str] | None = None,
    order_by: dict[str, str] | None = None,
    filter_by: dict[str, Any] | None = None,
    **page: Any,
) -> Connection:
    """Issues, filtered: any of the labels."""
    need(look, "issues")
    labels = labels if labels is not None else (filter_by or {}).get("labels")
    return _threads(record, look, labels, states, order_by, page, is_pull=False)


@field("Repository", "pullRequests")
def pull_requests(
    record: Repository,
    look: Look,
    labels: list[str] | None = None,
    states: list[str] | None = None,
    order_by: dict[str, str] | None = None,
    head_ref_name: str | None = None,
    base_ref_name: str | None = None,
    **page: Any,
) -> Connection:
    """Pull requests, filtered."""
    need(look, "pull_requests")

    def fits(thread: Issue) -> bool:
        pull = pull_of(look, thread)
        return head_ref_name in {None, pull.head_ref} and base_ref_name in {None, pull.base_ref}

    return _threads(record, look, labels, states, order_by, page, is_pull=True, fits=fits)


def _threads(
    home: Repository,
    look: Look,
    labels: list[str] | None,
    states: list[str] | None,
    order_by: dict[str, str] | None,
    page: dict[str, Any],
    *,
    is_pull: bool,
    fits: Any = None,
) -> Connection:
    wanted = {name.lower() for name in labels} if labels is not None else None
    found = [
        t
        for t in look.view[Issue].by(repository_id=home.id, is_pull=is_pull)
        if (states is None or state_of(t, look) in states)
        and (wanted is None or wanted & {look.view[Label][i].name.lower() for i in t.label_ids})
        and (fits is None or fits(t))
    ]
    order = order_by or {"field": "CREATED_AT", "direction": "ASC"}
    name = {"UPDATED_AT": "updated_at", "COMMENTS": "id"}.get(order["field"], "created_at")
    found.sort(key=lambda t: (getattr(t, name), t.id), reverse=order["direction"] == "DESC")
    return connection(found, key=by_id, **page)
