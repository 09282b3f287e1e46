"""The check run in words: a title that carries the verdict, a summary, the findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.config import Breaking, Problems
from bot.lifecycle.assessment import ApiAssessment, ApiStage, Assessment, JudgedFinding
from bot.lifecycle.policy import Kind, Verdict
from bot.versioning.config_entry import CONFIG_PATH
from bot.words import config, config_problems, findings
from bot.words.escape import code, plain
from bot.words.findings import NOUNS, Source, counted
from bot.words.observing import until
from bot.words.promotion import name

NAME = "API stage policy"
BUTTON_NEW_VERSION = "Open version PR"
BUDGET = 60_000
"""GitHub takes 65,535 characters of summary and of text."""


@dataclass(frozen=True, slots=True)
class Held:
    """That somebody holds the pull request."""

    login: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the check tells."""

    assessment: Assessment
    source: Source
    held: Held | None = None
    problems: Problems | None = None
    """What is wrong with the configuration at the head, where this pull request changes it."""
    warning: str = ""
    enforced: bool = True
    observed_until: date | None = None
    changes_config: bool = False
    removes_config: bool = False
    unnamed: tuple[ApiStage, ...] = ()
    """What this pull request takes out of the settings although a proposal is bound to it."""
    added: tuple[str, ...] = ()
    """The APIs that it brings into the settings."""


def title(shown: Shown) -> str:
    """The verdict in one line."""
    said = list(_title_parts(shown))
    prefix = "" if shown.enforced else "Observing, nothing is enforced: "
    return (prefix + "; ".join(said))[:250]


def _title_parts(shown: Shown) -> Iterator[str]:
    if shown.problems is not None:
        yield config_problems.title(shown.problems)
    if shown.held:
        yield f"Held by {shown.held.login}"
    apis = sorted(shown.assessment.apis, key=lambda api: -api.verdict)
    if apis and (shown.problems is None or not apis[0].verdict.passes):
        more = f" (and {counted(len(apis) - 1, 'more API', 'more APIs')})" if len(apis) > 1 else ""
        yield api_title(apis[0]) + more
    elif not apis and shown.problems is None and not shown.held:
        yield _of_settings(shown)


def _of_settings(shown: Shown) -> str:
    if shown.removes_config:
        return "The settings are removed: the last good ones stay in force"
    if shown.unnamed:
        names = ", ".join(plain(stage.was) for stage in shown.unnamed)
        return f"The settings can be read, and no longer name {names}"
    if shown.added:
        return f"New in the settings: {', '.join(map(plain, shown.added))}; no described API changes"
    return "The settings can be read" if shown.changes_config else "No API description changed"


def api_title(api: ApiAssessment) -> str:
    """The worst of one API in one line."""
    if api.unreadable:
        return f"I could not read {api.path}"
    verdict = api.verdict
    worst = [one for one in api.shown if one.verdict is verdict]
    if not worst and not api.unread:
        return f"No breaking change to {api.api}" if not api.is_new else f"{api.api} is described for the first time"
    if not worst:
        return f"{counted(len(api.unread), 'changed part', 'changed parts')} of {api.api} could not be judged"
    if all(one.dismissed for one in worst):
        return f"No breaking change to {api.api}: {counted(len(worst), *_FALSE_ALARM)}"
    return f"{_what(worst)} {_of(worst[0], api)}{_so(worst[0], api)}"


def _what(worst: Sequence[JudgedFinding]) -> str:
    """`2 breaking changes and 1 reader-breaking change`: every kind that has this verdict."""
    kinds = [one.kind for one in worst]
    *first, last = [counted(kinds.count(kind), *NOUNS[kind]) for kind in NOUNS if kind in kinds]
    return f"{', '.join(first)} and {last}" if first else last


def _of(one: JudgedFinding, api: ApiAssessment) -> str:
    return f"to {name(one.stage)} operations of {api.api}" if api.stage.known else f"to {api.api}"


def _so(one: JudgedFinding, api: ApiAssessment) -> str:
    match one.verdict:
        case Verdict.FAILS if one.kind in (Kind.BREAKS, Kind.READER) and one.stage.breaking is Breaking.NEW_VERSION:
            return ": needs a new version"
        case Verdict.FAILS:
            return f": not allowed in {name(one.stage)}"
        case Verdict.ACTION_REQUIRED:
            return ": an owner has to judge it"
        case Verdict.NEEDS_NOTICE:
            return f": needs {one.stage.notice_days} days' notice"
        case _ if one.stage.breaking is Breaking.FREE:
            return ": allowed in this stage" if api.stage.known else ": no stage yet"
        case _:
            return ""


_FALSE_ALARM = ("finding said to be a false alarm", "findings said to be false alarms")


def summary(shown: Shown) -> str:
    """What was looked at, by which stage, and what to do next."""
    return "\n\n".join(_summary_parts(shown))[:BUDGET]


