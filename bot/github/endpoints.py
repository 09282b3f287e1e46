"""Every REST operation the bot uses, by GitHub's own name for it, with what we read of its answer.

A row is also the list of what the app's permissions must allow, and what `tests/fidelity` checks.
Source: GitHub's description of its REST API, version 2022-11-28.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.github import rest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[T]):
    """An operation: its name, its method, its address as a URI template, what an answer (or an item of it) is read as.

    `{/path*}` keeps the slashes of a sequence; a variable that is not given vanishes (RFC 6570).
    """

    operation: str
    method: str
    template: str
    answer: type[T]
    is_list: bool = False
    wrapped_in: str = ""
    """The key that a list is under, where it is not the answer itself."""


_REPO = "/repos/{owner}/{repo}"
_TEAM = "/orgs/{org}/teams/{team_slug}"
_REACTIONS = _REPO + "/issues/comments/{comment_id}/reactions"

ME = Endpoint("apps/get-authenticated", "GET", "/app", rest.App)
REPO_INSTALLATION = Endpoint("apps/get-repo-installation", "GET", _REPO + "/installation", rest.Installation)
ORG_INSTALLATION = Endpoint("apps/get-org-installation", "GET", "/orgs/{org}/installation", rest.Installation)
MINT_TOKEN = Endpoint(
    "apps/create-installation-access-token",
    "POST",
    "/app/installations/{installation_id}/access_tokens",
    rest.MintedToken,
)
INSTALLATIONS = Endpoint(
    "apps/list-installations", "GET", "/app/installations?per_page=100", rest.Installation, is_list=True
)
INSTALLED_REPOSITORIES = Endpoint(
    "apps/list-repos-accessible-to-installation",
    "GET",
    "/installation/repositories?per_page=100",
    rest.InstalledRepository,
    is_list=True,
    wrapped_in="repositories",
)
DELIVERIES = Endpoint(
    "apps/list-webhook-deliveries", "GET", "/app/hook/deliveries?per_page=100", rest.Delivery, is_list=True
)
DELIVERY = Endpoint("apps/get-webhook-delivery", "GET", "/app/hook/deliveries/{delivery_id}", rest.DeliveryDetail)

USER = Endpoint("users/get-by-username", "GET", "/users/{username}", rest.Account)
PERMISSION = Endpoint(
    "repos/get-collaborator-permission-level", "GET", _REPO + "/collaborators/{username}/permission", rest.Permission
)
ADD_COLLABORATOR = Endpoint("repos/add-collaborator", "PUT", _REPO + "/collaborators/{username}", rest.Nothing)
REMOVE_COLLABORATOR = Endpoint("repos/remove-collaborator", "DELETE", _REPO + "/collaborators/{username}", rest.Nothing)
MEMBERS = Endpoint("teams/list-members-in-org", "GET", _TEAM + "/members?per_page=100", rest.Account, is_list=True)
MEMBERSHIP = Endpoint("teams/get-membership-for-user-in-org", "GET", _TEAM + "/memberships/{username}", rest.Membership)
ADD_MEMBER = Endpoint(
    "teams/add-or-update-membership-for-user-in-org", "PUT", _TEAM + "/memberships/{username}", rest.Membership
)
REMOVE_MEMBER = Endpoint(
    "teams/remove-membership-for-user-in-org", "DELETE", _TEAM + "/memberships/{username}", rest.Nothing
)

BLOB = Endpoint("git/get-blob", "GET", _REPO + "/git/blobs/{file_sha}", rest.GitBlob)
TREE = Endpoint("git/get-tree", "GET", _REPO + "/git/trees/{tree_sha}{?recursive}", rest.Tree)
COMMIT = Endpoint("git/get-commit", "GET", _REPO + "/git/commits/{commit_sha}", rest.GitCommit)
REF = Endpoint("git/get-ref", "GET", _REPO + "/git/ref{/ref*}", rest.Ref)
CREATE_BLOB = Endpoint("git/create-blob", "POST", _REPO + "/git/blobs", rest.Object)
CREATE_TREE = Endpoint("git/create-tree", "POST", _REPO + "/git/trees", rest.Object)
CREATE_COMMIT = Endpoint("git/create-commit", "POST", _REPO + "/git/commits", rest.GitCommit)
CREATE_REF = Endpoint("git/create-ref", "POST", _REPO + "/git/refs", rest.Ref)
UPDATE_REF = Endpoint("git/update-ref", "PATCH", _REPO + "/git/refs{/ref*}", rest.Ref)
COMPARE = Endpoint(
    "repos/compare-commits-with-basehead", "GET", _REPO + "/compare/{basehead}?per_page=1", rest.Comparison
)

PULLS = Endpoint(
    "pulls/list", "GET", _REPO + "/pulls?per_page=100{&head,state,sort,direction}", rest.Pull, is_list=True
)
PULL_FILES = Endpoint(
    "pulls/list-files", "GET", _REPO + "/pulls/{pull_number}/files?per_page=100", rest.File, is_list=True
)
CREATE_PULL = Endpoint("pulls/create", "POST", _REPO + "/pulls", rest.OpenedPull)
UPDATE_PULL = Endpoint("pulls/update", "PATCH", _REPO + "/pulls/{pull_number}", rest.OpenedPull)

RUNS = Endpoint(
    "checks/list-for-ref",
    "GET",
    _REPO + "/commits/{ref}/check-runs?per_page=100{&check_name,app_id,filter}",
    rest.Run,
    is_list=True,
    wrapped_in="check_runs",
)
ANNOTATIONS = Endpoint(
    "checks/list-annotations",
    "GET",
    _REPO + "/check-runs/{check_run_id}/annotations?per_page=100",
    rest.RunAnnotation,
    is_list=True,
)
CREATE_RUN = Endpoint("checks/create", "POST", _REPO + "/check-runs", rest.Run)
UPDATE_RUN = Endpoint("checks/update", "PATCH", _REPO + "/check-runs/{check_run_id}", rest.Run)

CREATE_COMMENT = Endpoint("issues/create-comment", "POST", _REPO + "/issues/{issue_number}/comments", rest.Comment)
UPDATE_COMMENT = Endpoint("issues/update-comment", "PATCH", _REPO + "/issues/comments/{comment_id}", rest.Comment)
PIN_COMMENT = Endpoint("issues/pin-comment", "PUT", _REPO + "/issues/comments/{comment_id}/pin", rest.Nothing)
LABELS = Endpoint("issues/list-labels-for-repo", "GET", _REPO + "/labels?per_page=100", rest.Label, is_list=True)
CREATE_LABEL = Endpoint("issues/create-label", "POST", _REPO + "/labels", rest.Label)
ADD_LABELS = Endpoint("issues/add-labels", "POST", _REPO + "/issues/{issue_number}/labels", list[rest.Label])
REMOVE_LABEL = Endpoint("issues/remove-label", "DELETE", _REPO + "/issues/{issue_number}/labels/{name}", rest.Nothing)
ISSUES = Endpoint(
    "issues/list-for-repo",
    "GET",
    _REPO + "/issues?per_page=100{&state,creator,since,sort,direction}",
    rest.Issue,
    is_list=True,
)
CREATE_ISSUE = Endpoint("issues/create", "POST", _REPO + "/issues", rest.Issue)

REACT = Endpoint("reactions/create-for-issue-comment", "POST", _REACTIONS, rest.ReactionMade)
REACTIONS = Endpoint(
    "reactions/list-for-issue-comment", "GET", _REACTIONS + "?per_page=100", rest.ReactionMade, is_list=True
)
UNREACT = Endpoint("reactions/delete-for-issue-comment", "DELETE", _REACTIONS + "/{reaction_id}", rest.Nothing)

ENDPOINTS: tuple[Endpoint[object], ...] = tuple(row for row in list(globals().values()) if isinstance(row, Endpoint))
"""All of them, for the checks against GitHub's description and against the manifest."""
