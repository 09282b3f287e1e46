"""What GitHub's own description says of a field, however many alternatives and references lie between."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTRACT: dict[str, Any] = json.loads(gzip.decompress(Path("bot/sandbox/data/github-contract.json.gz").read_bytes()))
DENIED = frozenset(
    {"assignee", "merge_commit_sha", "has_downloads", "master_branch", "use_squash_pr_title_as_default", "rate"}
)
"""Gone in version 2026-03-10. Source: "API Versions"."""


def alternatives(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The plain schemas that a value may follow; what `allOf` joins is one."""
    schema = _followed(schema)
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices:
        for choice in choices:
            yield from alternatives(choice)
    elif "allOf" in schema:
        yield _joined([one for part in schema["allOf"] for one in alternatives(part)])
    else:
        yield schema


def is_nullable(schema: dict[str, Any]) -> bool:
    """Whether the value may be null."""
    return any(one.get("type") == "null" or "null" in _kinds(one) for one in alternatives(schema))


def fields(schema: dict[str, Any], name: str) -> list[tuple[dict[str, Any] | None, bool]]:
    """In each object that the value may be: the field's schema (None: there is none) and whether it must be there."""
    objects = [one for one in alternatives(schema) if "object" in _kinds(one) or "properties" in one]
    return [(one.get("properties", {}).get(name), name in one.get("required", ())) for one in objects]


def items(schema: dict[str, Any]) -> dict[str, Any]:
    """What a list holds."""
    return next(one["items"] for one in alternatives(schema) if "items" in one)


def _kinds(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else kind


def _followed(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = CONTRACT["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    properties = {name: schema for part in parts for name, schema in part.get("properties", {}).items()}
    required = [name for part in parts for name in part.get("required", ())]
    return {"type": "object", "properties": properties, "required": required}
