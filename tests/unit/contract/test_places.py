"""A finding's line is the one its key stands on, however the file is laid out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.contract.openapi.places import lines
from bot.contract.openapi.reading import read
from bot.contract.schema.nodes import escape
from tests.unit.contract.test_touched import SHOP

ODD = {**SHOP, "paths": {**SHOP["paths"], 'a "quoted" \\ ~ / name': {"get": {"tags": ["ä", {"}": "{"}, [], {}]}}}}
LAYOUTS = {
    "wide": json.dumps(ODD, indent=2),
    "wide, with letters as they are": json.dumps(ODD, indent=1, ensure_ascii=False),
    "in one line": json.dumps(ODD),
    "colons apart": json.dumps(ODD, indent=2, separators=(" ,", "\t :  ")),
    "after blank lines": "\n\n  \r\n" + json.dumps(ODD, indent=2),
    "with a byte order mark": "\ufeff" + json.dumps(ODD, indent=2),
}


def pointers(value: Any, at: str = "") -> Iterator[str]:
    yield at
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in named:
        yield from pointers(below, f"{at}/{escape(key)}")


@pytest.mark.parametrize("how", LAYOUTS)
def test_every_place_has_the_line_of_its_last_key(how: str) -> None:
    text = LAYOUTS[how]
    data = text.encode()
    reading = read(data)
    assert reading.starts
    wanted = list(pointers(ODD))
    found = lines(reading, data, wanted)
    whole = lines(read(b"{}"), data, wanted)  # what was read of another file tells no places: all are looked up
    assert found == whole
    assert len(set(found.values())) == (1 if how == "in one line" else len(set(whole.values())))


def test_a_place_that_is_not_there_has_the_line_of_the_nearest_that_is() -> None:
    data = LAYOUTS["wide"].encode()
    there, nowhere = "/components/schemas/Cat/properties/name", "/components/schemas/Cat/properties/name/maxLength/x"
    found = lines(read(data), data, [there, nowhere, "/components/schemas/Nobody/type"])
    assert found[nowhere] == found[there] + 2
    assert data.splitlines()[found[there] - 1].strip() == b'"name": {'
    assert data.splitlines()[found["/components/schemas/Nobody/type"] - 1].strip() == b'"schemas": {'
