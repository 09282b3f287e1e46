"""A description's past on this branch: every state compared with the one before, and the figures of its stability."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from shlex import quote

from msgspec import Struct

from bot.checkout.blob_cache import BlobCache, cache_directory
from bot.checkout.discover import descriptions, referred_to
from bot.checkout.git import Checkout, NotInGit
from bot.checkout.history import FileState, history_of, renamed_to
from bot.cli.files import from_root, working_directory
from bot.cli.kin import became
from bot.cli.pairs import NoSuchSource
from bot.cli.progress import watched
from bot.contract import ENGINE, STAGE_MARKS, Options, Source, compare, describe
from bot.forge.questions import Revision
from bot.lifecycle.churn import Churn, churn
from bot.lifecycle.stability import Stability, Step, stability, step, steps_to_judge


class Asked(Struct, frozen=True):
    """Whose past, and which part of it; `until` is the moment the figures are of."""

    path: str
    since: date | None
    until: datetime
    cached: bool = True
    quiet: bool = False


class Past(Struct, frozen=True):
    """What there is to tell. `subjects` are the commits' first lines, `notes` sentences about what limits it."""

    path: str
    until: datetime
    revisions: tuple[Revision, ...]
    """Newest first."""
    steps: tuple[Step, ...]
    """Oldest first."""
    stability: Stability
    churn: Churn
    subjects: Mapping[str, str]
    notes: tuple[str, ...] = ()
    is_whole: bool = True
    """It was read back to where the description began."""

    @property
    def quiet_days(self) -> int:
        """Whole days since the last break, or since it began."""
        since = self.stability.quiet_since
        return max((self.until - since).days, 0) if since else 0

    def broken(self, since: datetime | None = None) -> list[Step]:
        """The steps that broke callers or could not be judged, oldest first."""
        return [
            step
            for step in self.steps
            if (step.breaks is None or step.breaks) and (since is None or step.revision.at >= since)
        ]


def past(asked: Asked, *, here: Path | None = None) -> Past:
    """The past of a description. Raises NoSuchSource with a sentence where it has none."""
    here = here or Path(working_directory())
    try:
        return _Reading(asked, here).past()
    except NotInGit as why:
        raise NoSuchSource(f"The history of {asked.path} could not be read: {why}.") from why


_SHALLOW = "This checkout is shallow: older commits are not here. `git fetch --unshallow` brings them."


class _Kept(Struct, frozen=True):
    """What a step's comparison said, without the revision: the same two blobs may stand at several."""

    breaks: int | None
    touched: tuple[tuple[str, str], ...]
    changes: int


