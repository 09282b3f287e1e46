"""Commits, files, branches, pull requests and reviews as GitHub's JSON: the fields we mean; `fill` adds the rest."""

from __future__ import annotations

from urllib.parse import quote

from bot.sandbox import shapes
from bot.sandbox.code import people
from bot.sandbox.code.records import Pull, Ref, Review
from bot.sandbox.gitstore import ChangedFile, Commit, Identity, Repo
from bot.sandbox.node_ids import node_id
from bot.sandbox.records import Account, Issue, Repository, Team
from bot.sandbox.shapes import Json, stamp
from bot.sandbox.state import View


def api(view: View, home: Repository) -> str:
    """The REST address of a repository."""
    return f"{view.links.api}/repos/{shapes.full_name(view, home)}"


def web(view: View, home: Repository) -> str:
    """The page of a repository."""
    return f"{view.links.web}/{shapes.full_name(view, home)}"


def git_commit(view: View, home: Repository, commit: Commit) -> Json:
    """A commit as the git database gives it."""
    url = f"{api(view, home)}/git/commits/{commit.oid}"
    return {
        "sha": commit.oid,
        "node_id": f"C_{commit.oid}",
        "url": url,
        "html_url": f"{web(view, home)}/commit/{commit.oid}",
        "author": _git_user(commit, "author"),
        "committer": _git_user(commit, "committer"),
        "message": commit.message.rstrip("\n"),
        "tree": {"sha": commit.tree, "url": f"{api(view, home)}/git/trees/{commit.tree}"},
        "parents": [_parent(view, home, oid, "git/commits") for oid in commit.parents],
        "verification": {
            "verified": False,
            "reason": "unsigned",
            "signature": None,
            "payload": None,
            "verified_at": None,
        },
    }


def commit(view: View, home: Repository, record: Commit, files: list[ChangedFile] | None = None) -> Json:
    """A commit with the accounts behind it; with its files when they are given."""
    shaped: Json = {
        "sha": record.oid,
        "node_id": f"C_{record.oid}",
        "url": f"{api(view, home)}/commits/{record.oid}",
        "html_url": f"{web(view, home)}/commit/{record.oid}",
        "comments_url": f"{api(view, home)}/commits/{record.oid}/comments",
        "commit": {**git_commit(view, home, record), "comment_count": 0},
        "author": shapes.account(view, people.account_of(view, record.author)),
        "committer": shapes.account(view, people.account_of(view, record.committer)),
        "parents": [_parent(view, home, oid, "commits") for oid in record.parents],
    }
    if files is not None:
        added, deleted = sum(f.additions for f in files), sum(f.deletions for f in files)
        shaped["stats"] = {"additions": added, "deletions": deleted, "total": added + deleted}
        shaped["files"] = [changed_file(view, home, record.oid, f) for f in files]
    return shaped


def pushed_commit(view: View, home: Repository, record: Commit, repo: Repo) -> Json:
    """A commit as a push tells it."""
    paths = repo.changed_paths(record.parents[0] if record.parents else None, record.oid)
    return {
        "id": record.oid,
        "tree_id": record.tree,
        "distinct": True,
        "message": record.message.rstrip("\n"),
        "timestamp": record.committed_at.isoformat(),
        "url": f"{web(view, home)}/commit/{record.oid}",
        "author": _pushed_by(view, record.author),
        "committer": _pushed_by(view, record.committer),
        **{word: [p for p, status in paths.items() if status == word] for word in ("added", "removed", "modified")},
    }


def simple_commit(record: Commit) -> Json:
    """A commit as suites and merge groups carry it."""
    return {
        "id": record.oid,
        "tree_id": record.tree,
        "message": record.message.rstrip("\n"),
        "timestamp": record.committed_at.isoformat(),
        "author": {"name": record.author.name, "email": record.author.email},
        "committer": {"name": record.committer.name, "email": record.committer.email},
    }


def changed_file(view: View, home: Repository, oid: str, file: ChangedFile) -> Json:
    """One file of a diff, at commit `oid`. Binaries and renames without an edit have no patch."""
    path = quote(file.path)
    shaped: Json = {
        "sha": file.oid,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": f"{web(view, home)}/blob/{oid}/{path}",
        "raw_url": f"{web(view, home)}/raw/{oid}/{path}",
        "contents_url": f"{api(view, home)}/contents/{path}?ref={oid}",
    }
    if file.previous_path is not None:
        shaped["previous_filename"] = file.previous_path
    if file.patch is not None:
        shaped["patch"] = file.patch
    return shaped


def ref(view: View, home: Repository, record: Ref, kind: str = "commit") -> Json:
    """A ref of the git database."""
    kinds = {"commit": "commits", "tag": "tags", "tree": "trees", "blob": "blobs"}
    return {
        "ref": record.name,
        "node_id": node_id(record),
        "url": f"{api(view, home)}/git/{record.name}",
        "object": {"type": kind, "sha": record.oid, "url": f"{api(view, home)}/git/{kinds[kind]}/{record.oid}"},
    }


