"""The git database: /repos/{owner}/{repo}/git."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.sandbox.acts import branches, rules
from bot.sandbox.answers import Answer, Refusal, not_found, unprocessable
from bot.sandbox.code import people, refs, shapes
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import (
    Entry,
    Identity,
    MalformedPath,
    NotFastForward,
    ObjectMissing,
    RefExists,
    RefMalformed,
    RefMissing,
    Repo,
)
from bot.sandbox.gitstore.objects import KIND_OF_MODE
from bot.sandbox.routing import Call, operation

RAW = "application/vnd.github.raw"
BLOB_LIMIT, TREE_LIMIT = 100 * 1024**2, 100_000


def repo_of(call: Call) -> Repo:
    """The git repository in the path; 409 while it holds nothing."""
    return call.sandbox.git_of(call.repository)


@contextmanager
def in_githubs_words() -> Iterator[None]:
    """What git refuses, refused as GitHub does."""
    try:
        yield
    except RefExists:
        raise unprocessable("Reference already exists") from None
    except RefMissing:
        raise unprocessable("Reference does not exist") from None
    except RefMalformed:
        raise unprocessable("Reference name must be a fully qualified ref such as refs/heads/main") from None
    except NotFastForward:
        raise unprocessable("Update is not a fast forward") from None
    except ObjectMissing:
        raise unprocessable("Object does not exist") from None
    except MalformedPath as problem:
        raise unprocessable(f"tree.path contains a malformed path component: {problem}") from None


def wants_raw(call: Call) -> bool:
    """Whether the caller asked for bytes instead of JSON."""
    accepted = call.headers.get("accept", "").replace(".v3", "")
    return accepted.split("+")[0].startswith(RAW)


@operation("git/create-blob")
async def create_blob(call: Call) -> Answer:
    """Keep a blob, given as text or base64."""
    content, encoding = call.body["content"], call.body.get("encoding", "utf-8")
    oid = repo_of(call).write_blob(decoded(content) if encoding == "base64" else content.encode())
    return Answer(201, {"sha": oid, "url": f"{shapes.api(call.tx, call.repository)}/git/blobs/{oid}"})


@operation("git/get-blob")
async def get_blob(call: Call) -> Answer:
    """A blob, in base64 or raw; up to 100 MB."""
    found = repo_of(call).find(call.params["file_sha"])
    if found is None or found.kind != "blob":
        raise not_found()
    if found.size > BLOB_LIMIT:
        raise Refusal(403, "This API returns blobs up to 100 MB in size.")
    if wants_raw(call):
        return Answer(body=found.data, content_type="application/vnd.github.raw+json; charset=utf-8")
    url = f"{shapes.api(call.tx, call.repository)}/git/blobs/{found.oid}"
    text = base64.encodebytes(found.data).decode()
    return Answer(
        body={"sha": found.oid, "node_id": f"B_{found.oid}", "size": found.size, "url": url}
        | {"content": text, "encoding": "base64"}
    )


@operation("git/create-tree")
async def create_tree(call: Call) -> Answer:
    """A tree from a base and entries; an entry with `sha: null` takes its path away."""
    repo, base = repo_of(call), call.body.get("base_tree")
    if base is not None and (repo.header(base) is None or repo.header(f"{base}^{{tree}}") is None):
        raise unprocessable("base_tree is not a valid tree oid")
    with in_githubs_words():
        entries = {str(e.get("path", "")): _entry(repo, e) for e in call.body["tree"]}
        oid = repo.write_tree(base, entries)
    return Answer(201, _tree(call, repo, oid, recursive=False))


@operation("git/get-tree")
async def get_tree(call: Call) -> Answer:
    """A tree by its id, or by a branch or commit; `recursive` with any value goes deep."""
    repo = repo_of(call)
    asked = call.params["tree_sha"]
    name = refs.commit_oid(call.tx, call.repository, repo, asked) or asked
    found = repo.header(f"{name}^{{tree}}")
    if found is None:
        raise not_found()
    return Answer(body=_tree(call, repo, found.oid, recursive="recursive" in call.query))


@operation("git/create-commit")
async def create_commit(call: Call) -> Answer:
    """A commit; author and committer are the caller, now, where they are not named."""
    body, me = call.body, people.identity(call.actor.person)
    author = _signed(call, body.get("author"), (me, call.now))
    committer = _signed(call, body.get("committer"), author if "author" in body else (me, call.now))
    repo = repo_of(call)
    try:
        oid = repo.write_commit(
            body["tree"],
            body.get("parents", ()),
            body["message"],
            who=author[0],
            at=author[1],
            committer=committer,
        )
    except ObjectMissing as problem:
        wrong = "Tree SHA" if " tree " in str(problem) else "Parent SHA"
        raise unprocessable(f"{wrong} does not exist or is not a {wrong.split()[0].lower()} object") from None
    return Answer(201, shapes.git_commit(call.tx, call.repository, repo.commit_of(oid)))


@operation("git/get-commit")
async def get_commit(call: Call) -> Answer:
    """A commit of the git database, by its whole id."""
    repo, oid = repo_of(call), call.params["commit_sha"]
    if repo.resolve(oid) != oid:
        raise not_found()
    return Answer(body=shapes.git_commit(call.tx, call.repository, repo.commit_of(oid)))


@operation("git/get-ref")
async def get_ref(call: Call) -> Answer:
    """One ref, named `heads/BRANCH`; never by a part of its name."""
    found = refs.tip(call.tx, call.repository, f"refs/{call.params['ref']}")
    if found is None:
        raise not_found()
    return Answer(body=_ref(call, found))


@operation("git/list-matching-refs")
async def list_matching_refs(call: Call) -> Answer:
    """The refs whose name begins so; an empty list where there are none."""
    found = refs.listed(call.past, call.repository, f"refs/{call.params['ref']}")
    return Answer(body=[_ref(call, one) for one in found])


@operation("git/create-ref")
async def create_ref(call: Call) -> Answer:
    """A new ref, by its full name."""
    git = call.sandbox.git_store
    name, oid = call.body["ref"], call.body["sha"]
    if name.startswith("refs/pull/"):
        raise unprocessable("Reference update failed")
    with in_githubs_words():
        made = branches.create(call.tx, git, call.actor.person, call.repository, name, oid)
    return Answer(201, _ref(call, made), {"Location": shapes.ref(call.tx, call.repository, made)["url"]})


@operation("git/update-ref")
async def update_ref(call: Call) -> Answer:
    """Move a ref, forward only unless forced, and only as the branch's rules allow."""
    name, oid = f"refs/{call.params['ref']}", call.body["sha"]
    _check_rules(call, name, oid)
    with in_githubs_words():
        moved = branches.move(
            call.tx,
            call.sandbox.git_store,
            call.actor.person,
            call.repository,
            name,
            oid,
            force=bool(call.body.get("force")),
        )
    return Answer(body=_ref(call, moved))


