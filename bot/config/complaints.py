"""Pydantic's errors as our problems, each at the place in the file that a person has to mend."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config.known import keys_at
from bot.config.problems import Problem, ProblemKind
from bot.config.shape import FileShape
from bot.config.tree import Path, Tree, dotted, shortened

_TYPES: Final = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
}


def complaints(error: ValidationError, tree: Tree) -> Iterable[Problem]:
    """What a person has to mend; what an API only inherited is mended where it is written."""
    details = error.errors(include_url=False)
    for detail in [own for own in details if own["type"] == "missing" or _path(own) in tree.values] or details:
        yield _complaint(detail, _path(detail), tree)


def unknown_empty_keys(tree: Tree) -> Iterable[Problem]:
    """Unknown keys without a value; they vanish before the shape is looked at, since `key:` alone means the default."""
    for path in tree.keys:
        if value_at(tree, path) is None and (known := keys_at(FileShape, path[:-1])) and path[-1] not in known:
            yield problem(tree, path, ProblemKind.UNKNOWN_KEY, expected=", ".join(known), known=known)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that somebody probably meant."""
    return next(iter(difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)), None)


def problem(tree: Tree, path: Path, kind: ProblemKind, *, expected: str, known: Sequence[str] = ()) -> Problem:
    """A problem with what stands at a path; for keys the place is the key's, else the value's."""
    of_key = kind in {ProblemKind.UNKNOWN_KEY, ProblemKind.MISSING_KEY, ProblemKind.BAD_KEY}
    place = tree.place(path, of_key=of_key)
    word = str(path[-1]) if of_key and path else shortened(value_at(tree, path))
    return Problem(place.line, place.column, dotted(path), kind, word, nearest(word, known), expected)


def value_at(tree: Tree, path: Path) -> object:
    """What stands in the file at a path; None where nothing does."""
    value: object = tree.value
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def _path(detail: ErrorDetails) -> Path:
    """Where it is; a bad key is at its value for Pydantic."""
    return tuple(step for step in detail["loc"] if step != "[key]")


def _complaint(detail: ErrorDetails, path: Path, tree: Tree) -> Problem:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if "[key]" in detail["loc"]:
        return problem(tree, path, ProblemKind.BAD_KEY, expected=detail["msg"])
    if kind == "extra_forbidden":
        known = keys_at(FileShape, path[:-1])
        return problem(tree, path, ProblemKind.UNKNOWN_KEY, expected=", ".join(known), known=known)
    if kind == "missing":
        return problem(tree, path, ProblemKind.MISSING_KEY, expected=str(path[-1]))
    if kind in _TYPES:
        return problem(tree, path, ProblemKind.WRONG_TYPE, expected=_TYPES[kind])
    if kind in {"enum", "literal_error"}:
        choices = [choice.strip("'") for choice in context["expected"].replace(" or ", ", ").split(", ")]
        return problem(tree, path, ProblemKind.BAD_VALUE, expected=" or ".join(choices), known=choices)
    return problem(tree, path, ProblemKind.BAD_VALUE, expected=_bound(kind, context) or detail["msg"])


def _bound(kind: str, context: dict[str, object]) -> str | None:
    match kind:
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case "string_too_short":
            return "some text"
    return None
