"""What people call one of several variants: by a name it has, else by what it holds, in a few words."""

from collections.abc import Mapping
from typing import Any

from bot.contract.limits import SKETCHED_NAMES
from bot.contract.schema.keywords import ANNOTATIONS
from bot.contract.schema.order import bare
from bot.contract.schema.values import short

_OF_OBJECTS = frozenset(("type", "properties", "required", "additionalProperties"))


def label(fields: Mapping[str, Any]) -> str:
    """Its reference's last name, its title, those of its parts; else its type, or its names with their constants."""
    ref, title = fields.get("$ref"), fields.get("title")
    if isinstance(ref, str):
        return ref.rsplit("/", 1)[-1]
    if isinstance(title, str):
        return title
    parts = fields.get("allOf")
    named = [p.get("$ref") for p in parts if isinstance(p, dict)] if isinstance(parts, list) else []
    if named and len(fields) == 1 and all(isinstance(n, str) for n in named):
        return " + ".join(str(n).rsplit("/", 1)[-1] for n in named)
    return _sketch({k: v for k, v in fields.items() if k not in ANNOTATIONS})


def _sketch(fields: dict[str, Any]) -> str:
    kind, items, properties = fields.get("type"), fields.get("items"), fields.get("properties")
    if isinstance(kind, str) and len(fields) == 1:
        return kind
    if kind == "array" and isinstance(items, dict) and len(fields) == 2:
        return f"list of {label(items)}"
    if isinstance(properties, dict) and properties and fields.keys() <= _OF_OBJECTS:
        told = sorted(
            ((not (value := _constant(s)), name, value) for name, s in properties.items()), key=lambda t: t[:2]
        )
        names = [f"{name}: {short(value[0])}" if value else str(name) for _, name, value in told]
        more = ["…"] if len(names) > SKETCHED_NAMES else []
        return f"{{{', '.join([*names[:SKETCHED_NAMES], *more])}}}"
    return short(bare(fields))


def _constant(schema: object) -> list[Any]:
    """The one value a schema takes; empty where it takes others."""
    if not isinstance(schema, dict):
        return []
    listed = [schema["const"]] if "const" in schema else schema.get("enum")
    return listed if isinstance(listed, list) and len(listed) == 1 else []
