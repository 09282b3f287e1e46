"""The forms of a report: each valid by its own standard, and safe whatever a description holds."""

import os
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from tests.cli.forms import FORMS, several
from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.docs.pages import ROOT
from tests.unit.contract.describing import api
from tools import check_schema


@pytest.mark.parametrize("form", FORMS)
def test_the_same_outcome_is_the_same_bytes(place: Place, form: str) -> None:
    words = (*several(place), "--format", form, "--all")
    first = place.check(*words)
    assert first.out
    assert place.check(*words) == first


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_rule_and_the_other_operations(place: Place, form: str) -> None:
    told = place.check(*several(place), "--format", form).out
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
    told = place.check(*several(place), "--format", "json", *more).json
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
    log = place.check(*several(place), "--format", "sarif", "--all").json
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
    told = place.check(*several(place), "--format", "github").out.splitlines()
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
    root = ElementTree.fromstring(place.check(*several(place), "--format", "junit").out)
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
    page = MarkdownIt("gfm-like", {"linkify": False}).render(place.check(*several(place), "--format", "markdown").out)
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
    told = place.check(*several(place), "--format", "html", "--all").out
    page.feed(told)
    assert page.open == []
    assert {tag for tag, _ in page.tags} >= {"article", "details", "pre"}
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe"}
    assert not [attrs for _, attrs in page.tags if {"src", "href", "onclick"} & attrs.keys()]
    assert "url(" not in told
