"""Merging pull requests, by the button or by the API."""

from __future__ import annotations

from bot.sandbox.acts import branches, pulls, rules
from bot.sandbox.answers import Refusal, unprocessable
from bot.sandbox.code import people, refs
from bot.sandbox.code.records import Pull
from bot.sandbox.gitstore import GitStore, MergeConflict
from bot.sandbox.gitstore.repo import MergeMethod
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View

_PAGE = "https://docs.github.com/rest/pulls/pulls#merge-a-pull-request"


def merge(tx: Transaction, git: GitStore, actor: Account, pull: Pull, *, method: MergeMethod = "merge",
          title: str | None = None, message: str | None = None, expected: str | None = None) -> Pull:  # fmt: skip
    """Merge it into its base branch; a Refusal of 405 or 409 says why not."""
    if expected is not None and expected != pull.head_oid:
        raise Refusal(409, "Head branch was modified. Review and try the merge again.", page=_PAGE)
    if reasons := obstacles(tx, pull):
        raise Refusal(405, " ".join(reasons), page=_PAGE)
    worded = message_of(tx, pull, method, title, message)
    home = tx[Repository][pull.repository_id]
    base = refs.branch(tx, home, pull.base_ref)
    assert base is not None  # else there is an obstacle
    try:
        oid = refs.git_of(git, home).merge(
            base.name,
            pull.head_oid,
            method=method,
            message=worded,
            who=people.identity(actor),
            at=tx.now.replace(microsecond=0),
            committer=people.WEB_FLOW,
        )
    except MergeConflict:
        raise Refusal(405, "Pull Request is not mergeable", page=_PAGE) from None
    pull = pulls.mark_merged(tx, actor, pull, commit=oid)
    branches.pushed(tx, git, actor, home, [branches.Move(base.name, base.oid, oid)])
    return tx[Pull][pull.id]


def update_branch(tx: Transaction, git: GitStore, actor: Account, pull: Pull, *, expected: str | None = None) -> Pull:
    """Merge the base branch into its own branch, in whichever repository that is; 422 when there is nothing to do."""
    home, source = tx[Repository][pull.repository_id], tx[Repository].get(pull.head_repository_id)
    base = refs.branch(tx, home, pull.base_ref)
    if expected is not None and expected != pull.head_oid:
        raise unprocessable("expected head sha didn't match current head ref.")
    if source is None or base is None or not pulls.is_open(tx, pull):
        raise unprocessable("The pull request's branch cannot be updated")
    repo, name = refs.git_of(git, source), f"refs/heads/{pull.head_ref}"
    repo.take(refs.git_of(git, home), base.oid)
    if repo.is_ancestor(base.oid, pull.head_oid):
        raise unprocessable("There are no new commits on the base branch.")
    who, at = people.identity(actor), tx.now.replace(microsecond=0)
    words = f"Merge branch '{pull.base_ref}' into {pull.head_ref}\n"
    try:
        oid = repo.merge(name, base.oid, method="merge", message=words, who=who, at=at, committer=people.WEB_FLOW)
    except MergeConflict:
        raise unprocessable("merge conflict between base and head") from None
    branches.pushed(tx, git, actor, source, [branches.Move(name, pull.head_oid, oid)])
    return tx[Pull][pull.id]


def obstacles(view: View, pull: Pull, *, in_queue: bool = False) -> list[str]:
    """Why it cannot be merged (or put in the queue) now, as sentences; conflicts are found by trying."""
    home = view[Repository][pull.repository_id]
    if not pulls.is_open(view, pull) or refs.branch(view, home, pull.base_ref) is None:
        return ["Pull Request is not mergeable"]
    if pull.draft:
        return ["Pull Request is still a draft"]
    if not in_queue and rules.has_queue(view, home, pull.base_ref):
        return ["Changes must be made through the merge queue"]
    return rules.unmet_checks(view, home, pull.base_ref, pull.head_oid) + rules.unmet_reviews(view, home, pull)


def message_of(view: View, pull: Pull, method: str, title: str | None = None, message: str | None = None) -> str:
    """As the merge button words it. Source: About pull request merges, "Merge message"."""
    issue = pulls.issue_of(view, pull)
    if method == "squash":
        title = title or f"{issue.title} (#{pull.number})"
    else:
        source = view[Repository].get(pull.head_repository_id)
        owner = view[Account][source.owner_id].login if source else "unknown"
        title = title or f"Merge pull request #{pull.number} from {owner}/{pull.head_ref}"
    text = issue.title if message is None and method == "merge" else message or ""
    return f"{title}\n\n{text}".rstrip() + "\n"
