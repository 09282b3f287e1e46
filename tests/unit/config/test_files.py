"""What operators copy from `config/` and read in `docs/`, held against the model."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

from bot.config import DEFAULT, Config, read_config
from bot.config.known import inner_shape
from bot.config.labels import labels
from bot.config.shape import FileShape
from tools import config_schema, configuration_doc

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "config"
SCHEMA = json.loads((CONFIG / "schema.json").read_text(encoding="utf-8"))
FORMS = sorted((CONFIG / "ISSUE_TEMPLATE").glob("*.yml"))


def text(name: str) -> str:
    return (CONFIG / name).read_text(encoding="utf-8")


def keys(shape: type[BaseModel] = FileShape) -> Iterator[str]:
    for name, field in shape.model_fields.items():
        yield name
        if beneath := inner_shape(field.annotation):
            yield from keys(beneath)


@pytest.mark.parametrize(("path", "expected"), [pytest.param(*row, id=row[0].name) for row in config_schema.files()])
def test_what_is_generated_is_current(path: Path, expected: str) -> None:
    """Mend with: python tools/config_schema.py."""
    assert path.read_text(encoding="utf-8") == expected


def test_the_reference_page_is_current() -> None:
    """Mend with: python tools/configuration_doc.py."""
    assert configuration_doc.PAGE.read_text(encoding="utf-8") == configuration_doc.page()


def test_the_reference_page_names_every_key() -> None:
    page = configuration_doc.PAGE.read_text(encoding="utf-8")
    assert [key for key in keys() if f"{key}`" not in page] == []


@pytest.mark.parametrize("name", ["stagekeeper.yml", "presets/twilio.yml"])
def test_the_files_to_copy_say_nothing_but_the_default(name: str) -> None:
    assert read_config(text(name)) == DEFAULT


@pytest.mark.parametrize("key", FileShape.model_fields)
def test_the_file_to_copy_shows_every_setting(key: str) -> None:
    assert f"\n{key}:" in text("stagekeeper.yml")


def test_the_examples_in_the_file_to_copy_work_when_uncommented() -> None:
    lines = text("stagekeeper.yml").replace("apis: {}", "apis:").replace("stages: {} ", "stages: ").split("\n")
    found = read_config("\n".join("  " + line[3:] if line.startswith("#  ") else line for line in lines))
    assert isinstance(found, Config)
    assert list(found.apis) == ["payments"]
    assert found.stages != DEFAULT.stages


@pytest.mark.parametrize("name", ["stagekeeper.yml", "presets/twilio.yml"])
def test_the_schema_accepts_the_files_to_copy(name: str) -> None:
    written: dict[str, Any] = yaml.safe_load(text(name))
    values = {key: value for key, value in written.items() if value is not None}
    jsonschema.validate(values, SCHEMA, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "wrong",
    [
        {"appis": {}},
        {"apis": {"a": {}}},
        {"version": 2},
        {"stages": {"beta": {}}},
        {"stages": {"idea": {"gate": {"reviewers": -1}}}},
        {"sunset_days": 10},
        {"mode": "on"},
    ],
)
def test_the_schema_refuses_what_the_bot_refuses(wrong: dict[str, Any]) -> None:
    assert not isinstance(read_config(json.dumps(wrong)), Config)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_labels_are_within_what_github_takes() -> None:
    for label in labels(DEFAULT):
        assert len(label.name) <= 50
        assert len(label.description) <= 100
        assert len(label.color) == 6


@pytest.mark.parametrize("form", FORMS, ids=[form.stem for form in FORMS])
def test_a_form_has_what_github_asks_of_one(form: Path) -> None:
    """Source: docs.github.com, "Syntax for issue forms" and "Syntax for GitHub's form schema"."""
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    assert set(read) == {"name", "description", "title", "labels", "body"}
    fields = [part for part in read["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
    for name in ("id", "label"):
        values = [part["id"] if name == "id" else part["attributes"]["label"] for part in fields]
        assert len(set(values)) == len(values)
    assert all(part["attributes"]["value"].strip() for part in read["body"] if part["type"] == "markdown")


def test_a_form_sets_only_labels_that_we_create() -> None:
    known = {label.name for label in labels(DEFAULT)}
    assert all(set(yaml.safe_load(form.read_text(encoding="utf-8"))["labels"]) <= known for form in FORMS)


def test_a_proposal_begins_in_the_first_stage() -> None:
    form = yaml.safe_load(text("ISSUE_TEMPLATE/api-proposal.yml"))
    assert form["labels"] == [DEFAULT.stages[0].label]


def test_the_manifest_asks_for_what_the_bot_needs_and_no_more() -> None:
    manifest = json.loads(text("app-manifest.json"))
    assert manifest["public"] is False
    assert manifest["default_permissions"] == {
        "metadata": "read",
        "issues": "write",
        "pull_requests": "write",
        "contents": "write",
        "checks": "write",
        "members": "read",
        "merge_queues": "read",
    }
    assert {"issues", "issue_comment", "pull_request", "push", "check_run"} <= set(manifest["default_events"])


def test_the_scenario_of_the_sandbox_has_settings_without_problems() -> None:
    found = read_config(
        (ROOT / "bot/sandbox/scenarios/payments/files/.github/stagekeeper.yml").read_text(encoding="utf-8")
    )
    assert isinstance(found, Config)
    assert list(found.apis) == ["payments"]
