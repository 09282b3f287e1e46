"""A file's history on the branch one stands on: along first parents, so that a merge is one step; renames followed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.checkout.git import Checkout, NotInGit

_FORMAT = "%x01%H%x02%cI%x02%s%x03"
_SIMILAR = "-M50%"


@dataclass(frozen=True, slots=True)
class FileState:
    """The file after a commit, under the name it had then; `blob` is `None` where that commit removed it."""

    commit: str
    at: datetime
    """When it was committed: for a merge, when it was merged."""
    subject: str
    path: str
    blob: str | None


def history_of(
    checkout: Checkout,
    path: str,
    revision: str = "HEAD",
    *,
    parts: Sequence[str] = (),
    kin: Callable[[FileState, Sequence[str]], str | None] = lambda state, gone: None,
) -> Iterator[FileState]:
    """The states of a file, newest first. Where it came by a rename, what it was before follows.

    A commit that touches only one of the `parts`, files that belong to it, is a state too. Where git sees no rename,
    `kin` may tell which of the files that went with the commit that brought it is the same thing. Raises NotInGit.
    """
    at: str | None = revision
    while at is not None:
        for state, is_new in _states(checkout, path, at, parts):
            yield state
            if is_new and (before := _before_rename(checkout, state, kin)) is not None:
                path, at = before, f"{state.commit}^"
                break
        else:
            return


def _states(checkout: Checkout, path: str, revision: str, parts: Sequence[str]) -> Iterator[tuple[FileState, bool]]:
    """Each state, and whether the path was not there one first parent earlier."""
    words = ("log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "-z", f"--format={_FORMAT}")
    where = (f":(top,literal){name}" for name in (path, *parts))
    told = checkout.run(*words, "--end-of-options", revision, "--", *where)
    for entry in told.decode(errors="surrogateescape").split("\x01")[1:]:
        head, _, raw = entry.partition("\x03")
        commit, at, subject = head.split("\x02", 2)
        moment = datetime.fromisoformat(at).astimezone(UTC)
        changed = raw.strip("\0\n").split("\0")
        own = dict(zip(changed[1::2], changed[0::2], strict=False)).get(path)
        if own is not None:
            _, _, _, blob, status = own.lstrip(":").split()
            yield FileState(commit, moment, subject, path, None if status == "D" else blob), status == "A"
        elif (there := _blob_at(checkout, commit, path)) is not None:
            yield FileState(commit, moment, subject, path, there), False


def _blob_at(checkout: Checkout, commit: str, path: str) -> str | None:
    try:
        return checkout.said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    except NotInGit:
        return None


def _before_rename(
    checkout: Checkout, state: FileState, kin: Callable[[FileState, Sequence[str]], str | None]
) -> str | None:
    """The name the file had before the commit that brought it, if that commit renamed it."""
    gone = list[str]()
    for status, old, new in _moves(checkout, state.commit):
        if status == "D":
            gone.append(old)
        if status == "R" and new == state.path:
            return old
    return kin(state, gone) if gone else None


def renamed_to(checkout: Checkout, state: FileState) -> str | None:
    """The name under which a file went on, where the commit that took it away renamed it."""
    moves = _moves(checkout, state.commit)
    return next((new for status, old, new in moves if status == "R" and old == state.path), None)


def _moves(checkout: Checkout, commit: str) -> Iterator[tuple[str, str, str]]:
    """What a commit did to each file: a letter, its name before and after; nothing of the first commit."""
    try:
        told = checkout.run("diff-tree", "-r", _SIMILAR, "-z", "--name-status", f"{commit}^", commit)
    except NotInGit:
        return  # it has no parent
    parts = iter(told.decode(errors="surrogateescape").split("\0"))
    for status in parts:
        name = next(parts, "")
        yield status[:1], name, next(parts, "") if status[:1] in ("R", "C") else name
