"""Records, transactions and the past that lagging reads see."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.links import Links
from bot.sandbox.records import Account
from bot.sandbox.state import Store, Transaction

START = datetime(2026, 3, 2, tzinfo=UTC)
LAG = timedelta(milliseconds=300)


def store():
    return Store(Links("http://here"), LAG)


def add(store, login, at):
    tx = Transaction(store, at)
    account = tx.put(Account(tx.new_id(), login, "User", at))
    store.commit(tx, at)
    return account


def logins(view):
    return [account.login for account in view[Account]]


def test_a_lagging_read_sees_what_was_there_then():
    kept = store()
    add(kept, "ana", START)
    assert logins(kept.as_of(START - LAG)) == []
    add(kept, "bo", START + LAG)
    assert logins(kept.as_of(START)) == ["ana"]
    assert logins(kept.as_of(START + LAG)) == ["ana", "bo"]


def test_what_was_laid_out_beforehand_is_seen_at_once():
    kept = store()
    add(kept, "ana", START)
    kept.settle()
    assert logins(kept.as_of(START - LAG)) == ["ana"]


def test_the_past_stays_short_however_many_commits():
    kept = store()
    for i in range(1000):
        add(kept, f"u{i}", START + timedelta(milliseconds=i))
    assert len(kept._past) < 70
    now = START + timedelta(milliseconds=999)
    seen = len(logins(kept.as_of(now - LAG)))
    assert 690 <= seen <= 700


def test_a_transaction_that_is_thrown_away_changes_nothing():
    kept = store()
    tx = Transaction(kept, START)
    tx.put(Account(1, "ana", "User", START))
    assert logins(tx) == ["ana"]
    assert logins(kept.present) == []


def test_two_transactions_side_by_side_both_come_true():
    kept = store()
    first, second = Transaction(kept, START), Transaction(kept, START)
    first.put(Account(1, "ana", "User", START))
    second.put(Account(2, "bo", "User", START))
    kept.commit(first, START)
    kept.commit(second, START)
    assert logins(kept.present) == ["ana", "bo"]


def test_records_are_found_by_their_fields():
    kept = store()
    ana, bo = add(kept, "ana", START), add(kept, "bo", START)
    table = kept.present[Account]
    assert table.by(login="bo") == (bo,)
    assert table.one(type="User", login="ana") == ana
    assert table.one(login="cy") is None
