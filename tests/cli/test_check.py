"""`stagekeeper check OLD NEW`: 0 where nothing breaks, 1 where something does, 2 where it cannot be told."""

import asyncio
import json
import shlex
import sys
from pathlib import Path

import pytest

from bot.sandbox.scenarios import payments
from tests.cli.process import end, environment, run
from tests.unit.contract.describing import api

OLD = payments.files()[payments.DESCRIPTION]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.yaml"
    path.write_bytes(OLD)
    return path


def _changed(name: str, beside: Path) -> str:
    path = beside.with_name("new.yaml")
    path.write_bytes(payments.change(name).applied(payments.files())[payments.DESCRIPTION])
    return str(path)


async def test_an_addition_exits_0(old: Path) -> None:
    ended = await run("check", str(old), _changed("additive", old))
    assert (ended.code, ended.err) == (0, "")


async def test_a_break_exits_1_and_says_what_breaks(old: Path) -> None:
    ended = await run("check", str(old), _changed("breaking", old))
    assert ended.code == 1
    assert "amount_minor" in ended.out


BAD = (
    pytest.param(b"openapi: 3.1.0\ninfo: [\n", id="no YAML"),
    pytest.param(b"", id="empty"),
    pytest.param(b"\xff\xfe\x00\x01", id="no text"),
    pytest.param(b"- 1\n- 2\n", id="a list"),
    pytest.param(b"hello: world\n", id="no description"),
)


@pytest.mark.parametrize("data", BAD)
async def test_what_cannot_be_read_exits_2(old: Path, data: bytes) -> None:
    bad = old.with_name("bad.yaml")
    bad.write_bytes(data)
    ended = await run("check", str(old), str(bad))
    assert ended.code == 2
    assert ended.out + ended.err


async def test_an_output_of_few_signs_gets_escapes_and_no_stack_trace(old: Path) -> None:
    ended = await run("check", str(old), _changed("breaking", old), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.code == 1
    assert "\\u2717 breaking" in ended.out


async def test_half_a_sign_in_a_description_is_no_fault(old: Path) -> None:
    for name, least in (("a", 1), ("b", 2)):
        schema = {"type": "object", "properties": {"\ud800": {"type": "string", "minLength": least}}}
        old.with_name(f"{name}.json").write_text(json.dumps(api(schema)))
    for form in ("text", "json", "markdown", "sarif", "github", "junit", "html"):
        ended = await run("check", str(old.with_name("a.json")), str(old.with_name("b.json")), "--format", form)
        assert ended.code in (1, 2)


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "junit", "html"])
async def test_two_processes_with_other_hash_seeds_print_the_same_bytes(old: Path, form: str) -> None:
    words = ("check", str(old), _changed("breaking", old), "--format", form, "--all")
    first, second = [await run(*words, PYTHONHASHSEED=seed) for seed in ("0", "1")]
    assert first.out == second.out
    assert first.code == second.code == 1


async def test_what_is_not_there_exits_2_in_one_line(old: Path) -> None:
    ended = await run("check", str(old), str(old.with_name("none.yaml")))
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
    assert "none.yaml" in ended.err


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"], ids=["input", "output", "errors"])
async def test_a_stream_that_is_closed_is_no_stack_trace(old: Path, closed: str) -> None:
    words = " ".join(map(shlex.quote, (sys.executable, "-m", "bot", "check", "-", _changed("breaking", old))))
    process = await asyncio.create_subprocess_shell(
        f"{words} {closed}",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    process.stdin.write(old.read_bytes())
    process.stdin.close()
    assert (await end(process)).code == (2 if closed == "<&-" else 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [("explain", "operation-removed"), ("check",)], ids=["explain", "check"])
async def test_an_output_that_takes_nothing_more_is_told_and_exits_2(old: Path, words: tuple[str, ...]) -> None:
    files = (str(old), _changed("breaking", old)) if words == ("check",) else ()
    with Path("/dev/full").open("wb") as full:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *words, *files),
            stdout=full,
            stderr=asyncio.subprocess.PIPE,
            env=environment(),
        )
        assert process.stderr is not None
        told = (await process.stderr.read()).decode()
        code = await process.wait()
    assert (code, told) == (2, "The output could not be written: No space left on device.\n")
