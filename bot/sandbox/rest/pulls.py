"""Pull requests: /repos/{owner}/{repo}/pulls."""

from __future__ import annotations

from typing import Any

from bot.sandbox import permissions
from bot.sandbox.acts import merges, pulls, queue, reviews  # noqa: F401 -- the queue listens to checks
from bot.sandbox.acts.pulls import Proposed
from bot.sandbox.answers import Answer, Page, invalid, not_found, unprocessable
from bot.sandbox.code import refs, shapes
from bot.sandbox.code.records import Pull
from bot.sandbox.records import Account, Issue, Repository
from bot.sandbox.rest.git import repo_of
from bot.sandbox.routing import Call, operation
from bot.sandbox.state import View

# Source: pulls/list-files, pulls/list-commits.
FILES_LISTED, COMMITS_LISTED = 3000, 250


def pull_of(call: Call) -> Pull:
    """The pull request in the path."""
    found = pulls.found(call.tx, call.repository, call.number("pull_number"))
    if found is None:
        raise not_found()
    return found


def past_pull_of(call: Call) -> Pull:
    """The same as lists see it: with the head it had a moment ago, but never missing."""
    return pulls.found(call.past, call.repository, call.number("pull_number")) or pull_of(call)


@operation("pulls/create")
async def create(call: Call) -> Answer:
    """Open a pull request."""
    body = call.body
    if not body.get("title"):
        raise invalid("PullRequest", "title", "missing_field")
    wanted = Proposed(
        title=body["title"],
        head=body["head"],
        base=body["base"],
        body=body.get("body"),
        draft=bool(body.get("draft")),
        maintainer_can_modify=body.get("maintainer_can_modify"),
        head_repository=body.get("head_repo"),
    )
    pull = pulls.open_pull(call.tx, call.sandbox.git_store, call.actor.person, call.repository, wanted)
    shaped = _shape(call.tx, pull)
    return Answer(201, shaped, {"Location": shaped["url"]})


@operation("pulls/get")
async def get(call: Call) -> Answer:
    """One pull request. The first to ask is told `mergeable: null`; it is found out meanwhile."""
    pull = pull_of(call)
    shaped = _shape(call.tx, pull)
    if pull.mergeable and merges.obstacles(call.tx, pull):
        shaped["mergeable_state"] = "draft" if pull.draft else "blocked"
    pulls.weigh(call.tx, call.sandbox.git_store, pull)
    return Answer(body=shaped)


@operation("pulls/list")
async def list_pulls(call: Call) -> Answer:
    """Pull requests, open ones unless told otherwise, newest first. `head` is OWNER:BRANCH."""
    found = [p for p in call.past[Pull].by(repository_id=call.repository.id) if _wanted(call, p)]
    field = "updated_at" if call.query.get("sort") == "updated" else "created_at"
    descending = call.query.get("direction", "asc" if call.query.get("sort") else "desc") == "desc"
    threads = sorted(
        (pulls.issue_of(call.past, p) for p in found), key=lambda i: (getattr(i, field), i.id), reverse=descending
    )
    return Page(items=[shapes.pull(call.past, thread) for thread in threads])


@operation("pulls/update")
async def update(call: Call) -> Answer:
    """Change title, body, base or state."""
    pull, body = pull_of(call), call.body or {}
    author_id = pulls.issue_of(call.tx, pull).author_id
    permissions.check_author(call.actor, call.tx, call.repository, author_id=author_id, otherwise="write")
    text = body["body"] or "" if "body" in body else None
    me, git = call.actor.person, call.sandbox.git_store
    pull = pulls.edit(call.tx, git, me, pull, title=body.get("title"), body=text, base=body.get("base"))
    if body.get("state"):
        pulls.set_state(call.tx, me, pull, body["state"])
    return Answer(body=_shape(call.tx, pull))


@operation("pulls/list-files")
async def list_files(call: Call) -> Answer:
    """The files it changes, with their patches."""
    pull = past_pull_of(call)
    changed = pulls.files(call.tx, call.sandbox.git_store, pull)[:FILES_LISTED]
    return Page(items=[shapes.changed_file(call.tx, call.repository, pull.head_oid, f) for f in changed])


@operation("pulls/list-commits")
async def list_commits(call: Call) -> Answer:
    """The commits it brings, oldest first."""
    found = pulls.commits(call.tx, call.sandbox.git_store, past_pull_of(call))[:COMMITS_LISTED]
    return Page(items=[shapes.commit(call.tx, call.repository, c) for c in found])


@operation("pulls/check-if-merged")
async def check_if_merged(call: Call) -> Answer:
    """204 if it was merged, 404 if not."""
    if pull_of(call).merged_at is None:
        raise not_found()
    return Answer(204)


@operation("pulls/merge")
async def merge(call: Call) -> Answer:
    """Merge it, if the base branch's rules are met."""
    body = call.body or {}
    pull = merges.merge(
        call.tx,
        call.sandbox.git_store,
        call.actor.person,
        pull_of(call),
        method=body.get("merge_method", "merge"),
        title=body.get("commit_title"),
        message=body.get("commit_message"),
        expected=body.get("sha"),
    )
    return Answer(body={"sha": pull.merge_commit_oid, "merged": True, "message": "Pull Request successfully merged"})


@operation("pulls/update-branch")
async def update_branch(call: Call) -> Answer:
    """Bring the base branch into it."""
    expected = (call.body or {}).get("expected_head_sha")
    pull = pull_of(call)
    merges.update_branch(call.tx, call.sandbox.git_store, call.actor.person, pull, expected=expected)
    url = f"{shapes.api(call.tx, call.repository)}/pulls/{pull.number}"
    return Answer(202, {"message": "Updating pull request branch.", "url": url})


@operation("repos/list-pull-requests-associated-with-commit")
async def associated(call: Call) -> Answer:
    """The pull requests a commit belongs to: merged by it, or with it among theirs while open; forks' too."""
    repo = repo_of(call)
    oid = refs.commit_oid(call.past, call.repository, repo, call.params["commit_sha"])
    if oid is None:
        raise unprocessable(f"No commit found for SHA: {call.params['commit_sha']}")
    found = [
        p
        for p in call.past[Pull].by(repository_id=call.repository.id)
        if p.merge_commit_oid == oid or (repo.is_ancestor(oid, p.head_oid) and not repo.is_ancestor(oid, p.base_oid))
    ]
    return Page(items=[shapes.pull(call.past, pulls.issue_of(call.past, p)) for p in found])


def _shape(view: View, pull: Pull) -> dict[str, Any]:
    return shapes.pull(view, view[Issue][pull.issue_id])


def _wanted(call: Call, pull: Pull) -> bool:
    query, view = call.query, call.past
    source = view[Repository].get(pull.head_repository_id)
    label = f"{view[Account][source.owner_id].login}:{pull.head_ref}" if source else pull.head_ref
    return (
        query.get("state", "open") in {pulls.issue_of(view, pull).state, "all"}
        and query.get("base", pull.base_ref) == pull.base_ref
        and (":" not in (head := query.get("head", label)) or head.lower() == label.lower())
    )
