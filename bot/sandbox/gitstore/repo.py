"""One bare repository: read by object id, written by ref."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.sandbox.gitstore import diffs, histories, merges, objects, paths, refs
from bot.sandbox.gitstore.memory import Memory
from bot.sandbox.gitstore.objects import (
    EMPTY_TREE,
    Commit,
    Entry,
    Found,
    Header,
    Identity,
    NotFastForward,
    ObjectMissing,
    RefMissing,
)
from bot.sandbox.gitstore.program import ObjectReader, run

MergeMethod = Literal["merge", "squash", "rebase"]


class Repo:
    """A bare repository on disk. Every name of a commit may be anything git understands; dates and people are given."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._objects = ObjectReader(path)
        self._memory = Memory()
        self._ancestors = Memory(50)

    def close(self) -> None:
        """Let go of the processes that read it."""
        self._objects.close()

    # reading

    def header(self, name: str) -> Header | None:
        """Id, kind and size of any object, by id or expression such as `main:apis/payments.yaml`."""
        return self._objects.header(name)

    def find(self, name: str) -> Found | None:
        """Any object with its bytes; None when there is none."""
        return self._objects.find(name)

    def resolve(self, rev: str) -> str | None:
        """The id of the commit that `rev` names; None when it names none."""
        found = self._objects.header(f"{rev}^{{commit}}")
        return found.oid if found else None

    def blob(self, oid: str) -> bytes:
        """A blob's bytes; ObjectMissing when there is no such blob."""
        return self._found(oid, "blob").data

    def read(self, rev: str, path: str) -> tuple[str, bytes] | None:
        """The id and bytes of a file at a revision; None when there is no such file."""
        found = self._objects.find(f"{rev}:{path}")
        return (found.oid, found.data) if found and found.kind == "blob" else None

    def commit_of(self, rev: str) -> Commit:
        """The commit that `rev` names, read; ObjectMissing when it names none."""

        def ask() -> Commit:
            found = self._found(f"{rev}^{{commit}}", "commit")
            return objects.read_commit(found.oid, found.data)

        return self._memory.of("commit", (rev,), ask)

    def tree(self, rev: str, *, recursive: bool = False) -> list[Entry]:
        """The lines of a tree, named by its id or by a commit; recursive listings name the directories too."""
        found = self._found(rev if ":" in rev else f"{rev}^{{tree}}", "tree")
        lines = objects.read_tree(found.data)
        if not recursive:
            return lines
        listing = []
        for line in lines:
            listing.append(line)
            if line.kind == "tree":
                below = self.tree(line.oid, recursive=True)
                listing += [Entry(f"{line.path}/{e.path}", e.mode, e.oid) for e in below]
        return listing

    # writing objects

    def write_blob(self, data: bytes) -> str:
        """Keep a blob and give its id."""
        return objects.keep(self.path / "objects", "blob", data)

    def write_tree(self, base: str | None, entries: Mapping[str, Entry | None]) -> str:
        """A tree made from `base` (a tree, a commit, or nothing) with some paths set, or taken away by None.

        MalformedPath for parts such as `..`; ObjectMissing for a base that is not there.
        """
        lines = self.tree(base) if base else []
        here, below = objects.graft(lines, entries)
        for name, changes in below.items():
            old = here.get(name)
            oid = self.write_tree(old.oid if old and old.kind == "tree" else None, changes)
            if oid == EMPTY_TREE:
                here.pop(name, None)
            else:
                here[name] = Entry(name, "040000", oid)
        return objects.keep(self.path / "objects", "tree", objects.tree_bytes(here.values()))

    def write_files(self, base: str | None, files: Mapping[str, bytes | None]) -> str:
        """A tree made from `base` with these files' contents; None takes a file away. Modes are kept."""
        entries: dict[str, Entry | None] = {}
        for path, data in files.items():
            old = self._objects.header(f"{base}:{path}") if base else None
            mode = self._mode(base, path) if base and old else "100644"
            entries[path] = None if data is None else Entry(path, mode, self.write_blob(data))
        return self.write_tree(base, entries)

    def write_commit(
        self,
        tree: str,
        parents: Sequence[str],
        message: str,
        *,
        who: Identity,
        at: datetime,
        committer: tuple[Identity, datetime] | None = None,
    ) -> str:
        """Keep a commit and give its id; `committer` is the author where none is named."""
        for oid, kind in [(tree, "tree"), *((p, "commit") for p in parents)]:
            found = self._objects.header(oid)
            if found is None or found.kind != kind:
                raise ObjectMissing(f"there is no {kind} {oid}")
        body = objects.commit_bytes(tree, parents, message, author=(who, at), committer=committer or (who, at))
        return objects.keep(self.path / "objects", "commit", body)

    def commit(
        self, branch: str, files: Mapping[str, bytes | None], *, message: str, who: Identity, at: datetime
    ) -> str:
        """Commit these files on a branch, which is made if it is not there, and give the commit's id."""
        ref = f"refs/heads/{branch}"
        parent = self.resolve(ref)
        oid = self.write_commit(self.write_files(parent, files), [parent] if parent else [], message, who=who, at=at)
        refs.move(self.path, ref, oid)
        return oid

    # refs

    def refs(self, prefix: str = "refs/") -> dict[str, str]:
        """Refs whose full name begins with `prefix`, with what they point at."""
        return refs.listed(self.path, prefix)

    def create_ref(self, ref: str, oid: str) -> None:
        """A new ref. RefExists, RefMalformed, ObjectMissing."""
        refs.create(self.path, ref, oid)

    def update_ref(self, ref: str, oid: str, *, force: bool) -> None:
        """Move a ref forward, or with `force` anywhere. RefMissing, ObjectMissing, NotFastForward."""
        old = self._objects.header(refs.well_formed(ref))
        if old is None:
            raise RefMissing(f"there is no {ref}")
        if self._objects.header(oid) is None:
            raise ObjectMissing(f"there is no object {oid}")
        if not force and not self.is_ancestor(old.oid, oid):
            raise NotFastForward
        refs.move(self.path, ref, oid)

    def put_ref(self, ref: str, oid: str) -> None:
        """Let a ref point here, whether it was there or not."""
        refs.move(self.path, ref, oid)

    def set_head(self, branch: str) -> None:
        """Make a branch the one that a clone begins with."""
        run(self.path, "symbolic-ref", "HEAD", f"refs/heads/{branch}")

    def delete_ref(self, ref: str) -> None:
        """Take a ref away; RefMissing when there is none."""
        refs.delete(self.path, ref)

    # histories and differences

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor; None where the histories never met."""
        return self._memory.of("base", (one, other), lambda: histories.merge_base(self.path, one, other))

    def is_ancestor(self, ancestor: str, commit: str) -> bool:
        """Whether `commit` holds `ancestor`; a commit holds itself."""
        if ancestor == commit:
            return True
        return (self.resolve(ancestor) or ancestor) in self._ancestors.of(
            "all", (commit,), lambda: self._behind(commit)
        )

    def ahead_behind(self, base: str, head: str) -> tuple[int, int]:
        """How many commits only `head` has, and how many only `base` has."""
        return self._memory.of("apart", (base, head), lambda: histories.ahead_behind(self.path, base, head))

    def commits(self, head: str, *, without: str | None = None, oldest_first: bool = False) -> list[Commit]:
        """The commits that lead to `head`, less those that lead to `without`."""
        wanted = (head, f"^{without}") if without else (head,)
        found = self._memory.of(
            "commits",
            (head, without) if without else (head,),
            lambda: histories.listed(self.path, wanted, oldest_first=oldest_first),
            oldest_first,
        )
        return [self.commit_of(oid) for oid in found]

    def history(
        self,
        rev: str,
        path: str | None = None,
        *,
        first_parent: bool = False,
        limit: int | None = None,
        skip: int = 0,
    ) -> list[histories.Revision]:
        """Newest first, the commits behind `rev`; with `path` only those that changed it. Renames are not followed."""

        def ask() -> list[str]:
            return histories.listed(self.path, (rev,), touching=path, first_parent=first_parent, limit=limit, skip=skip)

        found = self._memory.of("history", (rev,), ask, path, first_parent, limit, skip)
        return [self._revision(self.commit_of(oid), path) for oid in found]

    def diff(self, base: str, head: str) -> list[diffs.ChangedFile]:
        """The files that differ between two commits; from `merge_base` of them it is what a pull request shows."""
        return self._memory.of("diff", (base, head), lambda: diffs.diff(self.path, base, head))

    def changed_paths(self, base: str | None, head: str) -> dict[str, str]:
        """The paths `added`, `removed` or `modified` between two commits; renames are not looked for."""
        return paths.changed(self.tree, base, head)

    # merging

    def merged_tree(self, ours: str, theirs: str) -> str:
        """The tree holding both sides; MergeConflict where they cannot be joined."""
        return merges.merged_tree(self.path, ours, theirs)

    def merge(
        self,
        base_ref: str,
        head_oid: str,
        *,
        method: MergeMethod,
        message: str,
        who: Identity,
        at: datetime,
        committer: Identity | None = None,
    ) -> str:
        """Bring `head_oid` into a branch and give the branch's new commit. MergeConflict, RefMissing."""
        base = self.resolve(base_ref)
        if base is None:
            raise RefMissing(f"there is no {base_ref}")
        by = committer or who
        if method == "rebase":
            oid = merges.replayed(self.path, self.commit_of, base, head_oid, committer=by, at=at)
        else:
            parents = (base, head_oid) if method == "merge" else (base,)
            oid = self.write_commit(
                self.merged_tree(base, head_oid), parents, message, who=who, at=at, committer=(by, at)
            )
        refs.move(self.path, base_ref, oid, expected=base)
        return oid

    def take(self, other: Repo, oid: str) -> None:
        """Fetch a commit with all that leads to it from another repository."""
        if self._objects.header(oid) is None:
            run(self.path, "fetch", "--quiet", "--no-tags", str(other.path.resolve()), oid)

    def _behind(self, commit: str) -> frozenset[str]:
        return frozenset(histories.listed(self.path, (commit,)))

    def _found(self, name: str, kind: str) -> Found:
        found = self._objects.find(name)
        if found is None or found.kind != kind:
            raise ObjectMissing(f"there is no {kind} {name}")
        return found

    def _mode(self, rev: str, path: str) -> str:
        folder, _, name = path.rpartition("/")
        lines: Iterable[Entry] = self.tree(f"{rev}:{folder}") if folder else self.tree(rev)
        return next((line.mode for line in lines if line.path == name and line.kind == "blob"), "100644")

    def _revision(self, commit: Commit, path: str | None) -> histories.Revision:
        blob = self._objects.header(f"{commit.oid}:{path}") if path else None
        return histories.Revision(
            commit.oid, commit.parents, commit.committed_at, commit.message, blob.oid if blob else None
        )
