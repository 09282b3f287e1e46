"""GitHub's description as the sandbox uses it: routes, validation, the smallest valid answers."""

import pytest

from bot.sandbox import rest
from bot.sandbox.contract import Contract
from bot.sandbox.fill import Filler
from bot.sandbox.routing import ENDPOINTS

CONTRACT = Contract.load()
FILLER = Filler(CONTRACT, "http://127.0.0.1/api/v3")
ANSWERS = [
    (operation.id, status)
    for operation in CONTRACT.operations.values()
    for status, schema in operation.answers.items()
    if schema is not None and status.startswith("2")
]


@pytest.mark.parametrize(("operation", "status"), ANSWERS, ids=lambda part: part)
def test_the_smallest_answer_is_valid(operation, status):
    schema = CONTRACT.operations[operation].answers[status]
    assert CONTRACT.faults(f"{operation} {status}", schema, FILLER.fill(schema)) == []


@pytest.mark.parametrize("hook", sorted(CONTRACT.hooks))
def test_the_smallest_hook_is_valid(hook):
    schema = CONTRACT.hooks[hook]
    assert CONTRACT.faults(f"hook {hook}", schema, FILLER.fill(schema, {})) == []


@pytest.mark.parametrize("operation", sorted(CONTRACT.operations))
def test_every_path_leads_to_its_own_operation(operation):
    found = CONTRACT.operations[operation]
    path = "/" + "/".join("7" if part.startswith("{") else part for part in found.segments)
    assert CONTRACT.route(found.method, path)[0].id == operation


@pytest.mark.parametrize(
    ("path", "operation", "params"),
    [
        ("/repos/a/b/contents/apis/open%20api%231.yaml", "repos/get-content", {"path": "apis/open api#1.yaml"}),
        ("/repos/a/b/git/ref/heads/feature/x", "git/get-ref", {"ref": "heads/feature/x"}),
        ("/repos/a/b/labels/stage%3A%20ga", "issues/get-label", {"name": "stage: ga"}),
        ("/repos/a/b/compare/main...lee%3Ax", "repos/compare-commits-with-basehead", {"basehead": "main...lee:x"}),
    ],
)
def test_parameters_are_decoded_after_the_path_is_split(path, operation, params):
    found, held = CONTRACT.route("GET", path)
    assert found.id == operation
    assert params.items() <= held.items()


def test_an_answer_is_completed_round_what_is_given():
    schema = CONTRACT.operations["issues/get"].answers["200"]
    filled = FILLER.fill(schema, {"number": 7, "title": "T", "url": "http://h/7", "nonsense": 1})
    assert (filled["number"], filled["title"], filled["comments_url"]) == (7, "T", "http://h/7/comments")
    assert "nonsense" not in filled


def test_a_wrong_answer_is_told_with_its_place():
    schema = CONTRACT.operations["issues/get"].answers["200"]
    filled = FILLER.fill(schema, {"number": "seven"})
    assert CONTRACT.faults("issues/get 200", schema, filled) == ['number: "seven" is not of type "integer"']


def test_no_endpoint_is_built_that_github_does_not_have():
    rest.load()
    assert set(ENDPOINTS) <= set(CONTRACT.operations)
