"""Webhooks and callbacks: the server calls, and the user of the API is the server there. Content is judged inverted."""

import re
from typing import Any

import pytest

from bot.contract import Finding, Side
from bot.contract.openapi.outbound import heard
from bot.contract.openapi.rows import HTTP_ROWS, INVERTED, SCHEMA_ROWS, SPECIAL, Row
from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, WHOLE, harm, operation, thing, told


def hook(
    schema: Any = None, *, answer: Any = None, headers: Any = None, parameters: Any = None, **more: Any
) -> dict[str, Any]:
    """A call of the server's, with a body or an answer of the schema."""
    response: dict[str, Any] = {"description": "ok"}
    if answer is not None:
        response["content"] = {"application/json": {"schema": answer}}
    if headers is not None:
        response["headers"] = headers
    called: dict[str, Any] = {"responses": {"200": response}, **more}
    if schema is not None:
        called["requestBody"] = {"content": {"application/json": {"schema": schema}}, "required": True}
    if parameters is not None:
        called["parameters"] = parameters
    return {"post": called}


def webhook(*args: Any, **members: Any) -> dict[str, Any]:
    return {**operation(), "webhooks": {"paid": hook(*args, **members)}}


def callback(*args: Any, **members: Any) -> dict[str, Any]:
    return operation(callbacks={"paid": {"{$request.query.url}": hook(*args, **members)}})


WAYS = {"webhook": webhook, "callback": callback}
SUBJECTS = {
    "webhook": "the webhook `paid`",
    "callback": "the callback `paid {$request.query.url}` of `GET /payments`",
}


def only(old: Any, new: Any) -> Finding:
    (finding,) = compared(old, new).findings
    return finding


# words


def _rows() -> list[Row]:
    plain = [row for rule, row in HTTP_ROWS.items() if rule not in INVERTED and not rule.startswith("security-")]
    return [*SCHEMA_ROWS.values(), *SPECIAL.values(), *plain]


INBOUND_ONLY = frozenset(
    (
        *("operation-removed", "operation-retired", "operation-added", "operation-moved", "template-shadowed"),
        *("server-added", "server-removed", "server-variable-changed"),
    )
)
"""Rules that are never said of what the server calls."""


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row.rule)
def test_no_sentence_speaks_of_callers_requests_or_responses_where_the_server_calls(row: Row) -> None:
    said = f"{heard(row.sentence)} {heard(row.fix)}"
    if row.rule not in INBOUND_ONLY:
        assert re.findall(r"\b[Cc]allers?\b|\b[Rr]equests?\b|\b[Rr]esponses?\b|\b[Ss]ervers?\b", said) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_is_sent_is_told_as_its_receivers_meet_it(way: str) -> None:
    made = WAYS[way]
    gone = only(made(thing("a", "b", a=TEXT, b=TEXT)), made(thing("b", b=TEXT)))
    subject = SUBJECTS[way]
    assert gone.sentence == f"`a` in the body of {subject} is gone; it was always there."
    wider = only(made({**TEXT, "maxLength": 3}), made({**TEXT, "maxLength": 5}))
    assert wider.sentence == (
        f"The body of {subject} was always at most 3 characters; receivers must now cope with at most 5 characters."
    )
    assert wider.fix == "Keep the old promise in what is sent, or make the change in a new version."


@pytest.mark.parametrize("way", WAYS)
def test_what_is_answered_is_told_as_its_receivers_send_it(way: str) -> None:
    made = WAYS[way]
    asked = only(made(answer=thing(a=TEXT)), made(answer=thing("a", a=TEXT)))
    subject = SUBJECTS[way]
    assert asked.sentence == f"Answers without `a` in the 200 answer to {subject} are now refused; it was optional."
    assert asked.fix == "Keep it optional."
    ignored = only(made(answer=thing(a=TEXT, b=TEXT)), made(answer=thing(a=TEXT)))
    assert ignored.sentence == (
        f"`b` in the 200 answer to {subject} is gone from the description: it may be ignored silently."
    )


def test_a_component_that_calls_and_webhooks_share_is_told_as_callers_meet_it() -> None:
    def shared(most: int) -> dict[str, Any]:
        document = webhook({"$ref": "#/components/schemas/Note"})
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}
        document["paths"]["/payments"]["get"]["responses"]["200"]["content"] = content
        return {**document, "components": {"schemas": {"Note": {**TEXT, "maxLength": most}}}}

    finding = only(shared(3), shared(5))
    assert finding.operations_total == 2
    assert "callers must now cope" in finding.sentence


