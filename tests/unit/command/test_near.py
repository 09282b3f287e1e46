"""Which unknown words are answered. API threads are full of lines that begin with a path."""

import pytest

from bot.command.catalogue import Verb
from bot.command.near import near_miss

MEANT = [
    ("promot", Verb.PROMOTE),
    ("promotte", Verb.PROMOTE),
    ("promoet", Verb.PROMOTE),
    ("promite", Verb.PROMOTE),
    ("needs_work", Verb.NEEDS_WORK),
    ("needswork", Verb.NEEDS_WORK),
    ("usecase", Verb.USE_CASE),
    ("request-acess", Verb.REQUEST_ACCESS),
    ("newversion", Verb.NEW_VERSION),
    ("approved", Verb.APPROVE),
    ("statu", Verb.STATUS),
]

PATHS = [
    "messages", "users", "v2", "payments", "invites", "holds", "reviews", "statuses", "approvals", "versions",
    "status-codes", "trips", "tries", "ways", "try2", "a", "x" * 200, "requests", "access", "health", "hello", "new",
]  # fmt: skip


@pytest.mark.parametrize(("word", "verb"), MEANT)
def test_a_slip_of_one_letter_or_of_hyphens_is_taken_for_the_verb(word: str, verb: Verb) -> None:
    assert near_miss(word, alone=True) is verb


@pytest.mark.parametrize("word", PATHS)
def test_a_word_that_may_be_a_path_is_left_alone(word: str) -> None:
    assert near_miss(word, alone=True) is None


def test_a_plural_is_a_path_only_when_nothing_follows_it() -> None:
    assert near_miss("invites", alone=False) is Verb.INVITE
