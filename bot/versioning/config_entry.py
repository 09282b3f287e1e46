"""The new version's entry in `.github/stagekeeper.yml`, put in below the old one's."""

import json
import re
from collections.abc import Iterator

from bot.versioning.blocks import column, end_of, lines_below
from bot.versioning.edits import Edit, edited
from bot.versioning.markdown import code
from bot.versioning.parts import Document, Kind, Part, Path, Unreadable
from bot.versioning.reading import read
from bot.versioning.tokens import bumped_name, versions_in_text

CONFIG_PATH = ".github/stagekeeper.yml"
FIRST_STAGE = "private-beta"
"""Where the next version of an API begins: the idea was proved by the version before."""

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*")


def new_api_name(api: str, old_version: str, new_version: str) -> str:
    """The key of the new version's entry: `payments-v1` becomes `payments-v2`, `payments` gets `-v2`."""
    if old_version in versions_in_text(api):
        return bumped_name(api, old_version, new_version)
    return f"{api}-{new_version}"


def config_entry(config: bytes, api: str, *, new_api: str, description: str) -> bytes | Unreadable:
    """The configuration with an entry for the new version: same owners, first stage, all other bytes as they were.

    Where the entry is there already, the configuration as it is.
    """
    document = read(CONFIG_PATH, config)
    if isinstance(document, Unreadable):
        return document
    if any(part.path == ("apis", new_api) for part in document.parts):
        return config
    entry = tuple(part for part in document.parts if part.path[:2] == ("apis", api))
    if not entry or entry[0].kind is not Kind.KEY:
        return Unreadable(CONFIG_PATH, f"it has no entry {code(api)} under `apis:`")
    apis = next(part for part in document.parts if part.path == ("apis",) and part.kind is Kind.MAPPING)
    edit = (
        _in_flow(document, entry, new_api, description) if apis.style else _block(document, entry, new_api, description)
    )
    return _checked(document, edit, new_api)


def _checked(document: Document, edit: Edit, new_api: str) -> bytes | Unreadable:
    """The bytes, if reading them again shows the old document and the new entry, and nothing else."""
    data = Document(edited(document.text, [edit]), (), document.marked).data
    again = read(CONFIG_PATH, data)
    if isinstance(again, Unreadable):
        return again
    rest = [_said(part) for part in again.parts if part.path[:2] != ("apis", new_api)]
    if rest != [_said(part) for part in document.parts] or len(rest) == len(again.parts):
        return Unreadable(CONFIG_PATH, f"{code(new_api)} could not be put in without changing something else")
    return data


def _said(part: Part) -> tuple[Kind, Path, str]:
    return part.kind, part.path, part.value


def _in_flow(document: Document, entry: tuple[Part, ...], new_api: str, description: str) -> Edit:
    fields = [f"description: {_scalar(description)}", *_owners(document, entry), f"stage: {FIRST_STAGE}"]
    end = end_of(entry)
    return Edit(end, end, f", {_scalar(new_api)}: {{{', '.join(fields)}}}")


def _block(document: Document, entry: tuple[Part, ...], new_api: str, description: str) -> Edit:
    text, key = document.text, entry[0]
    outer = column(text, key.start)
    fields = [part for part in entry if part.kind is Kind.KEY and len(part.path) == 3]
    in_block = entry[1].kind is Kind.MAPPING and not entry[1].style
    inner = column(text, fields[0].start) if in_block and fields else outer + 2
    lines = [
        " " * outer + f"{_scalar(new_api)}:",
        " " * inner + f"description: {_scalar(description)}",
        *(" " * inner + raw for raw in _owners(document, entry)),
        " " * inner + f"stage: {FIRST_STAGE}",
    ]
    return lines_below(text, end_of(entry), lines)


def _owners(document: Document, entry: tuple[Part, ...]) -> Iterator[str]:
    """The old entry's owners as they are written, where it has its own."""
    owners = [part for part in entry if part.path[2:3] == ("owners",)]
    if owners:
        yield document.text[owners[0].start : end_of(tuple(owners))].rstrip()


def _scalar(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
