"""A schema whose reference leads nowhere, or nowhere in particular, is unread: nothing is told of what it would be."""

from typing import Any

import pytest

from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, WHOLE, thing, told

PAYMENT = thing("id", id=TEXT, amount=WHOLE)
NOWHERE = ref("Nobody")
ANYWHERE = {"$dynamicRef": "#item"}
TWO_NAMED = {"A": {"$defs": {"a": {"$dynamicAnchor": "item"}}}, "B": {"$defs": {"b": {"$dynamicAnchor": "item"}}}}


def listed(items: Any, side: str) -> dict[str, Any]:
    return api({"type": "array", "items": items}, side=side, **TWO_NAMED)


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("lost", [NOWHERE, ANYWHERE], ids=["nowhere", "anywhere"])
def test_what_a_lost_reference_would_hold_is_neither_gone_nor_new(lost: Any, side: str) -> None:
    for old, new in ((PAYMENT, lost), (lost, PAYMENT)):
        report = compared(listed(old, side), listed(new, side))
        assert report.findings == ()
        assert len(report.unread) == 1


def test_what_stands_beside_a_reference_that_was_lost_before_is_compared() -> None:
    old, new = (thing(lost=NOWHERE, amount=amount) for amount in (TEXT, WHOLE))
    assert told(compared(api(old), api(new))) == [("request-type-changed", "breaking")]


SAID = {
    "nowhere": (NOWHERE, "refers to `#/components/schemas/Nobody`, and nothing is there"),
    "anywhere": (ANYWHERE, "Where `#item` leads depends on who refers here"),
    "a slip of the pen": ({"ref": "#/components/schemas/A"}, "`ref` is not a word of schemas"),
    "a value that is none": ({"type": "text"}, "What the change of `type` means was not judged"),
}


@pytest.mark.parametrize("case", SAID)
def test_the_reason_is_said(case: str) -> None:
    schema, words = SAID[case]
    (unread,) = compared(listed(PAYMENT, "request"), listed(schema, "request")).unread
    assert words in unread.what
