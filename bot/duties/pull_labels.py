"""The labels that mirror stage and verdict on a pull request. They tell people; nothing is decided by them."""

from bot.duties.assessing import assessment
from bot.duties.case import Case
from bot.forge.effects import SetLabels

BREAKING = "api: breaking"


def effects(case: Case) -> tuple[SetLabels, ...]:
    """The strictest touched API's stage label, and whether the verdict stops it; only these labels are touched."""
    if not case.enforced:
        return ()
    wanted = _wanted(case)
    there = {label.lower(): label for label in case.facts.labels}
    ours = {label.lower() for label in (*case.ladder.labels, BREAKING)}
    on = tuple(label for label in wanted if label.lower() not in there)
    off = tuple(sorted(there[one] for one in ours & set(there) if one not in {label.lower() for label in wanted}))
    return (SetLabels(case.facts.subject, "mirror", on, off),) if on or off else ()


def _wanted(case: Case) -> tuple[str, ...]:
    found = assessment(case)
    if not found.apis:
        return ()
    strictest = case.ladder.stricter(*(api.stage.rule.name for api in found.apis))
    return (strictest.label,) if found.verdict.passes else (strictest.label, BREAKING)