def pull(view: View, issue: Issue) -> Json:
    """A pull request, in any of its sizes, for its issue record."""
    record = view[Pull].by(issue_id=issue.id)[0]
    home = view[Repository][record.repository_id]
    source = view[Repository].get(record.head_repository_id)
    html, url = shapes.issue_url(view, issue, web=True), f"{api(view, home)}/pulls/{issue.number}"
    asked = shapes.issue_url(view, issue)
    author = view[Account].get(issue.author_id)
    addresses = {
        "html_url": html,
        "issue_url": asked,
        "comments_url": f"{asked}/comments",
        "review_comments_url": f"{url}/comments",
        "review_comment_url": f"{api(view, home)}/pulls/comments{{/number}}",
        "commits_url": f"{url}/commits",
        "statuses_url": f"{api(view, home)}/statuses/{record.head_oid}",
    }
    words = {"html_url": "html", "issue_url": "issue"}
    return {
        "id": record.id,
        "node_id": node_id(issue),
        "url": url,
        **addresses,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "_links": {"self": {"href": url}}
        | {words.get(name, name.removesuffix("_url")): {"href": where} for name, where in addresses.items()},
        "number": issue.number,
        "state": issue.state,
        "locked": issue.locked,
        "active_lock_reason": issue.lock_reason,
        "title": issue.title,
        "body": issue.body,
        "user": shapes.account(view, author),
        "labels": shapes.labels(view, issue),
        "assignee": next((shapes.account(view, view[Account].get(i)) for i in issue.assignee_ids), None),
        "assignees": [shapes.account(view, view[Account].get(i)) for i in issue.assignee_ids],
        "milestone": None,
        **reviewers(view, record),
        "author_association": shapes.association(view, home, issue.author_id),
        "auto_merge": None,
        "head": _end(view, source, record.head_ref, record.head_oid),
        "base": _end(view, home, record.base_ref, record.base_oid),
        "draft": record.draft,
        "created_at": stamp(issue.created_at),
        "updated_at": stamp(issue.updated_at),
        "closed_at": stamp(issue.closed_at),
        "merged_at": stamp(record.merged_at),
        "merged": record.merged_at is not None,
        "merged_by": shapes.account(view, view[Account].get(record.merged_by_id)),
        "merge_commit_sha": record.merge_commit_oid,
        "mergeable": record.mergeable,
        "rebaseable": record.mergeable,
        "mergeable_state": mergeable_state(record),
        "comments": shapes.issue(view, issue)["comments"],
        "review_comments": 0,
        "commits": record.size.commits,
        "changed_files": record.size.changed_files,
        "additions": record.size.additions,
        "deletions": record.size.deletions,
        "maintainer_can_modify": record.maintainer_can_modify,
    }


def reviewers(view: View, record: Pull) -> Json:
    """Who has been asked for a review and has not given one."""
    return {
        "requested_reviewers": [shapes.account(view, view[Account].get(i)) for i in record.reviewer_ids],
        "requested_teams": [shapes.team(view, view[Team][i]) for i in record.reviewer_team_ids],
    }


def minimal_pull(view: View, record: Pull) -> Json:
    """A pull request as check runs name it."""
    home = view[Repository][record.repository_id]
    return {
        "id": record.id,
        "number": record.number,
        "url": f"{api(view, home)}/pulls/{record.number}",
        "head": _minimal_end(view, home, record.head_ref, record.head_oid),
        "base": _minimal_end(view, home, record.base_ref, record.base_oid),
    }


def mergeable_state(record: Pull) -> str:
    """GitHub's word for it, as far as the branches alone decide."""
    if record.mergeable is None:
        return "unknown"
    if not record.mergeable:
        return "dirty"
    return "draft" if record.draft else "clean"


def review(view: View, record: Review) -> Json:
    """A review of a pull request."""
    on = view[Pull][record.pull_id]
    home = view[Repository][record.repository_id]
    url = f"{api(view, home)}/pulls/{on.number}"
    html = f"{web(view, home)}/pull/{on.number}#pullrequestreview-{record.id}"
    return {
        "id": record.id,
        "node_id": node_id(record),
        "user": shapes.account(view, view[Account].get(record.author_id)),
        "body": record.body,
        "state": record.state,
        "html_url": html,
        "pull_request_url": url,
        "_links": {"html": {"href": html}, "pull_request": {"href": url}},
        "submitted_at": stamp(record.submitted_at),
        "commit_id": record.commit_oid,
        "author_association": shapes.association(view, home, record.author_id),
    }


def _end(view: View, where: Repository | None, name: str, oid: str) -> Json:
    owner = view[Account].get(where.owner_id) if where else None
    return {
        "label": f"{owner.login if owner else 'unknown'}:{name}",
        "ref": name,
        "sha": oid,
        "user": shapes.account(view, owner),
        "repo": shapes.repository(view, where) if where else None,
    }


def _minimal_end(view: View, where: Repository, name: str, oid: str) -> Json:
    return {
        "ref": name,
        "sha": oid,
        "repo": {"id": where.id, "name": where.name, "url": api(view, where)},
    }


def _parent(view: View, home: Repository, oid: str, kind: str) -> Json:
    return {"sha": oid, "url": f"{api(view, home)}/{kind}/{oid}", "html_url": f"{web(view, home)}/commit/{oid}"}


def _git_user(record: Commit, role: str) -> Json:
    who, at = (record.author, record.authored_at) if role == "author" else (record.committer, record.committed_at)
    return {"name": who.name, "email": who.email, "date": stamp(at)}


def _pushed_by(view: View, who: Identity) -> Json:
    known = people.account_of(view, who)
    return {"name": who.name, "email": who.email, **({"username": known.login} if known else {})}
