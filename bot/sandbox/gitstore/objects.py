"""What git keeps, as values: blobs, trees, commits, their bytes on disk, and what can go wrong.

GitError
├── ObjectMissing
├── MalformedPath
├── RefMissing · RefExists · RefMalformed
├── NotFastForward
└── MergeConflict
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

ZERO = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
KIND_OF_MODE = {"040000": "tree", "160000": "commit"}
_PERSON = re.compile(r"^(?P<name>.*?) ?<(?P<email>[^>]*)> (?P<seconds>-?\d+) (?P<zone>[+-]\d{4})$")


class GitError(Exception):
    """Git could not do this."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").splitlines()[0])


class ObjectMissing(GitError):
    """There is no such object."""


class MalformedPath(GitError):
    """A path in a tree has a part that git forbids."""


class RefMissing(GitError):
    """There is no such ref."""


class RefExists(GitError):
    """The ref is already there, or a ref of a longer or shorter name stands in its way."""


class RefMalformed(GitError):
    """This is not the full name of a ref."""


class NotFastForward(GitError):
    """The new commit does not contain the old one."""


class MergeConflict(GitError):
    """Both sides changed the same lines."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote or committed something."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Header:
    """An object's id, kind (`blob`, `tree`, `commit`, `tag`) and size in bytes."""

    oid: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Found(Header):
    """An object with its bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree; in a recursive listing `path` has slashes."""

    path: str
    mode: str
    oid: str

    @property
    def kind(self) -> str:
        """`blob`, `tree`, or `commit` for a submodule."""
        return KIND_OF_MODE.get(self.mode, "blob")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit, read."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    author: Identity
    authored_at: datetime
    committer: Identity
    committed_at: datetime
    message: str


def read_tree(data: bytes) -> list[Entry]:
    """The lines of a tree object.

    Source: git-scm.com/book/en/v2/Git-Internals-Git-Objects; a line is `mode SP name NUL` and 20 bytes of id.
    """
    lines, at = [], 0
    while at < len(data):
        space, nul = data.index(b" ", at), data.index(b"\0", at)
        mode, name = data[at:space].decode().zfill(6), data[space + 1 : nul].decode("utf-8", "surrogateescape")
        lines.append(Entry(name, mode, data[nul + 1 : nul + 21].hex()))
        at = nul + 21
    return lines


def tree_bytes(entries: Iterable[Entry]) -> bytes:
    """A tree object; git sorts as though directories ended in a slash."""

    def order(entry: Entry) -> bytes:
        return _bytes(entry.path) + (b"/" if entry.kind == "tree" else b"")

    return b"".join(
        e.mode.lstrip("0").encode() + b" " + _bytes(e.path) + b"\0" + bytes.fromhex(e.oid)
        for e in sorted(entries, key=order)
    )


def read_commit(oid: str, data: bytes) -> Commit:
    """A commit object; lines that continue another (signatures) are passed over."""
    head, _, message = data.decode("utf-8", "replace").partition("\n\n")
    fields: dict[str, list[str]] = {}
    for line in head.split("\n"):
        if not line.startswith(" "):
            key, _, value = line.partition(" ")
            fields.setdefault(key, []).append(value)
    author, authored_at = _person(fields["author"][0])
    committer, committed_at = _person(fields["committer"][0])
    parents = tuple(fields.get("parent", ()))
    return Commit(oid, fields["tree"][0], parents, author, authored_at, committer, committed_at, message)


def commit_bytes(
    tree: str,
    parents: Sequence[str],
    message: str,
    *,
    author: tuple[Identity, datetime],
    committer: tuple[Identity, datetime],
) -> bytes:
    """A commit object; nothing in it comes from this machine, so equal arguments give equal ids."""
    lines = [f"tree {tree}", *(f"parent {p}" for p in parents)]
    lines += [f"author {_signed(*author)}", f"committer {_signed(*committer)}", "", message]
    return "\n".join(lines).encode()


def object_id(kind: str, data: bytes) -> str:
    """The id git gives to these bytes."""
    return hashlib.sha1(_framed(kind, data), usedforsecurity=False).hexdigest()


def keep(objects: Path, kind: str, data: bytes) -> str:
    """Write a loose object where git will find it, and give its id.

    One process for each blob of a seeded repository would take longer than all the rest.
    Source: git-scm.com/book/en/v2/Git-Internals-Git-Objects, "Object Storage".
    """
    framed = _framed(kind, data)
    oid = hashlib.sha1(framed, usedforsecurity=False).hexdigest()
    place = objects / oid[:2] / oid[2:]
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        half = place.with_suffix(f".{os.getpid()}")
        half.write_bytes(zlib.compress(framed, 1))
        half.replace(place)
    return oid


Changes = Mapping[str, Entry | None]


def graft(lines: Iterable[Entry], changes: Changes) -> tuple[dict[str, Entry], dict[str, Changes]]:
    """One directory with its own changes made, and what is left to change in each directory below."""
    here = {line.path: line for line in lines}
    below: dict[str, Changes] = {}
    for path, change in changes.items():
        first, slash, rest = path.partition("/")
        if first in {"", ".", "..", ".git"} or "\0" in first:
            raise MalformedPath(f"{path!r} has a part that git forbids")
        if slash:
            below[first] = {**below.get(first, {}), rest: change}
        elif change is None:
            here.pop(first, None)
        else:
            here[first] = Entry(first, change.mode, change.oid)
    return here, below


def _framed(kind: str, data: bytes) -> bytes:
    return b"%s %d\0" % (kind.encode(), len(data)) + data


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _signed(who: Identity, at: datetime) -> str:
    name, email = (re.sub(r"[<>\n\0]", "", part).strip() for part in (who.name, who.email))
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return f"{name} <{email}> {int(at.timestamp())} {at:%z}"


def _person(line: str) -> tuple[Identity, datetime]:
    found = _PERSON.match(line)
    if not found:
        return Identity(line, ""), datetime.fromtimestamp(0, UTC)
    zone = found["zone"]
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
    at = datetime.fromtimestamp(int(found["seconds"]), timezone(offset))
    return Identity(found["name"], found["email"]), at
