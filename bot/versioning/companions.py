"""The other files of a versioning pull request: configuration, changelog, guide, README and CODEOWNERS."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.contract.report import Finding
from bot.versioning.changelog import changelog_entry
from bot.versioning.config_entry import CONFIG_PATH, config_entry, new_api_name
from bot.versioning.draft import Draft, FileChange
from bot.versioning.listings import codeowners_rows, readme_rows
from bot.versioning.markdown import code
from bot.versioning.migration import guide_path, migration_guide
from bot.versioning.parts import Unreadable
from bot.versioning.strategy import Chosen

CHANGELOG_PATH = "CHANGELOG.md"
README_PATH = "README.md"
CODEOWNERS_PATHS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""GitHub reads the first of these that there is. Source: "About code owners"."""
COMPANION_PATHS = (CONFIG_PATH, CHANGELOG_PATH, README_PATH, *CODEOWNERS_PATHS)
"""What `companions` wants to see of the base branch."""


@dataclass(frozen=True, slots=True)
class Companions:
    """What the other files are made from: the API's key in the configuration and its old description's path."""

    api: str
    path: str
    chosen: Chosen
    findings: tuple[Finding, ...] = field(repr=False)
    moved: tuple[tuple[str, str], ...] = ()
    """`Draft.moved` of the new description."""


def companions(request: Companions, files: Mapping[str, bytes]) -> Draft:
    """The other files that change, and those are all. `files`: those of `COMPANION_PATHS` the base branch has."""
    notes: list[str] = []
    changes = [*_configuration(request, files, notes), *_told(request, files), *_listed(request, files)]
    return Draft(tuple(changes), tuple(notes))


def _configuration(request: Companions, files: Mapping[str, bytes], notes: list[str]) -> Iterator[FileChange]:
    if CONFIG_PATH not in files:
        return
    chosen = request.chosen
    name = new_api_name(request.api, chosen.old_version, chosen.new_version)
    written = config_entry(files[CONFIG_PATH], request.api, new_api=name, description=chosen.new_path)
    if isinstance(written, Unreadable):
        notes.append(f"I could not add {code(name)} to `{CONFIG_PATH}`: {written.reason}. Please add it under `apis:`.")
    elif written != files[CONFIG_PATH]:
        yield FileChange(CONFIG_PATH, written)


def _told(request: Companions, files: Mapping[str, bytes]) -> Iterator[FileChange]:
    old, new = request.chosen.old_version, request.chosen.new_version
    path = guide_path(request.api, old, new)
    yield FileChange(path, _guide(request).encode())
    sentence = f"{request.api} {new}, in private beta, beside {old}: [what changes for callers]({path})."
    if (changelog := changelog_entry(files.get(CHANGELOG_PATH), sentence)) is not None:
        yield FileChange(CHANGELOG_PATH, changelog)


def _guide(request: Companions) -> str:
    old, new = request.chosen.old_version, request.chosen.new_version
    return migration_guide(request.api, old, new, request.findings, moved=request.moved)


def _listed(request: Companions, files: Mapping[str, bytes]) -> Iterator[FileChange]:
    if README_PATH in files and (readme := readme_rows(files[README_PATH], request.path, request.chosen)):
        yield FileChange(README_PATH, readme)
    owners = next((path for path in CODEOWNERS_PATHS if path in files), None)
    if owners and (rows := codeowners_rows(files[owners], request.path, request.chosen)):
        yield FileChange(owners, rows)
