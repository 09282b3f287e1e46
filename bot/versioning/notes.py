"""What a new version's file leaves for a person to see to, as sentences in Markdown."""

from collections.abc import Iterator

from bot.versioning.markdown import code
from bot.versioning.parts import Document, Kind, Part, Unreadable
from bot.versioning.reading import read
from bot.versioning.references import is_reference, target_of
from bot.versioning.strategy import Chosen
from bot.versioning.tokens import major, says_version

_LISTED_LINES = 10
_STAGE_MARKS = ("x-stage", "x-maturity", "x-stability-level", "x-stability", "x-beta")


def notes(path: str, base: bytes, author: Document, written: Document, chosen: Chosen) -> tuple[str, ...]:
    """The sentences on the author's file at `path` beside that of the base branch, and on what was written from it."""
    return (
        *_moved(path, base, author, chosen),
        *_marks(author, chosen),
        *_shared(path, author, chosen),
        *_left_over(written, chosen),
    )


def _moved(path: str, base: bytes, author: Document, chosen: Chosen) -> Iterator[str]:
    """Where the author has begun to move the version on themselves."""
    after = _info_version(author)
    if not after or major(after) == chosen.old_version:
        return
    document = read(path, base)
    before = None if isinstance(document, Unreadable) else _info_version(document)
    if before and major(before) != major(after):
        yield f"The author moved `info.version` from {code(before)} to {code(after)} themselves."


def _info_version(document: Document) -> str | None:
    return next((p.value for p in document.parts if p.kind is Kind.SCALAR and p.path == ("info", "version")), None)


def _marks(author: Document, chosen: Chosen) -> Iterator[str]:
    """Where the file says something else about its version or its stage than what was chosen."""
    for part in author.parts:
        match part:
            case Part(Kind.SCALAR, ("info", "version"), value) if major(value) not in (
                chosen.old_version,
                chosen.new_version,
            ):
                yield f"{code(f'info.version: {value}')} does not follow `{chosen.old_version}` and is left as it is."
            case Part(Kind.SCALAR, (str(mark),) | ("info", str(mark)), value) if mark in _STAGE_MARKS:
                yield f"The description marks itself {code(f'{mark}: {value}')}; a new version starts at private beta."
            case _:
                pass


def _shared(path: str, author: Document, chosen: Chosen) -> Iterator[str]:
    references = (
        part.value for part in author.parts if part.kind is Kind.SCALAR and is_reference(part.path, part.value)
    )
    targets = {target_of(reference, path) for reference in references} - {None, path}
    if targets:
        names = ", ".join(code(target) for target in sorted(filter(None, targets)))
        yield (
            f"Both versions refer to {names}. A change there reaches `{chosen.old_version}` too, "
            "so what this pull request changes in them is not in the new version."
        )


def _left_over(written: Document, chosen: Chosen) -> Iterator[str]:
    old = chosen.old_version
    lines = [str(at) for at, line in enumerate(written.text.split("\n"), 1) if says_version(line, old)]
    if not lines:
        return
    more = f" and {len(lines) - _LISTED_LINES} more" if len(lines) > _LISTED_LINES else ""
    places = ", ".join(lines[:_LISTED_LINES]) + more
    name, says = ("Line", "says") if len(lines) == 1 else ("Lines", "say")
    where = f"{name} {places} of {code(chosen.new_path)}"
    yield f"{where} still {says} `{old}`: I do not touch prose, comments and examples."
