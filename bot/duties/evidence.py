"""What a gate asks for, measured on the thread, the repository and the history: one function a kind."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.command.catalogue import Verb, entry
from bot.command.near import nearest
from bot.config import GateItem, GateKind
from bot.contract import Description, Report
from bot.duties import feedback, proposal, trials
from bot.duties.approvals import approvers, description_blob, standing_approvals
from bot.duties.case import Case
from bot.duties.comparison import ComparisonOf, DescriptionOf
from bot.duties.holds import hold
from bot.duties.speech import Said, Standing
from bot.forge.facts import CannotTell
from bot.forge.questions import HistoryOf, Revision
from bot.lifecycle.gates import Condition, Link, Measured, business_days_since, days_since, evaluate
from bot.lifecycle.stability import Stability, stability, step, steps_to_judge

OUTSIDE = (Standing.OUTSIDER, Standing.PARTICIPANT, Standing.NETWORK)


def conditions(case: Case, *, requester: int | None = None) -> tuple[Condition, ...]:
    """The gate of the present stage. `requester` asked for the promotion, so their own approval does not count."""
    gate = proposal.stage(case).gate
    measured = case.ask.together({item: partial(_measure, case, item, requester) for item in gate})
    return evaluate(gate, measured, now=case.now)


def next_step(case: Case) -> tuple[Condition, ...]:
    """The gate, where a command leads through it: none leads out of GA yet, and none on an API's later proposals."""
    leads_on = entry(Verb.PROMOTE).means_something_in(proposal.stage(case).name)
    return conditions(case) if leads_on and not proposal.proposal_before(case) else ()


def _measure(case: Case, item: GateItem, requester: int | None) -> Measured:
    if item.kind is GateKind.APPROVALS:
        return _approvals(case, requester)
    return _MEASURES[item.kind](case, item)


def _people(said: Mapping[int, Said]) -> Measured:
    return Measured(len(said), links=tuple(Link(one.login, one.url) for one in said.values()))


def _reviewers(case: Case, item: GateItem) -> Measured:
    author = case.facts.author.id if case.facts.author else None
    spoke = feedback.voices(case, (Standing.NETWORK,))
    return _people({actor: said for actor, said in spoke.items() if actor != author})


def _trials(case: Case, item: GateItem) -> Measured:
    told = [one for one in trials.counted(case) if one.said.stage == proposal.stage(case).name]
    return Measured(len(told), links=tuple(Link(one.said.login, one.said.url) for one in told))


def _description(case: Case) -> Description | CannotTell | None:
    """The description on the default branch; None where there is none to read."""
    entry, blob = proposal.api(case), description_blob(case)
    return case.ask(DescriptionOf(blob, entry.description, case.config.stage_marks)) if entry and blob else None


def _parses(case: Case, item: GateItem) -> Measured:
    description = _description(case)
    if isinstance(description, CannotTell):
        return Measured(cannot_tell=description.why)
    if description is None:
        return Measured(note=_unbound(case))
    if description.readable:
        return Measured(1, note=f"{len(description.operations)} operations")
    first = description.problems[0] if description.problems else None
    return Measured(note=f"line {first.line}: {first.what}" if first else "it cannot be read")


def _unbound(case: Case) -> str:
    entry = proposal.api(case)
    name = proposal.api_name(case)
    if entry is None:
        near = nearest(name, tuple(case.config.apis))
        meant = f"; did you mean '{near}'? Edit the line below API in the description above" if near else ""
        return f"the settings name no API '{name}'{meant}" if name else "the proposal names no API of the settings"
    return f"there is no {entry.description}"


def _example(case: Case, item: GateItem) -> Measured:
    description = _description(case)
    if not isinstance(description, Description):
        return Measured()
    found = description.examples
    have = min(found.requests_valid, found.responses_valid)
    return Measured(have, note=f"{found.requests_valid} request and {found.responses_valid} response examples validate")


def _blockers(case: Case, item: GateItem) -> Measured:
    blockers = feedback.open_blockers(case)
    return Measured(len(blockers), links=tuple(Link(one.id, one.said.url) for one in blockers))


def _business_days(case: Case, item: GateItem) -> Measured:
    since = proposal.entered_at(case)
    return Measured(business_days_since(since, case.now), since)


def _days_in_stage(case: Case, item: GateItem) -> Measured:
    since = proposal.entered_at(case)
    return Measured(days_since(since, case.now), since)


