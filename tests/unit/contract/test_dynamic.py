"""Where a `$dynamicRef` leads to one schema, that is compared; where to several, a change of one is unread."""

import json
from typing import Any

import pytest

from bot.contract import Options, Report, Source
from bot.contract.openapi.judge import judge
from tests.unit.contract.describing import api, ref, source
from tests.unit.contract.telling import TEXT, WHOLE, thing

ITEM = {"$dynamicRef": "#item"}
LISTED = {"type": "array", "items": ITEM}
PAGE = {"type": "object", "properties": {"items": LISTED, "next": TEXT}}


def judged(old: dict[str, Any], new: dict[str, Any]) -> Report:
    report = judge(source(old), source(new), Options())
    assert report == judge(source(old), source(new), Options(), whole=True)
    return report


def named(**properties: Any) -> dict[str, Any]:
    return {"$dynamicAnchor": "item", **thing(**properties)}


PLACES = {
    "a list": LISTED,
    "below a property": ref("Page"),
    "a branch of a union": {"anyOf": [{"type": "string"}, ref("Page")]},
    "a branch itself": {"oneOf": [{"type": "string"}, ITEM]},
    "beside other keywords": {**ITEM, "minProperties": 1},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("side", ["request", "response"])
def test_a_change_of_one_of_several_that_it_may_mean_is_unread(place: str, side: str) -> None:
    def described(kind: Any) -> dict[str, Any]:
        parts = {"Page": PAGE, "Card": named(id=TEXT), "Cash": named(id=kind)}
        return api(PLACES[place], side=side, **parts)

    report = judged(described(TEXT), described(WHOLE))
    assert report.findings == ()
    (unread,) = report.unread
    assert unread.what == "Where `#item` leads depends on who refers here; that was not judged."
    assert unread.operations
    for kind in (TEXT, WHOLE):
        same = judged(described(kind), described(kind))
        assert (same.findings, same.unread) == ((), ())


@pytest.mark.parametrize("place", PLACES)
def test_the_only_one_that_it_may_mean_is_compared(place: str) -> None:
    def described(kind: Any) -> dict[str, Any]:
        return api(PLACES[place], Page=PAGE, Card=named(id=kind), Cash=thing(id=TEXT))

    report = judged(described(TEXT), described(WHOLE))
    assert report.unread == ()
    assert [f.rule for f in report.findings if f.cls.value == "breaking"] == ["request-type-changed"]


def test_one_more_that_it_may_mean_is_unread() -> None:
    old, new = api(LISTED, Card=named(id=TEXT)), api(LISTED, Card=named(id=TEXT), Cash=named(id=WHOLE))
    report = judged(old, new)
    assert report.findings == ()
    assert len(report.unread) == 1


def test_a_change_that_it_cannot_mean_is_no_matter() -> None:
    def described(kind: Any) -> dict[str, Any]:
        return api(LISTED, Card=named(id=TEXT), Cash=named(id=TEXT), Other=thing(id=kind))

    report = judged(described(TEXT), described(WHOLE))
    assert (report.findings, report.unread) == ((), ())


def test_what_stands_beside_it_is_compared() -> None:
    old, new = (api({**ITEM, "maxProperties": most}, Card=named(id=TEXT), Cash=named(id=WHOLE)) for most in (3, 2))
    report = judged(old, new)
    assert [f.rule for f in report.findings] == ["request-max-properties-tightened"]
    assert report.unread == ()


def test_what_stands_beside_a_reference_that_leads_nowhere_is_compared() -> None:
    old, new = (api({**ref("Nobody"), "maxLength": most}) for most in (3, 2))
    assert [f.rule for f in judged(old, new).findings] == ["request-max-length-tightened"]


def test_a_component_that_is_gone_while_its_reference_stays_is_unread() -> None:
    old, new = api(thing(a=ref("Gone"), b=TEXT), Gone=TEXT), api(thing(a=ref("Gone"), b=TEXT))
    report = judged(old, new)
    assert report.findings == ()
    (unread,) = report.unread
    assert "and nothing is there" in unread.what


def _files(main: dict[str, Any], **others: Any) -> Source:
    files = {f"{name}.json": json.dumps(value).encode() for name, value in {"api": main, **others}.items()}
    return Source("api.json", files["api.json"], files.get)


@pytest.mark.parametrize("reference", [{"$ref": "money.json#money"}, {"$dynamicRef": "money.json#money"}])
def test_a_name_in_another_file_is_found_there(reference: dict[str, str]) -> None:
    def described(kind: Any) -> Source:
        return _files(api(thing(price=reference)), money={"$defs": {"Money": {"$dynamicAnchor": "money", **kind}}})

    report = judge(described(TEXT), described(WHOLE), Options())
    assert [f.rule for f in report.findings] == ["request-type-changed"]
    assert report.unread == ()


def test_what_another_file_calls_by_the_same_name_may_be_meant_as_well() -> None:
    def described(kind: Any) -> Source:
        main = api({"allOf": [LISTED, {"$ref": "more.json#/Page"}]}, Card=named(id=TEXT))
        return _files(main, more={"Page": {"$defs": {"item": named(id=kind)}}})

    report = judge(described(TEXT), described(WHOLE), Options())
    assert report.findings == ()
    assert len(report.unread) == 1


def test_a_change_in_a_schema_that_refers_to_itself_so_is_shown_by_an_example() -> None:
    def described(kind: Any) -> dict[str, Any]:
        node = thing(value=kind, below={"type": "array", "items": {"$dynamicRef": "#node"}})
        return api(ref("Tree"), Tree={"$dynamicAnchor": "node", **node})

    (finding,) = judged(described(TEXT), described(WHOLE)).findings
    assert finding.witness is not None
    assert finding.witness.value == {"value": "a"}
