"""Values in their one text."""

import json
import math

import pytest

from bot.contract.schema.values import canonical

VALUES = (
    None,
    True,
    0,
    -1,
    1.0,
    1.5,
    1e16,
    1e-7,
    -0.0,
    2**53,
    2.0**53,
    2**64,
    -(2**70),
    math.inf,
    "",
    "1.5e3",
    'a "quoted" \\ back\\slash\n\t\x00\x1f\x7f',
    "é\u2028\U0001f600",
    "\ud800",
    [],
    [None, [None]],
    {"null": None, "a": [1.0, {"b": 2.50}]},
    {"\uffff": 1, "\U00010000": 2, "é": 3, "a": 4, "": 5},
    {"deep": {"z": 1, "a": {"z": [True, False, None], "a": 1e300}}},
)


def _slowly(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, dict):
        return "{" + ",".join(f"{_slowly(k)}:{_slowly(v)}" for k, v in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_slowly, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_value_has_one_text_whoever_writes_it(value: object) -> None:
    assert canonical(value) == _slowly(value)


def test_a_key_that_is_no_text_is_written_as_one() -> None:
    assert canonical({1: "a", "0": "b"}) == '{"0":"b","1":"a"}'
