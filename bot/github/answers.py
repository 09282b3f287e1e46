"""Answers to the core's questions: one round together; what cannot change is kept, what people are for five minutes."""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from cachetools import LRUCache, TTLCache

from bot.forge.questions import (
    AccountOf,
    BlobOf,
    BranchAt,
    FileAt,
    FilesOf,
    FirstLabelAt,
    HasAccess,
    HistoryOf,
    MembersOf,
    MergeBase,
    NamesIn,
    OurTextOf,
    Proposals,
    PullAt,
    PullFrom,
    Question,
    Revision,
    RoleOf,
)
from bot.github.access import has_access
from bot.github.answers_files import blobs_of, files_at, files_of, merge_base, names_in
from bot.github.answers_history import history_of
from bot.github.answers_labels import first_label_at
from bot.github.answers_people import account_of, members_of, our_text_of, role_of
from bot.github.answers_proposals import proposals
from bot.github.answers_pulls import branch_at, pull_at, pull_from
from bot.github.eye import Eye
from bot.github.together import together

Answers = dict[Question[object], object]
PEOPLE_FOR = timedelta(minutes=5)
"""How long a role or a roster is believed without asking again."""
SETTLED = timedelta(minutes=10)
"""A history whose newest entry is younger is asked for again: its pull request may not be told of yet."""


@dataclass(slots=True)
class Known:
    """Answers of earlier rounds, by repository."""

    now: Callable[[], datetime]
    oids: LRUCache[str, LRUCache[tuple[str, str], str]] = field(default_factory=lambda: LRUCache(1_000))
    lasting: LRUCache[tuple[str, Question[object]], object] = field(default_factory=lambda: LRUCache(2_000))
    people: TTLCache[tuple[str, Question[object]], object] = field(init=False)

    def __post_init__(self) -> None:
        """People are believed by the process's clock, which a sandbox may move."""
        self.people = TTLCache(20_000, PEOPLE_FOR.total_seconds(), timer=lambda: self.now().timestamp())

    def of(self, repo: str, questions: Iterable[Question[object]]) -> Answers:
        """Those of the answers that can be relied on."""
        keys = [(repo, question) for question in questions]
        return {key[1]: kept[key] for kept in (self.lasting, self.people) for key in keys if key in kept}

    def keep(self, repo: str, question: Question[object], answer: object) -> None:
        """Keep what may be kept."""
        match question:
            case RoleOf() | MembersOf() | AccountOf():
                self.people[repo, question] = answer
            case NamesIn() | MergeBase():
                self.lasting[repo, question] = answer
            case FirstLabelAt() if answer is not None:
                self.lasting[repo, question] = answer
            case HistoryOf():
                newest = cast(tuple[Revision, ...], answer)[:1]
                if newest and self.now() - newest[0].at > SETTLED:
                    self.lasting[repo, question] = answer


async def answer_all(eye: Eye, questions: Iterable[Question[object]], known: Known) -> Answers:
    """Every question with its answer; what is not known is asked for at the same time."""
    repo = str(eye.repo).lower()
    questions = list(questions)
    answers = known.of(repo, questions)
    asked = [question for question in questions if question not in answers]
    rounds = [_round_of_files(eye, asked, known.oids.setdefault(repo, LRUCache(2_000)))]
    rounds += [_one(eye, question) for question in asked if not isinstance(question, FileAt | BlobOf)]
    for found in await together(rounds):
        answers |= found
        for question, answer in found.items():
            known.keep(repo, question, answer)
    return answers


async def _round_of_files(eye: Eye, asked: Iterable[Question[object]], oids: LRUCache[tuple[str, str], str]) -> Answers:
    files = await files_at(eye.contents, [one for one in asked if isinstance(one, FileAt)], oids)
    blobs = await blobs_of(eye.contents, [one for one in asked if isinstance(one, BlobOf)])
    return {question: blob for found in (files, blobs) for question, blob in found.items()}


async def _one(eye: Eye, question: Question[object]) -> Answers:
    return {question: await _answer(eye, question)}


def _answer(eye: Eye, question: Question[object]) -> Coroutine[Any, Any, object]:
    match question:
        case RoleOf():
            return role_of(eye, question)
        case AccountOf():
            return account_of(eye, question)
        case HasAccess():
            return has_access(eye.installations, question)
        case MembersOf():
            return members_of(eye, question)
        case OurTextOf():
            return our_text_of(eye, question)
        case NamesIn():
            return names_in(eye, question)
        case MergeBase():
            return merge_base(eye, question)
        case FilesOf():
            return files_of(eye, question)
        case HistoryOf():
            return history_of(eye, question)
        case FirstLabelAt():
            return first_label_at(eye, question)
        case Proposals():
            return proposals(eye, question)
        case PullFrom():
            return pull_from(eye, question)
        case PullAt():
            return pull_at(eye, question)
        case BranchAt():
            return branch_at(eye, question)
        case _:
            raise TypeError(f"nobody answers {type(question).__name__}")
