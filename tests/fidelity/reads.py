"""What our types read, held against a schema: the read contract."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from tests.fidelity.shapes import DENIED, alternatives, fields, is_nullable, items


def complaints(shape: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    """Fields we read that the description does not have, has as optional or null where we rely on them, or drops."""
    shape, _ = without_none(shape)
    if get_origin(shape) is list:
        yield from complaints(get_args(shape)[0], items(schema), f"{where}[]")
    elif isinstance(shape, type) and issubclass(shape, Struct):
        for field in msgspec.structs.fields(shape):
            yield from _of_field(field, schema, f"{where}.{field.encode_name}")


def _of_field(field: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    name = field.encode_name
    found = fields(schema, name)
    if name in DENIED:
        yield f"{where} is gone in the next version"
    if not any(one for one, _ in found):
        yield f"{where} is unknown"
        return
    _, may_be_none = without_none(field.type)
    for one, required in found:
        if field.required and (one is None or not required):
            yield f"{where} is read as if it were always there"
        if one is not None and is_nullable(one) and not may_be_none:
            yield f"{where} may be null"
        if one is not None:
            known = [part for part in alternatives(one) if part.get("type") != "null"]
            for part in known:
                yield from complaints(field.type, part, where)


def without_none(shape: Any) -> tuple[Any, bool]:
    """The type beside None, and whether None was beside it (in `Any` it is)."""
    if shape is Any:
        return shape, True
    if get_origin(shape) not in {Union, types.UnionType}:
        return shape, False
    parts = [part for part in get_args(shape) if part is not type(None)]
    return parts[0], True
