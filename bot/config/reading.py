"""Reading `.github/stagekeeper.yml`: text to a Config with every default filled in, or to problems."""

from collections.abc import Iterator, Mapping
from typing import Final, cast

from pydantic import ValidationError

from bot.config.building import build
from bot.config.complaints import complaints, problem, unknown_empty_keys
from bot.config.conflicts import conflicts
from bot.config.model import Config
from bot.config.presets import PRESETS, TWILIO
from bot.config.problems import Problem, ProblemKind, Problems
from bot.config.shape import FileShape
from bot.config.tree import Plain, Tree, read_tree

DEFAULT: Final[Config] = build(FileShape.model_validate(TWILIO))
"""What holds where nothing is written."""

MOST_PROBLEMS: Final = 50
"""As many as one request can annotate."""


def read_config(text: str, *, name: str = ".github/stagekeeper.yml") -> Config | Problems:
    """The settings in a file, laid over its preset; or everything that is wrong with it, in the file's order.

    `null` means the default. An empty file is the default as a whole.
    """
    tree = read_tree(text)
    config = None if tree.problems else _config(tree)
    if config is not None and not tree.problems:
        return config
    return Problems(name, tuple(sorted(tree.problems, key=lambda found: (found.line, found.column))[:MOST_PROBLEMS]))


def _config(tree: Tree) -> Config | None:
    """The settings; problems are added to the tree."""
    if tree.value is None:
        return DEFAULT
    if not isinstance(tree.value, dict):
        tree.problems.append(problem(tree, (), ProblemKind.NOT_A_MAPPING, expected="keys with values"))
        return None
    preset = _preset(tree.value)
    tree.problems.extend(_unknown_stages(tree, tree.value, preset))
    tree.problems.extend(unknown_empty_keys(tree))
    try:
        config = build(FileShape.model_validate(laid_over(preset, _own(tree.value, preset))))
    except ValidationError as error:
        tree.problems.extend(complaints(error, tree))
        return None
    tree.problems.extend(conflicts(config, tree))
    return config


def laid_over(base: Mapping[str, object], own: Mapping[str, object]) -> dict[str, object]:
    """The base with what is its own written over it: mappings key by key, all else as a whole; None changes nothing."""
    both = dict(base)
    for key, value in own.items():
        beneath = both.get(key)
        if isinstance(beneath, Mapping) and isinstance(value, Mapping):
            both[key] = laid_over(beneath, value)
        elif value is not None:
            both[key] = laid_over({}, value) if isinstance(value, Mapping) else value
    return both


def _preset(file: Mapping[str, Plain]) -> Mapping[str, object]:
    """The preset it names; an unknown one is a bad value, and meanwhile the first one serves."""
    named = file.get("preset")
    return PRESETS.get(named, TWILIO) if isinstance(named, str) else TWILIO


def _stages(file: Mapping[str, object]) -> Mapping[str, object]:
    stages = file.get("stages")
    return cast(Mapping[str, object], stages) if isinstance(stages, Mapping) else {}


def _unknown_stages(tree: Tree, file: Mapping[str, Plain], preset: Mapping[str, object]) -> Iterator[Problem]:
    names = list(_stages(preset))
    for name in _stages(file):
        if name not in names:
            path = ("stages", name)
            yield problem(tree, path, ProblemKind.UNKNOWN_KEY, expected=", ".join(names), known=names)


def _own(file: Mapping[str, Plain], preset: Mapping[str, object]) -> dict[str, object]:
    """What the file says, without unknown stages; what an API has of its own is laid over what the file has for all."""
    own: dict[str, object] = dict(file)
    if isinstance(stages := file.get("stages"), dict):
        own["stages"] = {name: stage for name, stage in stages.items() if name in _stages(preset)}
    if isinstance(apis := file.get("apis"), dict):
        own["apis"] = {name: _complete({} if api is None else api, file) for name, api in apis.items()}
    return own


def _complete(api: Plain, file: Mapping[str, Plain]) -> object:
    """An API's entry with the settings for all beneath its own."""
    if not isinstance(api, dict):
        return api
    entry: dict[str, object] = dict(api)
    for key in ("versioning", "access"):
        ours, theirs = file.get(key), api.get(key)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            entry[key] = laid_over(ours, theirs)
    return entry
