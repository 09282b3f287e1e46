"""The law of proofs where operations share components: what is harmless to one says nothing of another."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.contract import Cause, Report
from tests.unit.contract.describing import compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.edits import families
from tests.unit.contract.laws.instances import DICE, near
from tests.unit.contract.laws.oracle import Opinions, World
from tests.unit.contract.laws.words import NEW, Whole

VALUES = 20


@examples(80)
@given(families(NEW), st.lists(st.booleans(), min_size=3, max_size=3), DICE)
def test_no_operation_is_left_out(family: tuple[list[Whole], list[Whole]], by_client: list[bool], dice: Any) -> None:
    report = compared(*(described(wholes, by_client) for wholes in family))
    for index, (old, new) in enumerate(zip(*family, strict=True)):
        if report.unread or _is_harmed(report, index):
            continue
        good, bad = (old, new) if by_client[index] else (new, old)
        world = World("readOnly" if by_client[index] else "writeOnly", reads=not by_client[index])
        opinions = Opinions(good, bad, world)
        assert [v for v in near(dice, (good, bad), VALUES) if opinions.lost(v)] == [], f"/{index}"


def described(wholes: list[Whole], by_client: list[bool]) -> dict[str, Any]:
    """One operation for each schema."""
    paths = {f"/{i}": {"post": _call(w.schema, by_client=by_client[i])} for i, w in enumerate(wholes)}
    components = {"schemas": wholes[0].components}
    return {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": paths, "components": components}


def _call(schema: Any, *, by_client: bool) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}}
    body = {"requestBody": {"required": True, **content}} if by_client else {}
    return {**body, "responses": {"200": {"description": "ok", **({} if by_client else content)}}}


def _is_harmed(report: Report, index: int) -> bool:
    harmful = (f for f in report.findings if f.cls in (Cause.BREAKING, Cause.RISKY))
    return any(o.path == f"/{index}" for f in harmful for o in f.operations)
