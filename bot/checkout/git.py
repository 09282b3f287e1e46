"""Files of the git checkout one stands in, at any revision."""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath

DEFAULTS = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
"""Where the default branch is looked for, in this order."""


class NotInGit(Exception):
    """Git does not know that file at that revision."""


@dataclass(frozen=True, slots=True)
class ChangedPath:
    """A path that differs from a revision: `old` is `None` where it is new, `new` where it is gone."""

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout on this machine; `directory` is any place in it."""

    directory: Path

    def root(self) -> Path:
        """Its top directory. Raises NotInGit where there is no checkout."""
        return Path(self.said("rev-parse", "--show-toplevel"))

    def blob(self, revision: str, path: str) -> bytes:
        """The bytes of a file at a revision; the path counts from the checkout's root, or from here after `./`.

        Raises NotInGit with git's own words.
        """
        return self.run("cat-file", "blob", f"{revision}:{path}")

    def commit(self, revision: str) -> str:
        """The full id of a commit. Raises NotInGit where the word names none, with what may bring it."""
        if not revision:
            raise NotInGit("the revision is empty; name one with --base REV")
        try:
            return self.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except NotInGit as why:
            raise NotInGit(f"`{revision}` names no commit here{self._how_to_bring(revision)}") from why

    def _how_to_bring(self, revision: str) -> str:
        if self.knows(f"refs/remotes/origin/{revision}"):
            return f"; did you mean `origin/{revision}`?"
        return self._if_shallow()

    def _if_shallow(self) -> str:
        return _SHALLOW if self.is_shallow() else ""

    def is_shallow(self) -> bool:
        """Whether it holds a part of the history only."""
        return self.said("rev-parse", "--is-shallow-repository") == "true"

    def tracks(self, path: str) -> bool:
        """Whether git keeps the file at that path from the root."""
        return bool(self.run("ls-files", "-z", "--", f":(top,literal){path}"))

    def knows(self, revision: str) -> bool:
        """The revision names a commit or tree here."""
        try:
            self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
        except NotInGit:
            return False
        return True

    def holds(self, revision: str, path: str) -> bool:
        """Whether there is anything at that path of that revision."""
        try:
            self.run("cat-file", "-e", f"{revision}:{path}")
        except NotInGit:
            return False
        return True

    def from_root(self, path: str) -> str:
        """A path of a `REV:path` as it counts from the root: `./` and `../` count from here. Raises NotInGit."""
        if path not in (".", "..") and not path.startswith(("./", "../")):
            return path
        whole = normpath(join(self.said("rev-parse", "--show-prefix"), path))
        return "" if whole == "." else whole

    def is_tree(self, revision: str, path: str) -> bool:
        """Whether the path is a directory at that revision."""
        try:
            return self.said("cat-file", "-t", f"{revision}:{path.rstrip('/')}") == "tree"
        except NotInGit:
            return False

    def blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        """Many objects in one go, by name (`REV:path` or an id); those that git does not know are left out."""
        asked = b"".join(name.encode(errors="surrogateescape") + b"\n" for name in names if "\n" not in name)
        told, found, at = self.run("cat-file", "--batch", given=asked), dict[str, bytes](), 0
        for name in (name for name in names if "\n" not in name):
            end = told.index(b"\n", at)
            head, at = told[at:end].split(b" "), end + 1
            if len(head) == 3 and head[1] in _KINDS:
                found[name] = told[at : at + int(head[2])]
                at += int(head[2]) + 1
        return found

    def branched_from_default(self) -> tuple[str, str]:
        """The commit where this branch left the default branch, and that branch's name.

        Raises NotInGit with a sentence where either cannot be told.
        """
        branch = next((name for name in DEFAULTS if self.knows(name)), None)
        if branch is None:
            none = "there is no default branch here that I know of; name one with --base REV"
            raise NotInGit(none + self._if_shallow())
        try:
            return self.said("merge-base", "HEAD", branch), branch
        except NotInGit as why:
            none = f"HEAD and `{branch}` have no common commit; name a revision with --base REV"
            raise NotInGit(none + self._if_shallow()) from why

    def changed(self, revision: str) -> tuple[ChangedPath, ...]:
        """Tracked paths that differ between a revision and the files on disk; renames are followed by content."""
        told = _parts(self.run("diff", "--name-status", "-z", "-M", "--no-ext-diff", revision, "--"))
        return tuple(_changed(iter(told)))

    def untracked(self) -> tuple[str, ...]:
        """Files that git does not know of and is not told to ignore, by their path from the root."""
        return tuple(_parts(self.run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/")))

    def matching(self, pattern: str, *, revision: str | None = None, below: str = "") -> tuple[str, ...]:
        """Text files with a line that matches a POSIX extended pattern, by their path from the root.

        Tracked files on disk, or those of a revision; only those `below` a directory where one is named.
        """
        tree = [revision] if revision else []
        where = f":(top,literal){below.strip('/')}" if below.strip("/") else ":/"
        try:
            found = self.run(
                "grep", "--no-color", "--full-name", "-l", "-z", "-I", "-E", "-e", pattern, *tree, "--", where
            )
        except NotInGit as why:
            if str(why) == _NOTHING:
                return ()
            raise
        names = _parts(found)
        return tuple(sorted(name.removeprefix(f"{revision}:") for name in names) if revision else sorted(names))

    def said(self, *words: str) -> str:
        """What git answers, as one line."""
        return self.run(*words).decode(errors="surrogateescape").strip()

    def run(self, *words: str, given: bytes = b"") -> bytes:
        """What git prints, `given` to it. Raises NotInGit with its own words where it fails."""
        try:
            command = ["git", *_PLAIN, *words]
            done = subprocess.run(command, cwd=self.directory, input=given, capture_output=True, check=False)
        except OSError as why:
            raise NotInGit(f"git could not be started: {why.strerror or why}") from why
        except ValueError as why:  # a NUL, or half a sign
            raise NotInGit("no file can have such a name") from why
        if done.returncode:
            raise NotInGit(_why(done.stderr.decode(errors="replace")))
        return done.stdout

    def reader(self, revision: str) -> Callable[[str], bytes | None]:
        """Reads files of a revision by their path from the root; `None` where there is none."""

        def read(path: str) -> bytes | None:
            try:
                return self.blob(revision, path)
            except NotInGit:
                return None

        return read


_PLAIN = ("-c", "color.ui=false", "-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "diff.external=")
"""Whatever a person has set for reading git's output, it is read by a program here."""

_SHALLOW = ". This checkout is shallow: `git fetch --unshallow`, or `fetch-depth: 0` on GitHub Actions, brings the rest"
_NOTHING = "there is no such revision"
_KINDS = (b"blob", b"tree", b"commit", b"tag")


_TRUSTS = re.compile(r"git config --global --add safe\.directory .+")


def _why(told: str) -> str:
    """What git says of its failing, in one line, with what it advises where it does not trust the checkout's owner."""
    said = told.strip().partition("\n")[0].removeprefix("fatal: ").removeprefix("error: ") or _NOTHING
    advised = _TRUSTS.search(told)
    return f"{said}; `{advised[0]}` trusts it" if advised else said


def _parts(told: bytes) -> list[str]:
    return [part.decode(errors="surrogateescape") for part in told.split(b"\0") if part]


def _changed(told: Iterator[str]) -> Iterator[ChangedPath]:
    for status in told:
        path = next(told)
        match status[0]:
            case "A":
                yield ChangedPath(None, path)
            case "D":
                yield ChangedPath(path, None)
            case "R":
                yield ChangedPath(path, next(told))
            case "C":
                yield ChangedPath(None, next(told))
            case _:
                yield ChangedPath(path, path)
