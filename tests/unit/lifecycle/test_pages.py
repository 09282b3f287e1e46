"""Ledgers that outgrow their line, page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.forge.facts import Secret
from bot.lifecycle.ledger import Entry, Ledger, Page, packed, read, sign
from bot.lifecycle.pages import LIMIT, ROOM, outgrown, read_page, sign_page

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
PLACE = "55/7"
OLD, NEW = Secret("old", b"1" * 32), Secret("new", b"2" * 32)


def entry(number: int, kind: str = "said", **meaning: object) -> Entry:
    """One that cannot be packed small."""
    key = f"{kind}:{number}" if kind in ("said", "label", "gone") else f"{kind}:{number}:abc"
    noise = sha256(f"{kind}{number}".encode()).hexdigest()
    return Entry(key, "kept", BEGIN + timedelta(minutes=number), 1, {"text": noise, **meaning})


def ledger(*entries: Entry, sequence: int = 3) -> Ledger:
    return Ledger({one.key: one for one in entries}, sequence)


BIG = ledger(*map(entry, range(500)))


def test_a_ledger_with_room_turns_no_page() -> None:
    small = ledger(*map(entry, range(100)))
    assert len(packed(small)) < LIMIT
    assert outgrown(small) == {}


def test_the_oldest_entries_go_and_leave_the_card_half_its_room() -> None:
    entries = outgrown(BIG)
    rest = {key: one for key, one in BIG.entries.items() if key not in entries}
    assert max(one.at for one in entries.values()) < min(one.at for one in rest.values())
    assert len(packed(Ledger(entries))) <= LIMIT
    turned = ledger(*map(entry, range(330)))
    gone = outgrown(turned)
    rest = {key: one for key, one in turned.entries.items() if key not in gone}
    assert 0.9 * ROOM < len(packed(Ledger(rest))) <= ROOM


def test_what_tells_stage_and_api_never_goes() -> None:
    kept = (
        entry(0, "cmd", to="ga"),
        Entry("bind", "kept", BEGIN, None, {"api": "payments"}),
        Entry("start", "accepted", BEGIN, None, {"to": "idea"}),
        entry(1, "gone"),
    )
    assert not outgrown(ledger(*kept, *map(entry, range(2, 500)))).keys() & {one.key for one in kept}


def test_what_one_comment_says_goes_together_or_stays_together() -> None:
    pairs = [one for number in range(300) for one in (entry(number), entry(number, "cmd"))]
    moved = entry(4, "cmd", to="private-beta")
    gone = outgrown(ledger(*pairs, moved))
    comments = [key.split(":")[1] for key in gone]
    assert gone
    assert all(comments.count(number) == 2 for number in comments)
    assert "said:4" not in gone


def test_a_page_is_read_as_it_was_written() -> None:
    page = read_page(f"words\n{sign_page(BIG.entries, 2, place=PLACE, secret=OLD)}", place=PLACE, secrets=(NEW, OLD))
    assert page is not None
    assert (page.number, page.entries) == (2, BIG.entries)


@pytest.mark.parametrize(
    ("old", "new"),
    [("stagekeeper:page 1 ", "stagekeeper:page 2 "), (" old ", " new "), (" eN", " eM")],
    ids=["number", "key", "content"],
)
def test_a_page_that_somebody_changed_proves_nothing(old: str, new: str) -> None:
    body = sign_page({"said:1": entry(1)}, 1, place=PLACE, secret=OLD)
    assert read_page(body, place=PLACE, secrets=(NEW, OLD)) is not None
    assert old in body
    assert read_page(body.replace(old, new, 1), place=PLACE, secrets=(NEW, OLD)) is None


def test_a_page_of_another_thread_proves_nothing_and_no_ledger_passes_for_a_page() -> None:
    body = sign_page(BIG.entries, 1, place="55/8", secret=OLD)
    assert read_page(body, place=PLACE, secrets=(OLD,)) is None
    line = sign(BIG, place=PLACE, secret=OLD).replace("stagekeeper:ledger", "stagekeeper:page")
    assert read_page(line, place=PLACE, secrets=(OLD,)) is None


def test_a_page_whose_key_is_gone_is_proved_by_the_ledger_that_names_it() -> None:
    body = sign_page(BIG.entries, 1, place=PLACE, secret=OLD)
    page = read_page(body, place=PLACE, secrets=(OLD,))
    assert page is not None
    named = Page(1, 1000, page.digest)
    assert read_page(body, place=PLACE, secrets=(NEW,)) is None
    assert read_page(body, place=PLACE, secrets=(NEW,), named=(named,)) == page
    assert read_page(body, place=PLACE, secrets=(NEW,), named=(replace(named, digest="0" * 32),)) is None


def test_a_ledger_names_its_pages_and_one_without_reads_as_before() -> None:
    pages = (Page(1, 1000, "a" * 32), Page(2, 1001, "b" * 32))
    for one in (replace(BIG, pages=pages), BIG, Ledger({}, 4, pages)):
        assert read(sign(one, place=PLACE, secret=OLD), place=PLACE, secrets=(OLD,)) == one
