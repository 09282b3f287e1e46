"""The stage that an API has at least, written into its entry in `.github/stagekeeper.yml`."""

from collections.abc import Sequence

from bot.versioning.blocks import column, end_of, lines_below
from bot.versioning.config_entry import CONFIG_PATH
from bot.versioning.edits import Edit, edited
from bot.versioning.markdown import code
from bot.versioning.parts import Document, Kind, Part, Path, Unreadable
from bot.versioning.reading import read


def config_stage(config: bytes, api: str, stage: str) -> bytes | Unreadable:
    """The configuration with that stage in the API's entry; all other bytes as they were."""
    document = read(CONFIG_PATH, config)
    if isinstance(document, Unreadable):
        return document
    path = ("apis", api)
    entry = tuple(part for part in document.parts if part.path[:2] == path)
    value = next((part for part in entry if part.path == path and part.kind is Kind.MAPPING), None)
    fields = [part for part in entry if part.kind is Kind.KEY and len(part.path) == 3]
    if value is None or not fields:
        return Unreadable(CONFIG_PATH, f"it has no entry {code(api)} under `apis:` that I could write into")
    return _checked(document, _edit(document, entry, fields, stage), (*path, "stage"), stage)


def _edit(document: Document, entry: tuple[Part, ...], fields: Sequence[Part], stage: str) -> Edit:
    there = [part for part in entry if part.path[2:] == ("stage",)]
    if there:
        key, old = there[0], there[-1]
        is_empty = old is key or old.start == old.end
        return Edit(key.end + 1, key.end + 1, f" {stage}") if is_empty else Edit(old.start, old.end, stage)
    if entry[1].style:
        return Edit(end_of(entry[2:]), end_of(entry[2:]), f", stage: {stage}")
    first = tuple(part for part in entry if part.path[:3] == fields[0].path)
    line = " " * column(document.text, fields[0].start) + f"stage: {stage}"
    return lines_below(document.text, end_of(first), [line])


def _checked(document: Document, edit: Edit, path: Path, stage: str) -> bytes | Unreadable:
    """The bytes, if reading them again shows the old document, that stage, and nothing else changed."""
    data = Document(edited(document.text, [edit]), (), document.marked).data
    again = read(CONFIG_PATH, data)
    if isinstance(again, Unreadable):
        return again
    said = [part.value for part in again.parts if part.path == path and part.kind is Kind.SCALAR]
    if said != [stage] or _rest(again, path) != _rest(document, path):
        return Unreadable(CONFIG_PATH, f"{code(f'stage: {stage}')} could not be put in without changing something else")
    return data


def _rest(document: Document, path: Path) -> list[tuple[Kind, Path, str]]:
    return [(part.kind, part.path, part.value) for part in document.parts if part.path != path]
