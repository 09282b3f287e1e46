"""An outcome as one page that needs nothing else: no script, no font, no network. Light and dark."""

from collections.abc import Iterator
from html import escape

from bot.cli.outcome import Compared, Outcome
from bot.cli.render.ansi import printable
from bot.cli.render.html_style import STYLE
from bot.cli.render.phrases import (
    affects,
    as_sent,
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
from bot.contract import Cause, Finding, Unread, Witness
from bot.contract.acceptance import Judged

_SHOWN_VALUE = 400
_LONGEST_VALUE = 20_000
_GAP = "\n\n"


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """The page."""
    return "\n".join(_page(outcome)) + "\n"


def _page(outcome: Outcome) -> Iterator[str]:
    title = headline(outcome)
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(title)} · Stagekeeper</title>"
    yield f"<style>{STYLE}</style></head><body><main>"
    yield f'<header class="{_tone(outcome)}"><h1>{_text(title)}</h1>'
    yield f"<p>{_text(' · '.join(tally(outcome)))}</p></header>"
    for note in outcome.notes:
        yield f"<p>{_text(note)}</p>"
    for one in outcome.comparisons:
        yield from _pair(outcome, one)
    yield f"<footer>Compared by Stagekeeper, engine {_text(outcome.engine)}.</footer>"
    yield "</main></body></html>"


def _tone(outcome: Outcome) -> str:
    if not outcome.readable:
        return "unread"
    if outcome.breaking:
        return "breaking"
    shown = [judged.finding.cls for one in outcome.comparisons for judged in outcome.shown(one)]
    return "unread" if outcome.unread else "risky" if Cause.RISKY in shown else "safe"


def _pair(outcome: Outcome, one: Compared) -> Iterator[str]:
    yield f"<section><h2>{_text(one.new_name)}</h2>"
    yield f'<p class="names">compared with {_text(one.old_name)}</p>'
    shown = outcome.shown(one)
    for judged in shown:
        yield from _finding(judged)
    for part in one.report.unread:
        yield from _unread(part)
    if not shown and not one.report.unread:
        yield '<p class="names">Nothing here concerns a caller.</p>'
    yield "</section>"


def _finding(judged: Judged) -> Iterator[str]:
    finding = judged.finding
    yield f'<article class="{finding.cls.value}" id="f-{_text(finding.fingerprint)}">'
    yield f'<p class="head"><b>{_text(label(finding))}</b> <code>{_text(finding.rule)}</code>'
    yield f'<span class="place">{_text(stands_at(finding))}</span></p>'
    yield f"<h3>{_sentence(finding.sentence)}</h3>"
    if judged.accepted:
        yield f'<p class="names">Accepted by the {judged.accepted.value}.</p>'
    if finding.witness is not None:
        yield from _witness(finding.witness)
    if (why := no_example(finding)) is not None:
        yield f'<p class="names">{_sentence(why)}</p>'
    if has_way(finding):
        yield f"<p><b>Instead</b> {_sentence(finding.fix)}</p>"
    if finding.operations_total > 1:
        yield from _operations(finding)
    yield "</article>"


def _witness(witness: Witness) -> Iterator[str]:
    value = example(witness, _SHOWN_VALUE) if shows_value(witness) else ""
    whole = as_sent(witness, witness.value, _LONGEST_VALUE)
    shown, why = headings(witness)
    yield f'<p class="steps"><b>{shown}</b></p><pre>{_text(called(witness) + (value and f"{_GAP}{value}"))}</pre>'
    if value and value != whole:
        yield f"<details><summary>the whole of it</summary><pre>{_text(whole)}</pre></details>"
    yield f'<p><b>{why}</b> <span class="is">{_text(reason(witness.why_invalid_now))}</span></p>'


def _operations(finding: Finding) -> Iterator[str]:
    summary = _text(affects(finding.operations, finding.operations_total))
    listed = "".join(f"<li>{_text(f'{o.method} {o.path}')}</li>" for o in finding.operations)
    yield f"<details><summary>{summary}</summary><ul>{listed}</ul></details>"


def _unread(part: Unread) -> Iterator[str]:
    place = f"{part.file}:{part.line}" if part.line else part.file
    yield '<article class="unread"><p class="head"><b>not judged</b>'
    yield f'<span class="place">{_text(place)}</span></p><h3>{_sentence(part.what)}</h3></article>'


def _sentence(text: str) -> str:
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(f"<code>{_text(part)}</code>" if index % 2 else _text(part) for index, part in enumerate(parts))


def _text(text: str) -> str:
    return escape(printable(text))
