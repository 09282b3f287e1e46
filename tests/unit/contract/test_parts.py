"""Parts of forms: their headers, those that are known by their place, and what holds where nothing is said."""

from typing import Any

import pytest

from bot.contract import READER, Cause, Evidence
from tests.unit.contract.describing import compared
from tests.unit.contract.telling import TEXT, WHOLE, body, harm, operation, thing, told

FORM, PARTS, MIXED = "application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed"


def part(media_type: str = PARTS, **headers: Any) -> dict[str, Any]:
    """A request whose part `photo` has these headers."""
    said = {"headers": {name.replace("_", "-"): header for name, header in headers.items()}} if headers else {}
    return body(thing(photo=TEXT), media_type, encoding={"photo": {"contentType": "image/png", **said}})


def answered(**headers: Any) -> dict[str, Any]:
    content = {PARTS: {"schema": thing(photo=TEXT), "encoding": {"photo": {"headers": headers}}}}
    return operation(responses={"200": {"description": "ok", "content": content}})


ANY, ASKED = {"schema": TEXT}, {"schema": TEXT, "required": True}

HEADERS: dict[str, tuple[Any, Any, list[tuple[str, str]], list[tuple[str, str]]]] = {
    "optional": (
        {},
        {"X_Crc": ANY},
        [("request-part-header-added", "safe")],
        [("request-part-header-removed", "risky")],
    ),
    "required": (
        {},
        {"X_Crc": ASKED},
        [("request-part-header-added-required", "breaking")],
        [("request-part-header-removed", "risky")],
    ),
    "required now": (
        {"X_Crc": ANY},
        {"X_Crc": ASKED},
        [("request-part-header-became-required", "breaking")],
        [("request-part-header-became-optional", "safe")],
    ),
    "of another type": (
        {"X_Crc": ANY},
        {"X_Crc": {"schema": WHOLE}},
        [("request-type-narrowed", "breaking")],
        [("request-type-widened", "safe")],
    ),
    "in another case": ({"X_Crc": ANY}, {"x_CRC": ANY}, [], []),
    "written otherwise": (
        {"X_Crc": {"schema": {"type": "array", "items": TEXT}}},
        {"X_Crc": {"content": {"application/json": {"schema": {"type": "array", "items": TEXT}}}}},
        [("request-part-header-style-changed", "breaking")],
        [("request-part-header-style-changed", "breaking")],
    ),
    "of the type alone": ({}, {"Content_Type": ASKED}, [], []),
}


@pytest.mark.parametrize("case", HEADERS)
def test_the_headers_of_a_part_are_judged_as_what_the_client_sends(case: str) -> None:
    old, new, forward, back = HEADERS[case]
    assert told(compared(part(**old), part(**new))) == forward
    assert told(compared(part(**new), part(**old))) == back


def test_a_header_of_a_part_is_named_with_its_part_and_as_it_is_written() -> None:
    (finding,) = compared(part(), part(X_Crc=ASKED)).findings
    assert finding.sentence == (
        "`GET /payments` now refuses calls without the header `X-Crc` of the part `photo` in the request body; "
        "it is new."
    )
    (gone,) = compared(part(X_Crc=ANY), part()).findings
    assert gone.tags == {READER}


def test_the_headers_of_a_part_that_is_answered_are_judged_as_other_headers_are() -> None:
    crc, asked = {"X-Crc": ANY}, {"X-Crc": ASKED}
    assert told(compared(answered(), answered(**crc))) == [("response-header-added", "safe")]
    assert told(compared(answered(**asked), answered())) == [("response-required-header-removed", "breaking")]
    assert told(compared(answered(**asked), answered(**crc))) == [("response-header-became-optional", "breaking")]


def test_the_headers_of_a_part_that_the_server_sends_are_read_by_the_receiver() -> None:
    def hooked(**headers: Any) -> dict[str, Any]:
        content = {PARTS: {"schema": thing(photo=TEXT), "encoding": {"photo": {"headers": headers}}}}
        hook = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": "ok"}}}}
        return {**operation(), "webhooks": {"paid": hook}}

    crc, asked = {"X-Crc": ANY}, {"X-Crc": ASKED}
    assert told(compared(hooked(), hooked(**asked))) == [("response-header-added", "safe")]
    assert told(compared(hooked(**crc), hooked())) == [("response-header-removed", "risky")]
    assert told(compared(hooked(**asked), hooked())) == [("response-required-header-removed", "breaking")]
    assert told(compared(hooked(**asked), hooked(**crc))) == [("response-header-became-optional", "breaking")]
    (finding,) = compared(hooked(**asked), hooked()).findings
    assert finding.sentence == (
        "The header `X-Crc` of the part `photo` in the body of the webhook `paid` is gone; it was always there."
    )


