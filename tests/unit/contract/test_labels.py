"""What a variant is called in a sentence."""

from typing import Any

import pytest

from bot.contract.schema.labels import label
from tests.unit.contract.telling import TEXT, WHOLE, thing

LABELS: dict[str, dict[str, Any]] = {
    "Card": {"$ref": "#/components/schemas/Card"},
    "A card": {"title": "A card", **thing(pan=TEXT)},
    "Card + Note": {"allOf": [{"$ref": "#/components/schemas/Card"}, {"$ref": "#/components/schemas/Note"}]},
    "null": {"type": "null", "description": "Nothing."},
    "list of string": {"type": "array", "items": TEXT},
    "list of Card": {"type": "array", "items": {"$ref": "#/components/schemas/Card"}},
    '{kind: "card", pan}': thing("kind", pan=TEXT, kind={"enum": ["card"]}),
    "{a, b, c, …}": thing(d=TEXT, c=TEXT, b=WHOLE, a=TEXT),
    '{"maxLength":3,"type":"string"}': {**TEXT, "maxLength": 3},
    '{"type":["null","string"]}': {"type": ["string", "null"]},
}


@pytest.mark.parametrize("name", LABELS)
def test_a_variant_is_called_by_its_name_or_by_what_it_holds(name: str) -> None:
    assert label(LABELS[name]) == name
