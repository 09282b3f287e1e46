"""What is proved of two schemas, and what must not be."""

from typing import Any

import pytest

from bot.contract.openapi.document import Document
from bot.contract.schema.inclusion import Answer
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.views import CLOSED, DECLARED, View
from tests.unit.contract.describing import api, ref, source

TEXT, INTEGER, NUMBER, NULL, FLAG = ({"type": t} for t in ("string", "integer", "number", "null", "boolean"))


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(required)}


def shut(*required: str, **properties: Any) -> dict[str, Any]:
    return {**thing(*required, **properties), "additionalProperties": False}


def answer(
    sub: Any, sup: Any, *, world: str = DECLARED, view: View | None = None, sups: Any = None, **subs: Any
) -> Answer:
    """The answer for two schemas, each in a document of its own with components of its own."""
    nodes = []
    for schema, components in ((sub, subs), (sup, sups or {})):
        document = Document(source(api(schema, **components)))
        shapes = Shapes(document)
        path = ("paths", "/payments", "post", "requestBody", "content", "application/json", "schema")
        nodes.append((shapes, (document.root.child(*path),)))
    (a, left), (b, right) = nodes
    return Subsumption(world=world).answer(a, left, b, right, view)


CARD, CASH = thing("kind", kind={"const": "card"}, pan=TEXT), thing("kind", kind={"const": "cash"})
STRICT = thing("kind", kind={"const": "card"}, pan={"type": "string", "maxLength": 3})