# witnesses


def test_the_witness_of_what_is_sent_is_a_message() -> None:
    finding = only(webhook({**TEXT, "maxLength": 3}), webhook({**TEXT, "maxLength": 5}))
    assert finding.side is Side.RESPONSE
    assert finding.witness is not None
    assert (finding.witness.kind, finding.witness.status) == ("message", None)
    assert finding.witness.is_sent


def test_the_witness_of_what_is_answered_is_an_answer() -> None:
    finding = only(webhook(answer={**TEXT, "maxLength": 5}), webhook(answer={**TEXT, "maxLength": 3}))
    assert finding.side is Side.REQUEST
    assert finding.witness is not None
    assert (finding.witness.kind, finding.witness.status) == ("answer", "200")
    assert not finding.witness.is_sent


# classes


def parameter(schema: Any, **members: Any) -> list[dict[str, Any]]:
    return [{"name": "q", "in": "query", "schema": schema, **members}]


LISTED = {"type": "array", "items": TEXT}


@pytest.mark.parametrize("way", WAYS)
def test_a_value_that_becomes_a_list_breaks_who_reads_one_value(way: str) -> None:
    old, new = (WAYS[way](parameters=parameter(schema)) for schema in (TEXT, LISTED))
    assert harm(compared(old, new)) == ["response-type-changed"]
    assert told(compared(new, old)) == [("webhook-parameter-becomes-single", "safe")]
    least = WAYS[way](parameters=parameter({**LISTED, "minItems": 2}))
    assert harm(compared(least, old)) == ["response-type-changed"]
    numbers = WAYS[way](parameters=parameter({"type": "array", "items": WHOLE}))
    assert harm(compared(numbers, old)) == ["response-type-widened"]


@pytest.mark.parametrize("way", WAYS)
def test_a_parameter_that_may_come_empty_breaks_who_reads_it(way: str) -> None:
    old, new = (WAYS[way](parameters=parameter(TEXT, **m)) for m in ({}, {"allowEmptyValue": True}))
    assert told(compared(old, new)) == [("webhook-parameter-empty-allowed", "breaking")]
    assert told(compared(new, old)) == [("webhook-parameter-form-tightened", "safe")]


HEADER = {"X-Seen": {"schema": TEXT}}
ASKED = {"X-Seen": {"schema": TEXT, "required": True}}
INVERSIONS: dict[str, tuple[Any, Any, str, str]] = {
    "parameter": ({}, {"parameters": parameter(TEXT)}, "safe", "risky"),
    "required parameter": ({}, {"parameters": parameter(TEXT, required=True)}, "safe", "breaking"),
    "parameter required": (
        {"parameters": parameter(TEXT)},
        {"parameters": parameter(TEXT, required=True)},
        "safe",
        "breaking",
    ),
    "answer header": ({}, {"headers": HEADER}, "safe", "risky"),
    "required answer header": ({}, {"headers": ASKED}, "breaking", "risky"),
    "answer header required": ({"headers": HEADER}, {"headers": ASKED}, "breaking", "safe"),
    "security": ({"security": []}, {"security": [{"k": []}]}, "safe", "breaking"),
}
"""What a webhook has before and after, and the classes one way and the other."""


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", INVERSIONS)
def test_content_parameters_security_and_answers_are_inverted(case: str, way: str) -> None:
    old, new, forward, back = INVERSIONS[case]
    schemes = {"components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "K"}}}}
    before, after = ({**WAYS[way](TEXT, **members), **schemes} for members in (old, new))
    assert [f.cls.value for f in compared(before, after).findings] == [forward]
    assert [f.cls.value for f in compared(after, before).findings] == [back]


@pytest.mark.parametrize("way", WAYS)
def test_existence_is_not_inverted(way: str) -> None:
    made = WAYS[way](TEXT)
    assert told(compared(made, operation())) == [("webhook-removed", "breaking")]
    assert told(compared(operation(), made)) == [("webhook-added", "safe")]
    assert "receivers who wait for it break" in only(made, operation()).sentence
