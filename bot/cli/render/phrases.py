"""Words that every form of a report shares."""

import json
import re
from collections.abc import Sequence

from bot.cli.outcome import Compared, Counts, Outcome, counts, matters
from bot.cli.printing import one_line
from bot.contract import BROKEN_PROMISE, Cause, Evidence, Finding, Operation, Place, Witness
from bot.contract.report import NOT_ASKED

NAMED_OPERATIONS = 3
_LONG_TEXT, _KEPT, _LONG_LIST = 60, 24, 12
_JSON = re.compile(r"[/+]json\s*(;|$)", re.IGNORECASE)
_LONG_QUOTE = re.compile(r'"([^"]{60,})"')


def headline(outcome: Outcome) -> str:
    """The verdict over all pairs, in one sentence."""
    counted = counts(outcome.findings, outcome.unread)
    if not outcome.comparisons:
        return "Nothing to compare."
    if not outcome.readable:
        return _unreadable(outcome)
    if all(one.is_out_of_scope for one in outcome.comparisons):
        return "Nothing was compared: no path is left."
    if outcome.breaking:
        return "Callers break." if counted.breaking else "A promise to callers is broken."
    accepted = any(judged.accepted and matters(judged.finding) for judged in outcome.findings)
    none = "No other break found" if accepted else "No break found"
    if counted.unread:
        return f"{none}, but not everything could be judged."
    if counted.risky:
        return f"{none}; some callers may notice."
    return "Compatible, but for what was accepted." if accepted else compatible(outcome)


def _unreadable(outcome: Outcome) -> str:
    every, lost = len(outcome.comparisons), sum(not one.report.readable for one in outcome.comparisons)
    if lost == every:
        return "Not compared: a description could not be read."
    told = f"{lost} of {every} descriptions could not be read."
    return f"Callers break, and {told}" if any(one.breaking for one in outcome.comparisons) else told


def compatible(one: Outcome | Compared) -> str:
    """The verdict where nothing matters."""
    return "Compatible." if one.findings else "No change for callers."


def tally(one: Outcome | Compared) -> list[str]:
    """How many of each, as "2 breaking"; only what there is."""
    return [*tally_shown(one), *tally_hidden(one)]


def tally_shown(one: Outcome | Compared) -> list[str]:
    """How many of each that people are shown without asking."""
    counted = _counted(one)
    return _numbered(
        (counted.breaking, "breaking"),
        (counted.broken_promises, "broken promise" if counted.broken_promises == 1 else "broken promises"),
        (counted.risky, "risky"),
        (counted.unread, "not judged"),
    )


def tally_hidden(one: Outcome | Compared) -> list[str]:
    """How many of each that are shown with `--all` only."""
    counted = _counted(one)
    return _numbered(
        (counted.safe, "compatible"),
        (counted.lifecycle - counted.broken_promises, "lifecycle"),
        (counted.doc, "doc"),
        (counted.accepted, "accepted"),
    )


def _counted(one: Outcome | Compared) -> Counts:
    return counts(one.findings, one.unread if isinstance(one, Outcome) else one.report.unread)


def _numbered(*numbers: tuple[int, str]) -> list[str]:
    return [f"{number} {word}" for number, word in numbers if number]


def label(finding: Finding) -> str:
    """The word for what a finding means: its class, but a broken promise by its own name."""
    if finding.cls is Cause.LIFECYCLE and BROKEN_PROMISE in finding.tags:
        return "broken promise"
    return "compatible" if finding.cls is Cause.SAFE else finding.cls.value


def affects(operations: Sequence[Operation], total: int) -> str:
    """Whom a cause touches: "affects 14 operations: POST /a, POST /b, POST /c and 11 more".

    A last one is named: to count it would take as much room.
    """
    every = list(dict.fromkeys(f"{o.method} {o.path}" for o in operations))
    named = every if total <= NAMED_OPERATIONS + 1 else every[:NAMED_OPERATIONS]
    more = total - len(named)
    told = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    return f"affects {total} operation{'s' if total != 1 else ''}: {told}"


