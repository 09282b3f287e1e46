"""`stagekeeper demo --exit`: the whole story, verified and told."""

import socket

from tests.cli.process import end, run, start


async def test_the_demo_verifies_everything_and_ends() -> None:
    ended = await run("demo", "--exit")
    assert ended.code == 0, ended.out[-3000:]
    assert "Verified, read back over REST" in ended.out
    assert "failed" not in ended.out
    assert "✗" not in ended.out


async def test_a_port_that_is_taken_is_said_and_exits_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ended = await end(await start("demo", "--exit", "--port", str(taken.getsockname()[1])))
    assert ended.code == 2
    assert "cannot start on port" in ended.err
