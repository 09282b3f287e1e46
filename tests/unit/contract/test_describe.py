"""What one description says about itself."""

import json

from bot.contract import DescribedOperation, Options, describe
from tests.unit.contract.describing import api, source

PAYMENT = {"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"]}


def _described(**extra: object) -> dict[str, object]:
    document = api(PAYMENT, side="both")
    operation = document["paths"]["/payments"]["post"]
    operation.update(operationId="createPayment", deprecated=True, **{"x-sunset": "2030-01-31", "x-maturity": "beta"})
    document["x-stage"] = "ga"
    document.update(extra)
    return document


def test_title_version_marks_and_operations_are_told_as_written() -> None:
    description = describe(source(_described()))
    assert description.readable
    assert (description.dialect, description.title, description.version) == ("openapi 3.1", "Payments", "1")
    assert description.document_mark == "ga"
    assert description.operations == (
        DescribedOperation("POST", "/payments", "createPayment", "beta", True, "2030-01-31"),
    )


def test_other_names_of_marks_are_an_option() -> None:
    document = json.loads(json.dumps(_described()).replace("x-maturity", "x-level"))
    assert describe(source(document)).operations[0].mark is None
    assert describe(source(document), Options(stage_marks=("x-level",))).operations[0].mark == "beta"


def test_a_request_and_a_response_example_that_fit_are_counted() -> None:
    document = _described()
    operation = document["paths"]["/payments"]["post"]  # type: ignore[index]
    operation["requestBody"]["content"]["application/json"]["example"] = {"amount": 5}
    operation["responses"]["200"]["content"]["application/json"]["examples"] = {"one": {"value": {"amount": 7}}}
    examples = describe(source(document)).examples
    assert (examples.requests_valid, examples.responses_valid, examples.problems) == (1, 1, ())
    assert examples.runnable


def test_an_example_that_does_not_fit_is_a_problem_with_its_line() -> None:
    document = _described()
    operation = document["paths"]["/payments"]["post"]  # type: ignore[index]
    operation["requestBody"]["content"]["application/json"]["example"] = {"amount": "five"}
    examples = describe(source(json.dumps(document, indent=1).encode())).examples
    assert (examples.requests_valid, examples.runnable) == (0, False)
    (problem,) = examples.problems
    assert problem.pointer == "/paths/~1payments/post/requestBody/content/application~1json/example"
    assert problem.line is not None
    assert json.dumps(document, indent=1).splitlines()[problem.line - 1].strip().startswith('"example"')
