"""The table of commands: what is no command is said in a line."""

import tomllib
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.commands import COMMANDS
from tests.cli.process import run


async def test_an_unknown_command_is_said_and_exits_2() -> None:
    ended = await run("frobnicate")
    assert ended.code == 2
    assert "frobnicate" in ended.err


async def test_an_unknown_option_is_told_with_the_nearest_one_under_its_own_command() -> None:
    ended = await run("check", "--formt", "json", "old.yaml", "new.yaml")
    assert ended.code == 2
    assert ended.err.startswith("usage: stagekeeper check ")
    assert ended.err.endswith("stagekeeper check: error: there is no option `--formt`. Did you mean `--format`?\n")
    ended = await run("explain", "--zzz=1")
    assert ended.err.endswith("stagekeeper explain: error: there is no option `--zzz`. --help lists them.\n")


async def test_a_word_too_many_is_said() -> None:
    ended = await run("explain", "operation-removed", "twice")
    assert (ended.code, ended.err.splitlines()[-1]) == (
        2,
        "stagekeeper explain: error: there is no use for `twice` here",
    )


async def test_no_command_at_all_exits_2() -> None:
    assert (await run()).code == 2


async def test_help_names_every_command() -> None:
    ended = await run("--help")
    assert ended.code == 0
    assert all(f"\n    {name}" in ended.out for name in (command.name for command in COMMANDS))


async def test_it_says_its_version() -> None:
    ended = await run("--version")
    declared = tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    assert (ended.code, ended.out, ended.err) == (0, f"stagekeeper {declared}\n", "")


def test_ctrl_c_while_it_starts_is_no_stack_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.prepared", interrupted)
    assert main() == 130
