"""`--base REV`: every description of the checkout that changed since a revision, old beside new."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from bot.checkout.discover import CANDIDATE, LARGEST, is_description, referred_to
from bot.checkout.git import ChangedPath, Checkout, NotInGit
from bot.cli.files import beside, from_root, working_directory
from bot.cli.kin import became
from bot.cli.pairs import Found, NoSuchSource, Pair, too_large
from bot.contract import Source


def changed_since(revision: str | None, only: Iterable[str] = (), *, here: Path | None = None) -> Found:
    """What changed since a revision, or since this branch left the default branch.

    `only`: files or directories it is about. Raises NoSuchSource with a sentence.
    """
    here = here or Path(working_directory())
    try:
        checkout = Checkout(Checkout(here).root())
    except NotInGit as why:
        raise NoSuchSource(
            f"{here} is not in a git checkout ({why}); name OLD and NEW: stagekeeper check OLD NEW."
        ) from why
    try:
        base, shown = _base(checkout, revision)
        wanted = tuple(from_root(word, here, checkout.directory) for word in only)
        return _Since(checkout, base, shown).found(wanted)
    except NotInGit as why:
        said = str(why)
        raise NoSuchSource(f"Nothing was compared: {said}{'' if said.endswith('?') else '.'}") from why


def _base(checkout: Checkout, revision: str | None) -> tuple[str, str]:
    if revision is not None:
        return checkout.commit(revision), revision
    commit, branch = checkout.branched_from_default()
    return commit, f"{branch}@{commit[:7]}"


class _Since:
    """The files of a checkout beside those of a revision."""

    def __init__(self, checkout: Checkout, base: str, shown: str) -> None:
        self._checkout = checkout
        self._base = base
        self._shown = shown
        self._old = checkout.reader(base)
        self._new = beside(checkout.directory / "any", checkout.directory)
        self._left_out: list[str] = []

    def found(self, wanted: tuple[str, ...]) -> Found:
        """Every pair below the wanted paths; all of them where none is named."""
        changed = self._kept_together(self._checkout.changed(self._base))
        pairs = {pair.new_name: pair for one in changed if (pair := self._pair(one)) is not None}
        for name in self._touched(changed, pairs):
            pairs[name] = self._as_pair(name, name)
        for one in changed:
            self._note_submodule(one, wanted)
        before = {one.new: one.old for one in changed if one.new and one.old}
        parts = {word: self._referring(word, pairs) for word in wanted if word not in pairs}
        asked = {name for names in parts.values() for name in names}
        asked |= {name for name in pairs if _below(name, wanted) or _below(before.get(name), wanted)}
        kept = [pairs[name] for name in sorted(asked)]
        for word in (word for word, names in parts.items() if not names):
            self._complain(word)
        nothing = () if kept else (f"No API description changed since {self._shown}.",)
        return Found(tuple(kept), nothing, tuple(self._left_out))

    def _kept_together(self, changed: Sequence[ChangedPath]) -> list[ChangedPath]:
        """What git calls one gone and one new, and is the same API put into the other syntax or rewritten elsewhere.

        Where one is gone, it may have been moved to a file that git has not been told of yet.
        """
        gone = {p: d for one in changed if not one.new and (p := one.old) and (d := self._held(p, self._old))}
        names = [p for one in changed if not one.old and (p := one.new)]
        names += self._checkout.untracked() if gone else ()
        come = {p: d for p in names if (d := self._held(p, self._new))}
        table = became(gone, come)
        taken = set(table.values())
        kept = [one for one in changed if one.old not in table and (one.old or one.new not in taken)]
        return [*kept, *(ChangedPath(old, new) for old, new in table.items())]

    def _held(self, path: str, read: Callable[[str], bytes | None]) -> bytes | None:
        data = read(path)
        return data if data is not None and len(data) <= LARGEST and is_description(data) else None

    def _pair(self, one: ChangedPath) -> Pair | None:
        """What was a description is compared with whatever stands there now: nobody shall break it unseen."""
        old = one.old if one.old and self._is_description(one.old, self._old(one.old)) else None
        now = self._new(one.new) if one.new else None
        new = one.new if one.new and (now is not None if old else self._is_description(one.new, now)) else None
        return self._as_pair(old, new) if old or new else None

    def _as_pair(self, old: str | None, new: str | None) -> Pair:
        name = new or old or ""
        left = Source(old, self._old(old) or b"", self._old) if old else None
        right = Source(new, self._new(new) or b"", self._new) if new else None
        return Pair(f"{self._shown}:{old or name}", name, left, right)

    def _touched(self, changed: Iterable[ChangedPath], pairs: Mapping[str, Pair]) -> list[str]:
        """Descriptions that did not change themselves, but a file they refer to did."""
        others = {path for one in changed for path in (one.old, one.new) if path} - pairs.keys()
        if not others:
            return []
        found = []
        for name in self._checkout.matching(CANDIDATE):
            data = None if name in pairs else self._new(name)
            if data and self._is_description(name, data) and not others.isdisjoint(self._files(name, data)):
                found.append(name)
        return found

    def _referring(self, word: str, names: Iterable[str]) -> list[str]:
        """Those of the descriptions that refer to a file."""
        return [name for name in names if (data := self._new(name)) and word in self._files(name, data)]

    def _files(self, name: str, data: bytes) -> set[str]:
        before = self._old(name)
        return {*referred_to(name, data, self._new), *(referred_to(name, before, self._old) if before else ())}

    def _is_description(self, name: str, data: bytes | None) -> bool:
        if data is not None and len(data) > LARGEST:
            self._left_out.append(too_large(name))
            return False
        return data is not None and is_description(data)

    def _complain(self, word: str) -> None:
        there = self._checkout.directory / word
        if not there.exists() and not self._checkout.holds(self._base, word):
            both = " To compare a revision's, name both: stagekeeper check REV:path FILE." if ":" in word else ""
            raise NoSuchSource(f"There is no file {word}, here or at {self._shown}.{both}")
        data = self._new(word) if there.is_file() else None
        if data is not None and not is_description(data):
            raise NoSuchSource(f"{word} is no API description: it does not begin as OpenAPI or Swagger does.")
        if (part := self._submodule_of(word)) is not None:
            raise NoSuchSource(f"{word} was not compared: {part} is a submodule; run `stagekeeper check` in it.")
        if data is not None and self._old(word) is None and not self._checkout.tracks(word):
            raise NoSuchSource(
                f"{word} is not in git, so there is nothing to compare it with. `git add` it, or name both: "
                f"stagekeeper check OLD {word}"
            )

    def _note_submodule(self, one: ChangedPath, wanted: tuple[str, ...]) -> None:
        """Says of a changed submodule with descriptions in it that they were not compared."""
        name = one.new
        if name is None or name in wanted or not _below(name, wanted) or self._submodule_of(name) != name:
            return
        if Checkout(self._checkout.directory / name).matching(CANDIDATE):
            self._left_out.append(
                f"{name} is a submodule that changed and was left out: run `stagekeeper check` in it."
            )

    def _submodule_of(self, name: str) -> str | None:
        """The submodule that a path from the root is, or lies in."""
        places = (name, *map(str, PurePosixPath(name).parents))
        root = self._checkout.directory
        return next((place for place in places if place != "." and (root / place / ".git").exists()), None)


def _below(name: str | None, wanted: tuple[str, ...]) -> bool:
    if not wanted or name is None:
        return not wanted
    return any(word in (name, ".") or name.startswith(f"{word}/") for word in wanted)
