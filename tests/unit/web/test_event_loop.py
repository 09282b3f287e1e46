import asyncio
import importlib.util
import signal

import pytest

from bot.web.event_loop import new_event_loop
from bot.web.health import Health
from bot.web.server import Server
from bot.worker.judge import Judge


@pytest.fixture(params=["as-installed", "without-uvloop"])
def runner(request, monkeypatch):
    if request.param == "without-uvloop":
        monkeypatch.setattr("bot.web.event_loop.find_spec", lambda name: None)
    elif importlib.util.find_spec("uvloop") is None:
        pytest.skip("uvloop is not installed")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        yield runner


def test_it_serves_judges_and_heeds_signals(runner):
    async def play():
        server = Server({("GET", "/health"): Health(measure=dict).health}, host="127.0.0.1", port=0)
        address = await server.start()
        reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
        writer.write(b"GET /health HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        judge = Judge("tests.unit.worker.judged:backwards")
        verdict = await judge.judge(b"abc")
        await judge.close()
        told = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, told.set)
        signal.raise_signal(signal.SIGUSR1)
        await asyncio.wait_for(told.wait(), 60)
        await server.stop()
        return answer.split(b"\r\n")[0], verdict

    assert runner.run(play()) == (b"HTTP/1.1 200 OK", b"cba")


def test_a_slow_judgement_is_ended_on_either_loop(runner):
    async def play():
        judge = Judge("tests.unit.worker.judged:for_ever_on_loop", timeout_s=1)
        verdicts = await judge.judge(b"loop"), await judge.judge(b"else")
        await judge.close()
        return verdicts

    assert runner.run(play()) == (None, b"else")
