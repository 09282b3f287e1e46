"""Files: /repos/{owner}/{repo}/contents."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from bot.sandbox.acts import branches, rules
from bot.sandbox.answers import Answer, Refusal, not_found, unprocessable
from bot.sandbox.code import people, refs, shapes
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import Entry, Identity, Repo
from bot.sandbox.rest.git import decoded, in_githubs_words, moment_of, repo_of, wants_raw
from bot.sandbox.routing import Call, operation

# Source: repos/get-content.
JSON_LIMIT, RAW_LIMIT, ENTRIES = 1024**2, 100 * 1024**2, 1000
_KINDS = {"blob": "file", "tree": "dir", "commit": "submodule"}


@operation("repos/get-content")
async def get_content(call: Call) -> Answer:
    """A file or a directory at a revision; files over 1 MB as bytes only, over 100 MB not at all."""
    repo, path = repo_of(call), call.params.get("path", "").strip("/")
    oid = revision(call, repo, call.query.get("ref", "HEAD"))
    found = repo.header(f"{oid}:{path}" if path else f"{oid}^{{tree}}")
    if found is None:
        raise not_found()
    if found.kind == "tree":
        lines = repo.tree(found.oid)[:ENTRIES]
        return Answer(body=[_entry(call, repo, e, _under(path, e.path), call.query.get("ref")) for e in lines])
    return _file(call, repo, Entry(path, "100644", found.oid), path)


@operation("repos/get-readme")
async def get_readme(call: Call) -> Answer:
    """The README of the root, whatever its ending."""
    repo = repo_of(call)
    oid = revision(call, repo, call.query.get("ref", "HEAD"))
    found = next((e for e in repo.tree(oid) if e.kind == "blob" and e.path.lower().startswith("readme")), None)
    if found is None:
        raise not_found()
    return _file(call, repo, found, found.path)


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


def revision(call: Call, repo: Repo, rev: str, *, view_is_past: bool = False) -> str:
    """The commit that a branch, tag or id names; 404 when it names none."""
    oid = refs.commit_oid(call.past if view_is_past else call.tx, call.repository, repo, rev)
    if oid is None and not repo.refs("refs/heads/"):
        raise Refusal(404, "This repository is empty.")
    if oid is None:
        raise Refusal(404, f"No commit found for the ref {rev}")
    return oid


def _file(call: Call, repo: Repo, entry: Entry, path: str) -> Answer:
    """A file as JSON, or as bytes when they are asked for."""
    header = repo.header(entry.oid)
    size = header.size if header else 0
    if size > RAW_LIMIT:
        raise Refusal(403, "This API returns blobs up to 100 MB in size.")
    if wants_raw(call):
        return Answer(body=repo.blob(entry.oid), content_type="application/vnd.github.raw+json; charset=utf-8")
    shaped = _entry(call, repo, entry, path, call.query.get("ref"))
    if size > JSON_LIMIT:
        return Answer(body={**shaped, "content": "", "encoding": "none"})
    text = base64.encodebytes(repo.blob(entry.oid)).decode()
    return Answer(body={**shaped, "content": text, "encoding": "base64"})


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
