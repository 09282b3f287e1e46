"""The payments scenario can be played: its descriptions are sound, its changes apply and mean what they say."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
import yaml

from bot.sandbox.scenarios import payments

STATES = ("beginning", "after the private beta", "with the addition merged")
CHANGES = ("additive", "breaking", "repaired")


def state(name: str) -> dict[str, bytes]:
    files = payments.files()
    if name != "beginning":
        for change in payments.history():
            files |= change.applied(files)
    if name == "with the addition merged":
        files |= payments.change("additive").applied(files)
    return files


def description(files: Mapping[str, bytes]) -> dict[str, Any]:
    return yaml.safe_load(files[payments.DESCRIPTION])


def every_description() -> Iterator[Any]:
    for name in STATES:
        yield pytest.param(state(name), id=name)
        for change in CHANGES:
            if (name, change) != (STATES[2], "additive"):
                files = state(name)
                yield pytest.param(files | payments.change(change).applied(files), id=f"{name}, {change}")


def contents(node: Any) -> Iterator[dict[str, Any]]:
    """Every media type object of a description."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "content" and isinstance(value, dict):
                yield from value.values()
            yield from contents(value)
    elif isinstance(node, list):
        for value in node:
            yield from contents(value)


@pytest.mark.parametrize("files", list(every_description()))
def test_every_example_validates_and_one_request_with_its_answer_is_among_them(files: dict[str, bytes]) -> None:
    document = description(files)
    seen = 0
    for content in contents(document):
        values = [example["value"] for example in content.get("examples", {}).values()]
        values += [content["example"]] if "example" in content else []
        schema = content["schema"] | {"components": document["components"]}
        for value in values:
            jsonschema.Draft202012Validator(schema).validate(value)
            seen += 1
    create = document["paths"]["/payments"]["post"]
    assert create["requestBody"]["content"]["application/json"]["examples"]
    assert create["responses"]["201"]["content"]["application/json"]["examples"]
    assert seen >= 6


@pytest.mark.parametrize("files", list(every_description()))
def test_every_reference_leads_somewhere_and_every_component_is_used(files: dict[str, bytes]) -> None:
    document = description(files)
    references = set(_references(document))
    for reference in references:
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
    known = {f"#/components/{kind}/{name}" for kind, named in document["components"].items() for name in named}
    assert known - references == {"#/components/securitySchemes/secretKey"}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


@pytest.mark.parametrize("files", list(every_description()))
def test_operation_ids_are_unique_and_path_parameters_declared(files: dict[str, bytes]) -> None:
    ids = []
    for path, item in description(files)["paths"].items():
        shared = item.get("parameters", [])
        for method, operation in item.items():
            if method != "parameters":
                ids.append(operation["operationId"])
                assert path.count("{") == sum(map(_in_path, [*shared, *operation.get("parameters", [])]))
    assert len(ids) == len(set(ids))


def _in_path(parameter: dict[str, Any]) -> bool:
    return parameter.get("in") == "path" or parameter.get("$ref", "").endswith("/PaymentId")


def test_a_change_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="0 times"):
        payments.change("breaking").applied({payments.DESCRIPTION: b"openapi: 3.1.0\n"})


def test_the_private_beta_breaks_once_in_its_middle_and_touches_another_file_once() -> None:
    history = payments.history()
    assert ["breaking" in change.name for change in history] == [False, True, False, False]
    assert [[edit.path for edit in change.edits] for change in history].count(["README.md"]) == 1


def test_enough_people_play_for_every_gate() -> None:
    parts = [person.part for person in payments.people()]
    assert parts.count("reviewer") >= 3
    assert parts.count("governance") >= 2
    assert parts.count("customer") >= 6
    teams = {team.slug: team.members for team in payments.teams()}
    assert not set(teams["developer-network"]) & set(teams["payments"])
    assert all(teams.values())


def test_the_proposal_answers_every_question_of_the_form() -> None:
    form = yaml.safe_load(payments.files()[".github/ISSUE_TEMPLATE/api-proposal.yml"])
    asked = [field["attributes"]["label"] for field in form["body"]]
    assert [line[4:] for line in payments.proposal_body().splitlines() if line.startswith("### ")] == asked
    assert form["labels"] == [payments.PROPOSAL_LABEL]
