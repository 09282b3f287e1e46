"""Words that every form of a report shares."""

import json
from collections.abc import Sequence

from bot.cli.outcome import Compared, Outcome, counts
from bot.contract import BROKEN_PROMISE, Cause, Finding, Operation, Place, Witness

NAMED_OPERATIONS = 3


def headline(outcome: Outcome) -> str:
    """The verdict over all pairs, in one sentence."""
    counted = counts(outcome.findings, outcome.unread)
    if not outcome.comparisons:
        return "Nothing to compare."
    if not outcome.readable:
        return "Not compared: a description could not be read."
    if outcome.breaking:
        return "Callers break." if counted.breaking else "A promise to callers is broken."
    if counted.unread:
        return "No break found, but not everything could be judged."
    if counted.risky:
        return "No break found; some callers may notice."
    return "Compatible." if any(one.findings for one in outcome.comparisons) else "No change for callers."


def tally(one: Outcome | Compared) -> list[str]:
    """How many of each, as "2 breaking"; only what there is."""
    unread = one.unread if isinstance(one, Outcome) else one.report.unread
    counted = counts(one.findings, unread)
    numbers = (
        (counted.breaking, "breaking"),
        (counted.broken_promises, "broken promise" if counted.broken_promises == 1 else "broken promises"),
        (counted.risky, "risky"),
        (counted.safe, "compatible"),
        (counted.accepted, "accepted"),
        (counted.unread, "not judged"),
    )
    return [f"{number} {word}" for number, word in numbers if number]


def label(finding: Finding) -> str:
    """The word for what a finding means: its class, but a broken promise by its own name."""
    if finding.cls is Cause.LIFECYCLE and BROKEN_PROMISE in finding.tags:
        return "broken promise"
    return "compatible" if finding.cls is Cause.SAFE else finding.cls.value


def affects(operations: Sequence[Operation], total: int) -> str:
    """Whom a cause touches: "affects 14 operations: POST /a, POST /b, POST /c and 11 more"."""
    named = list(dict.fromkeys(f"{o.method} {o.path}" for o in operations))[:NAMED_OPERATIONS]
    more = total - len(named)
    told = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    return f"affects {total} operation{'s' if total != 1 else ''}: {told}"


def place_of(finding: Finding) -> Place | None:
    """Where a reader looks: in the new description, or where it was in the old one."""
    return finding.new or finding.old


def place_in_new(finding: Finding, one: Compared) -> Place:
    """Where a note can stand in the new file; without a line where the part is gone."""
    return finding.new or Place(one.new_file, "")


def where(place: Place | None) -> str:
    """A place as "file:line"."""
    if place is None:
        return ""
    return f"{place.file}:{place.line}" if place.line else place.file


def compact(value: object, longest: int) -> str:
    """A value as JSON, or a text as it is, cut where it is longer."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def called(witness: Witness) -> str:
    """The call of a witness: "POST /payments", with " → 200" where the answer is what it shows."""
    line = witness.request_line or f"{witness.method} {witness.path}"
    return f"{line} → {witness.status}" if witness.kind == "response" and witness.status else line


def shows_value(witness: Witness) -> bool:
    """Whether the value is not in the request line already."""
    in_line = witness.media_type is None and witness.request_line is not None and witness.kind != "response"
    return witness.value is not None and not in_line


def steps(witness: Witness) -> tuple[tuple[str, str], tuple[str, str]]:
    """Before and after, in words, each with its heading."""
    first, then = ("Now", "Callers") if witness.kind == "response" else ("Before", "Now")
    return (first, witness.why_valid_before), (then, witness.why_invalid_now)