@operation("git/delete-ref")
async def delete_ref(call: Call) -> Answer:
    """Take a ref away."""
    name = f"refs/{call.params['ref']}"
    if name.startswith("refs/pull/") or name == f"refs/heads/{call.repository.default_branch}":
        raise unprocessable("Cannot delete the default branch" if "/heads/" in name else "Reference update failed")
    with in_githubs_words():
        branches.delete(call.tx, call.sandbox.git_store, call.actor.person, call.repository, name)
    return Answer(204)


def decoded(text: str) -> bytes:
    """Base64 as GitHub takes it, line breaks and all."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise unprocessable("content is not valid Base64") from None


def moment_of(text: str | None, otherwise: datetime) -> datetime:
    """A date in a request body."""
    if text is None:
        return otherwise
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise unprocessable(f"{text} is not a valid date-time") from None


def _signed(
    call: Call, given: Mapping[str, Any] | None, otherwise: tuple[Identity, datetime]
) -> tuple[Identity, datetime]:
    if not given:
        return otherwise
    who = Identity(given.get("name") or otherwise[0].name, given.get("email") or otherwise[0].email)
    return who, moment_of(given.get("date"), call.now)


def _entry(repo: Repo, given: Mapping[str, Any]) -> Entry | None:
    """One entry of a tree to be made. `content` and `sha` exclude each other."""
    path, mode = str(given.get("path", "")), str(given.get("mode") or "100644")
    if "content" in given:
        if given.get("sha"):
            raise unprocessable("Must supply either tree.sha or tree.content, not both")
        return Entry(path, mode, repo.write_blob(given["content"].encode()))
    if "sha" not in given:
        raise unprocessable("Must supply tree.sha or tree.content")
    if given["sha"] is None:
        return None
    found, kind = repo.header(given["sha"]), KIND_OF_MODE.get(mode, "blob")
    if kind != "commit" and (found is None or found.kind != kind):
        raise unprocessable(f"tree.sha {given['sha']} is not a valid {kind}")
    return Entry(path, mode, given["sha"])


def _tree(call: Call, repo: Repo, oid: str, *, recursive: bool) -> dict[str, Any]:
    base = f"{shapes.api(call.tx, call.repository)}/git"
    lines = repo.tree(oid, recursive=recursive)
    listed = []
    for entry in lines[:TREE_LIMIT]:
        line: dict[str, Any] = {"path": entry.path, "mode": entry.mode, "type": entry.kind, "sha": entry.oid}
        if entry.kind == "blob" and (header := repo.header(entry.oid)):
            line["size"] = header.size
        if entry.kind != "commit":
            line["url"] = f"{base}/{'trees' if entry.kind == 'tree' else 'blobs'}/{entry.oid}"
        listed.append(line)
    return {"sha": oid, "url": f"{base}/trees/{oid}", "tree": listed, "truncated": len(lines) > TREE_LIMIT}


def _ref(call: Call, record: Ref) -> dict[str, Any]:
    found = repo_of(call).header(record.oid)
    return shapes.ref(call.tx, call.repository, record, found.kind if found else "commit")


def _check_rules(call: Call, name: str, oid: str) -> None:
    if name.startswith("refs/heads/"):
        refusal = rules.push_refusal(call.tx, call.repository, name.removeprefix("refs/heads/"), oid)
        if refusal:
            raise unprocessable(refusal)
