"""What webhooks did not tell."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.forge.facts import Noticed
from bot.forge.subjects import Repo, Repository, Thread
from bot.github.refused import Refused
from tests.github.conftest import REPO, Stage
from tests.github.moments import NOW


async def _failed(stage: Stage) -> list[Noticed]:
    return [told async for told in stage.room.failed_deliveries(NOW - timedelta(days=3))]


async def test_a_delivery_that_failed_is_read_from_github(stage: Stage) -> None:
    stage.gh.seed.install("acme", hook_url="http://127.0.0.1:9/github/webhook")
    thread = await stage.issue()
    await stage.gh.deliveries_settled()
    told = await _failed(stage)
    assert Thread(REPO, thread.number) in {subject for one in told for subject in one.subjects}


async def test_what_was_delivered_and_what_is_long_past_is_not_read_again(stage: Stage) -> None:
    application = web.Application()

    async def take(_request: web.Request) -> web.Response:
        return web.Response(status=202)

    application.router.add_post("/hook", take)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stage.gh.seed.install("acme", hook_url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook")
    await stage.issue()
    await stage.gh.deliveries_settled()
    assert await _failed(stage) == []
    stage.gh.seed.install("acme", hook_url="http://127.0.0.1:9/hook")
    await stage.issue()
    await stage.gh.deliveries_settled()
    assert [told async for told in stage.room.failed_deliveries(NOW + timedelta(seconds=1))] == []
    await runner.cleanup()


async def test_a_click_is_found_among_the_deliveries(stage: Stage) -> None:
    stage.gh.seed.install("acme", hook_url="http://127.0.0.1:9/hook")
    await stage.gh.deliveries_settled()
    assert [told async for told in stage.room.clicks(NOW - timedelta(days=3))] == []


async def test_every_repository_and_every_changed_thread_is_told(stage: Stage) -> None:
    stage.gh.seed.repository("acme/other", {})
    await stage.issue("old")
    stage.gh.clock.advance(timedelta(hours=1))
    since = stage.gh.clock.now()
    new = await stage.issue("new")
    number = stage.gh.seed.pull("acme/apis", branch="c", files={"a.md": b"a\n"}, title="C", who="lee")
    told = [subject async for subject in stage.room.changed(since)]
    assert set(told) == {
        Repository(REPO),
        Repository(Repo("acme", "other")),
        new,
        Thread(REPO, number),
    }


async def test_an_installation_that_cannot_be_read_does_not_hide_the_others(stage: Stage) -> None:
    stage.gh.seed.repository("zeta/things", {})
    stage.gh.seed.install("zeta")
    stage.gh.faults.add("apps/list-repos-accessible-to-installation", "suspended")
    told = list[object]()

    async def sweep() -> None:
        async for subject in stage.room.changed(NOW - timedelta(days=1)):
            told.append(subject)

    with pytest.raises(Refused, match="suspended"):
        await sweep()
    assert len(told) == 1
