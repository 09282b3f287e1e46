"""Which keys the file knows at a place, found by walking its shape."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from bot.config.tree import Path


def keys_at(shape: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The known keys of the mapping at that path; none where keys are free or nothing is known."""
    kind: Any = shape
    for step in path:
        kind = _inner(kind, step)
    kind = _bare(kind)
    return tuple(kind.model_fields) if _is_shape(kind) else ()


def inner_shape(kind: Any) -> type[BaseModel] | None:
    """The shape of what a key holds, be it one value or a mapping of names to such values; None for plain values."""
    bare = _bare(kind)
    if get_origin(bare) is dict:
        bare = _bare(get_args(bare)[1])
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _inner(kind: Any, step: str | int) -> Any:
    """The kind of value that a key or an index leads to."""
    kind = _bare(kind)
    if _is_shape(kind):
        field = kind.model_fields.get(step)
        return field.annotation if field else None
    arguments = get_args(kind)
    return arguments[-1] if get_origin(kind) is dict else arguments[0] if arguments else None


def _bare(kind: Any) -> Any:
    """A kind without its annotations and its `| None`."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return _bare(next(part for part in get_args(kind) if part is not type(None)))
    return kind


def _is_shape(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
