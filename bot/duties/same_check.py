"""One check for several pull requests: a check run belongs to a commit, and more than one may have it as their head."""

from dataclasses import replace

from bot.duties.case import Case
from bot.duties.pull_apis import pull_of
from bot.forge.effects import Annotation, Button, Conclusion, LookAt, SetCheck
from bot.forge.subjects import Thread
from bot.words import same_check as words
from bot.words.check import NAME

MOST = 20
"""So many pull requests on one commit are judged together. Each of more would be read for each of them."""
_WORST_FIRST = (Conclusion.FAILURE, Conclusion.ACTION_REQUIRED, Conclusion.NEUTRAL, Conclusion.SUCCESS)


def together(mine: SetCheck, others: tuple[SetCheck, ...], *, most: int) -> SetCheck:
    """The worst verdict, and every pull request named: the same from whichever of them the commit is looked at.

    `most`: so many annotations at most. What was asked for is asked for by `mine`.
    """
    if not others:
        return mine
    every = sorted((mine, *others), key=lambda one: (_WORST_FIRST.index(one.conclusion), one.thread.number))
    parts = [words.Part(one.thread.number, one.title, one.summary, one.text) for one in every]
    return replace(
        mine,
        thread=min(one.thread for one in every),
        conclusion=every[0].conclusion,
        title=words.title(parts),
        summary=words.summary(parts),
        text=words.text(parts),
        annotations=_annotations(every)[:most],
        buttons=_buttons(every),
    )


def are_too_many(case: Case) -> bool:
    """Whether more pull requests have this head than are judged together."""
    return len(pull_of(case).same_head) >= MOST


def too_many(case: Case) -> SetCheck:
    """What the check says then, whichever of them is looked at: closed, for nobody judged them all."""
    pull = pull_of(case)
    first = min((*pull.same_head, case.facts.subject.number))
    return SetCheck(
        thread=Thread(case.facts.subject.repo, first),
        sha=pull.head,
        name=NAME,
        conclusion=Conclusion.FAILURE,
        title=words.too_many(1 + len(pull.same_head)),
        summary=words.how_to_have_fewer(MOST),
    )


def _annotations(every: list[SetCheck]) -> tuple[Annotation, ...]:
    """Each line's remark once, by the pull request that it counts most for."""
    found: dict[tuple[str, int, str, str], Annotation] = {}
    for one in (annotation for check in every for annotation in check.annotations):
        found.setdefault((one.path, one.start_line, one.title, one.message), one)
    return tuple(found.values())


def _buttons(every: list[SetCheck]) -> tuple[Button, ...]:
    """Each once; the longest row of them has the right order."""
    rows = sorted((check.buttons for check in every), key=len, reverse=True)
    return tuple({button.identifier: button for row in rows for button in row}.values())


def when_closed(case: Case) -> tuple[LookAt, ...]:
    """A pull request that is closed leaves the check to the others on its head."""
    return tell_others(case, f"closed:{case.facts.subject.number}")


def tell_others(case: Case, cause: str) -> tuple[LookAt, ...]:
    """The other pull requests on the head, looked at once for this cause."""
    pull = pull_of(case)
    others = (Thread(case.facts.subject.repo, number) for number in pull.same_head)
    return tuple(LookAt(other, f"{pull.head}:{cause}") for other in others)
