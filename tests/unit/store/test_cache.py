import pytest

from bot.store.cache import SqliteCache


@pytest.fixture
def cache(database):
    return SqliteCache(database, blob_bytes=10, verdict_bytes=10)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_blob_is_found_by_its_object_id(cache, times):
    assert await cache.blob("aa") is None
    for _ in range(times):
        await cache.keep_blob("aa", b"content\x00")
    assert await cache.blob("aa") == b"content\x00"


async def test_an_empty_blob_is_not_a_missing_one(cache):
    await cache.keep_blob("aa", b"")
    assert await cache.blob("aa") == b""


async def test_a_verdict_belongs_to_both_blobs_and_the_engine(cache):
    await cache.keep_verdict("aa", "bb", "1", b"report")
    assert await cache.verdict("aa", "bb", "1") == b"report"
    assert await cache.verdict("bb", "aa", "1") is None
    assert await cache.verdict("aa", "bb", "2") is None


async def test_the_oldest_go_first_when_there_is_too_much(cache, database, clock):
    for oid in ("aa", "bb", "cc"):
        await cache.keep_blob(oid, b"12345")
        await cache.keep_verdict(oid, oid, "1", b"12345")
        clock.move(1)
    await SqliteCache(database, blob_bytes=10, verdict_bytes=10).keep_blob("dd", b"12345")
    assert [await cache.blob(oid) for oid in ("aa", "bb", "cc", "dd")] == [None, None, b"12345", b"12345"]
    assert [await cache.verdict(oid, oid, "1") for oid in ("aa", "bb", "cc")] == [None, b"12345", b"12345"]