PROVED: dict[str, tuple[Any, Any]] = {
    "integers are numbers": (INTEGER, NUMBER),
    "patterns of names that one name may match": (
        {"type": "object", "patternProperties": {"^x": {}, "a": INTEGER}},
        {"patternProperties": {"^x": {}, "a": NUMBER}},
    ),
    "more than 0 is at least 1, for whole numbers": (
        {"type": "integer", "exclusiveMinimum": 0},
        {"type": "integer", "minimum": 1},
    ),
    "half steps hold whole numbers": (INTEGER, {"type": "number", "multipleOf": 0.5}),
    "multiples of a whole number are whole": (
        {"type": "number", "multipleOf": 10},
        {"type": "integer", "multipleOf": 5},
    ),
    "multiples of six are multiples of three": ({"type": "integer", "multipleOf": 6}, {"multipleOf": 3}),
    "a small format lies in bounds": (
        {"type": "integer", "format": "int8"},
        {"type": "integer", "minimum": -200, "maximum": 200},
    ),
    "bounds lie in a format": (
        {"type": "integer", "minimum": 0, "maximum": 9},
        {"type": "integer", "format": "int32"},
    ),
    "a pattern lies in another": ({"type": "string", "pattern": "^[a-f]+$"}, {"type": "string", "pattern": "^[a-z]+$"}),
    "a pattern says how long": ({"type": "string", "pattern": "^a{3}$"}, {"maxLength": 3, "minLength": 3}),
    "a format says how long": ({"type": "string", "format": "uuid"}, {"maxLength": 36}),
    "texts of a format fit a pattern": (
        {"type": "string", "format": "uuid"},
        {"type": "string", "pattern": "^[0-9a-fA-F-]{36}$"},
    ),
    "no item may follow the last place": (
        {"type": "array", "prefixItems": [TEXT, INTEGER], "items": False},
        {"type": "array", "maxItems": 2},
    ),
    "no item may be there at all": ({"type": "array", "items": False}, {"maxItems": 0}),
    "a few whole numbers are in a list": (
        {"type": "integer", "minimum": 1, "exclusiveMaximum": 4},
        {"enum": [1, 2, 3]},
    ),
    "listed values fit a pattern": ({"enum": ["a", "b"]}, {"type": "string", "pattern": "^[a-z]$"}),
    "listed values are spread over branches": ({"enum": ["a", 1]}, {"anyOf": [TEXT, INTEGER]}),
    "listed objects": ({"enum": [{"a": 1}]}, thing("a", a=INTEGER)),
    "types are spread over branches": ({"type": ["string", "integer"]}, {"anyOf": [INTEGER, TEXT]}),
    "flags are spread over branches": (FLAG, {"oneOf": [{"const": True}, {"const": False}]}),
    "branches are merged": ({"oneOf": [CARD, CASH]}, thing("kind", kind={"enum": ["card", "cash"]}, pan=TEXT)),
    "a property's values are spread over branches": (
        thing("kind", kind={"enum": ["card", "cash"]}),
        {"oneOf": [CARD, CASH]},
    ),
    "a branch more, told apart by its constant": ({"oneOf": [CARD]}, {"oneOf": [CARD, CASH]}),
    "the same branches in another order": ({"oneOf": [TEXT, {"minLength": 2}]}, {"oneOf": [{"minLength": 2}, TEXT]}),
    "a branch that another one holds": ({"anyOf": [STRICT, CARD]}, CARD),
    "what is sent is required": (thing("a", a=TEXT), thing("a", a=TEXT)),
    "a name the sender does not declare": (thing(a=TEXT), thing(a=TEXT, b=INTEGER)),
    "a closed receiver that knows all names": (thing(a=TEXT), shut(a=TEXT)),
    "a map of the same": ({"type": "object", "additionalProperties": INTEGER}, {"additionalProperties": NUMBER}),
    "a map and a named property of it": (
        {"type": "object", "additionalProperties": INTEGER},
        {"properties": {"a": NUMBER}, "additionalProperties": True},
    ),
    "a named property that a pattern covers": (
        shut(x1=INTEGER),
        {"type": "object", "patternProperties": {"^x": NUMBER}, "additionalProperties": False},
    ),
    "names that fit": (shut(ab=TEXT), {"propertyNames": {"maxLength": 2}}),
    "few enough names": (shut(a=TEXT, b=TEXT), {"maxProperties": 2}),
    "enough names": (thing("a", "b", a=TEXT, b=TEXT), {"minProperties": 2}),
    "a dependency whose trigger never comes": (thing(a=TEXT), {"dependentRequired": {"z": ["y"]}}),
    "a dependency that is always met": (thing("b", a=TEXT, b=TEXT), {"dependentRequired": {"a": ["b"]}}),
    "a dependent schema that always holds": (thing(a=TEXT), {"dependentSchemas": {"a": {"properties": {"a": TEXT}}}}),
    "what is not of it": (TEXT, {"not": INTEGER}),
    "not that constant": (thing("kind", kind={"const": "card"}), {"not": CASH}),
    "a condition of which both ways hold": (INTEGER, {"if": {"minimum": 5}, "then": NUMBER, "else": INTEGER}),
    "a condition that never holds": (TEXT, {"if": INTEGER, "then": False, "else": TEXT}),
    "enough of what must be contained": ({"type": "array", "items": TEXT, "minItems": 1}, {"contains": TEXT}),
    "slots": (
        {"type": "array", "prefixItems": [INTEGER, TEXT], "items": False},
        {"type": "array", "prefixItems": [NUMBER], "items": TEXT},
    ),
    "slots that never come": ({"type": "array", "items": TEXT, "maxItems": 1}, {"prefixItems": [TEXT, INTEGER]}),
    "one item is unlike the others": ({"type": "array", "maxItems": 1}, {"uniqueItems": True}),
    "part of a conjunction": ({"allOf": [{"not": INTEGER}, {"minLength": 1}]}, {"not": INTEGER}),
    "nothing": (False, TEXT),
    "null alone is a list of one value": (NULL, {"enum": ["a", None]}),
    "a flag is a list of two": (FLAG, {"enum": [True, "a", False]}),
    "names of a pattern that another part shuts out": (
        {"allOf": [shut(a=TEXT), {"patternProperties": {"^x": TEXT}}]},
        {"allOf": [shut(a=TEXT), {"anyOf": [{"patternProperties": {"^x": TEXT}}, TEXT]}]},
    ),
}

