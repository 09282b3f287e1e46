"""An outcome on a terminal: root causes first, the witness under each, at most a screen for a typical change."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.cli.outcome import AtStage, Compared, Outcome, counts
from bot.cli.printing import one_line
from bot.cli.render.ansi import Paper, Span, paper, printable
from bot.cli.render.phrases import (
    affects,
    called,
    compact,
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
    tally_hidden,
    tally_shown,
    where,
)
from bot.cli.render.widths import ending, width
from bot.contract import Cause, Evidence, Finding, Place, Unread, Witness
from bot.contract.acceptance import Accepted, Judged

SCREEN = 48
"""Lines that the findings of a pair may take; what does not fit is told in a line for each rule."""

OF_A_RULE = 3
"""So many of one rule are told with everything where not all of them fit."""

_UNREAD = 12
"""Parts not judged that are told one by one."""

_NEXT = "`stagekeeper explain RULE` says why; `--write-baseline FILE` accepts them all."
"""What to type next where something fails: to understand it, or to go on with it."""

_LONGEST_VALUE = 160
_SIGNS = {
    Cause.BREAKING: ("✗", "bold red"),
    Cause.LIFECYCLE: ("◷", "bold magenta"),
    Cause.RISKY: ("!", "bold yellow"),
    Cause.SAFE: ("+", "green"),
    Cause.DOC: ("·", "dim"),
}
_ACCEPTED = {Accepted.RULES: "accepted by the rules", Accepted.BASELINE: "accepted by the baseline"}


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """Everything, for the terminal one sits at."""
    return on(paper(color), outcome)


def on(sheet: Paper, outcome: Outcome) -> str:
    """Everything, for a terminal of that width."""
    return "".join(f"{line}\n" for line in _whole(sheet, outcome))


def _whole(sheet: Paper, outcome: Outcome) -> Iterator[str]:
    for one in outcome.comparisons:
        yield from _pair(sheet, outcome, one)
    for note in outcome.notes:
        yield from sheet.lines([(one_line(note), "dim")])
    if outcome.comparisons:
        yield from _summary(sheet, outcome)


def _pair(sheet: Paper, outcome: Outcome, one: Compared) -> Iterator[str]:
    shown = outcome.shown(one)
    if len(outcome.comparisons) > 1 and (shown or one.report.unread):
        yield from sheet.lines([(_names(one), "underline")])
        yield ""
    full, rest = _split(sheet, shown, everything=outcome.everything)
    for lines in full:
        yield from lines
    if full and full[-1][-1]:
        yield ""
    for group in rest:
        yield from _brief(sheet, group)
    if rest:
        yield from sheet.lines([("--all tells each of them, and what is compatible", "dim")])
        yield ""
    for unread in one.report.unread[:_UNREAD]:
        yield from _unread(sheet, unread)
        yield ""
    if one.report.unread[_UNREAD:]:
        yield from sheet.lines([(f"… and {len(one.report.unread) - _UNREAD} more parts not judged", "dim")])
        yield ""


def _told(sheet: Paper, one: Judged) -> list[str]:
    """The lines of a finding, and an empty one after what is worth a pause."""
    return [*_finding(sheet, one), *([] if one.finding.cls in (Cause.SAFE, Cause.DOC) else [""])]


def _finding(sheet: Paper, one: Judged) -> Iterator[str]:
    finding = one.finding
    yield _head(sheet, finding)
    yield from sheet.lines(sheet.quoted(finding.sentence), indent=2)
    if one.accepted:
        yield from sheet.lines([(_ACCEPTED[one.accepted], "dim")], indent=2)
    if finding.witness is not None:
        yield from _witness(sheet, finding.witness)
    elif (why := no_example(finding)) is not None:
        yield from sheet.lines([(why, "dim")], indent=2)
    elif finding.evidence is Evidence.REFUTED:
        yield from sheet.lines([("Proved compatible.", "dim")], indent=2)
    if has_way(finding):
        yield from sheet.titled("Instead", sheet.quoted(finding.fix))
    if finding.operations_total > 1:
        yield from sheet.lines([(affects(finding.operations, finding.operations_total), "dim")], indent=2)


def _head(sheet: Paper, finding: Finding) -> str:
    """Sign, class and rule on the left, the place on the right where there is room for it."""
    sign, style = _SIGNS[finding.cls]
    left, rule, place = f"{sign} {label(finding)}", finding.rule, printable(stands_at(finding))
    gap = sheet.width - width(left) - 2 - width(rule) - width(place)
    if gap < 2:
        room = max(sheet.width - 4, 8)
        place = place if width(place) <= room else "…" + ending(place, room - 1)
        right = "\n  " + sheet.styled(place, "dim") if place else ""
    else:
        right = " " * gap + sheet.styled(place, "dim")
    return sheet.styled(left, style) + "  " + sheet.styled(rule, "dim") + right


def _split(sheet: Paper, shown: Sequence[Judged], *, everything: bool) -> tuple[list[list[str]], list[list[Judged]]]:
    """The lines of what is told with everything, and the rest by rule, both in their order.

    All of it where it fits on a screen or was asked for. Else as many as fit, few of a rule, at least one in all.
    """
    written = list[list[str]]()
    for one in shown:
        written.append(_told(sheet, one))
        if not everything and sum(map(len, written)) > SCREEN:
            break
    else:
        return written, []
    full, rest, told, used = list[list[str]](), dict[tuple[Cause, str], list[Judged]](), Counter[str](), 0
    for one in shown:
        rule = one.finding.rule
        lines = _told(sheet, one) if used < SCREEN and told[rule] < OF_A_RULE else []
        if lines and (not used or used + len(lines) <= SCREEN):
            full.append(lines)
            told[rule] += 1
            used += len(lines)
        else:
            rest.setdefault((one.finding.cls, rule), []).append(one)
    return full, list(rest.values())


def _brief(sheet: Paper, group: Sequence[Judged]) -> Iterator[str]:
    """A line or two for further findings of one rule: how many, and where the first ones are."""
    finding = group[0].finding
    rule = f" {len(group):3} more {finding.rule}  "
    spans: list[Span] = [_SIGNS[finding.cls], (rule, "")]
    room = 2 * sheet.width - len(rule) - 12
    yield from sheet.lines([*spans, (compact(_places(group), room), "dim")], hang=6)


def _places(group: Sequence[Judged]) -> str:
    """The operations that a group of findings is about; of one operation the parts of it."""
    named = list(dict.fromkeys(f"{o.method} {o.path}" for one in group for o in one.finding.operations[:1]))
    parts = [one.finding.sentence.split("`")[1] for one in group if one.finding.sentence.startswith("`")]
    if len(named) == 1 and len(parts) == len(group) and named[0] not in parts:
        return f"{named[0]}: {', '.join(parts)}"
    return ", ".join(named)


def _witness(sheet: Paper, witness: Witness) -> Iterator[str]:
    shown, why = headings(witness)
    call: list[Span] = [(called(witness), "cyan")]
    if shows_value(witness):
        call.append(("  " + example(witness, _LONGEST_VALUE), ""))
    yield from sheet.titled(shown, call)
    yield from sheet.titled(why, [(compact(reason(witness.why_invalid_now), _LONGEST_VALUE), "red")])


def _unread(sheet: Paper, unread: Unread) -> Iterator[str]:
    place = where(Place(unread.file, unread.pointer, unread.line))
    yield from sheet.lines([("? not judged", "bold blue"), ("  " + place, "dim")], hang=2)
    yield from sheet.lines(sheet.quoted(unread.what), indent=2)
    if unread.line is None and unread.pointer:
        yield from sheet.lines([(unread.pointer, "dim")], indent=2)
    if unread.operations:
        yield from sheet.lines([(affects(unread.operations, len(unread.operations)), "dim")], indent=2)


def _summary(sheet: Paper, outcome: Outcome) -> Iterator[str]:
    shown = tally(outcome) if outcome.everything else tally_shown(outcome)
    hidden = [] if outcome.everything else tally_hidden(outcome)
    told = (f": {', '.join(shown)}" if shown else "") + (f"; with --all: {', '.join(hidden)}" if hidden else "")
    pairs = outcome.comparisons
    names = _names(pairs[0]) if len(pairs) == 1 else f"{len(pairs)} descriptions"
    spans: list[Span] = [(headline(outcome), _verdict_style(outcome)), (" ", "")]
    spans.append((names + told, "dim"))
    yield from sheet.lines(spans, hang=2)
    if outcome.stage and outcome.readable:
        yield from sheet.lines([_at_stage(outcome.stage)])
    if outcome.failing and outcome.readable:
        yield from sheet.lines(sheet.quoted(_NEXT), hang=2)


def _verdict_style(outcome: Outcome) -> str:
    if not outcome.readable:
        return "bold blue"
    if outcome.breaking:
        return "bold red"
    counted = counts(outcome.findings, outcome.unread)
    if counted.unread or all(one.is_out_of_scope for one in outcome.comparisons):
        return "bold blue"
    return "bold yellow" if counted.risky else "bold green"


def _at_stage(stage: AtStage) -> Span:
    if stage.passes:
        return f"In {stage.name} this may be merged.", "green"
    failing = len(stage.failing)
    told = f"{failing} finding{'' if failing == 1 else 's'}" if failing else "what could not be judged"
    return f"In {stage.name} this does not pass: {told}.", "red"


def _names(one: Compared) -> str:
    return one_line(one.new_name if one.old_name == one.new_name else f"{one.old_name} → {one.new_name}")
