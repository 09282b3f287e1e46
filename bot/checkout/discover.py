"""Which files are API descriptions, told by what they hold and not by their names."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

LARGEST = 32 * 1024 * 1024
"""Bytes beyond which a file is not looked into."""

CANDIDATE = r"""(^|[{,])[[:space:]]*["']?(openapi|swagger)["']?[[:space:]]*:[[:space:]]*["']?[23]\."""
"""A POSIX extended pattern that some line of every description matches, for a first search through many files."""

_SUFFIXES = (".json", ".yaml", ".yml")
_SKIPPED = frozenset(("node_modules", "__pycache__"))
_YAML = re.compile(rb"""^["']?(openapi|swagger)["']?[ \t]*:[ \t]*["']?[23]\.""", re.MULTILINE)
_BEFORE = re.compile(rb"""\s*$|[ \t#%?,{}\[\]]|-(?:\s|--|$)|\.\.\.|[^`<>|@].*:(?:\s|$)""")
"""Lines that may stand before that: a text or a program that shows a description has others."""

_FLOW = re.compile(rb"""\s*\{\s*["']?(openapi|swagger)["']?\s*:\s*["']?[23]\.""")
_MEMBER = re.compile(rb'"(openapi|swagger)"\s*:\s*"[23]\.')
_REFERENCE = re.compile(rb"""["']?\$ref["']?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'{}\[\],][^\s,}\]]*))""")


def is_description(data: bytes) -> bool:
    """Whether the bytes say at their top that they are OpenAPI or Swagger."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"{"):
        found = _YAML.search(text)
        return found is not None and all(map(_BEFORE.match, text[: found.start()].splitlines()))
    if _FLOW.match(text):
        return True
    return _MEMBER.search(text) is not None and _says_so(text)


def _says_so(text: bytes) -> bool:
    import orjson

    try:
        value = orjson.loads(text)
    except ValueError:
        return False
    return isinstance(value, dict) and not {"openapi", "swagger"}.isdisjoint(value)


def files_below(directory: Path) -> Iterator[str]:
    """The files below a directory that could be descriptions, by name from there, sorted; hidden ones are left out."""
    return (name for name, size in _files(directory) if size <= LARGEST)


def too_large_below(directory: Path) -> Iterator[str]:
    """The files below a directory that are called as descriptions are, and are too large to look into."""
    return (name for name, size in _files(directory) if size > LARGEST and name.endswith(_SUFFIXES))


def _files(directory: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if any(part.startswith(".") or part in _SKIPPED for part in name.parts):
            continue
        if path.is_file():
            yield name.as_posix(), path.stat().st_size


def descriptions(names: Iterable[str], read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Those of the files that are descriptions, with their bytes."""
    found = {}
    for name in names:
        data = read(name)
        if data is not None and is_description(data):
            found[name] = data
    return found


def referred_to(name: str, data: bytes, read: Callable[[str], bytes | None]) -> Mapping[str, bytes]:
    """Every file that a description names in a `$ref`, directly or through others, with its bytes; never outside."""
    found: dict[str, bytes] = {}
    ahead = [(name, data)]
    while ahead:
        base, text = ahead.pop()
        for target in sorted(_targets(base, text) - found.keys() - {name}):
            there = read(target)
            if there is not None:
                found[target] = there
                ahead.append((target, there))
    return found


def _targets(base: str, text: bytes) -> set[str]:
    named = (b"".join(match.groups(b"")) for match in _REFERENCE.finditer(text))
    files = {unquote(ref.decode(errors="replace").partition("#")[0]) for ref in named}
    inside = (normpath(join(dirname(base), file)) for file in files if file and "://" not in file and file[0] != "/")
    return {target for target in inside if not target.startswith("..")}