def _summary_parts(shown: Shown) -> Iterator[str]:
    if shown.warning:
        yield shown.warning
    if not shown.enforced:
        yield f"I only observe here still{until(shown.observed_until)}: this is the verdict the check would have."
    if shown.held:
        why = f": {plain(shown.held.why)}" if shown.held.why else ""
        yield f"[{plain(shown.held.login)}]({shown.held.url}) holds this pull request{why}. `/unhold` lifts it."
    if shown.removes_config:
        yield config.will_be_gone()
    yield from map(_unnamed, shown.unnamed)
    if shown.problems is not None:
        yield config_problems.summary(shown.problems)
    if not shown.assessment.apis:
        yield "This pull request changes no API description that `.github/stagekeeper.yml` names."
    yield from (_api_line(api) for api in shown.assessment.apis)
    if not shown.assessment.verdict.passes:
        yield _next(shown.assessment)


def _api_line(api: ApiAssessment) -> str:
    head = f"**{plain(api.api)}** · {_stage(api)}"
    if api.stage.was:
        head += f"\n{_lost(api)}"
    if api.unreadable:
        return f"{head}\n{findings.could_not_read(api.unreadable, path=api.path)}."
    return f"{head}\n{_counts(api)}."


def _unnamed(stage: ApiStage) -> str:
    """A name that a pull request takes out of the settings, and how to keep its protection where it belongs."""
    was = plain(stage.was)
    return (
        f"{code(CONFIG_PATH)} would no longer name {was}, to which [#{stage.proposal}]({stage.url}) is bound "
        f"({name(stage.rule)}). Under another name, keep the path of its description, and it is known again; "
        f"or write {code(f'stage: {stage.rule.name}')} below the new name. "
        f"Merged like this, every API without a stage is judged as if it were {was}."
    )


def _lost(api: ApiAssessment) -> str:
    """The stage of a name that is gone, and the line to write for either case."""
    was, now, number = plain(api.stage.was), plain(api.api), api.stage.proposal
    return (
        f"{now} has no proposal and no stage of its own, and [#{number}]({api.stage.url}) is bound to {was}, which "
        f"{code(CONFIG_PATH)} no longer names. Until somebody says whether {now} is that API, it is judged as if it "
        f"were. If it is: call it {was} again, or write {code(f'stage: {api.stage.rule.name}')} below {now}. "
        f"If it is another: write {code('stage: idea')} below {now}, or open its proposal."
    )


def _stage(api: ApiAssessment) -> str:
    if api.stage.was:
        return f"judged as {name(api.stage.rule)}"
    if not api.stage.known:
        return f"no stage yet, so judged as {name(api.stage.rule)}"
    proposal = f" ([#{api.stage.proposal}]({api.stage.url}))" if api.stage.proposal else ""
    return f"{name(api.stage.rule)}{proposal}"


def _counts(api: ApiAssessment) -> str:
    if api.is_new:
        return "The description is new: nobody calls it yet"
    found = [NOUNS[one.kind] for one in sorted(api.findings, key=lambda one: -one.by_rule)]
    parts = [counted(found.count(noun), *noun) for noun in dict.fromkeys(found)]
    dismissed = sum(one.dismissed is not None for one in api.findings)
    parts += [f"{dismissed} of them said to be a false alarm"] if dismissed else []
    parts += [f"{counted(len(api.unread), 'changed part', 'changed parts')} not judged"] if api.unread else []
    return ", ".join(parts) or "No change that a caller could notice"


def _next(assessment: Assessment) -> str:
    """The next step for who opened the pull request."""
    if any(api.unreadable for api in assessment.apis if not api.verdict.passes):
        return "Mend the description, push, and I look again."
    worst = [one for one in assessment.findings if not one.verdict.passes]
    if not worst:
        return "What I cannot judge I do not call safe. Take that part out, or ask governance to merge over this check."
    return (
        "What to do: make it compatible (the safer ways stand below), or put it into a new version (`/new-version`), "
        f"or say that a finding is wrong: {code(not_breaking_line(worst[0]))}."
    )


def not_breaking_line(one: JudgedFinding) -> str:
    """The line that calls a finding a false alarm."""
    return f'/not-breaking {one.id} reason:"…"'


def text(shown: Shown) -> str:
    """The findings with their proofs, and what could not be judged; worst first, as far as there is room."""
    parts = [part for api in shown.assessment.apis for part in _api_text(api, shown.source)]
    return findings.within(parts, BUDGET, "There is more than fits here. Settle these first.")


def _api_text(api: ApiAssessment, source: Source) -> Iterator[str]:
    if api.shown:
        yield f"### {plain(api.api)}"
        yield findings.table(api.shown[:100], source)
        yield from filter(None, (findings.proof(one) for one in api.shown[:100]))
    if api.unread:
        yield f"### Not judged in {plain(api.api)}\n\n{findings.unread(api.unread)}"


def annotation(one: JudgedFinding) -> tuple[str, str]:
    """Title and message of the remark on the changed line; plain text, GitHub renders no Markdown there."""
    finding = one.finding
    proved = f"\n{finding.witness.why_invalid_now}" if finding.witness else ""
    said = f"{findings.capital(finding.sentence)}\nThe safer way: {finding.fix}{proved}"
    return f"{one.id}: {NOUNS[one.kind][0]}"[:255], said[:8_000]
