"""The read contract can fail: each kind of wrong reading is found."""

from typing import Any

import pytest
from msgspec import Struct

from tests.fidelity.reads import complaints
from tests.fidelity.shapes import CONTRACT


class Unknown(Struct):
    is_pull_request: bool


class Relied(Struct):
    body: str


class Null(Struct):
    closed_at: str


class Dropped(Struct):
    assignee: dict[str, Any] | None


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        pytest.param(Unknown, ["is unknown"], id="a-field-github-does-not-have"),
        pytest.param(Relied, ["is read as if it were always there", "may be null"], id="a-field-that-may-be-missing"),
        pytest.param(Null, ["may be null"], id="a-field-that-may-be-null"),
        pytest.param(Dropped, ["is gone in the next version"], id="a-field-the-next-version-drops"),
    ],
)
def test_a_wrong_reading_is_found(shape: type[Struct], words: list[str]) -> None:
    schema = CONTRACT["operations"]["issues/get"]["answers"]["200"]
    found = list(complaints(shape, schema, "issue"))
    assert [complaint.partition(" ")[2] for complaint in found] == words