def test_headers_are_ignored_where_a_form_has_no_parts() -> None:
    """Source: OpenAPI 3.1.1, 4.8.15.1: ignored if the media type is not a multipart."""
    assert told(compared(part(FORM), part(FORM, X_Crc=ASKED))) == []


def test_a_header_by_reference_is_followed() -> None:
    new = part(X_Crc={"$ref": "#/components/headers/Crc"})
    new["components"] = {"headers": {"Crc": ASKED}}
    assert told(compared(part(), new)) == [("request-part-header-added-required", "breaking")]


# parts by their place


def mixed(schema: Any = None, **media: Any) -> dict[str, Any]:
    content = {MIXED: {**({"schema": schema} if schema is not None else {}), **media}}
    return {**operation(requestBody={"required": True, "content": content}), "openapi": "3.2.0"}


PAIR = {"type": "array", "prefixItems": [thing(a=TEXT), TEXT], "items": TEXT}
PNG, JPEG = {"contentType": "image/png"}, {"contentType": "image/jpeg"}


def test_parts_are_known_by_their_place() -> None:
    old, new = mixed(PAIR, prefixEncoding=[{}, PNG]), mixed(PAIR, prefixEncoding=[{}, JPEG])
    (finding,) = compared(old, new).findings
    assert finding.rule == "request-encoding-narrowed"
    assert "`[1]` in the request body" in finding.sentence
    assert told(compared(mixed(PAIR), mixed(PAIR, prefixEncoding=[{"contentType": "application/json"}]))) == []
    assert harm(compared(mixed(PAIR), mixed(PAIR, prefixEncoding=[PNG]))) == ["request-encoding-narrowed"]


def test_what_follows_the_first_parts_is_written_as_every_item_is() -> None:
    old, new = mixed(PAIR, itemEncoding=PNG), mixed(PAIR, itemEncoding=JPEG)
    assert harm(compared(old, new)) == ["request-encoding-narrowed"]
    spelled = mixed(PAIR, prefixEncoding=[PNG, PNG], itemEncoding=PNG)
    assert told(compared(old, spelled)) == []
    assert harm(compared(old, mixed(PAIR, prefixEncoding=[PNG, JPEG], itemEncoding=PNG))) == [
        "request-encoding-narrowed"
    ]


def test_the_items_of_a_stream_of_parts_are_written_as_they_say() -> None:
    old, new = (mixed(itemSchema=TEXT, itemEncoding=e) for e in (PNG, {"contentType": "image/*"}))
    assert told(compared(old, new)) == [("request-encoding-widened", "safe")]
    assert told(compared(mixed(itemSchema=TEXT), mixed(itemSchema=TEXT, itemEncoding={}))) == []
    asked = {"headers": {"X-Crc": ASKED}}
    assert harm(compared(mixed(itemSchema=TEXT), mixed(itemSchema=TEXT, itemEncoding=asked))) == [
        "request-part-header-added-required"
    ]


def test_a_part_that_holds_parts_is_compared_as_deep() -> None:
    def nested(kind: str) -> dict[str, Any]:
        inner = {"contentType": MIXED, "encoding": {"b": {"contentType": kind}}}
        return {**body(thing(a=thing(b=TEXT)), PARTS, encoding={"a": inner}), "openapi": "3.2.0"}

    (finding,) = compared(nested("image/png"), nested("image/jpeg")).findings
    assert finding.rule == "request-encoding-narrowed"
    assert "`a.b` in the request body" in finding.sentence


def test_what_a_part_says_that_nobody_knows_is_unread_when_it_changes() -> None:
    old, new = (body(thing(a=TEXT), PARTS, encoding={"a": {"made": m}}) for m in "xy")
    assert [u.what for u in compared(old, new).unread] == ["The change of `made` of the part `a` is not judged yet."]
    assert compared(old, old).unread == ()


