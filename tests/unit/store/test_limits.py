from datetime import timedelta

import pytest

from bot.store.database import Database
from bot.store.limits import MUTATIONS, Rate, SqliteLimits

MINUTE = timedelta(minutes=1)


async def taken(limits, clock, *, seconds):
    """How many mutations pass in a row of seconds, asked for as fast as they are let."""
    end, count = clock.now() + timedelta(seconds=seconds), 0
    while clock.now() < end:
        if until := await limits.take("acme"):
            clock.time = until
        else:
            count += 1
    return count


async def test_a_story_never_notices_the_limit(database):
    limits = SqliteLimits(database)
    assert [await limits.take("acme") for _ in range(20)] == [None] * 20


async def test_after_the_burst_they_pass_a_second_apart(database, clock):
    limits = SqliteLimits(database)
    for _ in range(20):
        await limits.take("acme")
    assert await limits.take("acme") == clock.now() + timedelta(seconds=1)
    clock.move(1)
    assert await limits.take("acme") is None


@pytest.mark.parametrize(("seconds", "most"), [(60, 80), (3600, 500)], ids=["github's-minute", "github's-hour"])
async def test_never_more_than_github_takes(database, clock, seconds, most):
    assert most * 0.7 <= await taken(SqliteLimits(database), clock, seconds=seconds) <= most


async def test_one_account_does_not_slow_another(database):
    limits = SqliteLimits(database, (Rate("minute", 1, MINUTE, burst=1),))
    await limits.take("acme")
    assert await limits.take("acme")
    assert await limits.take("other") is None


async def test_a_refused_mutation_is_not_counted(database, clock):
    limits = SqliteLimits(database, (Rate("minute", 60, MINUTE, burst=1), Rate("hour", 1, MINUTE, burst=1)))
    await limits.take("acme")
    for _ in range(5):
        assert await limits.take("acme") == clock.now() + MINUTE
    clock.move(60)
    assert await limits.take("acme") is None


async def test_an_effect_of_more_requests_than_the_burst_passes_when_all_is_quiet(database):
    assert await SqliteLimits(database).take("acme", MUTATIONS[0].burst + 10) is None


async def test_two_processes_share_one_pace(database, clock, tmp_path):
    other = Database(tmp_path / "store.db", now=clock.now)
    rates = (Rate("minute", 1, MINUTE, burst=1),)
    assert await SqliteLimits(database, rates).take("acme") is None
    assert await SqliteLimits(other, rates).take("acme") == clock.now() + MINUTE
    other.close()