class _Reading:
    def __init__(self, asked: Asked, here: Path) -> None:
        self._asked = asked
        self._checkout = Checkout(Checkout(here).root())
        self._path = from_root(asked.path, here, self._checkout.directory)
        if (self._checkout.directory / self._path).is_dir():
            raise NoSuchSource(f"{asked.path} is a directory; name one description in it.")
        if not self._checkout.knows("HEAD"):
            raise NotInGit("there is no commit here yet")
        flavour = f"history 1, engine {ENGINE}, {STAGE_MARKS}"
        caches = cache_directory() if asked.cached else None
        self._cache = BlobCache(caches / "history" if caches else None, flavour)
        self._states: dict[str, FileState] = {}
        self._parts = self._parts_now()
        self._is_whole = not self._checkout.is_shallow()

    def _parts_now(self) -> tuple[str, ...]:
        """The files that the description refers to at HEAD."""
        read = self._checkout.reader("HEAD")
        data = read(self._path)
        return tuple(referred_to(self._path, data, read)) if data else ()

    def past(self) -> Past:
        """Everything, with what was kept or compared anew."""
        states = tuple(self._read_states())
        if not any(state.blob for state in states):
            raise NoSuchSource(self._why_none())
        self._states = {state.commit: state for state in states}
        history = tuple(self._revision(state) for state in states)
        steps = tuple(self._steps(history))
        now = self._asked.until
        newest = next(revision for revision in history if revision.blob)
        if all(step.breaks is None for step in steps):
            self._must_be_read(newest)
        return Past(
            self._path,
            now,
            self._within(history),
            steps,
            stability(history, steps, now=now),
            churn(steps, self._operations(newest), now=now),
            {state.commit: state.subject for state in states},
            tuple(self._notes(states[0])),
            self._is_whole,
        )

    def _why_none(self) -> str:
        """Why there is no state of it to tell of."""
        name = self._asked.path
        if any(state.blob for state in history_of(self._checkout, self._path)):
            return f"{name} was in no commit of this branch yet at the end of {self._last_day()}."
        more = "" if self._is_whole else f" {_SHALLOW}"
        if not (self._checkout.directory / self._path).exists():
            return f"There is no {name}, here or in any commit of this branch.{more}"
        return f"No commit on this branch holds {name}; `git add` and commit it first.{more}"

    def _last_day(self) -> str:
        return f"{self._asked.until - timedelta(microseconds=1):%Y-%m-%d}"

    def _must_be_read(self, newest: Revision) -> None:
        """Where no step could be judged, because it is no description at all: figures of it would tell nothing."""
        found = describe(self._source(newest))
        if not found.readable:
            why = found.problems[0].what if found.problems else "Nothing in it could be read."
            raise NoSuchSource(f"{self._asked.path} was no API description in any commit. {why}")

    def _read_states(self) -> Iterator[FileState]:
        """Newest first, from the moment asked for, back to the last one before the first day asked for."""
        start = self._start()
        if start and start >= self._asked.until:
            raise NoSuchSource(
                f"--since {start:%Y-%m-%d} lies after {self._last_day()}: there is nothing between them."
            )
        states = history_of(self._checkout, self._path, parts=self._parts, kin=self._kin)
        ahead = (state for state in states if state.at < self._asked.until)
        for state in ahead:
            yield state
            if start and state.at < start and state.blob:
                self._is_whole = False
                return

    def _kin(self, state: FileState, gone: Sequence[str]) -> str | None:
        """Which of the files that went when this one came is the same API in the other syntax, or rewritten."""
        key = ("kin", state.commit, state.path)
        known = self._cache.kept(str, *key)
        if known is None:
            data = self._checkout.reader(state.commit)(state.path)
            before = descriptions(gone, self._checkout.reader(f"{state.commit}^"))
            found = became(before, {state.path: data}) if data is not None else {}
            known = next(iter(found), "")
            self._cache.keep(known, *key)
        return known or None

    def _start(self) -> datetime | None:
        since = self._asked.since
        return datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None

    def _within(self, history: Sequence[Revision]) -> tuple[Revision, ...]:
        start = self._start()
        return tuple(takewhile(lambda revision: start is None or revision.at >= start, history))

    def _revision(self, state: FileState) -> Revision:
        """With the blob, or with what stands for it and the files it refers to."""
        whole = None
        if state.blob is not None:
            files = self._files(state) if self._parts else {}
            told = "".join(f"{name} {digest}\n" for name, digest in sorted(files.items()))
            whole = f"{state.blob}+{sha256(told.encode(errors='surrogatepass')).hexdigest()}" if files else state.blob
        return Revision(state.commit, whole, state.at, "")

    def _files(self, state: FileState) -> Mapping[str, str]:
        """The files it refers to at that commit, each with a digest of what it holds."""
        key = ("files", state.commit, state.path)
        known = self._cache.kept(dict[str, str], *key)
        if known is not None:
            return known
        read = self._checkout.reader(state.commit)
        data = read(state.path) or b""
        found = {name: sha256(held).hexdigest() for name, held in referred_to(state.path, data, read).items()}
        self._cache.keep(found, *key)
        return found

    def _steps(self, history: Sequence[Revision]) -> Iterator[Step]:
        start = self._start()
        pairs = [pair for pair in steps_to_judge(history) if start is None or pair[1].at >= start]
        for old, new in watched(pairs, f"Comparing {self._path}", quiet=self._asked.quiet):
            yield self._step(old, new)

    def _step(self, old: Revision, new: Revision) -> Step:
        key = ("step", old.blob or "", new.blob or "", new.at.date().isoformat())
        known = self._cache.kept(_Kept, *key)
        if known is not None:
            return Step(new, known.breaks, known.touched, known.changes)
        left, right = self._source(old), self._source(new)
        found = step(new, compare(left, right, Options(today=new.at.date(), witnesses=0)))
        self._cache.keep(_Kept(found.breaks, found.touched, found.changes), *key)
        return found

    def _source(self, revision: Revision) -> Source:
        """The description of a revision, with the files it refers to as they were."""
        state = self._states[revision.commit]
        return Source(state.path, self._checkout.blob(state.commit, state.path), self._checkout.reader(state.commit))

    def _operations(self, revision: Revision) -> frozenset[tuple[str, str]]:
        key = ("operations", revision.blob or "")
        known = self._cache.kept(tuple[tuple[str, str], ...], *key)
        if known is None:
            known = tuple((o.method, o.path) for o in describe(self._source(revision)).operations)
            self._cache.keep(known, *key)
        return frozenset(known)

    def _notes(self, newest: FileState) -> Iterator[str]:
        if newest.blob is None:
            by = f"{newest.commit[:7]} of {newest.at:%Y-%m-%d}"
            name = renamed_to(self._checkout, newest)
            yield (
                f"{by} renamed it to `{name}`: `stagekeeper history {quote(name)}` goes on."
                if name
                else f"It is gone: {by} took it away. The figures are of what was there."
            )
        if self._checkout.is_shallow():
            yield _SHALLOW
