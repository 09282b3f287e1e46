import re

from bot.cli.commands import COMMANDS
from bot.cli.demo.story import STORY
from tests.docs.pages import ROOT, text_of

README = text_of(ROOT / "README.md")


def test_it_opens_with_exactly_the_two_commands():
    first = re.search(r"^```sh\n(?P<block>.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert first
    assert first["block"].split("\n") == ["make demo", "make test", ""]


def test_the_two_commands_are_there():
    targets = re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


def test_it_names_the_chapters_of_the_demo_in_their_order():
    told = re.sub(r"\s+", " ", README).lower()
    places = [told.find(step.title.lower()) for step in STORY]
    assert -1 not in places, [step.title for step, place in zip(STORY, places, strict=True) if place == -1]
    assert " · ".join(step.title for step in STORY).lower() in told


def test_it_names_every_entry_point_and_no_other():
    told = re.findall(r"^\| `stagekeeper ([a-z]+)", README, re.MULTILINE)
    assert sorted(told) == sorted(command.name for command in COMMANDS)


def test_it_says_that_it_never_ran_against_github():
    assert "Nothing has been run against github.com yet" in README
