"""What a person hears about a line that was not understood, and what the help shows."""

import pytest

from bot.command.catalogue import Verb, entry
from bot.command.grammar import read
from bot.words import answers, status
from bot.words import help as help_words


def heard(line: str) -> str:
    (miss,) = read(line).misunderstandings
    return answers.misunderstanding(miss).splitlines()[0]


UNNAMED = [
    ("/awesome", "what you want to say is missing."),
    ("/needs-work blocker", "what you want to say is missing"),
    ("/try", "what kind of try it was is missing (`hackathon`, `story`)"),
    ("/resolve", "the id of what needed work is missing (`N-4m`)"),
    ("/invite", "whom you mean is missing (`@login`, `next N`)"),
    ("/promote banana", "the stage cannot be `banana`"),
    ("/new-version 7x", "the version cannot be `7x`, it takes one such as `v3`"),
    ("/help banana", "the command cannot be `banana`"),
]


@pytest.mark.parametrize(("line", "reason"), UNNAMED)
def test_what_goes_by_its_place_is_told_in_words_and_not_by_a_name_nobody_typed(line: str, reason: str) -> None:
    assert reason in heard(line)


def test_what_is_typed_as_a_key_is_told_by_that_key() -> None:
    assert "`outcome` is missing" in heard("/try hackathon minutes:25")


def test_a_guess_is_a_question() -> None:
    assert heard("/promot").endswith("did you mean `/promote`?")


def test_every_line_of_help_reads_as_it_is_typed() -> None:
    assert "`/try hackathon|story outcome:worked|stuck|gave-up" in help_words.one(entry(Verb.TRY))


def test_a_bar_does_not_break_the_table_of_all_commands() -> None:
    assert r"hackathon\|story" in help_words.several([entry(Verb.TRY)])


def test_each_setting_that_gives_a_role_stands_by_itself() -> None:
    (command,) = read("/hold no").commands
    told = answers.not_allowed(command, "somebody else", "developer_network", "owners")
    assert "stands under `developer_network` and `owners` in" in told


def test_a_stage_without_a_gate_is_not_said_to_have_none_of_its_conditions() -> None:
    (command,) = read("/why no_open_blocker").commands
    assert status.no_such_condition(command, ()).endswith("this stage has no gate.")