REFUSED: dict[str, tuple[Any, Any]] = {
    "a pattern of names that only the receiver has": (
        {"type": "object", "patternProperties": {"^x": {}, "a": INTEGER}},
        {"patternProperties": {"^x": {}, "a": INTEGER, "b": INTEGER}},
    ),
    "a pattern of names that asks for more": (
        {"type": "object", "patternProperties": {"^x": NUMBER, "a": INTEGER}},
        {"patternProperties": {"^x": INTEGER, "a": INTEGER}},
    ),
    "texts of a format may not fit a narrower pattern": (
        {"type": "string", "format": "uuid"},
        {"type": "string", "pattern": "^[0-9a-f-]{36}$"},
    ),
    "an item more than may follow": (
        {"type": "array", "prefixItems": [TEXT, INTEGER], "items": False},
        {"type": "array", "maxItems": 1},
    ),
    "multiples of a half are not whole": ({"type": "number", "multipleOf": 0.5}, INTEGER),
    "a whole number that the list lacks": ({"type": "integer", "minimum": 1, "maximum": 4}, {"enum": [1, 2, 3]}),
    "numbers between a few whole ones": ({"type": "number", "minimum": 1, "maximum": 2}, {"enum": [1, 2]}),
    "whole numbers without an upper bound": ({"type": "integer", "minimum": 1}, {"enum": [1, 2]}),
    "numbers are not integers": (NUMBER, INTEGER),
    "more than 0 is not at least 1, for fractions": ({"type": "number", "exclusiveMinimum": 0}, {"minimum": 1}),
    "multiples of three are not multiples of six": ({"type": "integer", "multipleOf": 3}, {"multipleOf": 6}),
    "a pattern that is wider": ({"type": "string", "pattern": "^[a-z]+$"}, {"pattern": "^[a-f]+$"}),
    "a pattern we do not read": ({"type": "string", "pattern": "^a"}, {"pattern": "^(?=a)"}),
    "a listed value that does not fit": ({"enum": ["a", "B"]}, {"pattern": "^[a-z]$"}),
    "overlapping branches": (TEXT, {"oneOf": [TEXT, {"minLength": 2}]}),
    "a branch that overlaps with a new one": ({"oneOf": [TEXT]}, {"oneOf": [TEXT, {"minLength": 2}]}),
    "a branch less": ({"oneOf": [CARD, CASH]}, {"oneOf": [CARD]}),
    "not always sent": (thing(a=TEXT), thing("a", a=TEXT)),
    "a name that a branch declares": (
        {"type": "object", "properties": {"a": TEXT}, "anyOf": [{"properties": {"b": TEXT}}]},
        thing(a=TEXT, b=INTEGER),
    ),
    "a name that another branch declares as well": (
        {"anyOf": [thing(a=TEXT), thing(b=TEXT)]},
        thing(a=TEXT, b=INTEGER),
    ),
    "a closed receiver that misses a name": (thing(a=TEXT, b=TEXT), shut(a=TEXT)),
    "a free-form object": ({"type": "object"}, thing(a=TEXT)),
    "a pattern that covers a name": (thing(x1=TEXT), {"patternProperties": {"^x": INTEGER}}),
    "a pattern that may cover a name": (thing(x1=TEXT), {"patternProperties": {"^(?=x)": INTEGER}}),
    "names that do not fit": (shut(abc=TEXT), {"propertyNames": {"maxLength": 2}}),
    "names nobody knows": ({"type": "object"}, {"propertyNames": {"maxLength": 2}}),
    "a dependency that may not be met": (thing(a=TEXT, b=TEXT), {"dependentRequired": {"a": ["b"]}}),
    "what may be of it": ({"type": ["string", "integer"]}, {"not": INTEGER}),
    "a condition of which one way fails": (INTEGER, {"if": {"minimum": 5}, "then": TEXT}),
    "another condition under the same keyword": (
        {"type": "integer", "if": {"minimum": 5}, "then": {"maximum": 7}},
        {"if": {"minimum": 5}, "then": {"maximum": 6}},
    ),
    "sealed, with other names beside it": (
        {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "unevaluatedProperties": False},
        {"type": "object", "properties": {"a": TEXT}, "unevaluatedProperties": False},
    ),
    "nothing that must be contained": ({"type": "array", "items": TEXT}, {"contains": TEXT}),
    "a keyword nobody knows": ({"madeUp": 1}, {"madeUp": 2}),
    "a list that may hold two of the same": ({"type": "array"}, {"uniqueItems": True}),
}


@pytest.mark.parametrize("case", PROVED)
def test_it_is_proved(case: str) -> None:
    assert answer(*PROVED[case]) is Answer.YES


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_not_claimed(case: str) -> None:
    assert answer(*REFUSED[case]) is not Answer.YES


