"""What we send for and read over REST, held against GitHub's own description."""

import re

import pytest

from bot.github.endpoints import ENDPOINTS, Endpoint
from tests.fidelity.reads import complaints
from tests.fidelity.shapes import CONTRACT

ROWS = [pytest.param(row, id=row.operation) for row in ENDPOINTS]


@pytest.mark.parametrize("row", ROWS)
def test_every_operation_has_githubs_method_path_and_query(row: Endpoint[object]) -> None:
    described = CONTRACT["operations"][row.operation]
    path, query = _taken_apart(row.template)
    assert (row.method, path) == (described["method"], described["path"])
    assert query <= set(described["query"])


@pytest.mark.parametrize("row", ROWS)
def test_nothing_is_read_that_github_does_not_promise(row: Endpoint[object]) -> None:
    described = CONTRACT["operations"][row.operation]
    for status, schema in described["answers"].items():
        if not status.startswith("2") or not schema:
            continue
        if row.wrapped_in:
            schema = schema["properties"][row.wrapped_in]
        shape = list[row.answer] if row.is_list else row.answer  # type: ignore[name-defined]
        assert list(complaints(shape, schema, row.operation)) == []


def _taken_apart(template: str) -> tuple[str, set[str]]:
    query = set(re.findall(r"[?&](\w+)=", template))
    for group in re.findall(r"\{[?&]([\w,]+)\}", template):
        query |= set(group.split(","))
    path = re.sub(r"\{[?&][\w,]+\}", "", template).split("?")[0]
    return re.sub(r"\{/(\w+)\*\}", r"/{\1}", path), query
