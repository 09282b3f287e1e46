"""The forms of a report: each valid by its own standard, and safe whatever a description holds."""

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from bot.cli.outcome import Outcome
from bot.cli.render import html, text
from bot.cli.render.ansi import Paper
from bot.cli.render.phrases import affects
from bot.contract import Operation, Side
from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.docs.pages import ROOT
from tests.unit.contract.describing import api, ref
from tools import check_schema

EVIL = "x`y\x1b[31m<script>alert(1)</script>\u202e|*_%0A::error::@kim #7 \"'&\r\n]]>"
"""Everything that some form could mistake for its own."""

FORMS = ("text", "json", "markdown", "sarif", "github", "junit", "html")


def _several(place: Place) -> tuple[str, str]:
    """A break with a witness on many operations, a risk, an addition, a broken promise, and a part not judged."""
    old = api(None, Amount={"type": "object", "properties": {EVIL: {"type": "string", "maxLength": 5}}})
    new = api(None, Amount={"type": "object", "properties": {EVIL: {"type": "string", "maxLength": 3}}})
    for document in (old, new):
        body = {"content": {"application/json": {"schema": ref("Amount")}}}
        for number in range(6):
            operation = {"requestBody": body, "responses": {"200": {"description": "ok"}}}
            document["paths"][f"/things/{number}"] = {"post": operation}
        document["paths"]["/old"] = {"get": {"deprecated": True, "responses": {}}}
    old["paths"]["/old"]["get"]["x-sunset"] = "2030-01-01"
    new["paths"]["/old"]["get"]["x-sunset"] = "2029-01-01"
    old["paths"]["/things/0"]["post"]["operationId"] = "before"
    new["paths"]["/things/0"]["post"]["operationId"] = f"after {EVIL}"
    new["paths"]["/added"] = {"get": {"responses": {"200": {"description": "ok"}}}}
    new["components"]["schemas"]["Amount"]["madeUp"] = EVIL
    place.write("old.json", old)
    place.write("new.json", new)
    return "old.json", "new.json"


@pytest.mark.parametrize("form", FORMS)
def test_the_same_outcome_is_the_same_bytes(place: Place, form: str) -> None:
    words = (*_several(place), "--format", form, "--all")
    first = place.check(*words)
    assert first.out
    assert place.check(*words) == first


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_rule_and_the_other_operations(place: Place, form: str) -> None:
    told = place.check(*_several(place), "--format", form).out
    assert "request-max-length-tightened" in told
    assert "/things/0" in told
    assert form == "sarif" or "old.json" in told or "new.json" in told


def test_the_schema_in_the_repository_is_the_one_of_the_code() -> None:
    """Mend with: python tools/check_schema.py."""
    assert check_schema.SCHEMA.read_text(encoding="utf-8") == check_schema.text()


@pytest.mark.parametrize("more", [(), ("--all",), ("--no-witness",)])
def test_the_json_is_as_its_schema_says(place: Place, more: tuple[str, ...]) -> None:
    schema = check_schema.whole()
    Draft202012Validator.check_schema(schema)
    told = place.check(*_several(place), "--format", "json", *more).json
    Draft202012Validator(schema).validate(told)
    assert list(told) == ["schema_version", "engine", "breaking", "findings", "unread", "counts"]
    assert {f["class"] for f in told["findings"]} >= {"breaking", "risky", "safe", "lifecycle"}
    assert told["unread"]


def test_the_members_of_a_finding_stand_as_documented(place: Place) -> None:
    (finding,) = place.check(*pair(place, TEXT, NUMBER), "--format", "json").json["findings"]
    page = (ROOT / "docs/check-command.md").read_text(encoding="utf-8")
    assert [name for name in finding if f"`{name}`" not in page] == []
    assert set(finding) == {
        *("rule", "aliases", "class", "tags", "evidence", "side", "sentence", "fix", "old", "new"),
        *("operations", "operations_total", "witness", "fingerprint", "accepted"),
        "why_no_witness",
    }
    assert set(finding["operations"][0]) == {"method", "path", "side", "stage_old", "stage_new"}
    assert set(finding["new"]) == {"file", "pointer", "line"}


