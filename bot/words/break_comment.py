"""The one comment on a pull request that breaks callers: findings, proofs, the ways on; edited when it is repaired."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.config import Breaking, StageRule
from bot.forge.effects import CARD_MARK
from bot.lifecycle.assessment import ApiAssessment, JudgedFinding
from bot.lifecycle.policy import Kind, Verdict
from bot.words import check, findings
from bot.words.check import Shown
from bot.words.escape import code, plain
from bot.words.promotion import name

BUDGET = 60_000
"""Characters of a comment we use, the ledger included."""
_ROWS = 40
_LEDGER = re.compile(r"<!-- stagekeeper:ledger [^>]*-->")


@dataclass(frozen=True, slots=True)
class Voice:
    """Feedback that somebody gave on this pull request."""

    verb: str
    text: str
    login: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """All that the comment tells. `versions` are sentences about the versioning pull requests."""

    shown: Shown
    ever_broke: bool
    versions: tuple[str, ...] = ()
    offers_version: bool = False
    voices: tuple[Voice, ...] = ()


def comment(card: Card, ledger: str, *, digest: str) -> str:
    """The whole comment; `digest` names the check's text that goes with it. The ledger is never cut."""
    room = BUDGET - len(ledger) - 200
    body = findings.within(list(_parts(card)), room, "The rest stands on the check.")
    return f"{CARD_MARK} pull {digest} -->\n{body}\n\n{ledger}"


def after_the_end() -> str:
    """For a pull request that was closed before there was anything to remember."""
    return f"{CARD_MARK} pull -->\nThis pull request is closed; I keep what is said here."


def with_ledger(body: str, ledger: str) -> str:
    """The comment as it stands, with another ledger."""
    return f"{_LEDGER.sub('', body).rstrip()}\n\n{ledger}"


def closed(asked: str) -> str:
    """A command that has no object any more."""
    return f"I did not act on {code(asked)}: this pull request is closed."


def _parts(card: Card) -> Iterator[str]:
    shown = card.shown
    breaking = [api for api in shown.assessment.apis if api.verdict > Verdict.LISTED]
    yield f"### {_heading(card, breaking)}"
    if shown.warning:
        yield shown.warning
    if shown.held:
        why = f": {plain(shown.held.why)}" if shown.held.why else ""
        yield f"⏸️ [{plain(shown.held.login)}]({shown.held.url}) holds this pull request{why}. `/unhold` lifts it."
    for api in breaking:
        yield from _api(api, card)
    if breaking:
        yield _ways(card, breaking)
    else:
        yield from _settled(card)
    if card.voices:
        yield "\n".join(
            f"- **{one.verb}** · {plain(one.text)} · [{plain(one.login)}]({one.url})" for one in card.voices
        )
    for api in breaking:
        yield from filter(None, (findings.proof(one) for one in _rows(api)))


def _heading(card: Card, breaking: list[ApiAssessment]) -> str:
    if breaking:
        return check.title(card.shown)
    if card.shown.problems is not None or card.shown.held:
        return check.title(card.shown)
    return "Repaired: this breaks no caller any more" if card.ever_broke else check.title(card.shown)


def _settled(card: Card) -> Iterator[str]:
    """Nothing breaks: what was said wrong, what became of the new version."""
    dismissed = [one for one in card.shown.assessment.findings if one.dismissed]
    if dismissed:
        yield findings.table(dismissed[:_ROWS], card.shown.source)
    elif card.ever_broke:
        yield "What broke callers before is compatible now, or gone. Thank you."
    yield from card.versions


def _api(api: ApiAssessment, card: Card) -> Iterator[str]:
    yield _why(api)
    if api.unreadable:
        yield f"{findings.could_not_read(api.unreadable, path=api.path)}."
    elif rows := _rows(api):
        more = len(api.shown) - len(rows)
        rest = f"\n\nand {more} more, on the check." if more else ""
        yield findings.table(rows, card.shown.source) + rest
    if api.unread and max(gap.verdict for gap in api.unread) > Verdict.LISTED:
        yield f"Not judged, so not called safe:\n\n{findings.unread(api.unread, most=10)}"


def _rows(api: ApiAssessment) -> tuple[JudgedFinding, ...]:
    return api.shown[:_ROWS]