@pytest.mark.parametrize("case", [*PROVED, *REFUSED])
def test_every_schema_lies_within_itself(case: str) -> None:
    for schema in {**PROVED, **REFUSED}[case]:
        assert answer(schema, schema) is Answer.YES


def test_a_listed_value_that_is_refused_is_a_disproof() -> None:
    assert answer({"enum": ["a", "b"]}, {"enum": ["a"]}) is Answer.NO


LIST = {"type": "object", "properties": {"value": INTEGER, "next": ref("List")}, "required": ["value"]}
WIDER = {"type": "object", "properties": {"value": NUMBER, "next": ref("List")}, "required": ["value"]}


def test_a_loop_holds_when_all_of_it_holds() -> None:
    assert answer(ref("List"), ref("List"), sups={"List": WIDER}, List=LIST) is Answer.YES
    assert answer(ref("List"), ref("List"), sups={"List": LIST}, List=WIDER) is not Answer.YES


def test_a_loop_that_leads_nowhere_proves_nothing() -> None:
    """A branch that is the union itself takes no value that the others do not take."""
    endless = {"anyOf": [ref("Endless"), INTEGER]}
    assert answer(TEXT, ref("Endless"), sups={"Endless": endless}) is not Answer.YES
    assert answer(INTEGER, ref("Endless"), sups={"Endless": endless}) is Answer.YES


def test_what_leaned_on_a_loop_that_failed_is_forgotten() -> None:
    """`Pair` holds only if `List` does, and `List` fails at its end; asked again, `Pair` must fail too."""
    pair = {"type": "object", "properties": {"list": ref("List")}}
    subs = {"List": thing(a=ref("Pair"), b=NUMBER), "Pair": pair}
    sups = {"List": thing(a=ref("Pair"), b=INTEGER), "Pair": pair}
    documents = [Shapes(Document(source(api(ref("List"), **c)))) for c in (subs, sups)]
    proofs = Subsumption()
    for name in ("List", "Pair", "List"):
        left, right = ((s.document.root.child("components", "schemas", name),) for s in documents)  # type: ignore[attr-defined]
        assert not proofs.within(documents[0], left, documents[1], right)


def test_what_does_not_travel_is_neither_required_nor_constrained() -> None:
    old = thing("id", "a", id={"type": "string", "readOnly": True}, a=TEXT)
    request = View(hidden="readOnly")
    assert answer(thing("a", a=TEXT), old, view=request) is Answer.YES
    assert answer(old, thing("id", "a", id=TEXT, a=TEXT), view=request) is not Answer.YES
    assert answer(old, thing("a", id={"type": "integer", "readOnly": True}, a=TEXT), view=request) is Answer.YES
    assert answer(old, thing("id", "a", id=TEXT, a=TEXT)) is not Answer.YES


def test_as_text_a_number_is_one_of_any_texts_and_null_is_never_sent() -> None:
    text = View(hidden="readOnly", text=True)
    assert answer({"type": ["integer", "null"]}, TEXT, view=text) is Answer.YES
    assert answer(INTEGER, {"type": "string", "maxLength": 3}, view=text) is not Answer.YES
    assert answer(INTEGER, TEXT) is not Answer.YES


def test_in_the_closed_world_an_open_object_may_hold_any_name() -> None:
    assert answer(thing(a=TEXT), thing(a=TEXT, b=INTEGER)) is Answer.YES
    assert answer(thing(a=TEXT), thing(a=TEXT, b=INTEGER), world=CLOSED) is not Answer.YES
    assert answer(shut(a=TEXT), thing(a=TEXT, b=INTEGER), world=CLOSED) is Answer.YES


def test_three_thousand_levels_are_proved_or_given_up_without_a_crash() -> None:
    def chain(end: Any) -> dict[str, Any]:
        return {**{f"S{i}": thing(a=ref(f"S{i + 1}")) for i in range(3_000)}, "S3000": end}

    assert answer(ref("S0"), ref("S0"), sups=chain(NUMBER), **chain(INTEGER)) is Answer.UNKNOWN
    assert answer(ref("S2600"), ref("S2600"), sups=chain(NUMBER), **chain(INTEGER)) is Answer.YES
