"""Git objects and refs."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from bot.sandbox.code import people, refs
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import Commit, Entry, Repo
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, field, need
from bot.sandbox.records import Account, Repository

# GitHub cuts a blob's text without an error (sveltia-cms#950).
TEXT_LIMIT = 512_000


@dataclass(frozen=True, slots=True)
class Thing:
    """A git object of a repository; `kind` is blob, tree, commit or tag."""

    repository: Repository
    oid: str
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """A tree's entry, or a file of a commit, with its whole path."""

    repository: Repository
    path: str
    entry: Entry


def repo_of(repository: Repository, look: Look) -> Repo:
    """The git repository behind it."""
    return look.sandbox.git_of(repository)


def commit_thing(repository: Repository, oid: str) -> Thing:
    """A commit by its id."""
    return Thing(repository, oid, "commit")


def _read(thing: Thing, look: Look) -> Commit:
    return repo_of(thing.repository, look).commit_of(thing.oid)


@field("Repository", "object")
def git_object(record: Repository, look: Look, oid: str | None = None, expression: str | None = None) -> Thing | None:
    """A git object by id or by an expression such as `HEAD:path`; null when there is none."""
    need(look, "contents")
    repo = repo_of(record, look)
    name = oid or refs.expression(look.view, record, repo, expression or "")
    header = repo.header(name)
    return Thing(record, header.oid, header.kind) if header else None


@field("Repository", "defaultBranchRef")
def default_branch_ref(record: Repository, look: Look) -> Ref | None:
    """The default branch; null in an empty repository."""
    need(look, "contents")
    return refs.branch(look.view, record, record.default_branch)


@field("Repository", "ref")
def repository_ref(record: Repository, look: Look, qualified_name: str) -> Ref | None:
    """A branch or tag by its name."""
    need(look, "contents")
    for prefix in ("", "refs/heads/", "refs/tags/"):
        if found := refs.tip(look.view, record, prefix + qualified_name):
            return found
    return None


@field("Repository", "refs")
def repository_refs(
    record: Repository, look: Look, ref_prefix: str, query: str | None = None, **page: Any
) -> Connection:
    """Refs below a prefix."""
    need(look, "contents")
    found = [r for r in refs.listed(look.view, record, ref_prefix) if query is None or query in r.name]
    return connection(found, key=by_id, **{k: v for k, v in page.items() if k not in {"order_by", "direction"}})


@field("Ref", "name")
def ref_name(record: Ref, _: Look) -> str:
    """The short name."""
    return record.name.split("/", 2)[2]


@field("Ref", "prefix")
def ref_prefix(record: Ref, _: Look) -> str:
    """What stands before it."""
    return "/".join(record.name.split("/", 2)[:2]) + "/"


@field("Ref", "target")
def ref_target(record: Ref, look: Look) -> Thing:
    """What it points at."""
    return commit_thing(look.view[Repository][record.repository_id], record.oid)


@field("Blob Tree Commit Tag", "id")
def object_id(record: Thing, _: Look) -> str:
    """A node id, not to be looked up here."""
    return f"{record.kind[0].upper()}_kwDO{base64.urlsafe_b64encode(record.oid.encode()).decode()}"


@field("Blob", "byteSize")
def byte_size(record: Thing, look: Look) -> int:
    """All of its bytes."""
    return len(_data(record, look))


@field("Blob", "text")
def text(record: Thing, look: Look) -> str | None:
    """The text, cut at 512,000 bytes; null for what is not text."""
    data = _data(record, look)
    if _is_binary(data):
        return None
    return data[:TEXT_LIMIT].decode("utf-8", "ignore")


@field("Blob", "isTruncated")
def is_truncated(record: Thing, look: Look) -> bool:
    """Whether `text` was cut."""
    return len(_data(record, look)) > TEXT_LIMIT


@field("Blob", "isBinary")
def is_binary(record: Thing, look: Look) -> bool:
    """Whether it is not text."""
    return _is_binary(_data(record, look))


def _data(record: Thing, look: Look) -> bytes:
    return repo_of(record.repository, look).blob(record.oid)


