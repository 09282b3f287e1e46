"""What is in a repository: files, commits, comparisons, branches and their rules."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from bot.sandbox import permissions
from bot.sandbox import shapes as account_shapes
from bot.sandbox.acts import branches, forks, rules
from bot.sandbox.answers import Answer, Page, Refusal, not_found, unprocessable
from bot.sandbox.code import people, refs, shapes
from bot.sandbox.code.records import BranchRule, Ref
from bot.sandbox.gitstore import Commit, Entry, Identity, Repo
from bot.sandbox.records import Account
from bot.sandbox.rest.git import decoded, in_githubs_words, moment_of, repo_of, wants_raw
from bot.sandbox.routing import Call, operation

# Source: repos/get-content, repos/compare-commits-with-basehead.
JSON_LIMIT, RAW_LIMIT, ENTRIES = 1024**2, 100 * 1024**2, 1000
FILES_COMPARED, COMMITS_COMPARED = 300, 250
_KINDS = {"blob": "file", "tree": "dir", "commit": "submodule"}


@operation("repos/get")
async def get(call: Call) -> Answer:
    """The repository, with what the caller may do there."""
    held = permissions.role(call.tx, call.repository, call.actor.account)
    may = {"pull": "read", "triage": "triage", "push": "write", "maintain": "maintain", "admin": "admin"}
    shaped = account_shapes.repository(call.tx, call.repository)
    if call.actor.account is not None:
        shaped["permissions"] = {word: permissions.at_least(held, role) for word, role in may.items()}
    return Answer(body=shaped)


@operation("repos/create-fork")
async def create_fork(call: Call) -> Answer:
    """Fork it, into the caller's account or an organization; who has a fork already is given that."""
    name = (call.body or {}).get("organization")
    owner = call.tx[Account].one(login=name) if name else call.actor.person
    if owner is None or owner.type == "Bot":
        raise unprocessable("The organization does not exist" if name else "Apps have no account to fork into")
    fork = forks.create(call.tx, call.sandbox.git_store, call.actor.person, call.repository, owner)
    return Answer(202, account_shapes.repository(call.tx, fork))


@operation("repos/list-forks")
async def list_forks(call: Call) -> Answer:
    """The forks, newest first."""
    found = forks.listed(call.past, call.repository)
    return Page(items=[account_shapes.repository(call.past, fork) for fork in found])


@operation("repos/get-content")
async def get_content(call: Call) -> Answer:
    """A file or a directory at a revision; files over 1 MB as bytes only, over 100 MB not at all."""
    repo, path = repo_of(call), call.params.get("path", "").strip("/")
    oid = _revision(call, repo, call.query.get("ref", "HEAD"))
    found = repo.header(f"{oid}:{path}" if path else f"{oid}^{{tree}}")
    if found is None:
        raise not_found()
    if found.kind == "tree":
        lines = repo.tree(found.oid)[:ENTRIES]
        return Answer(body=[_entry(call, repo, e, _under(path, e.path), call.query.get("ref")) for e in lines])
    if found.size > RAW_LIMIT:
        raise Refusal(403, "This API returns blobs up to 100 MB in size.")
    data = repo.blob(found.oid)
    if wants_raw(call):
        return Answer(body=data, content_type="application/vnd.github.raw+json; charset=utf-8")
    shaped = _entry(call, repo, Entry(path, "100644", found.oid), path, call.query.get("ref"))
    if found.size > JSON_LIMIT:
        return Answer(body={**shaped, "content": "", "encoding": "none"})
    return Answer(body={**shaped, "content": base64.encodebytes(data).decode(), "encoding": "base64"})


@operation("repos/create-or-update-file-contents")
async def put_content(call: Call) -> Answer:
    """Commit one file; a file that is there needs its blob's `sha`."""
    repo, path, body = repo_of(call), call.params["path"], call.body
    branch = body.get("branch") or call.repository.default_branch
    tip = refs.branch(call.tx, call.repository, branch)
    if tip is None and repo.refs("refs/heads/"):
        raise Refusal(404, f"Branch {branch} not found")
    old = repo.header(f"{tip.oid}:{path}") if tip else None
    _check_blob(path, old.oid if old else None, body.get("sha"))
    oid = _commit(call, repo, branch, tip, {path: decoded(body["content"])})
    made = repo.header(f"{oid}:{path}")
    assert made is not None
    shaped = _entry(call, repo, Entry(path, "100644", made.oid), path, branch)
    commit = shapes.git_commit(call.tx, call.repository, repo.commit_of(oid))
    return Answer(200 if old else 201, {"content": shaped, "commit": commit})


