import pytest

from bot.forge.subjects import Repo, Thread
from bot.store.journal import SqliteJournal

SEVEN = Thread(Repo("acme", "apis"), 7)


@pytest.fixture
def journal(database):
    return SqliteJournal(database)


async def test_what_was_never_begun_has_no_entry(journal):
    assert await journal.entry("say:1") is None


async def test_a_write_is_begun_then_done(journal, clock):
    await journal.start("say:1", SEVEN, "v1")
    entry = await journal.entry("say:1")
    assert (entry.value, entry.done, entry.at, entry.reference) == ("v1", False, clock.now(), None)
    clock.move(1)
    await journal.finish("say:1", "55")
    entry = await journal.entry("say:1")
    assert (entry.value, entry.done, entry.at, entry.reference) == ("v1", True, clock.now(), "55")


async def test_of_a_state_only_the_last_value_is_kept(journal):
    for value in ("v1", "v2"):
        await journal.start("label:7", SEVEN, value)
        await journal.finish("label:7", None)
    assert (await journal.entry("label:7")).value == "v2"


@pytest.mark.parametrize("times", [1, 2])
async def test_the_newest_ledger_of_a_thread_is_remembered(journal, times):
    assert await journal.remembered(SEVEN) is None
    for text in ("ledger 1", *["ledger 2"] * times):
        await journal.remember(SEVEN, text)
    assert await journal.remembered(SEVEN) == "ledger 2"


async def test_a_new_store_is_blank_until_it_was_swept(journal, clock):
    made_at = clock.now()
    clock.move(20)
    assert (await journal.made_at(), await journal.swept_at()) == (made_at, None)
    await journal.swept(clock.now())
    assert (await journal.made_at(), await journal.swept_at()) == (made_at, clock.now())


async def test_it_knows_which_ledgers_another_key_signed(journal):
    eight = Thread(Repo("acme", "apis"), 8)
    await journal.remember(SEVEN, "<!-- stagekeeper:ledger 3 old 00ff bmV3 -->")
    await journal.remember(eight, "<!-- stagekeeper:ledger 1 new 00ff b2xk -->")
    assert await journal.signed_otherwise("new") == (SEVEN,)
    await journal.remember(SEVEN, "<!-- stagekeeper:ledger 3 new 11ff bmV3 -->")
    assert await journal.signed_otherwise("new") == ()
