"""The table of commands, held against its own grammar, the default stages and the page in `docs/`."""

import re
from pathlib import Path

import pytest

from bot.command.catalogue import CATALOGUE, STAGES, Entry, Verb, entry
from bot.command.grammar import Command, read
from bot.config import DEFAULT
from tools import commands_doc

ROWS = [pytest.param(row, id=row.verb.value) for row in CATALOGUE]


def test_every_verb_has_exactly_one_row() -> None:
    assert [row.verb for row in CATALOGUE] == list(Verb)
    assert all(entry(verb).verb is verb for verb in Verb)


@pytest.mark.parametrize("row", ROWS)
def test_every_example_can_be_typed_as_it_stands(row: Entry) -> None:
    reading = read(row.example)
    assert reading.misunderstandings == ()
    assert [command.verb for command in reading.commands] == [row.verb]


@pytest.mark.parametrize("row", ROWS)
def test_every_option_and_flag_is_in_the_usage(row: Entry) -> None:
    for name in (*(option.name for option in row.arguments.options), *row.arguments.flags):
        assert re.search(rf"\b{name}\b", row.usage)


@pytest.mark.parametrize("row", ROWS)
def test_what_is_needed_and_what_is_not_can_be_told_from_the_usage(row: Entry) -> None:
    """A command of which everything may be left out is understood bare, and no other is."""
    bare = read(f"/{row.verb.value}")
    outside_brackets = re.sub(r"\[[^\[\]]*\]", "", row.usage).strip()
    assert bool(bare.commands) == (outside_brackets == "")


@pytest.mark.parametrize("row", ROWS)
def test_help_is_one_sentence_that_fits_a_line(row: Entry) -> None:
    assert row.help.endswith(".")
    assert len(row.help) <= 120


def test_the_stages_are_those_of_the_default_configuration() -> None:
    assert tuple(rule.name for rule in DEFAULT.stages) == STAGES
    assert all(set(row.stages) <= set(STAGES) for row in CATALOGUE)


def test_a_command_means_something_in_its_own_stages_only() -> None:
    assert entry(Verb.REVIEWED).means_something_in("idea")
    assert not entry(Verb.REVIEWED).means_something_in("ga")
    assert entry(Verb.STATUS).means_something_in("retired")


def test_a_command_can_be_compared_and_hashed() -> None:
    (first,), (second,) = (
        read("/try story points:3 outcome:worked").commands,
        read("/try story points:3 outcome:worked").commands,
    )
    assert isinstance(first, Command)
    assert {first} == {second}


def test_the_page_in_docs_is_current() -> None:
    """Mend with: python tools/commands_doc.py."""
    assert Path(commands_doc.PAGE).read_text(encoding="utf-8") == commands_doc.page()
