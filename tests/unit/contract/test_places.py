"""A finding's line is the one its key stands on, however the file is laid out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.contract import Place, Source, compare
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


def _parted(version: dict[str, str], parts: str) -> Source:
    """A description whose call stands in another file, and its schema in a third one."""
    whole = {**version, "info": {"title": "A", "version": "1"}, "paths": {"/a": {"$ref": "parts/calls.yaml#/a"}}}
    kind = "definitions" if "swagger" in version else "components/schemas"
    schema = f"{{$ref: 'things.yaml#/{kind}/Thing'}}"
    asks = f"parameters:\n    - {{in: body, name: thing, schema: {schema}}}"
    if "openapi" in version:
        asks = f"requestBody:\n      content: {{application/json: {{schema: {schema}}}}}"
    call = f"# calls\na:\n  post:\n    {asks}\n    responses: {{'200': {{description: ok}}}}\n"
    files = {"parts/calls.yaml": call.encode(), "parts/things.yaml": parts.encode()}
    return Source("api.json", json.dumps(whole).encode(), files.get)


@pytest.mark.parametrize("version", [{"swagger": "2.0"}, {"openapi": "3.0.3"}, {"openapi": "3.1.0"}], ids=str)
def test_a_finding_in_another_file_has_its_line_there(version: dict[str, str]) -> None:
    """The old file and the new one have theirs each."""
    head, below = (
        ("definitions:\n", "/definitions")
        if "swagger" in version
        else ("components:\n schemas:\n", "/components/schemas")
    )
    thing = "  Thing:\n    type: object\n    properties:\n      a: {type: string}\n      b:\n        maxLength: 5\n"
    old = head + thing
    new = "# more\n# words\n" + old.replace("5", "4")
    (finding,) = compare(_parted(version, old), _parted(version, new)).findings
    pointer, first = f"{below}/Thing/properties/b/maxLength", 6 + head.count("\n")
    assert finding.old == Place("parts/things.yaml", pointer, first)
    assert finding.new == Place("parts/things.yaml", pointer, first + 2)
