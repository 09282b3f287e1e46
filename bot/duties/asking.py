"""How a duty asks: it gets the answer, or stops until the shell has fetched it."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from bot.forge.questions import Question

A = TypeVar("A")
B = TypeVar("B")
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Unanswered(Exception):
    """The duty goes on in the next round, with the answer."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The answers so far, and the questions that came up without one."""

    answers: Mapping[Question[object], object]
    open: set[Question[object]] = field(default_factory=set)

    def __call__(self, question: Question[A]) -> A:
        """The answer. Raises Unanswered, with the question noted, where there is none yet."""
        if question not in self.answers:
            self.open.add(question)
            raise Unanswered
        return cast(A, self.answers[question])

    def together(self, wanted: Mapping[K, Callable[[], V]]) -> dict[K, V]:
        """What all of these come to; where some must ask, the others are tried too, so that all ask in one round."""
        found: dict[K, V] = {}
        for key, one in wanted.items():
            try:
                found[key] = one()
            except Unanswered:
                continue
        if len(found) < len(wanted):
            raise Unanswered
        return found

    def both(self, one: Question[A], other: Question[B]) -> tuple[A, B]:
        """The answers to two questions of different kinds; where any is missing all the missing ones are noted."""
        self.open.update(question for question in (one, other) if question not in self.answers)
        return self(one), self(other)

    def every(self, questions: Iterable[Question[A]]) -> list[A]:
        """All the answers, in order; where any is missing all the missing ones are noted together."""
        wanted = list(questions)
        missing = {question for question in wanted if question not in self.answers}
        if missing:
            self.open.update(missing)
            raise Unanswered
        return [cast(A, self.answers[question]) for question in wanted]
