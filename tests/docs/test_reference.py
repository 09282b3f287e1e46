import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.command.catalogue import Verb
from bot.config import GateKind
from bot.settings import NAMES
from tests.docs.pages import ROOT, text_of

DOCS = ROOT / "docs"


@pytest.mark.parametrize("verb", [verb.value for verb in Verb])
def test_every_command_has_its_section(verb: str):
    assert f"\n### {verb}\n" in text_of(DOCS / "commands.md")


@pytest.mark.parametrize("verb", [verb.value for verb in Verb])
def test_every_command_is_told_about_in_prose_as_well(verb: str):
    pages = [text_of(page) for page in (ROOT / "README.md", *DOCS.glob("*.md")) if page.name != "commands.md"]
    assert any(f"`/{verb}" in page for page in pages)


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_has_its_row(name: str):
    assert f"| `{name}` |" in text_of(DOCS / "settings.md")


@pytest.mark.parametrize("kind", [kind.value for kind in GateKind])
def test_every_condition_of_a_gate_has_one_meaning_and_a_place_in_the_promotion_page(kind: str):
    assert text_of(DOCS / "glossary.md").count(f"| `{kind}` |") == 1
    if kind != GateKind.SUNSET_PASSED:  # no command leads through that gate in this version
        assert f"`{kind}`" in text_of(DOCS / "promotion.md")


def test_the_glossary_has_one_meaning_for_each_term():
    terms = re.findall(r"^\| (?:\*\*|`)(.+?)(?:\*\*|`)", text_of(DOCS / "glossary.md"), re.MULTILINE)
    assert len(terms) > 60
    assert sorted(terms) == sorted(set(terms))


def test_every_key_of_the_configuration_has_its_row():
    schema = json.loads((ROOT / "config/schema.json").read_text(encoding="utf-8"))
    keys = set(_keys(schema, schema))
    assert {"version", "apis.NAME.description", "stages.STAGE.gate.quiet_days"} <= keys
    page = text_of(DOCS / "configuration.md")
    assert [key for key in sorted(keys) if f"| `{key}` |" not in page] == []


def _keys(schema: dict[str, Any], part: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The dotted names of all keys that the schema allows; the names in a map are NAME, or STAGE."""
    if reference := part.get("$ref"):
        part = {**schema["$defs"][reference.rpartition("/")[2]], **part}
    for choice in part.get("anyOf", []):
        yield from _keys(schema, choice, path)
    for name, below in part.get("properties", {}).items():
        yield ".".join((*path, name))
        yield from _keys(schema, below, (*path, name))
    if isinstance(below := part.get("additionalProperties"), dict):
        yield from _keys(schema, below, (*path, "STAGE" if path == ("stages",) else "NAME"))
