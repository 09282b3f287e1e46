"""A report on a terminal: root causes first, the witness under each, at most a screen for a typical change."""

import json
from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.contract import BROKEN_PROMISE, Cause, Evidence, Finding, Operation, Place, Report, Unread, Witness

_SIGNS = {
    Cause.BREAKING: ("✗", "bold red"),
    Cause.LIFECYCLE: ("◷", "bold magenta"),
    Cause.RISKY: ("!", "bold yellow"),
    Cause.SAFE: ("+", "green"),
    Cause.DOC: ("·", "dim"),
}
_NAMED_OPERATIONS = 3
_LONG_VALUE = 200


def print_report(report: Report, names: tuple[str, str], *, color: str, everything: bool) -> None:
    """Print a report to standard output."""
    console = Console(
        highlight=False,
        emoji=False,
        force_terminal=True if color == "always" else None,
        no_color=True if color == "never" else None,
        soft_wrap=False,
    )
    shown = [f for f in report.findings if everything or _matters(f)]
    for finding in shown:
        _finding(console, finding)
    for unread in report.unread:
        _unread(console, unread)
    _summary(console, report, names, hidden=len(report.findings) - len(shown))


def _matters(finding: Finding) -> bool:
    if finding.evidence is Evidence.REFUTED or finding.cls in (Cause.SAFE, Cause.DOC):
        return False
    return finding.cls is not Cause.LIFECYCLE or BROKEN_PROMISE in finding.tags


def _finding(console: Console, finding: Finding) -> None:
    sign, style = _SIGNS[finding.cls]
    place = finding.new or finding.old
    head = Text.assemble((f"{sign} {finding.cls.value}", style), ("  " + finding.rule, "dim"))
    where = _place(place)
    gap = console.width - head.cell_len - len(where)
    head.append(" " * max(2, gap) + where, style="dim")
    console.print(head, overflow="ellipsis", no_wrap=True)
    _indented(console, _quoted(finding.sentence))
    if finding.witness is not None:
        _witness(console, finding.witness)
    elif finding.evidence is Evidence.UNPROVEN:
        _indented(console, Text("No example was found that shows it; read it with care.", style="dim"))
    if finding.cls in (Cause.BREAKING, Cause.RISKY, Cause.LIFECYCLE):
        _indented(console, Text.assemble(("Instead  ", "bold"), _quoted(finding.fix)))
    if finding.operations_total > 1:
        _indented(console, Text(_affects(finding.operations, finding.operations_total), style="dim"))
    console.print()


def _witness(console: Console, witness: Witness) -> None:
    line = witness.request_line or f"{witness.method} {witness.path}"
    is_response = witness.kind == "response"
    if is_response and witness.status:
        line = f"{line} → {witness.status}"
    in_line = witness.media_type is None and witness.request_line is not None and not is_response
    value = "" if witness.value is None or in_line else "  " + _shortened(witness.value)
    first, then = ("Now", "Callers") if is_response else ("Before", "Now")
    _indented(console, Text.assemble(("Example  ", "bold"), (line, "cyan"), value))
    _indented(console, Text.assemble((f"{first:9}", "bold"), (witness.why_valid_before, "green")))
    _indented(console, Text.assemble((f"{then:9}", "bold"), (_shortened(witness.why_invalid_now), "red")))


def _unread(console: Console, unread: Unread) -> None:
    place = Place(unread.file, unread.pointer, unread.line)
    console.print(Text.assemble(("? not judged", "bold blue"), ("  " + _place(place), "dim")), overflow="fold")
    _indented(console, _quoted(unread.what))
    if unread.line is None and unread.pointer:
        _indented(console, Text(unread.pointer, style="dim"))
    if unread.operations:
        _indented(console, Text(_affects(unread.operations, len(unread.operations)), style="dim"))
    console.print()


def _summary(console: Console, report: Report, names: tuple[str, str], *, hidden: int) -> None:
    counts = Counter(f.cls for f in report.findings if f.evidence is not Evidence.REFUTED)
    if not report.readable:
        verdict = Text("Not compared: a description could not be read.", style="bold blue")
    elif report.breaking:
        verdict = Text("Callers break.", style="bold red")
    elif report.unread:
        verdict = Text("No break found, but not everything could be judged.", style="bold blue")
    elif counts[Cause.RISKY]:
        verdict = Text("No break found; some callers may notice.", style="bold yellow")
    else:
        verdict = Text("Compatible.", style="bold green")
    told = [f"{n} {word}" for n, word in _counted(counts, report) if n]
    if hidden:
        told.append(f"{hidden} more with --all")
    console.print(verdict, Text(f"{names[0]} → {names[1]}" + (": " + ", ".join(told) if told else ""), style="dim"))


def _counted(counts: Counter[Cause], report: Report) -> Iterable[tuple[int, str]]:
    yield counts[Cause.BREAKING], "breaking"
    yield sum(BROKEN_PROMISE in f.tags for f in report.findings), "broken promise"
    yield counts[Cause.RISKY], "risky"
    yield counts[Cause.SAFE], "compatible"
    yield len(report.unread), "not judged"


def _affects(operations: tuple[Operation, ...], total: int) -> str:
    named = list(dict.fromkeys(f"{o.method} {o.path}" for o in operations))
    more = len(named) - _NAMED_OPERATIONS
    told = ", ".join(named[:_NAMED_OPERATIONS]) + (f" and {more} more" if more > 0 else "")
    return f"affects {total} operation{'s' if total != 1 else ''}: {told}"


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    return f"{place.file}:{place.line}" if place.line else place.file


def _shortened(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG_VALUE else text[: _LONG_VALUE - 1] + "…"


def _quoted(sentence: str) -> Text:
    """A sentence whose `quoted` parts stand out."""
    text = Text()
    for index, part in enumerate(sentence.split("`")):
        text.append(part, style="bold" if index % 2 else "")
    return text


def _indented(console: Console, text: Text) -> None:
    console.print(Padding(text, (0, 0, 0, 2)))