def stands_at(finding: Finding) -> str:
    """Where a reader looks: "api.yaml:7" in the new description, "before: api.yaml:7" where it is gone from there."""
    return where(finding.new) if finding.new else f"before: {where(finding.old)}" if finding.old else ""


def place_in_new(finding: Finding, one: Compared) -> Place:
    """Where a note can stand in the new file; without a line where the part is gone."""
    return finding.new or Place(one.new_file, "")


def where(place: Place | None) -> str:
    """A place as "file:line"."""
    if place is None:
        return ""
    file = one_line(place.file)
    return f"{file}:{place.line}" if place.line else file


def compact(value: object, longest: int) -> str:
    """A value as JSON, or a text as it is, cut where it is longer."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def elided(value: object) -> object:
    """A value with its long texts and lists cut short, for people to take in."""
    match value:
        case str() if len(value) > _LONG_TEXT:
            return f"{value[:_KEPT]}… ({len(value)} characters)"
        case list() if len(value) > _LONG_LIST:
            return [*map(elided, value[:2]), f"… ({len(value)} items)"]
        case list():
            return [elided(item) for item in value]
        case dict():
            return {key: elided(item) for key, item in value.items()}
    return value


def as_sent(witness: Witness, value: object, longest: int) -> str:
    """A value of the witness as its media type writes it, cut where it is longer: a text is quoted in JSON only."""
    is_json = _JSON.search(witness.media_type or "") is not None
    return compact(json.dumps(value, ensure_ascii=False) if is_json else value, longest)


def example(witness: Witness, longest: int) -> str:
    """The value of a witness: the whole where it is short, else the way to what is refused, with "…" for the rest."""
    whole = as_sent(witness, elided(witness.value), longest)
    if witness.at is None or len(whole) < longest:
        return whole
    steps = [step.replace("~1", "/").replace("~0", "~") for step in witness.at.split("/")[1:]]
    return _down_to(witness.value, steps, longest)


def _down_to(value: object, steps: Sequence[str], longest: int) -> str:
    match value:
        case dict() if steps and steps[0] in value:
            told = f"{json.dumps(steps[0], ensure_ascii=False)}: {_down_to(value[steps[0]], steps[1:], longest)}"
            return f"{{{told}, …}}" if len(value) > 1 else f"{{{told}}}"
        case list() if steps and int(steps[0]) < len(value):
            told = _down_to(value[int(steps[0])], steps[1:], longest)
            return f"[{told}, …]" if len(value) > 1 else f"[{told}]"
    return compact(json.dumps(elided(value), ensure_ascii=False), longest)


def reason(text: str) -> str:
    """Why a witness is refused, with the long texts in it cut short."""
    return _LONG_QUOTE.sub(lambda found: f'"{found[1][:_KEPT]}…"', text)


def called(witness: Witness) -> str:
    """The call of a witness: "POST /payments", with " → 200" where the answer is what it shows."""
    line = witness.request_line or f"{witness.method} {witness.path}"
    return f"{line} → {witness.status}" if witness.answers and witness.status else line


def shows_value(witness: Witness) -> bool:
    """Whether the value is not in the request line already."""
    in_line = witness.media_type is None and witness.request_line is not None and witness.kind == "request"
    return witness.value is not None and not in_line


def has_way(finding: Finding) -> bool:
    """Whether there is something to do instead."""
    return finding.cls in (Cause.BREAKING, Cause.RISKY) or BROKEN_PROMISE in finding.tags


def no_example(finding: Finding) -> str | None:
    """Why a break has no example, where one was looked for."""
    if finding.cls is not Cause.BREAKING or finding.witness is not None or finding.why_no_witness in (None, NOT_ASKED):
        return None
    care = "; read it with care" if finding.evidence is Evidence.UNPROVEN else ""
    return f"No example: {finding.why_no_witness}{care}."


def headings(witness: Witness) -> tuple[str, str]:
    """What stands before the example, and before the reason why it breaks."""
    if witness.is_sent:
        return "Now sent", "Receiver" if witness.kind == "message" else "Callers"
    return "Worked", "Now"
