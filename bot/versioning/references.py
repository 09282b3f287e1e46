"""Where a reference points once the file that holds it has another path and other path templates."""

import posixpath
import re
from dataclasses import dataclass

from bot.versioning.parts import Path
from bot.versioning.tokens import bumped_url

_KEYWORDS = (("$ref",), ("operationRef",), ("externalValue",))
_LITERAL = ("example", "default", "const", "enum")
_BY_NAME = frozenset(
    (
        *("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "variables", "mapping"),
        *("schemas", "responses", "parameters", "headers", "examples", "requestBodies", "securitySchemes"),
        *("callbacks", "links", "pathItems", "paths", "webhooks", "content", "encoding"),
    )
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Move:
    """A file's way from one path and version to another."""

    old_path: str
    new_path: str
    old_version: str
    new_version: str
    paths_moved: bool = False
    """Whether the path templates carry the version, and references to them with it."""


def is_reference(path: Path, value: str) -> bool:
    """Whether the value at this path of a description is a reference, and not data that looks like one."""
    if path[-3:-1] == ("discriminator", "mapping"):
        named = "/" in value or value.endswith((".yaml", ".yml", ".json"))
    else:
        named = path[-1:] in _KEYWORDS
    return named and not _in_literal(path)


def moved_reference(reference: str, move: Move) -> str:
    """The same target, as the file at its new path has to write it; a reference to the file itself follows it."""
    file, hash_sign, fragment = reference.partition("#")
    if _ELSEWHERE.match(file):
        return reference
    if not file:
        return f"#{_moved_fragment(fragment, move)}" if hash_sign else reference
    target = target_of(reference, move.old_path)
    if target == move.old_path:
        return f"{_relative(move.new_path, file, move)}{hash_sign}{_moved_fragment(fragment, move)}"
    return f"{_relative(target, file, move)}{hash_sign}{fragment}"


def target_of(reference: str, path: str) -> str | None:
    """The repository path of the file that a relative reference in `path` names; None where it names no file here."""
    file = reference.partition("#")[0]
    if not file or _ELSEWHERE.match(file):
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))


def _in_literal(path: Path) -> bool:
    """Whether the path leads into an example, a default or another value that means only itself.

    The step after `properties` or `responses` is somebody's name, not a keyword.
    """
    for before, step in zip(("", *path), path, strict=False):
        if step in _LITERAL and before not in _BY_NAME:
            return True
        if before == "examples" and isinstance(step, int):
            return True
    return any(a == "examples" and c == "value" for a, c in zip(path, path[2:], strict=False))


def _relative(target: str | None, written: str, move: Move) -> str:
    """The target from the new file's folder; text that need not change is kept as it was written."""
    assert target is not None, "a relative reference has a target"
    if target != move.new_path and posixpath.dirname(move.old_path) == posixpath.dirname(move.new_path):
        return written
    relative = posixpath.relpath(target, posixpath.dirname(move.new_path) or ".")
    return f"./{relative}" if written.startswith("./") and not relative.startswith("../") else relative


def _moved_fragment(fragment: str, move: Move) -> str:
    """A JSON Pointer into `paths` (slashes written `~1`, RFC 6901) with the version in the template moved on."""
    if not move.paths_moved or not fragment.startswith("/paths/"):
        return fragment
    head, template, *rest = fragment[1:].split("/")
    plain = template.replace("~1", "/").replace("%2F", "/").replace("%2f", "/")
    moved = bumped_url(plain, move.old_version, move.new_version)
    return fragment if moved == plain else "/" + "/".join([head, moved.replace("/", "~1"), *rest])
