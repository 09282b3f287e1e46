"""Which version comes next and where its file goes; undecided where the repository's own signs do not agree."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from bot.versioning.markdown import code
from bot.versioning.signals import Place, Signal, signals
from bot.versioning.tokens import DATE, bumped_name, number, versions_in_name, wanted_number

_FIRST_YEAR = 1900
_IN_PATH = {Place.FILE_SUFFIX, Place.DIRECTORY}
_EXTENSION = re.compile(r"\.(?:ya?ml|json)\Z", re.IGNORECASE)


class Strategy(Enum):
    """How this repository lays versions side by side. Others are answered with what cannot be done yet."""

    FILE_SUFFIX = "file-suffix"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The next version: `v1` → `v2`, and the path of its description."""

    strategy: Strategy
    old_version: str
    new_version: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question for a person, as Markdown. `options`, likeliest first: what could be done; a draft may show one."""

    reason: str
    options: tuple[Chosen, ...] = ()


def choose(
    path: str,
    data: bytes,
    siblings: Collection[str],
    *,
    configured: Strategy | None = None,
    wanted: str | None = None,
) -> Chosen | Undecided:
    """The version after the one that `path` holds on the base branch.

    `siblings` are the paths of the repository's files; versions that exist there are skipped. `configured` and `wanted`
    (the argument of `/new-version v3`) are people's words: either stands for the second sign that must otherwise agree.
    """
    seen = signals(path, data)
    found = tuple(signal for signal in seen if signal.kind is not Place.DATE)
    told = configured is not None or wanted is not None
    settled = bool(found) if told else _agree(found) and not DATE.search(path)
    if len(found) < len(seen) and not settled:
        return _by_date(signal for signal in seen if signal.kind is Place.DATE)
    candidates = _candidates(found)
    options = tuple(_place(path, version, siblings, configured or _seen(found)) for version in candidates or ["v1"])
    if wanted is not None:
        return _as_wanted(path, wanted, options, siblings, sure=len(candidates) == 1)
    return _settled(found, candidates, options, told=configured is not None)


def _by_date(dates: Iterable[Signal]) -> Undecided:
    return Undecided(
        f"The version here is a date ({_list(dates)}). I cannot open a new version by date yet: "
        "copy the description under its new date, and I will follow it as an API of its own."
    )


def _settled(
    found: tuple[Signal, ...], candidates: list[str], options: tuple[Chosen, ...], *, told: bool
) -> Chosen | Undecided:
    if not candidates:
        return Undecided("Nothing here says which version this is. Is the next one v2?", options)
    if len(candidates) > 1:
        return Undecided(f"The signs of a version do not agree: {_list(found, say=True)}. Which one counts?", options)
    if number(candidates[0]) >= _FIRST_YEAR:
        return Undecided(f"`{candidates[0]}` looks like a year. What is the next version called?", options)
    if not told and not _agree(found):
        return Undecided(f"Only {_list(found)} names a version, and two signs must agree. Is it right?", options)
    return options[0]


def _agree(found: Iterable[Signal]) -> bool:
    """Whether two places name the same version."""
    return max(map(len, _kinds(found).values()), default=0) >= 2


def _kinds(found: Iterable[Signal]) -> dict[str, set[Place]]:
    """The places that name each version."""
    kinds: dict[str, set[Place]] = {}
    for signal in found:
        kinds.setdefault(signal.version, set()).add(signal.kind)
    return kinds


def _as_wanted(
    path: str, wanted: str, options: tuple[Chosen, ...], siblings: Collection[str], *, sure: bool
) -> Chosen | Undecided:
    """What a person asked for, unless it is taken, not newer, or it stays open what it is newer than."""
    asked = wanted_number(wanted)
    if asked is None:
        return Undecided(f"I could not read {code(wanted)} as a version: write `v3`, say.", options)
    if not sure and len(options) > 1:
        return Undecided("The signs of the present version do not agree, so I do not know what to move on.", options)
    first = options[0]
    new = f"v{asked}"
    if asked <= number(first.old_version):
        return Undecided(f"`{new}` is not newer than `{first.old_version}`.", options)
    new_path = _new_path(path, first.old_version, new, first.strategy, siblings)
    if new_path in siblings:
        return Undecided(f"{code(new_path)} exists already.", options)
    return Chosen(first.strategy, first.old_version, new, new_path)


def _candidates(found: Iterable[Signal]) -> list[str]:
    """The versions with the most kinds of signs, one in the path first; more than one where it stays open.

    A kind that names two versions is no sign for either, but then no other sign may decide alone what it leaves open.
    """
    kinds = _kinds(found)
    torn = any(len({signal.version for signal in found if signal.kind is kind}) > 1 for kind in Place)
    most = max(map(len, kinds.values()), default=0)
    candidates = [version for version in kinds if torn or len(kinds[version]) == most]
    return sorted(
        candidates, key=lambda version: (-len(kinds[version]), not kinds[version] & _IN_PATH, number(version))
    )


def _seen(found: Iterable[Signal]) -> Strategy:
    return Strategy.DIRECTORY if any(signal.kind is Place.DIRECTORY for signal in found) else Strategy.FILE_SUFFIX


def _place(path: str, old: str, siblings: Collection[str], strategy: Strategy) -> Chosen:
    """The version after the highest that exists beside `path`."""
    taken = {number(old), *_versions_beside(path, old, strategy, siblings)}
    new = f"v{max(taken) + 1}"
    return Chosen(strategy, old, new, _new_path(path, old, new, strategy, siblings))


def _versions_beside(path: str, old: str, strategy: Strategy, siblings: Iterable[str]) -> set[int]:
    """The versions of the same description that lie where a new one would lie; its extension may differ."""
    known = list(siblings)
    probe = "v999999999"
    bare = _EXTENSION.sub("", _new_path(path, old, probe, strategy, known))
    shape = re.compile(re.escape(bare).replace(probe, r"v(\d{1,9})"), re.IGNORECASE)
    matches = (shape.fullmatch(_EXTENSION.sub("", sibling)) for sibling in known if _EXTENSION.search(sibling))
    return {int(match[1]) for match in matches if match}


def _new_path(path: str, old: str, new: str, strategy: Strategy, siblings: Iterable[str]) -> str:
    """The path with the old version in it as the new one; where it carries none yet, the place the strategy names."""
    pure = PurePosixPath(path)
    named = versions_in_name(pure.name)
    name = bumped_name(pure.name, old if old in named else named[-1], new) if named else pure.name
    folders = [bumped_name(folder, old, new) if folder.lower() == old else folder for folder in pure.parent.parts]
    if strategy is Strategy.DIRECTORY and folders == list(pure.parent.parts):
        folders.append(new)
    if strategy is Strategy.FILE_SUFFIX:
        folders = list(pure.parent.parts)
        if name == pure.name:
            name = f"{pure.stem}{_separator(pure, siblings)}{new}{pure.suffix}"
    return str(PurePosixPath(*folders, name))


def _separator(path: PurePosixPath, siblings: Iterable[str]) -> str:
    """What the files of this folder put before their version; `_` where none has one."""
    for sibling in sorted(siblings):
        beside = PurePosixPath(sibling)
        if beside.parent == path.parent and (found := re.search(r"([._-])v\d+$", beside.stem, re.IGNORECASE)):
            return found[1]
    return "_"


def _list(found: Iterable[Signal], *, say: bool = False) -> str:
    """The signs as a sentence's part; with `say`, each with the version it names."""
    words = [f"{signal.where} says {signal.version}" if say else signal.where for signal in found]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