@operation("repos/delete-file")
async def delete_content(call: Call) -> Answer:
    """Commit the removal of one file."""
    repo, path, body = repo_of(call), call.params["path"], call.body
    branch = body.get("branch") or call.repository.default_branch
    tip = refs.branch(call.tx, call.repository, branch)
    old = repo.header(f"{tip.oid}:{path}") if tip else None
    if old is None:
        raise not_found()
    _check_blob(path, old.oid, body["sha"])
    oid = _commit(call, repo, branch, tip, {path: None})
    commit = shapes.git_commit(call.tx, call.repository, repo.commit_of(oid))
    return Answer(body={"content": None, "commit": commit})


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
    oid = _revision(call, repo, query.get("sha", "HEAD"), view_is_past=True)
    found = [repo.commit_of(r.oid) for r in repo.history(oid, query.get("path"))]
    return Page(items=[shapes.commit(call.past, call.repository, c) for c in found if _wanted(call, c)])


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


@operation("repos/list-branches")
async def list_branches(call: Call) -> Answer:
    """The branches, by name."""
    found = refs.listed(call.past, call.repository, "refs/heads/")
    if wanted := call.query.get("protected"):
        found = [r for r in found if _protected(call, r) == (wanted == "true")]
    return Page(items=[_branch(call, r) for r in found])


@operation("repos/get-branch")
async def get_branch(call: Call) -> Answer:
    """One branch with its newest commit."""
    found = refs.branch(call.tx, call.repository, call.params["branch"])
    if found is None:
        raise Refusal(404, "Branch not found")
    url = f"{shapes.api(call.tx, call.repository)}/branches/{quote(call.params['branch'])}"
    html = f"{shapes.web(call.tx, call.repository)}/tree/{quote(call.params['branch'])}"
    commit = shapes.commit(call.tx, call.repository, repo_of(call).commit_of(found.oid))
    shaped = {**_branch(call, found), "commit": commit, "_links": {"self": url, "html": html}}
    return Answer(body={**shaped, "protection": {"enabled": _protected(call, found)}})


@operation("repos/list-tags")
async def list_tags(call: Call) -> Answer:
    """The tags, newest name first."""
    repo, base = repo_of(call), shapes.api(call.past, call.repository)
    found = refs.listed(call.past, call.repository, "refs/tags/")[::-1]
    named = [(r.name.removeprefix("refs/tags/"), repo.resolve(r.oid)) for r in found]
    return Page(
        items=[
            {"name": name, "node_id": f"REF_{name}", "commit": {"sha": oid, "url": f"{base}/commits/{oid}"}}
            | {"zipball_url": f"{base}/zipball/{name}", "tarball_url": f"{base}/tarball/{name}"}
            for name, oid in named
        ]
    )


@operation("repos/get-branch-rules")
async def get_branch_rules(call: Call) -> Answer:
    """The rules that hold for a branch; it need not exist."""
    told = rules.of_branch(call.past, call.repository, call.params["branch"])
    return Page(items=[line for rule in told for line in _rule(call, rule)])


def _revision(call: Call, repo: Repo, rev: str, *, view_is_past: bool = False) -> str:
    oid = refs.commit_oid(call.past if view_is_past else call.tx, call.repository, repo, rev)
    if oid is None and not repo.refs("refs/heads/"):
        raise Refusal(404, "This repository is empty.")
    if oid is None:
        raise Refusal(404, f"No commit found for the ref {rev}")
    return oid


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


def _entry(call: Call, repo: Repo, entry: Entry, path: str, ref: str | None) -> dict[str, Any]:
    """A file or directory as the contents API names it."""
    home, header = call.repository, repo.header(entry.oid)
    at = ref or home.default_branch
    url = f"{shapes.api(call.tx, home)}/contents/{quote(path)}?ref={quote(at)}"
    kind = "symlink" if entry.mode == "120000" else _KINDS[entry.kind]
    git_url = f"{shapes.api(call.tx, home)}/git/{'trees' if kind == 'dir' else 'blobs'}/{entry.oid}"
    html_url = f"{shapes.web(call.tx, home)}/{'tree' if kind == 'dir' else 'blob'}/{quote(at)}/{quote(path)}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": entry.oid,
        "size": header.size if header and kind == "file" else 0,
        "url": url,
        "html_url": html_url,
        "git_url": git_url,
        "download_url": f"{shapes.web(call.tx, home)}/raw/{quote(at)}/{quote(path)}" if kind == "file" else None,
        "type": kind,
        "_links": {"self": url, "git": git_url, "html": html_url},
    }


