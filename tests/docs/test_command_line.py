"""Every option of the command line stands on its command's page."""

import argparse
import re
from importlib import import_module

import pytest

from tests.docs.pages import ROOT, text_of

PAGES = {"check": "check-command.md", "history": "history.md"}


def _options(command: str) -> list[str]:
    parser = argparse.ArgumentParser()
    import_module(f"bot.cli.{command}").add_to(parser)
    return [name for action in parser._actions for name in action.option_strings if name.startswith("--")]


@pytest.mark.parametrize(
    ("command", "option"), [(c, o) for c in PAGES for o in _options(c) if o != "--help"], ids=lambda word: word
)
def test_an_option_is_told_about(command: str, option: str) -> None:
    assert re.search(rf"{option}\b", text_of(ROOT / "docs" / PAGES[command]))


def test_every_form_of_a_report_has_its_row() -> None:
    from bot.cli.check_options import FORMATS

    page = text_of(ROOT / "docs" / PAGES["check"])
    assert [form for form in FORMATS if f"| `{form}` |" not in page] == []
