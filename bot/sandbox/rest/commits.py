"""Commits and comparisons: /repos/{owner}/{repo}/commits and /compare."""

from __future__ import annotations

from bot.sandbox import shapes as account_shapes
from bot.sandbox.answers import Answer, Page, Refusal, not_found, unprocessable
from bot.sandbox.code import people, refs, shapes
from bot.sandbox.gitstore import Commit, Repo
from bot.sandbox.rest.contents import revision
from bot.sandbox.rest.git import moment_of, repo_of
from bot.sandbox.routing import Call, operation

# Source: repos/compare-commits-with-basehead.
FILES_COMPARED, COMMITS_COMPARED = 300, 250


@operation("repos/get-commit")
async def get_commit(call: Call) -> Answer:
    """A commit with its files, by id, branch or tag; as plain text only its id."""
    repo = repo_of(call)
    oid = refs.commit_oid(call.tx, call.repository, repo, call.params["ref"])
    if oid is None:
        raise unprocessable(f"No commit found for SHA: {call.params['ref']}")
    if call.headers.get("accept", "").replace(".v3", "").startswith("application/vnd.github.sha"):
        return Answer(body=oid.encode(), content_type="application/vnd.github.sha; charset=utf-8")
    found = repo.commit_of(oid)
    files = repo.diff(found.parents[0] if found.parents else _nothing(repo), oid)
    return Answer(body=shapes.commit(call.tx, call.repository, found, files[:FILES_COMPARED]))


@operation("repos/list-commits")
async def list_commits(call: Call) -> Answer:
    """The commits behind a branch or commit, newest first; those that changed a path, if one is named."""
    repo, query = repo_of(call), call.query
    oid = revision(call, repo, query.get("sha", "HEAD"), view_is_past=True)
    found = [repo.commit_of(r.oid) for r in repo.history(oid, query.get("path"))]
    return Page(items=[shapes.commit(call.past, call.repository, c) for c in found if _wanted(call, c)])


@operation("repos/get-combined-status-for-ref")
async def combined_status(call: Call) -> Answer:
    """The statuses on a commit: none, since Apps report checks here; GitHub calls that pending."""
    repo = repo_of(call)
    oid = revision(call, repo, call.params["ref"])
    repository = account_shapes.repository(call.tx, call.repository)
    url = f"{shapes.api(call.tx, call.repository)}/commits/{oid}/status"
    return Answer(
        body={"state": "pending", "statuses": [], "total_count": 0, "sha": oid, "repository": repository, "url": url}
    )


@operation("repos/compare-commits-with-basehead")
async def compare(call: Call) -> Answer:
    """What BASE...HEAD brings: seen from where the two parted. A branch of a fork is OWNER:BRANCH."""
    base_name, dots, head_name = call.params["basehead"].partition("...")
    if not dots:
        raise not_found()
    repo = repo_of(call)
    base, head = (_compared(call, repo, name) for name in (base_name, head_name))
    parted = repo.merge_base(base, head)
    if parted is None:
        raise Refusal(404, f"No common ancestor between {base_name} and {head_name}.")
    ahead, behind = repo.ahead_behind(base, head)
    commits = repo.commits(head, without=base, oldest_first=True)
    status = "diverged" if ahead and behind else "ahead" if ahead else "behind" if behind else "identical"
    url = f"{shapes.api(call.tx, call.repository)}/compare/{base}...{head}"
    size, page = int(call.query.get("per_page", COMMITS_COMPARED)), int(call.query.get("page", 1))
    files = repo.diff(parted, head)[:FILES_COMPARED] if page == 1 else []
    tell = shapes.commit
    return Answer(
        body={
            "url": url,
            "html_url": f"{shapes.web(call.tx, call.repository)}/compare/{base}...{head}",
            "base_commit": tell(call.tx, call.repository, repo.commit_of(base)),
            "merge_base_commit": tell(call.tx, call.repository, repo.commit_of(parted)),
            "status": status,
            "ahead_by": ahead,
            "behind_by": behind,
            "total_commits": len(commits),
            "commits": [tell(call.tx, call.repository, c) for c in commits[(page - 1) * size : page * size]],
            "files": [shapes.changed_file(call.tx, call.repository, head, f) for f in files],
        }
    )


def _compared(call: Call, repo: Repo, name: str) -> str:
    """One end of a comparison; a fork's branch is fetched to be compared."""
    owner, colon, branch = name.rpartition(":")
    if not colon or owner == call.params["owner"]:
        oid = refs.commit_oid(call.tx, call.repository, repo, branch)
    else:
        source = refs.of_network(call.tx, call.repository, owner=owner.partition(":")[0])
        found = refs.branch(call.tx, source, branch) if source else None
        if source and found:
            repo.take(call.sandbox.git_of(source), found.oid)
        oid = found.oid if found else None
    if oid is None:
        raise not_found()
    return oid


def _nothing(repo: Repo) -> str:
    return repo.write_tree(None, {})


def _wanted(call: Call, commit: Commit) -> bool:
    query = call.query
    since, until = (moment_of(query.get(name), commit.committed_at) for name in ("since", "until"))
    author = people.account_of(call.past, commit.author)
    names = {commit.author.email, author.login if author else None}
    return since <= commit.committed_at <= until and query.get("author", commit.author.email) in names
