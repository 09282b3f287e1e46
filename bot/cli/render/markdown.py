"""An outcome as Markdown that GitHub renders: for a comment, a job summary, a changelog."""

import re
from collections.abc import Iterator

from bot.cli.outcome import Compared, Outcome
from bot.cli.render.ansi import printable
from bot.cli.render.phrases import (
    affects,
    called,
    example,
    has_way,
    headings,
    headline,
    label,
    no_example,
    reason,
    shows_value,
    stands_at,
    tally,
)
from bot.contract import Cause, Unread, Witness
from bot.contract.acceptance import Judged

MOST = 100
"""Findings of a pair that are told."""

LONGEST = 60_000
"""GitHub refuses a comment of more than 65,536 characters."""

_SIGNS = {Cause.BREAKING: "❌", Cause.LIFECYCLE: "⏱️", Cause.RISKY: "⚠️", Cause.SAFE: "✅", Cause.DOC: "📄"}
_STARTS = re.compile(rf"^(?:{'|'.join(_SIGNS.values())}|#### |\*\*Not judged)", re.MULTILINE)
_SPECIAL = re.compile(r"([\\*_{}\[\]<>()#+\-.!|~&])")
_TOLD = {"Worked": "worked before", "Now sent": "may be sent now"}
_MENTION = re.compile(r"@(?=[A-Za-z0-9])")
_BLANK = re.compile(r"\s+")
_SHOWN_VALUE = 800


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """The Markdown text, no longer than GitHub takes."""
    text = "\n".join(_lines(outcome)) + "\n"
    return text if len(text) <= LONGEST else _shortened(text)


def _shortened(text: str) -> str:
    """Whole findings only: cut before a heading or a sign, so that nothing is left open."""
    starts = [match.start() for match in _STARTS.finditer(text, 0, LONGEST)]
    return text[: starts[-1]] + f"… and more than {LONGEST:,} characters hold. `--format json` has it all.\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    told = tally(outcome)
    yield f"### {headline(outcome)}"
    yield ""
    if told:
        yield ", ".join(told) + "."
        yield ""
    for note in outcome.notes:
        yield f"{plain(note)}\n"
    for one in outcome.comparisons:
        shown = outcome.shown(one)
        if len(outcome.comparisons) > 1 and (shown or one.report.unread):
            yield f"#### {code(one.new_name)}\n"
        for finding in shown[:MOST]:
            yield from _finding(finding)
        if shown[MOST:]:
            yield f"… and {len(shown) - MOST} more.\n"
        yield from _unread(one)


def _finding(judged: Judged) -> Iterator[str]:
    finding = judged.finding
    place = stands_at(finding)
    accepted = f" · accepted by the {judged.accepted.value}" if judged.accepted else ""
    yield f"{_SIGNS[finding.cls]} **{label(finding)}** · {code(finding.rule)} · {code(place)}{accepted}"
    yield ""
    yield f"> {sentence(finding.sentence)}"
    if has_way(finding):
        yield ">"
        yield f"> **Instead:** {sentence(finding.fix)}"
    if finding.operations_total > 1:
        yield ">"
        yield f"> {plain(affects(finding.operations, finding.operations_total))}"
    if (why := no_example(finding)) is not None:
        yield ">"
        yield f"> {sentence(why)}"
    yield ""
    if finding.witness is not None:
        yield from _witness(finding.witness)


def _witness(witness: Witness) -> Iterator[str]:
    worked, why = headings(witness)
    yield f"<details><summary>An example that {_TOLD[worked]}</summary>"
    yield ""
    shown = called(witness) + (f"\n\n{example(witness, _SHOWN_VALUE)}" if shows_value(witness) else "")
    yield from _block(shown)
    yield ""
    yield f"**{why}:** {plain(reason(witness.why_invalid_now))}"
    yield ""
    yield "</details>"
    yield ""


def _block(text: str) -> Iterator[str]:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    yield f"{fence}http"
    yield printable(text)
    yield fence


def _unread(one: Compared) -> Iterator[str]:
    parts: tuple[Unread, ...] = one.report.unread
    if parts:
        yield "**Not judged**"
        yield ""
    for part in parts[:MOST]:
        place = f"{part.file}:{part.line}" if part.line else part.file
        yield f"- {code(place)}: {sentence(part.what)}"
    if parts:
        yield ""


def sentence(text: str) -> str:
    """A sentence of ours: its `quoted` parts as code, everything else as plain words."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(code(part) if index % 2 else plain(part) for index, part in enumerate(parts))


def plain(text: str) -> str:
    """Words that Markdown takes for nothing but words, on one line; names notify nobody."""
    shown = _SPECIAL.sub(r"\\\1", printable(_BLANK.sub(" ", text))).replace("`", "\\`")
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", shown)


def code(text: str) -> str:
    """A text as code, whatever it holds."""
    told = printable(" ".join(text.split()))
    if not told:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall("`+", told)), default=0) + 1)
    gap = " " if told[0] == "`" or told[-1] == "`" else ""
    return f"{ticks}{gap}{told}{gap}{ticks}"
