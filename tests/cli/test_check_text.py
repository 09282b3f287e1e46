"""The form that people read in a terminal: a screen for a typical change, and nothing of a description obeyed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.cli.outcome import Outcome
from bot.cli.render import html, text
from bot.cli.render.ansi import Paper
from bot.cli.render.phrases import affects
from bot.contract import Operation, Side
from tests.cli.forms import several
from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.unit.contract.describing import api


def test_a_terminal_obeys_nothing_of_a_description(place: Place) -> None:
    told = place.check(*several(place), "--all").out
    assert "\x1b" not in told
    assert "\u202e" not in told
    colored = place.check(*several(place), "--color", "always").out
    assert set(re.findall(r"\x1b.*?m", colored)) <= {f"\x1b[{code}m" for code in (*text_codes(), "0")}


def text_codes() -> Iterator[str]:
    from bot.cli.render.ansi import STYLES

    yield from (code for code in STYLES.values() if code)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(place: Place, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = place.check(*several(place), "--all").out
    assert max(len(line) for line in told.splitlines()) <= width


def test_the_text_tells_the_break_the_example_the_way_and_whom_it_affects(place: Place) -> None:
    told = place.check(*several(place)).out
    first = told.split("\n\n")[0]
    assert first.startswith("✗ breaking  request-max-length-tightened")
    for part in ("at most 3 characters", "Worked", "Now", "Instead", "affects 6 operations: POST /things/0"):
        assert part in first
    assert told.rstrip().splitlines()[-1].startswith("Callers break. ") or "Callers break. old.json" in told


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "affects 1 operation: GET /0"),
        (4, "affects 4 operations: GET /0, GET /1, GET /2, GET /3"),
        (5, "affects 5 operations: GET /0, GET /1, GET /2 and 2 more"),
    ],
)
def test_never_only_the_last_operation_is_left_out(count: int, told: str) -> None:
    assert affects([Operation("GET", f"/{n}", Side.REQUEST) for n in range(count)], count) == told


def test_long_values_are_cut_short_for_people_and_whole_for_programs(place: Place) -> None:
    words = pair(place, {"type": "string", "maxLength": 500}, {"type": "string", "maxLength": 400})
    told = place.check(*words).out
    assert "(401 characters)" in told
    assert "a" * 60 not in told
    assert place.check(*words, "--format", "json").json["findings"][0]["witness"]["value"] == "a" * 401


def test_what_is_gone_is_told_by_where_it_was(place: Place) -> None:
    place.write("old.json", api(TEXT))
    place.write("new.json", {**api(TEXT), "paths": {}})
    assert "before: old.json:9" in place.check("old.json", "new.json").out


@pytest.mark.parametrize("form", ["text", "markdown", "github", "junit", "html"])
def test_a_text_that_is_a_whole_json_body_is_shown_as_json(place: Place, form: str) -> None:
    words = pair(place, {"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 3})
    assert re.search(r'POST /payments(  |\n\n)("|&quot;)aaaa("|&quot;)', place.check(*words, "--format", form).out)


def test_a_text_that_is_a_whole_body_of_plain_text_is_shown_as_it_is(place: Place) -> None:
    for name, longest in (("old", 5), ("new", 3)):
        document = api(None)
        content = {"text/plain": {"schema": {"type": "string", "maxLength": longest}}}
        document["paths"]["/payments"]["post"]["requestBody"]["content"] = content
        place.write(f"{name}.json", document)
    assert "POST /payments  aaaa\n" in place.check("old.json", "new.json").out


def test_a_typical_change_fits_a_screen(place: Place) -> None:
    told = place.check(*pair(place, {"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 3})).out
    assert len(told.splitlines()) <= 24


def test_the_summary_counts_each_finding_once(place: Place) -> None:
    """What is shown, and what `--all` shows besides."""
    words = (*several(place), "--rules", "rules.yaml")
    place.write("rules.yaml", "operation-id-changed: ignore\n")
    told = " ".join(place.check(*words).out.split())
    assert ": 1 breaking, 1 broken promise, 1 not judged; with --all: 1 compatible, 1 accepted `" in told
    told = " ".join(place.check(*words, "--all").out.split())
    assert ": 1 breaking, 1 broken promise, 1 not judged, 1 compatible, 1 accepted `" in told
    place.write("rules.yaml", "operation-id-changed: lifecycle\n")
    assert "with --all: 1 compatible, 1 lifecycle" in " ".join(place.check(*words).out.split())


def test_the_summary_reads_as_one_line_where_all_is_hidden(place: Place) -> None:
    place.write("old.json", api(TEXT))
    place.write("new.json", {**api(TEXT), "paths": {**api(TEXT)["paths"], "/new": {"get": {"responses": {}}}}})
    assert place.check("old.json", "new.json").out == ("Compatible. old.json → new.json; with --all: 1 compatible\n")


def test_what_fails_is_told_with_what_to_type_next(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    words = pair(place, {"type": "string", "maxLength": 5}, {"type": "string", "maxLength": 3})
    last = "`stagekeeper explain RULE` says why; `--write-baseline FILE` accepts them all."
    assert place.check(*words).out.splitlines()[-1] == last
    assert last not in place.check(*words, "--fail-on", "none").out


def test_many_causes_are_told_briefly_after_the_first_ones(place: Place) -> None:
    old, new = ({f"p{n}": {"type": "string", "maxLength": most} for n in range(80)} for most in (9, 3))
    words = pair(place, {"type": "object", "properties": old}, {"type": "object", "properties": new})
    told = place.check(*words, "--no-witness").out
    assert told.count("request-max-length-tightened") == text.OF_A_RULE + 1
    assert f"✗  {80 - text.OF_A_RULE} more request-max-length-tightened  POST /payments" in told
    assert max(len(line) for line in told.splitlines()) <= 100


def test_what_does_not_fit_a_screen_names_the_parts_of_its_operation(place: Place) -> None:
    old = {f"part_{n}": {"type": "string", "maxLength": 9} for n in range(12)}
    new = {name: {"type": "string", "maxLength": 3} for name in old}
    words = pair(place, {"type": "object", "properties": old}, {"type": "object", "properties": new})
    told = place.check(*words)
    assert len(told.out.splitlines()) <= 60
    assert "9 more request-max-length-tightened  POST /payments: part_" in told.out
    everything = place.check(*words, "--all").out
    assert everything.count("request-max-length-tightened") == 12


def test_of_a_long_example_the_way_to_what_is_refused_is_shown(place: Place) -> None:
    def wide(last: dict[str, Any]) -> dict[str, Any]:
        names = {f"name_{n}": {"type": "string"} for n in range(40)}
        deep = {"type": "array", "items": {"type": "object", "properties": {"a/b": last}, "required": ["a/b"]}}
        return {"type": "object", "properties": {**names, "deep": deep}, "required": [*names, "deep"]}

    words = pair(place, wide({"type": "string"}), wide({"type": "integer"}))
    assert '{"deep": [{"a/b": "a"}], …}' in place.check(*words).out.replace("\n           ", " ")
    assert '{"deep": [{"a/b": "a"}], …}' in place.check(*words, "--format", "github").out
    witness = place.check(*words, "--format", "json").json["findings"][0]["witness"]
    assert witness["at"] == "/deep/0/a~1b"
    assert len(witness["value"]) == 41


def test_of_many_causes_each_rule_has_its_turn(place: Place) -> None:
    old, new = api(TEXT), api(NUMBER)
    for number in range(40):
        old["paths"][f"/gone/{number}"] = {"get": {"responses": {"200": {"description": "ok"}}}}
    place.write("old.json", old)
    place.write("new.json", new)
    told = place.check("old.json", "new.json").out
    assert "breaking  request-type-changed" in told
    assert "  37 more operation-removed" in told
    assert len(told.splitlines()) <= 40


def test_an_empty_outcome_has_a_form_too() -> None:
    outcome = Outcome((), ("No API description changed since main.",))
    assert text.on(Paper(), outcome) == "No API description changed since main.\n"
    assert "No API description changed" in html.render(outcome)


def test_colours_only_where_they_are_seen_or_asked_for(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    words = pair(place, TEXT, NUMBER)
    assert "\x1b[" not in place.check(*words).out
    assert "\x1b[1;31m" in place.check(*words, "--color", "always").out
    assert "\x1b[" not in place.check(*words, "--color", "never").out


def test_what_the_server_calls_is_told_as_its_receivers_meet_it(place: Place) -> None:
    def hooked(most: int) -> object:
        body = {"content": {"application/json": {"schema": {"type": "string", "maxLength": most}}}}
        hook = {"post": {"requestBody": body, "responses": {"200": {"description": "ok", **body}}}}
        return {**api(), "webhooks": {"paid": hook}}

    place.write("old.json", hooked(3))
    place.write("new.json", hooked(5))
    sent = " ".join(place.check("old.json", "new.json").out.split())
    assert "receivers must now cope with at most 5 characters" in sent
    assert 'Now sent POST webhook `paid` "aaaa"' in sent
    assert 'Receiver "aaaa" is longer than 3 characters' in sent
    answered = " ".join(place.check("new.json", "old.json").out.split())
    assert 'Worked POST webhook `paid` → 200 "aaaa"' in answered
    assert 'Now "aaaa" is longer than 3 characters' in answered


def test_a_break_without_an_example_says_why_there_is_none(place: Place) -> None:
    for name, more in (("old.json", {}), ("new.json", {"contentEncoding": "base64"})):
        place.write(name, api({"type": "string", **more}))
    for form in ("text", "markdown", "html", "junit"):
        told = " ".join(place.check("old.json", "new.json", "--format", form).out.split())
        assert re.search(r"No example: .{0,10}content.{0,25} tells how a text is encoded, and refuses no value", told)
    (finding,) = place.check("old.json", "new.json", "--format", "json").json["findings"]
    assert finding["why_no_witness"] == "`content*` tells how a text is encoded, and refuses no value"
    quiet = place.check("old.json", "new.json", "--no-witness").out
    assert "No example" not in quiet