def _quiet_days(case: Case, item: GateItem) -> Measured:
    clock = stability_of(case)
    if isinstance(clock, CannotTell):
        return Measured(cannot_tell=clock.why)
    if clock.quiet_since is None:
        return Measured(note=_unbound(case))
    since = quiet_since(case, clock)
    return Measured(days_since(since, case.now), since, links=_breaks(clock))


def _breaks(clock: Stability) -> tuple[Link, ...]:
    if clock.last_break is None:
        return ()
    at = clock.last_break.revision
    return (Link(f"#{at.pull}" if at.pull else at.commit[:7], at.url),)


def quiet_since(case: Case, clock: Stability) -> datetime:
    """Quiet counts with people on it: from the last break, at the earliest from the stage's beginning."""
    return max(proposal.entered_at(case), clock.quiet_since or case.now)


def stability_of(case: Case) -> Stability | CannotTell:
    """The clock, from the history of the description on the default branch."""
    entry, head = proposal.api(case), case.facts.repository.head
    if entry is None or head is None:
        return Stability(None, None, 0, 0)
    history = case.ask(HistoryOf(head, entry.description))
    pairs = [pair for pair in steps_to_judge(history) if pair[1].at >= _horizon(case)]
    reports = case.ask.every(_comparison(case, entry.description, old, new) for old, new in pairs)
    steps = [step(new, _read(report)) for (_, new), report in zip(pairs, reports, strict=True)]
    return stability(history, steps, now=case.now)


def _horizon(case: Case) -> datetime:
    """How far back a break still matters: 90 days, or as long as the stage has lasted."""
    return min(case.now - timedelta(days=90), proposal.entered_at(case))


def _comparison(case: Case, path: str, old: Revision, new: Revision) -> ComparisonOf:
    """As it was on the day of the step: what was past its sunset then was no break."""
    marks, day = case.config.stage_marks, new.at.date()
    return ComparisonOf(old.blob or "", new.blob or "", path, path, marks, day)


def _read(report: Report | CannotTell) -> Report | None:
    return None if isinstance(report, CannotTell) else report


def _participants(case: Case, item: GateItem) -> Measured:
    clock = stability_of(case)
    since = proposal.entered_at(case) if isinstance(clock, CannotTell) else quiet_since(case, clock)
    spoke = feedback.voices(case, (Standing.PARTICIPANT,))
    return _people({actor: said for actor, said in spoke.items() if said.at >= since})


def _outside_voices(case: Case, item: GateItem) -> Measured:
    return _people(feedback.voices(case, OUTSIDE))


def _link(case: Case, item: GateItem) -> Measured:
    entry = proposal.api(case)
    url = entry.links.of(item.link) if entry and item.link else None
    return Measured(1, links=(Link(str(item.link), url),)) if url else Measured()


def _held(case: Case, item: GateItem) -> Measured:
    held = hold(case)
    return Measured(1, links=(Link(held.login, held.url),), note=held.why) if held else Measured()


def _approvals(case: Case, requester: int | None) -> Measured:
    given = {actor: said for actor, said in standing_approvals(case).items() if actor != requester}
    waiting = tuple(str(principal) for principal in approvers(case))
    return Measured(len(given), links=_people(given).links, waiting_for=waiting)


def _never(case: Case, item: GateItem) -> Measured:
    return Measured(note="no command sets a sunset yet")


_MEASURES: Mapping[GateKind, Callable[[Case, GateItem], Measured]] = {
    GateKind.REVIEWERS: _reviewers,
    GateKind.OUTSIDE_REVIEWERS: _reviewers,
    GateKind.TRIALS: _trials,
    GateKind.DESCRIPTION_PARSES: _parses,
    GateKind.RUNNABLE_EXAMPLE: _example,
    GateKind.NO_OPEN_BLOCKER: _blockers,
    GateKind.BUSINESS_DAYS_OPEN: _business_days,
    GateKind.DAYS_IN_STAGE: _days_in_stage,
    GateKind.QUIET_DAYS: _quiet_days,
    GateKind.ACTIVE_PARTICIPANTS: _participants,
    GateKind.OUTSIDE_VOICES: _outside_voices,
    GateKind.LINK: _link,
    GateKind.SUNSET_PASSED: _never,
    GateKind.NOT_HELD: _held,
}
