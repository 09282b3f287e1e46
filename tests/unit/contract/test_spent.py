"""When every step is spent, what is left is said, and nothing raises."""

from typing import Any

from bot.contract.openapi.document import Document
from bot.contract.openapi.touched import Touched
from bot.contract.schema.nodes import Node
from bot.contract.steps import Steps
from tests.unit.contract.describing import api, source

PROSE = {"description": "This text is long enough to be looked through at the cost of some steps. " * 20}
PLACE = "/paths/~1payments/post/requestBody/content/application~1json/schema/properties/same"


def _touched(steps: int) -> Touched:
    def document(kind: str) -> Document:
        properties: dict[str, Any] = {"same": {"type": "string", **PROSE}, "other": {"type": kind}}
        return Document(source(api({"type": "object", "properties": properties})))

    touched = Touched(document("string"), document("integer"))
    touched.steps = Steps(steps)
    return touched


def test_a_part_that_is_the_same_is_not_worth_saying() -> None:
    assert not _touched(1_000).worth_saying(Node("api.json", PLACE, None))


def test_a_part_of_which_nobody_can_tell_any_more_is_worth_saying() -> None:
    assert _touched(1).worth_saying(Node("api.json", PLACE, None))
