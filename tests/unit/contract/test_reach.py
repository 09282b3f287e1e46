"""Which roots reach which places, loops included."""

import random

from bot.contract.schema.reach import Reach, numbers_in
from tests.unit.contract.describing import api, compared, ref


def _plainly(roots: list[int], edges: dict[int, list[int]]) -> dict[int, set[int]]:
    """The same by one walk per root."""
    above: dict[int, set[int]] = {}
    for root in roots:
        queue = [root]
        for place in queue:
            queue += [p for p in edges[place] if p not in queue]
        for place in queue:
            above.setdefault(place, set()).add(root)
    return above


def test_it_agrees_with_one_walk_per_root_on_random_graphs() -> None:
    for seed in range(200):
        dice = random.Random(seed)
        edges = {i: [dice.randrange(12) for _ in range(dice.randrange(4))] for i in range(12)}
        roots = dice.sample(range(12), 4)
        reach = Reach(roots, lambda place, edges=edges: edges[place])  # type: ignore[misc]
        numbered = list(reach.roots)
        found = {p: {numbered[i] for i in numbers_in(reach.above(p))} for p in reach.places()}
        assert found == _plainly(roots, edges)


def test_a_knot_of_schemas_behind_many_operations_is_walked_once() -> None:
    """Two hundred operations over two hundred schemas that all lead to each other."""
    names = range(200)

    def knot(kind: str) -> dict[str, object]:
        document = api({"type": "string"})
        document["components"]["schemas"] = {
            f"S{i}": {"type": "object", "properties": {"n": ref(f"S{(i + 1) % 200}"), "x": {"type": "string"}}}
            for i in names
        }
        document["components"]["schemas"]["S7"]["properties"]["x"]["type"] = kind
        document["paths"] = {
            f"/p{i}": {
                "get": {
                    "responses": {"200": {"description": "", "content": {"application/json": {"schema": ref(f"S{i}")}}}}
                }
            }
            for i in names
        }
        return document

    (finding,) = compared(knot("string"), knot("integer")).findings
    assert finding.rule == "response-type-changed"
    assert finding.operations_total == 200