def _is_binary(data: bytes) -> bool:
    """As git guesses: a zero byte near the beginning; or bytes that are not UTF-8."""
    if b"\0" in data[:8000]:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


@field("Tree", "entries")
def entries(record: Thing, look: Look) -> list[Named]:
    """What is in a directory. The path holds only when it is the root's."""
    return [Named(record.repository, e.path, e) for e in repo_of(record.repository, look).tree(record.oid)]


@field("TreeEntry", "name")
def entry_name(record: Named, _: Look) -> str:
    """The last part of its path."""
    return record.path.rsplit("/", 1)[-1]


@field("TreeEntry", "type")
def entry_type(record: Named, _: Look) -> str:
    """blob, tree or commit."""
    return record.entry.kind


@field("TreeEntry", "mode")
def entry_mode(record: Named, _: Look) -> int:
    """The file's mode, read as an octal number."""
    return int(record.entry.mode, 8)


@field("TreeEntry", "oid")
def entry_oid(record: Named, _: Look) -> str:
    """The object's id."""
    return record.entry.oid


@field("TreeEntry", "object")
def entry_object(record: Named, _: Look) -> Thing:
    """The object."""
    return Thing(record.repository, record.entry.oid, record.entry.kind)


@field("Commit", "url")
def commit_url(record: Thing, look: Look) -> str:
    """Its page."""
    return f"{look.view.links.web}/{_full_name(record.repository, look)}/commit/{record.oid}"


def _full_name(home: Repository, look: Look) -> str:
    return f"{look.view[Account][home.owner_id].login}/{home.name}"


@field("Commit", "message")
def message(record: Thing, look: Look) -> str:
    """Its message."""
    return _read(record, look).message.rstrip("\n")


@field("Commit", "messageHeadline")
def message_headline(record: Thing, look: Look) -> str:
    """The first line."""
    return _read(record, look).message.split("\n", 1)[0]


@field("Commit", "committedDate")
def committed_date(record: Thing, look: Look) -> Any:
    """When it was committed, as the commit says."""
    return _read(record, look).committed_at


@field("Commit", "authoredDate")
def authored_date(record: Thing, look: Look) -> Any:
    """When it was written, as the commit says."""
    return _read(record, look).authored_at


@field("Commit", "author")
def commit_author(record: Thing, look: Look) -> dict[str, Any]:
    """Who wrote it; `user` when the e-mail belongs to an account."""
    commit = _read(record, look)
    known = people.account_of(look.view, commit.author)
    user = known if known and known.type == "User" else None
    return {"name": commit.author.name, "email": commit.author.email, "date": commit.authored_at, "user": user}


@field("Commit", "tree")
def commit_tree(record: Thing, look: Look) -> Thing:
    """Its files."""
    return Thing(record.repository, _read(record, look).tree, "tree")


@field("Commit", "parents")
def parents(record: Thing, look: Look, **page: Any) -> Connection:
    """Its parents."""
    found = [commit_thing(record.repository, oid) for oid in _read(record, look).parents]
    return connection(found, key=by_oid, **page)


@field("Commit", "file")
def commit_file(record: Thing, look: Look, path: str) -> Named | None:
    """A file at this commit; null when there is none."""
    repo = repo_of(record.repository, look)
    folder, _, name = path.strip("/").rpartition("/")
    place = f"{record.oid}:{folder}" if folder else record.oid
    header = repo.header(place)
    if header is None or (folder and header.kind != "tree"):
        return None
    found = next((e for e in repo.tree(place) if e.path == name), None)
    return Named(record.repository, path, found) if found else None


@field("Commit", "history")
def history(
    record: Thing, look: Look, path: str | None = None, since: str | None = None, until: str | None = None, **page: Any
) -> Connection:
    """The commits behind this one, newest first; with a path those that changed it, renames not followed."""
    need(look, "contents")
    revisions = repo_of(record.repository, look).history(record.oid, path)
    found = [commit_thing(record.repository, r.oid) for r in revisions]
    return connection(found, key=by_oid, **{k: v for k, v in page.items() if k != "author"})


def by_oid(thing: Thing) -> str:
    """The key of git objects."""
    return thing.oid
