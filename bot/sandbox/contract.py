"""GitHub's own description, trimmed: which operations and hooks there are, and what they carry."""

from __future__ import annotations

import functools
import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, TypeAlias
from urllib.parse import unquote

import jsonschema_rs

Schema: TypeAlias = "Mapping[str, Any]"

# Path parameters that may hold slashes; the description cannot say so.
_GREEDY = {"path", "ref", "basehead", "branch", "dir", "name"}


@dataclass(frozen=True, slots=True)
class Operation:
    """One REST operation."""

    id: str
    method: str
    path: str
    page: str
    query: Mapping[str, Schema]
    query_required: tuple[str, ...]
    body: Schema | None
    body_required: bool
    answers: Mapping[str, Schema | None]
    segments: tuple[str, ...] = field(default=())

    @property
    def is_list(self) -> bool:
        """Whether it answers page by page, and therefore lags."""
        return self.method == "GET" and "per_page" in self.query


class Contract:
    """The description, with a validator for each part, compiled when first used."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.schemas: Mapping[str, Schema] = content["schemas"]
        self.hooks: Mapping[str, Schema] = content["hooks"]
        self.operations = {name: _operation(name, entry) for name, entry in content["operations"].items()}
        self._other_paths = [tuple(p.strip("/").split("/")) for p in content["paths"]]
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}
        # The more literal a path, the earlier it is tried; of two that begin alike the longer one.
        self._routes = sorted(self.operations.values(), key=lambda o: [*(s.startswith("{") for s in o.segments), True])

    @classmethod
    @functools.cache
    def load(cls) -> Contract:
        """The one in the package."""
        packed = resources.files("bot.sandbox").joinpath("data/github-contract.json.gz").read_bytes()
        return cls(json.loads(gzip.decompress(packed)))

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation behind a path (still percent-encoded), and its path parameters."""
        parts = path.strip("/").split("/")
        for operation in self._routes:
            if operation.method == method and (found := _match(operation.segments, parts)) is not None:
                return operation, found
        return None

    def knows_path(self, path: str) -> bool:
        """Whether GitHub has anything at this path."""
        parts = path.strip("/").split("/")
        return any(_match(segments, parts) is not None for segments in self._other_paths)

    def faults(self, key: str, schema: Schema, value: object, *, formats: bool = False) -> list[str]:
        """What is wrong with a value, each with the place; `key` names the schema for the cache."""
        if key not in self._validators:
            whole = {**schema, "$defs": self.reachable(schema)}
            self._validators[key] = jsonschema_rs.Draft202012Validator(whole, validate_formats=formats)
        validator = self._validators[key]
        if validator.is_valid(value):
            return []
        return [
            f"{'/'.join(map(str, e.instance_path)) or '(root)'}: {e.message[:300]}"
            for e in validator.iter_errors(value)
        ]

    def reachable(self, schema: Schema) -> dict[str, Schema]:
        """The named schemas that one leads to."""
        done: dict[str, Schema] = {}
        todo = list(_named(schema))
        while todo:
            if (name := todo.pop()) not in done:
                done[name] = self.schemas[name]
                todo.extend(_named(done[name]))
        return done

    def resolve(self, schema: Schema) -> Schema:
        """The schema a reference stands for."""
        while "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return schema


def _operation(name: str, entry: Mapping[str, Any]) -> Operation:
    return Operation(
        id=name,
        method=entry["method"],
        path=entry["path"],
        page=entry["page"],
        query=entry["query"],
        query_required=tuple(entry["query_required"]),
        body=entry.get("body"),
        body_required=entry.get("body_required", False),
        answers=entry["answers"],
        segments=tuple(entry["path"].strip("/").split("/")),
    )


def _match(segments: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    last = len(segments) - 1
    if len(parts) == last and segments[last] == "{path}":
        parts = [*parts, ""]  # the root directory: /contents, with or without a slash
    if len(parts) <= last:
        return None
    for i, segment in enumerate(segments):
        if not segment.startswith("{"):
            if segment != parts[i]:
                return None
        elif i == last and segment[1:-1] in _GREEDY:
            found[segment[1:-1]] = unquote("/".join(parts[i:]))
            return found if parts[i] or segment == "{path}" else None
        elif parts[i]:
            found[segment[1:-1]] = unquote(parts[i])
        else:
            return None
    return found if len(parts) == len(segments) else None


def _named(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        for key, value in schema.items():
            if key == "$ref" and isinstance(value, str):
                yield value.rsplit("/", 1)[1]
            else:
                yield from _named(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _named(value)