def _under(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _check_blob(path: str, old: str | None, given: str | None) -> None:
    """Source: repos/create-or-update-file-contents: 422 when missing, 409 when it is another."""
    if old is not None and given is None:
        raise unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.')
    if given is not None and given != old:
        raise Refusal(409, f"{path} does not match {given}")


def _commit(call: Call, repo: Repo, branch: str, tip: Ref | None, files: dict[str, bytes | None]) -> str:
    body, me = call.body, people.identity(call.actor.person)
    if tip and (refusal := rules.push_refusal(call.tx, call.repository, branch, "")):
        raise Refusal(409, refusal)
    given = body.get("author") or {}
    who = Identity(given.get("name") or me.name, given.get("email") or me.email)
    with in_githubs_words():
        tree = repo.write_files(tip.oid if tip else None, files)
    at = moment_of(given.get("date"), call.now)
    parents = [tip.oid] if tip else []
    oid = repo.write_commit(tree, parents, body["message"], who=who, at=at, committer=(people.WEB_FLOW, call.now))
    name, git = f"refs/heads/{branch}", call.sandbox.git_store
    if tip is None:
        branches.create(call.tx, git, call.actor.person, call.repository, name, oid)
    else:
        branches.move(call.tx, git, call.actor.person, call.repository, name, oid)
    return oid


def _nothing(repo: Repo) -> str:
    return repo.write_tree(None, {})


def _wanted(call: Call, commit: Commit) -> bool:
    query = call.query
    since, until = (moment_of(query.get(name), commit.committed_at) for name in ("since", "until"))
    author = people.account_of(call.past, commit.author)
    names = {commit.author.email, author.login if author else None}
    return since <= commit.committed_at <= until and query.get("author", commit.author.email) in names


def _protected(call: Call, ref: Ref) -> bool:
    return bool(rules.of_branch(call.tx, call.repository, ref.name.removeprefix("refs/heads/")))


def _branch(call: Call, ref: Ref) -> dict[str, Any]:
    base = shapes.api(call.tx, call.repository)
    name = ref.name.removeprefix("refs/heads/")
    return {
        "name": name,
        "commit": {"sha": ref.oid, "url": f"{base}/commits/{ref.oid}"},
        "protected": _protected(call, ref),
        "protection_url": f"{base}/branches/{quote(name)}/protection",
    }


def _rule(call: Call, rule: BranchRule) -> list[dict[str, Any]]:
    """A branch rule as the rules of a ruleset."""
    source = {
        "ruleset_source_type": "Repository",
        "ruleset_source": account_shapes.full_name(call.tx, call.repository),
        "ruleset_id": rule.id,
    }
    told: list[dict[str, Any]] = []
    if rule.needs_pull or rule.approvals:
        told.append({"type": "pull_request", "parameters": {
            "dismiss_stale_reviews_on_push": False, "require_code_owner_review": False,
            "require_last_push_approval": False, "required_approving_review_count": rule.approvals,
            "required_review_thread_resolution": False}})  # fmt: skip
    if rule.required_checks:
        wanted = [
            {"context": c.context, **({"integration_id": c.app_id} if c.app_id else {})} for c in rule.required_checks
        ]
        parameters = {"required_status_checks": wanted, "strict_required_status_checks_policy": False}
        told.append({"type": "required_status_checks", "parameters": parameters})
    if rule.merge_queue:
        told.append({"type": "merge_queue", "parameters": {
            "check_response_timeout_minutes": 60, "grouping_strategy": "ALLGREEN", "max_entries_to_build": 5,
            "max_entries_to_merge": 5, "merge_method": "MERGE", "min_entries_to_merge": 1,
            "min_entries_to_merge_wait_minutes": 5}})  # fmt: skip
    return [{**one, **source} for one in told]
