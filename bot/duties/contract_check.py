"""The check run `API stage policy` on a pull request's head: the verdict, the lines, the buttons."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256

from bot.command.catalogue import Verb
from bot.duties import config_check
from bot.duties.assessing import assessment
from bot.duties.case import Case, Heard
from bot.duties.holds import hold
from bot.duties.pull_apis import pull_of
from bot.duties.same_check import are_too_many, tell_others, together, too_many
from bot.forge.effects import Annotation, Button, Conclusion, Level, LookAt, SetCheck
from bot.forge.facts import RERUN
from bot.lifecycle.assessment import ApiAssessment, JudgedFinding
from bot.lifecycle.policy import Verdict
from bot.words import check as words
from bot.words.findings import Source

NEW_VERSION = "new-version"
RECHECK = "recheck"
_MOST_ANNOTATIONS = 100
_BUTTONS = {
    NEW_VERSION: Button(words.BUTTON_NEW_VERSION, "Put this change into a new version", NEW_VERSION),
    RECHECK: Button("Recheck", "Look at everything again", RECHECK),
}


def shown(case: Case) -> words.Shown:
    """All that check and comment tell."""
    held = hold(case)
    return words.Shown(
        assessment=assessment(case),
        source=Source(case.facts.url.rpartition("/pull/")[0], pull_of(case).head),
        held=words.Held(held.login, held.url, held.why) if held else None,
        problems=config_check.problems(case),
        warning=case.settings.warning,
        enforced=case.enforced,
        observed_until=case.settings.observed_until,
        changes_config=config_check.changes_config(case),
        removes_config=config_check.removes_config(case),
        unnamed=config_check.unnamed(case),
        added=config_check.added(case),
    )


def check(case: Case) -> SetCheck:
    """The check as it should be: of every open pull request that the commit heads."""
    if are_too_many(case):
        return replace(too_many(case), asked=tuple(dict.fromkeys(_asked(case))), rerun_of=_rerun_of(case))
    alone = case.ask.together({one.facts.subject: partial(_alone, one) for one in (case, *case.same_head)})
    mine, *others = alone.values()
    mine = replace(mine, asked=tuple(dict.fromkeys(_asked(case))), rerun_of=_rerun_of(case))
    return together(mine, tuple(others), most=_MOST_ANNOTATIONS)


def _alone(case: Case) -> SetCheck:
    """What the check would be, were this the only pull request on its head."""
    told = shown(case)
    conclusion = _conclusion(told)
    return SetCheck(
        thread=case.facts.subject,
        sha=pull_of(case).head,
        name=words.NAME,
        conclusion=conclusion,
        title=words.title(told),
        summary=words.summary(told),
        text=words.text(told),
        annotations=(*config_check.annotations(told.problems), *_annotations(told))[:_MOST_ANNOTATIONS],
        buttons=tuple(_buttons(told)),
    )


def effects(case: Case) -> tuple[SetCheck | LookAt, ...]:
    """The check, where it is not there as it should be; then the comments of others on the commit have to follow.

    GitHub lets one read back a check's conclusion, not its text: which text was written last stands in our comment.
    """
    wanted = check(case)
    return () if _is_shown(wanted, case) else (wanted, *tell_others(case, digest(wanted)))


def digest(wanted: SetCheck) -> str:
    """Names all that the check tells, whether or not it was asked for again."""
    parts = (wanted.sha, wanted.conclusion, wanted.title, wanted.summary, wanted.text, wanted.annotations)
    return sha256(repr(parts).encode()).hexdigest()[:12]


def _is_shown(wanted: SetCheck, case: Case) -> bool:
    run = pull_of(case).check
    if run is None or run.external_id != wanted.sha or run.status != "completed" or wanted.afresh:
        return False
    cards = [case.card] if case.card else [other.card for other in case.same_head if other.card]
    told = not cards or any(digest(wanted) in card.body.partition("\n")[0] for card in cards)
    return run.conclusion == wanted.conclusion.value and told


def _conclusion(told: words.Shown) -> Conclusion:
    """What it would be; while only observing `neutral`, but for a pull request that has nothing to do with us."""
    found = _enforced_conclusion(told)
    touched = bool(told.assessment.apis or told.changes_config or told.held)
    return Conclusion.NEUTRAL if touched and not told.enforced else found


def _enforced_conclusion(told: words.Shown) -> Conclusion:
    if told.held or told.problems is not None or told.assessment.verdict is Verdict.FAILS:
        return Conclusion.FAILURE
    return Conclusion.SUCCESS if told.assessment.verdict.passes else Conclusion.ACTION_REQUIRED


def _buttons(told: words.Shown) -> Iterator[Button]:
    if _enforced_conclusion(told) is Conclusion.SUCCESS:
        return
    if any(one.needs_version for one in told.assessment.apis):
        yield _BUTTONS[NEW_VERSION]
    yield _BUTTONS[RECHECK]


def _asked(case: Case) -> Iterator[str]:
    """Who asked for a new run and has none yet: our button, GitHub's own *Re-run*, `/recheck`."""
    for click in case.look.clicks:
        if click.action in (RECHECK, RERUN) and click.cause not in case.written:
            yield click.cause
    for heard in case.heard:
        yield from _open_requests(heard)


def _open_requests(heard: Heard) -> Iterator[str]:
    """Each `/recheck` of a comment that has no reaction yet (the reaction comes last)."""
    if not heard.comment.our_reactions and not heard.comment.hidden_as:
        yield from (heard.key(command) for command in heard.reading.commands if command.verb is Verb.RECHECK)


def _rerun_of(case: Case) -> int | None:
    """Our run that GitHub wants run again: the suite waits anew, the run stays as it was ("Rerequest a check run")."""
    run = pull_of(case).check
    return run.id if run and run.status == "completed" and run.suite_status == "queued" else None


def _annotations(told: words.Shown) -> Iterator[Annotation]:
    for api in told.assessment.apis:
        yield from _unreadable(api)
        for one in api.shown:
            if (annotation := _annotation(one, api)) is not None:
                yield annotation


def _annotation(one: JudgedFinding, api: ApiAssessment) -> Annotation | None:
    """The remark on the finding's line at the head; what is gone has no line there."""
    place = one.finding.new
    if place is None or place.line is None or place.file != api.path:
        return None
    title, message = words.annotation(one)
    return Annotation(place.file, place.line, place.line, _level(one.verdict), title, message)


def _unreadable(api: ApiAssessment) -> Iterator[Annotation]:
    for gap in (*((api.unreadable,) if api.unreadable else ()), *api.unread):
        if gap.unread.line and gap.unread.file == api.path:
            line = gap.unread.line
            yield Annotation(api.path, line, line, _level(gap.verdict), "Not judged", gap.unread.what[:8_000])


def _level(verdict: Verdict) -> Level:
    if not verdict.passes:
        return Level.FAILURE
    return Level.WARNING if verdict > Verdict.LISTED else Level.NOTICE
