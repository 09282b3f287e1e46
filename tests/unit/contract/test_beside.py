"""What stands beside a union or a condition declares names too: there a part that asks more of them is no addition."""

from typing import Any

import pytest

from bot.contract import Cause
from tests.unit.contract.telling import TEXT, harm, request, response, thing

A, A_MAP = thing(a={}), {**thing(b=TEXT), "additionalProperties": {}}
LOOSE, TIGHT = {"properties": {"c": TEXT}}, {"properties": {"c": TEXT, "a": TEXT}}
OTHER = {"required": ["d"]}
NESTED, NESTED_TIGHT = ({"properties": {"p": s}} for s in (LOOSE, TIGHT))

TIGHTER: dict[str, tuple[Any, Any]] = {
    **{
        f"{where}, in {kind}": (
            {**beside, kind: [{**LOOSE, "required": ["c"]}, OTHER]},
            {**beside, kind: [{**TIGHT, "required": ["c"]}, OTHER]},
        )
        for where, beside in (("a name beside", A), ("a map beside", A_MAP))
        for kind in ("anyOf", "oneOf")
    },
    "a name within a name": (
        {**thing(p=A), "anyOf": [{**NESTED, "required": ["p"]}, OTHER]},
        {**thing(p=A), "anyOf": [{**NESTED_TIGHT, "required": ["p"]}, OTHER]},
    ),
    "a name of items": (
        {"type": "array", "items": A, "anyOf": [{"items": LOOSE, "minItems": 1}, {"maxItems": 0}]},
        {"type": "array", "items": A, "anyOf": [{"items": TIGHT, "minItems": 1}, {"maxItems": 0}]},
    ),
    "a name in a variant of a variant": (
        {**A, "anyOf": [{"anyOf": [{**LOOSE, "required": ["c"]}, {"required": ["e"]}]}, OTHER]},
        {**A, "anyOf": [{"anyOf": [{**TIGHT, "required": ["c"]}, {"required": ["e"]}]}, OTHER]},
    ),
    "a variant less, which another one takes without the name": (
        {**A, "anyOf": [{**LOOSE, "required": ["c"]}, {**TIGHT, "required": ["c", "d"]}]},
        {**A, "anyOf": [{**TIGHT, "required": ["c"]}]},
    ),
    "what is asked where a condition holds": (
        {**A, "if": {"required": ["c"]}, "then": LOOSE},
        {**A, "if": {"required": ["c"]}, "then": TIGHT},
    ),
    "what is asked where a name is there": (
        {**A, "dependentSchemas": {"a": LOOSE}},
        {**A, "dependentSchemas": {"a": TIGHT}},
    ),
    "what is forbidden": ({**A, "not": TIGHT}, {**A, "not": LOOSE}),
    "what is contained": (
        {"type": "array", "items": A, "contains": LOOSE},
        {"type": "array", "items": A, "contains": TIGHT},
    ),
    "how many names a variant takes": (
        {**A, "anyOf": [{**LOOSE, "required": ["c"]}, OTHER]},
        {**A, "anyOf": [{**LOOSE, "required": ["c"], "maxProperties": 1}, OTHER]},
    ),
    "which names a variant takes": (
        {**A, "anyOf": [{**LOOSE, "required": ["c"]}, OTHER]},
        {**A, "anyOf": [{**LOOSE, "required": ["c"], "propertyNames": {"enum": ["c"]}}, OTHER]},
    ),
}
"""The second refuses an `a` that is no text, or an `a` at all, and what stands beside lets anybody send it."""


@pytest.mark.parametrize("case", TIGHTER)
def test_a_part_that_asks_more_of_a_name_declared_beside_it_breaks(case: str) -> None:
    loose, tight = TIGHTER[case]
    assert Cause.BREAKING in [f.cls for f in request(loose, tight).findings]
    assert Cause.BREAKING in [f.cls for f in response(tight, loose).findings]


@pytest.mark.parametrize("kind", ["anyOf", "oneOf"])
def test_a_name_that_only_one_variant_speaks_of_is_still_an_addition(kind: str) -> None:
    old, new = ({**thing(b=TEXT), kind: [{**s, "required": ["c"]}, OTHER]} for s in (LOOSE, TIGHT))
    assert harm(request(old, new)) == []
    assert harm(response(old, new)) == []
