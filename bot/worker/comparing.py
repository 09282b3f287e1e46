"""Answers the two questions about descriptions that take long: judged in a child process, then kept."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import msgspec

from bot.contract import ENGINE, Description, Options, Report, Source, compare, describe
from bot.duties.comparison import ComparisonOf, DescriptionOf
from bot.forge.facts import Blob, CannotTell
from bot.forge.questions import BlobOf, Question

Judge = Callable[[bytes], Awaitable[bytes | None]]
"""Runs `run` below on a payload, elsewhere and within limits; None where it ran into one."""
Answer = Callable[[frozenset[Question[object]]], Awaitable[Mapping[Question[object], object]]]
"""Answers the other questions, blobs among them."""
NOT_JUDGED = CannotTell("it took more time or memory than a comparison gets, so it is not judged")


class Verdicts(Protocol):
    """Where answers are kept; `engine` is part of the key, so a newer engine asks anew."""

    async def verdict(self, old: str, new: str, engine: str) -> bytes | None:
        """What was said of these two."""

    async def keep_verdict(self, old: str, new: str, engine: str, report: bytes) -> None:
        """Keep it."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What goes to the child: one source to describe, or two to compare."""

    sources: tuple[tuple[str, bytes], ...]
    stage_marks: tuple[str, ...]
    today: date | None = None


def run(payload: bytes) -> bytes:
    """In the child: the description or the report, as JSON."""
    case = msgspec.msgpack.decode(payload, type=_Case)
    sources = [Source(name, data) for name, data in case.sources]
    options = Options(today=case.today, stage_marks=case.stage_marks)
    result = describe(sources[0], options) if len(sources) == 1 else compare(sources[0], sources[1], options)
    return msgspec.json.encode(result)


class Comparing:
    """Answers `ComparisonOf` and `DescriptionOf`, from what is kept or by the judge."""

    def __init__(self, *, judge: Judge, verdicts: Verdicts) -> None:
        self._judge = judge
        self._verdicts = verdicts

    async def comparison(self, asked: ComparisonOf, answer: Answer) -> Report | CannotTell:
        """What changed between the two blobs."""
        kind = f"{ENGINE}:{_flavour(asked.stage_marks)}:{asked.old_name}:{asked.new_name}:{asked.today or ''}"
        names = ((asked.old_name, asked.old), (asked.new_name, asked.new))
        kept = await self._verdict(kind, names, asked.stage_marks, asked.today, answer)
        return NOT_JUDGED if kept is None else msgspec.json.decode(kept, type=Report)

    async def description(self, asked: DescriptionOf, answer: Answer) -> Description | CannotTell:
        """What the blob says about itself."""
        kind = f"{ENGINE}:describe:{_flavour(asked.stage_marks)}:{asked.name}"
        kept = await self._verdict(kind, ((asked.name, asked.oid),), asked.stage_marks, None, answer)
        return NOT_JUDGED if kept is None else msgspec.json.decode(kept, type=Description)

    async def _verdict(
        self,
        kind: str,
        names: tuple[tuple[str, str], ...],
        stage_marks: tuple[str, ...],
        today: date | None,
        answer: Answer,
    ) -> bytes | None:
        old, new = names[0][1], names[-1][1]
        if (kept := await self._verdicts.verdict(old, new, kind)) is not None:
            return kept
        found = await answer(frozenset(BlobOf(oid) for _, oid in names))
        blobs = [(name, _data(found[BlobOf(oid)])) for name, oid in names]
        said = await self._judge(msgspec.msgpack.encode(_Case(tuple(blobs), stage_marks, today)))
        if said is not None:
            await self._verdicts.keep_verdict(old, new, kind, said)
        return said


def _data(found: object) -> bytes:
    assert isinstance(found, Blob)
    return found.data


def _flavour(stage_marks: tuple[str, ...]) -> str:
    return ",".join(stage_marks)
