import os
import signal

import pytest

from bot.worker.judge import Judge, JudgeFault

HERE = "tests.unit.worker.judged"


@pytest.fixture
async def judge_of():
    judges = []

    def make(name, **limits):
        judges.append(Judge(f"{HERE}:{name}", **limits))
        return judges[-1]

    yield make
    for judge in judges:
        await judge.close()


async def test_a_payload_gets_the_functions_answer(judge_of):
    assert await judge_of("backwards").judge(b"abc") == b"cba"


async def test_large_payloads_and_answers_pass(judge_of):
    payload = os.urandom(3_000_000)
    assert await judge_of("backwards").judge(payload) == payload[::-1]


async def test_the_child_is_kept_for_the_next_payload_and_is_not_this_process(judge_of):
    judge = judge_of("process")
    first = await judge.judge(b"")
    assert first == await judge.judge(b"")
    assert int(first) != os.getpid()


async def test_what_takes_too_long_is_not_judged_and_the_next_payload_is(judge_of):
    judge = judge_of("for_ever_on_loop", timeout_s=1)
    assert await judge.judge(b"loop") is None
    assert await judge.judge(b"else") == b"else"


@pytest.mark.parametrize("how", [b"memory", b"depth", b"die"])
async def test_what_needs_too_much_or_kills_its_process_is_not_judged_and_the_next_payload_is(judge_of, how):
    judge = judge_of("greedy", memory_bytes=512 * 1024 * 1024)
    assert await judge.judge(how) is None
    assert await judge.judge(b"modest") == b"modest"


async def test_a_failing_function_is_a_fault_that_says_why(judge_of):
    with pytest.raises(JudgeFault, match=r"ZeroDivisionError: .*by zero"):
        await judge_of("failing").judge(b"")


async def test_what_the_function_prints_is_not_taken_for_its_answer(judge_of):
    assert await judge_of("chatty").judge(b"abc") == b"abc"


async def test_the_child_does_not_know_our_secrets(judge_of, monkeypatch):
    monkeypatch.setenv("GITHUB_WEBHOOK_SECRET", "s")
    assert await judge_of("environment").judge(b"GITHUB_WEBHOOK_SECRET") == b"nothing"


async def test_a_child_that_died_between_payloads_is_replaced(judge_of):
    judge = judge_of("process")
    os.kill(int(await judge.judge(b"")), signal.SIGKILL)
    await judge._child.wait()
    assert await judge.judge(b"") is not None