def _why(api: ApiAssessment) -> str:
    """The rule, where it comes from."""
    worst = max(api.shown, key=lambda one: one.verdict, default=None)
    rule = _CANNOT_READ if worst is None else _rule(worst)
    proposal = f" ([#{api.stage.proposal}]({api.stage.url}))" if api.stage.proposal else ""
    return f"**{plain(api.api)}** is in **{name(api.stage.rule)}**{proposal}. {rule}"


def _rule(worst: JudgedFinding) -> str:
    if worst.kind is Kind.RISKY and worst.verdict.passes:
        return _RISKY
    return _RULES[worst.stage.breaking](worst.stage)


def _notice(stage: StageRule) -> str:
    return (
        f"There, what breaks callers is announced {stage.notice_days} days before. I do not count those days yet: "
        "announce it, and merge over this check when they have passed."
    )


_CANNOT_READ = "What I cannot read I do not call safe."
_RISKY = "This may break some callers; it passes, and `risky: fail` in the settings would stop it."
_RULES: Mapping[Breaking, Callable[[StageRule], str]] = {
    Breaking.FREE: lambda stage: "There it may still change; those who use it should know what changes for them.",
    Breaking.NOTICE: _notice,
    Breaking.NEW_VERSION: lambda stage: "What works there today keeps working; what has to change is a new version.",
    Breaking.FORBID: lambda stage: f"In {name(stage)} nothing may change for those who are still on it.",
}


def _ways(card: Card, breaking: list[ApiAssessment]) -> str:
    """What one can do, each a line to follow."""
    ways = list(_way_lines(card, breaking))
    return "**What you can do**\n" + "\n".join(f"{number}. {way}" for number, way in enumerate(ways, 1))


def _way_lines(card: Card, breaking: list[ApiAssessment]) -> Iterator[str]:
    worst = [one for api in breaking for one in api.shown if one.verdict > Verdict.LISTED]
    if any(api.unreadable for api in breaking):
        yield "**Mend the description** and push; I look again by myself."
    if all(api.verdict.passes for api in breaking):
        yield "**Merge it as it is**: nothing here stops you."
        yield "**Make it gentler**, by the safer ways above, and push."
    elif worst:
        yield "**Make it compatible**, by the safer ways above, and push; the check turns green by itself."
    yield from card.versions
    if card.offers_version:
        yield (
            "**Put it into a new version** beside the old one, which stays as it is: an owner writes `/new-version`, "
            "and I open that pull request."
        )
    if worst:
        yield f"**Say that a finding is wrong**: an owner writes {code(check.not_breaking_line(worst[0]))}, with why."


def why(one: JudgedFinding, api: str) -> str:
    """The answer to `/why F-…`: what it is, by which rule it counts, who may change that."""
    known = {
        Kind.BREAKS: "it breaks callers",
        Kind.MAY_BREAK: "it may break callers, without a proof either way",
    }.get(one.kind, "it may break some callers")
    setting = code(f"stages.{one.stage.name}.breaking: {one.stage.breaking}")
    return (
        f"**{one.id}**: {findings.bare(one.finding.sentence)} ({code(one.finding.rule)}; {known}).\n"
        f"{plain(api)} is judged as {name(one.stage)}, where {setting} holds, so: {_VERDICTS[one.verdict]}.\n"
        f"The safer way: {findings.bare(one.finding.fix)}.\n"
        f"If it is wrong, an owner writes {code(check.not_breaking_line(one))}."
    )


_VERDICTS = {
    Verdict.SILENT: "nothing follows",
    Verdict.LISTED: "it is only listed",
    Verdict.TOLD: "those on the API are told",
    Verdict.TITLED: "it passes, and the check's title says so",
    Verdict.NEEDS_NOTICE: "it needs notice",
    Verdict.ACTION_REQUIRED: "an owner has to say whether it is one",
    Verdict.FAILS: "the check fails",
}


def no_such_finding(asked: str, known: list[str]) -> str:
    """The id is none of this pull request's, as it stands now."""
    there = ", ".join(code(one) for one in known[:8])
    more = f" and {len(known) - 8} more" if len(known) > 8 else ""
    now = f"Now there are {there}{more}." if known else "Now there is none."
    return f"I did not act on {code(asked)}: this pull request has no such finding. {now}"


def status(shown: Shown) -> str:
    """The answer to `/status`."""
    apis = "\n".join(f"- {plain(check.api_title(api))}" for api in shown.assessment.apis)
    head = f"**{plain(check.title(shown), most=250)}**"
    return f"{head}\n{apis}" if len(shown.assessment.apis) > 1 else head