def test_sarif_holds_what_the_standard_requires(place: Place) -> None:
    log = place.check(*_several(place), "--format", "sarif", "--all").json
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"]:
            assert re.fullmatch(r"[\w./%~-]+", location["physicalLocation"]["artifactLocation"]["uri"])
            assert location["physicalLocation"].get("region", {"startLine": 1})["startLine"] >= 1
        assert result["partialFingerprints"]["stagekeeper/v1"]
    assert run["invocations"][0]["toolExecutionNotifications"]
    assert run["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("form", FORMS)
def test_a_file_name_that_is_no_utf_8_has_a_form_too(repository: Place, form: str) -> None:
    name = os.fsdecode(b"gr\xf6sse.json")
    repository.write(name, api(TEXT))
    repository.commit("First")
    repository.write(name, api(NUMBER))
    ended = repository.check("--base", "HEAD", "--format", form)
    assert ended.code == 1
    if form == "sarif":
        (result,) = ended.json["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gr%F6sse.json"


def test_sarif_tells_the_value_of_an_example(place: Place) -> None:
    words = (*pair(place, TEXT, NUMBER), "--format", "sarif")
    (result,) = place.check(*words).json["runs"][0]["results"]
    assert 'Example: POST /payments  "a"; "a" is not of type' in result["message"]["text"]


def test_sarif_marks_what_was_accepted_as_suppressed(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    place.check(*words, "--write-baseline", "accepted.json")
    (result,) = place.check(*words, "--baseline", "accepted.json", "--format", "sarif").json["runs"][0]["results"]
    assert result["suppressions"][0]["kind"] == "external"


def test_an_annotation_is_one_line_whatever_a_description_holds(place: Place) -> None:
    told = place.check(*_several(place), "--format", "github").out.splitlines()
    for line in told[:-1]:
        found = re.fullmatch(r"::(error|warning|notice) file=([^,:]+)(,line=\d+)?,title=([^,:]+)::(.+)", line)
        assert found, line
    assert any(line.startswith("::error file=new.json,line=") for line in told)
    assert "%250A%3A%3A" in "".join(told) or "%250A::" in "".join(told)


def test_an_annotation_of_what_is_gone_stands_on_the_new_file(place: Place) -> None:
    place.write("old.json", api(TEXT))
    place.write("new.json", {**api(TEXT), "paths": {}})
    told = place.check("old.json", "new.json", "--format", "github").out
    assert told.startswith("::error file=new.json,title=breaking%3A operation-removed::")


def test_a_line_break_in_the_name_of_a_file_begins_no_line(repository: Place) -> None:
    """GitHub Actions takes a line that begins with `::` for a command, whoever prints it."""
    name = "a\n::error::b.json"
    repository.write(name, api(TEXT))
    repository.commit("First")
    repository.write(name, api(NUMBER))
    for words in ((), ("--match-path", "none"), ("--format", "github"), (name + "c",), ("--rules", name + "c")):
        ended = repository.check("--base", "HEAD", *words)
        assert not [line for line in (ended.out + ended.err).splitlines() if line.strip().startswith("::error::b")]
    told = repository.run("history", name)
    assert not [line for line in told.out.splitlines() if line.strip().startswith("::error::b")]


def test_junit_is_well_formed_and_counts_its_cases(place: Place) -> None:
    root = ElementTree.fromstring(place.check(*_several(place), "--format", "junit").out)
    assert root.tag == "testsuites"
    cases = list(root.iter("testcase"))
    assert (int(root.get("tests", "")), int(root.get("failures", ""))) == (len(cases), len(list(root.iter("failure"))))
    assert list(root.iter("failure"))
    assert all(case.get("name") and case.get("classname") for case in cases)


def test_junit_says_of_a_compatible_description_nothing_that_another_one_did(place: Place) -> None:
    for folder, schema in (("old", TEXT), ("new", NUMBER)):
        place.write(f"{folder}/broken.json", api(schema))
        place.write(f"{folder}/same.json", api(TEXT))
    root = ElementTree.fromstring(place.check("old", "new", "--format", "junit").out)
    (case,) = root.iterfind("testsuite[@name='new/same.json']/testcase")
    assert case.get("name") == "No change for callers."


@pytest.mark.parametrize("form", FORMS)
def test_where_there_is_nothing_to_do_nothing_is_said_to_do_instead(place: Place, form: str) -> None:
    new = api(TEXT)
    new["paths"]["/payments"]["post"]["deprecated"] = True
    place.write("old.json", api(TEXT))
    place.write("new.json", new)
    told = place.check("old.json", "new.json", "--all", "--format", form).out
    assert "operation-deprecated" in told
    assert "Instead" not in told


def test_junit_skips_a_description_of_which_no_path_is_left(place: Place) -> None:
    words = (*pair(place, TEXT, NUMBER), "--match-path", "^/none", "--format", "junit")
    (case,) = ElementTree.fromstring(place.check(*words).out).iter("testcase")
    (skipped,) = case
    assert (case.get("classname"), skipped.tag) == ("not compared", "skipped")
    assert skipped.get("message") == "no path of it is left by --match-path and --exclude"


@pytest.mark.parametrize("form", ["text", "markdown", "github", "html"])
def test_a_break_that_was_accepted_is_not_called_compatible(place: Place, form: str) -> None:
    words = (*pair(place, TEXT, NUMBER), "--baseline", "accepted.json", "--format", form)
    place.check("old.json", "new.json", "--write-baseline", "accepted.json")
    assert "Compatible, but for what was accepted." in place.check(*words).out
    new = api(NUMBER)
    new["paths"]["/payments"]["post"]["responses"]["202"] = {"description": "later"}
    place.write("new.json", new)
    assert "No other break found; some callers may notice." in place.check(*words).out


def test_junit_of_a_compatible_change_is_one_case_that_passes(place: Place) -> None:
    root = ElementTree.fromstring(place.check(*pair(place, TEXT, TEXT), "--format", "junit").out)
    (case,) = root.iter("testcase")
    assert len(case) == 0


def test_markdown_turns_nothing_of_a_description_into_markup(place: Place) -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).render(place.check(*_several(place), "--format", "markdown").out)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "<a " not in page
    assert "@kim" not in re.sub(r"<code>.*?</code>|<pre>.*?</pre>", "", page, flags=re.DOTALL)


def test_markdown_is_never_longer_than_github_takes_and_leaves_nothing_open(place: Place) -> None:
    names = [f"p{n}_{'a_long_name_' * 25}" for n in range(120)]
    old, new = ({name: {"type": "string", "maxLength": most} for name in names} for most in (1500, 1400))
    words = pair(place, {"type": "object", "properties": old}, {"type": "object", "properties": new})
    told = place.check(*words, "--format", "markdown").out
    assert 40_000 < len(told) < 65_536
    assert told.count("<details>") == told.count("</details>")
    assert told.count("```") % 2 == 0
    assert "--format json" in told.splitlines()[-1]


class _Page(HTMLParser):
    """Its tags and attributes, in order; every tag that must be closed is."""

    VOID = frozenset(("meta", "br"))

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_else_and_obeys_nothing_of_a_description(place: Place) -> None:
    page = _Page()
    told = place.check(*_several(place), "--format", "html", "--all").out
    page.feed(told)
    assert page.open == []
    assert {tag for tag, _ in page.tags} >= {"article", "details", "pre"}
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    assert not [attrs for _, attrs in page.tags if {"src", "href", "onclick"} & attrs.keys()]
    assert "url(" not in told


def test_a_terminal_obeys_nothing_of_a_description(place: Place) -> None:
    told = place.check(*_several(place), "--all").out
    assert "\x1b" not in told
    assert "\u202e" not in told
    colored = place.check(*_several(place), "--color", "always").out
    assert set(re.findall(r"\x1b.*?m", colored)) <= {f"\x1b[{code}m" for code in (*text_codes(), "0")}


def text_codes() -> Iterator[str]:
    from bot.cli.render.ansi import STYLES

    yield from (code for code in STYLES.values() if code)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(place: Place, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    told = place.check(*_several(place), "--all").out
    assert max(len(line) for line in told.splitlines()) <= width


def test_the_text_tells_the_break_the_example_the_way_and_whom_it_affects(place: Place) -> None:
    told = place.check(*_several(place)).out
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
    words = (*_several(place), "--rules", "rules.yaml")
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