def test_encodings_that_are_no_objects_do_no_harm() -> None:
    for odd in ("x", [1, None], {"photo": 3}, None, {"photo": {"headers": [1]}}):
        report = compared(body(thing(photo=TEXT), PARTS), body(thing(photo=TEXT), PARTS, encoding=odd))
        assert report.readable
        mixed_report = compared(mixed(PAIR), mixed(PAIR, prefixEncoding=odd, itemEncoding=odd))
        assert mixed_report.readable


# the way of writing in multipart/form-data

LISTED = {"type": "array", "items": TEXT}


def test_a_style_that_is_said_for_a_part_is_the_way_it_is_written() -> None:
    """Source: OpenAPI 3.1.1, 4.8.15.1: in multipart/form-data as well, and then `contentType` is ignored."""
    old, new = (body(thing(a=LISTED), PARTS, encoding={"a": {"style": "form", "explode": e}}) for e in (True, False))
    assert harm(compared(old, new)) == ["request-encoding-narrowed"]
    assert harm(compared(body(thing(a=LISTED), PARTS), new)) == ["request-encoding-narrowed"]
    before = [{**document, "openapi": "3.0.3"} for document in (old, new)]
    assert told(compared(*before)) == []
    one = [body(thing(a=TEXT), PARTS, encoding={"a": e}) for e in ({}, {"style": "form"})]
    assert told(compared(*one)) == []


# servers of what the server calls


def served(*urls: str, where: str = "webhooks") -> dict[str, Any]:
    hook = {"servers": [{"url": url} for url in urls], "post": {"responses": {"200": {"description": "ok"}}}}
    if where == "webhooks":
        return {**operation(), "webhooks": {"paid": hook}}
    return operation(callbacks={"paid": {"{$request.query.url}": hook}})


@pytest.mark.parametrize("where", ["webhooks", "callbacks"])
def test_where_a_receiver_is_said_to_listen_is_documentation(where: str) -> None:
    old, new = (served(f"https://{host}.example", where=where) for host in "ab")
    assert told(compared(old, new)) == [("webhook-servers-changed", "doc")]
    assert told(compared(old, old)) == []


# many slots


def slots(count: int, **last: Any) -> dict[str, Any]:
    whole = {"type": "array", "prefixItems": [TEXT] * count + [last or TEXT]}
    return body(whole, "application/json")


def test_of_many_slots_those_that_differ_are_compared() -> None:
    assert harm(compared(slots(3000), slots(3000, type="integer"))) == ["request-type-changed"]


def test_too_many_slots_that_differ_are_unread_and_only_when_they_do() -> None:
    def all_of(schema: Any, title: str) -> dict[str, Any]:
        whole = {"type": "array", "prefixItems": [schema] * 1500, "title": title, "maxItems": len(title)}
        return body(whole, "application/json")

    report = compared(all_of(TEXT, "a"), all_of(WHOLE, "a"))
    assert [u.what for u in report.unread] == ["What the change of `prefixItems` means was not judged."]
    other = compared(all_of(TEXT, "aa"), all_of(TEXT, "a"))
    assert [f.rule for f in other.findings] == ["request-max-items-tightened"]
    assert other.unread == ()


WITHIN: dict[str, tuple[Any, Any]] = {
    "a number in an object": (thing(x=WHOLE), thing(x=TEXT)),
    "null in an object": (thing(x={"type": ["string", "null"]}), thing(x=TEXT)),
    "a number in the objects of a list": (
        {"type": "array", "items": thing(x=WHOLE)},
        {"type": "array", "items": thing(x=TEXT)},
    ),
    "a number in the lists of a list": (
        {"type": "array", "items": {"type": "array", "items": WHOLE}},
        {"type": "array", "items": {"type": "array", "items": TEXT}},
    ),
}


@pytest.mark.parametrize("case", WITHIN)
def test_what_lies_within_a_part_is_written_as_json_and_no_text(case: str) -> None:
    old, new = (body(thing(part=part), "multipart/form-data") for part in WITHIN[case])
    (finding,) = compared(old, new).findings
    assert (finding.cls, finding.evidence) == (Cause.BREAKING, Evidence.PROVEN)


@pytest.mark.parametrize("part", [WHOLE, {"type": "array", "items": WHOLE}])
def test_a_part_that_is_a_number_is_a_text(part: Any) -> None:
    text = TEXT if part is WHOLE else {"type": "array", "items": TEXT}
    assert harm(compared(*(body(thing(part=p), "multipart/form-data") for p in (part, text)))) == []
