"""How a text is encoded, in the words of 3.0 (`format: byte`, `format: binary`) and of 3.1 (`content*`)."""

from typing import Any

import pytest

from bot.contract import Cause
from tests.unit.contract.describing import api, compared
from tests.unit.contract.telling import TEXT, body, harm, request, response, thing, told

BYTE, BASE64 = {**TEXT, "format": "byte"}, {**TEXT, "contentEncoding": "base64"}
BINARY, OCTETS = {**TEXT, "format": "binary"}, {**TEXT, "contentMediaType": "application/octet-stream"}

SAME: dict[str, tuple[Any, Any]] = {
    "base64": (BYTE, BASE64),
    "base64, said twice": (BYTE, {**BYTE, **BASE64}),
    "base64, said once": ({**BYTE, **BASE64}, BASE64),
    "base64 of some length": ({**BYTE, "maxLength": 9}, {**BASE64, "maxLength": 9}),
    "any bytes": (BINARY, OCTETS),
    "any bytes, encoded as they are": (BINARY, {**TEXT, "contentEncoding": "binary"}),
    "a property": (thing(a=BYTE), thing(a=BASE64)),
    "a part": ({"allOf": [thing(a=BYTE)]}, thing(a=BASE64)),
    "an item": ({"type": "array", "items": BYTE}, {"type": "array", "items": BASE64}),
    "a variant": (
        {"oneOf": [thing("a", a=BYTE), thing("b", b=BINARY)]},
        {"oneOf": [thing("a", a=BASE64), thing("b", b=OCTETS)]},
    ),
}


@pytest.mark.parametrize("side", ["request", "response"])
@pytest.mark.parametrize("case", SAME)
def test_the_words_of_3_0_and_of_3_1_mean_the_same(case: str, side: str) -> None:
    """Told as harmful in neither direction, and both may be kept in 3.1."""
    for version in ("3.0.3", "3.1.0"):
        before, after = (api(s, side=side, version=v) for s, v in zip(SAME[case], (version, "3.1.0"), strict=True))
        assert harm(compared(before, after)) == harm(compared(after, before)) == []


def test_a_file_in_a_form_may_be_said_in_the_words_of_either() -> None:
    old, new = body(thing(file=BINARY), "multipart/form-data", "3.0.3"), body(thing(file=OCTETS), "multipart/form-data")
    assert harm(compared(old, new)) == harm(compared(new, old)) == []


def test_what_is_said_beside_them_is_compared() -> None:
    assert harm(request(BYTE, {**BASE64, "maxLength": 9})) == ["request-max-length-tightened"]
    assert harm(request(BINARY, {**OCTETS, "minLength": 1})) == ["request-min-length-tightened"]
    assert harm(request(BYTE, {**BASE64, "contentMediaType": "image/png"})) == ["request-condition-added"]


OTHER: dict[str, tuple[Any, Any]] = {
    "another encoding": (BYTE, {**TEXT, "contentEncoding": "base64url"}),
    "no encoding any more": (BASE64, TEXT),
    "no format any more": (BYTE, TEXT),
    "bytes of another type": ({**TEXT, "contentMediaType": "image/png"}, OCTETS),
}


@pytest.mark.parametrize("case", OTHER)
def test_another_encoding_breaks_readers(case: str) -> None:
    old, new = OTHER[case]
    assert Cause.BREAKING.value in {cls for _, cls in told(response(old, new))}
