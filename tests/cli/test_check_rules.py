"""What a team accepts: rules of its own, oasdiff's files, baselines."""

import json
from dataclasses import replace

import pytest

from bot.contract import Cause, Evidence, Finding, Operation, Side
from bot.contract.acceptance import Accepted, Baseline, RulesProblem, TeamRules, judged, read_baseline, read_rules
from bot.contract.acceptance.rules import AcceptedChange
from bot.contract.report import Report
from tests.cli.place import NUMBER, TEXT, Place, pair

FINDING = Finding(
    rule="operation-removed",
    aliases=("api-removed-without-deprecation",),
    cls=Cause.BREAKING,
    tags=frozenset(),
    evidence=Evidence.STRUCTURAL,
    side=Side.NONE,
    sentence="It is gone.",
    fix="Keep it.",
    old=None,
    new=None,
    operations=(Operation("GET", "/a", Side.NONE), Operation("POST", "/b", Side.NONE)),
    operations_total=2,
    witness=None,
    fingerprint="0123456789abcdef",
)


def _accepted(finding: Finding, rules: TeamRules, baseline: Baseline = Baseline()) -> Accepted | None:  # noqa: B008
    (one,) = judged(Report("1", (finding,), ()), rules, baseline)
    return one.accepted


def test_a_rule_gives_another_class(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    place.write("rules.yaml", "# ours\nrequest-type-changed: risky\n")
    ended = place.check(*words, "--rules", "rules.yaml", "--format", "json")
    assert (ended.code, ended.json["breaking"], ended.json["findings"][0]["class"]) == (0, False, "risky")
    place.write("rules.json", {"request-type-changed": "breaking"})
    assert place.check(*words, "--rules", "rules.yaml", "--rules", "rules.json").code == 1
    assert place.check(*words, "--rules", "rules.json", "--rules", "rules.yaml").code == 0


def test_a_rule_that_is_ignored_accepts_the_finding(place: Place) -> None:
    place.write("rules.yaml", "request-type-changed: ignore\n")
    ended = place.check(*pair(place, TEXT, NUMBER), "--rules", "rules.yaml", "--format", "json")
    assert (ended.code, ended.json["breaking"]) == (0, False)
    assert (ended.json["findings"][0]["accepted"], ended.json["findings"][0]["class"]) == ("rules", "breaking")
    assert ended.json["counts"]["accepted"] == 1


def test_what_is_proved_compatible_stays_compatible() -> None:
    proved = replace(FINDING, cls=Cause.SAFE, evidence=Evidence.REFUTED)
    assert TeamRules({"operation-removed": Cause.BREAKING}).classed(proved) is proved


def test_a_raised_class_fails(place: Place) -> None:
    words = pair(place, TEXT, {"type": "string", "default": "a"})
    (finding,) = place.check(*words, "--format", "json").json["findings"]
    place.write("rules.yaml", f"{finding['rule']}: breaking\n")
    assert (place.check(*words).code, place.check(*words, "--rules", "rules.yaml").code) == (0, 1)


BAD = (
    pytest.param(b"request-typ-changed: risky\n", "rules:1: there is no rule `request-typ-changed`", id="unknown id"),
    pytest.param(b"\n\nrequest-type-changed: bad\n", "rules:3: `request-type-changed` cannot be `bad`", id="class"),
    pytest.param(b"request-type-changed: [risky]\n", "cannot be", id="a list"),
    pytest.param(b"a: [\n", "rules:", id="broken YAML"),
    pytest.param(b'{"a": 1', "rules", id="broken JSON"),
    pytest.param(b"profile: other\n", "there is no profile `other`", id="profile"),
    pytest.param(b"\xff\xfe", "not UTF-8", id="binary"),
    pytest.param(b"operation-removed err\noperation-removed loud\n", "rules:2 is no severity level", id="level"),
)


@pytest.mark.parametrize(("data", "said"), BAD)
def test_a_bad_file_of_rules_is_one_sentence_with_its_line(place: Place, data: bytes, said: str) -> None:
    place.write("rules", data)
    ended = place.check(*pair(place, TEXT, NUMBER), "--rules", "rules")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert said in ended.err


def test_the_nearest_rule_is_named() -> None:
    with pytest.raises(RulesProblem, match="Did you mean `operation-removed`"):
        read_rules(b"operation-remove: risky", "rules")


def test_a_file_of_rules_that_is_not_there_is_one_sentence(place: Place) -> None:
    for option in ("--rules", "--baseline"):
        ended = place.check(*pair(place, TEXT, NUMBER), option, "none.yaml")
        assert (ended.code, ended.err) == (2, "none.yaml could not be read: No such file or directory.\n")


def test_severity_levels_go_by_id_and_an_unknown_one_is_said() -> None:
    rules = read_rules(b"operation-removed   warn\nmade-up-id\tERR\noperation-added none\n", "levels.txt")
    assert rules.classes == {"operation-removed": Cause.RISKY, "operation-added": None}
    assert [note for note in rules.not_understood if note.startswith("levels.txt:2:")]


def test_of_several_ids_the_worst_level_holds() -> None:
    finding = replace(FINDING, aliases=("one", "two"))
    assert TeamRules(levels={"one": Cause.SAFE, "two": Cause.RISKY}).classed(finding).cls is Cause.RISKY
    assert _accepted(finding, TeamRules(levels={"one": None})) is Accepted.RULES
    assert _accepted(finding, TeamRules(levels={"one": None, "two": Cause.RISKY})) is None


def test_a_finding_is_accepted_only_with_every_operation_it_touches() -> None:
    one = AcceptedChange("operation-removed", "/A", "GET")
    both = (one, AcceptedChange("api-removed-without-deprecation", "/b"))
    assert _accepted(FINDING, TeamRules(changes=(one,))) is None
    assert _accepted(FINDING, TeamRules(changes=both)) is Accepted.RULES
    assert _accepted(replace(FINDING, operations_total=3), TeamRules(changes=both)) is None
    assert _accepted(replace(FINDING, rule="operation-moved", aliases=()), TeamRules(changes=both)) is None


IGNORED = b"""\
# Accepted changes

- 12.01.2023 In GET /api/{domain}/badges we let go of `operation-removed`.
GET /api/other removed the success response with the status '200'
components removed the schema 'rules'
post /API/Third request-type-changed because of #12
"""


def test_ignore_lines_are_matched_on_path_method_and_id_and_the_rest_is_said() -> None:
    rules = read_rules(IGNORED, "ignore.md")
    assert rules.changes == (
        AcceptedChange("operation-removed", "/api/{domain}/badges", "GET"),
        AcceptedChange("request-type-changed", "/API/Third", "POST"),
    )
    assert rules.not_understood == (
        "ignore.md:4 was not understood: it names no id of a rule, only words.",
        "ignore.md:5 was not understood: it names no path.",
    )


def test_lines_that_were_not_understood_are_said_and_change_nothing(place: Place) -> None:
    place.write("ignore.md", "POST /payments removed something\n")
    ended = place.check(*pair(place, TEXT, NUMBER), "--rules", "ignore.md")
    assert (ended.code, ended.lines) == (
        1,
        ["note: ignore.md:1 was not understood: it names no id of a rule, only words."],
    )
    place.write("ignore.md", "POST /payments request-type-changed agreed with everybody\n")
    assert place.check(*pair(place, TEXT, NUMBER), "--rules", "ignore.md").code == 0


def test_a_baseline_accepts_what_is_there_and_nothing_further(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    written = place.check(*words, "--write-baseline", "accepted.json")
    assert (written.code, "accepted.json accepts 1 finding" in written.err) == (1, True)
    ended = place.check(*words, "--baseline", "accepted.json", "--format", "json")
    assert (ended.code, ended.json["findings"][0]["accepted"]) == (0, "baseline")
    assert "accepted" in place.check(*words, "--baseline", "accepted.json").out
    further = pair(place, TEXT, {"type": "boolean"})
    assert place.check(*further, "--baseline", "accepted.json").code == 1


def test_a_baseline_written_over_itself_keeps_what_it_accepted(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    place.check(*words, "--write-baseline", "accepted.json")
    first = (place.directory / "accepted.json").read_bytes()
    place.check(*words, "--baseline", "accepted.json", "--write-baseline", "accepted.json")
    assert (place.directory / "accepted.json").read_bytes() == first
    assert read_baseline(first, "accepted.json").fingerprints


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"baseline_version": 1, "accepted": [{}]}', b"\xff"])
def test_a_file_that_is_no_baseline_is_one_sentence(place: Place, data: bytes) -> None:
    place.write("accepted.json", data)
    ended = place.check(*pair(place, TEXT, NUMBER), "--baseline", "accepted.json")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert "accepted.json" in ended.err


def test_a_baseline_that_cannot_be_written_is_one_sentence(place: Place) -> None:
    ended = place.check(*pair(place, TEXT, NUMBER), "--write-baseline", "nowhere/accepted.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert json.dumps("nowhere/accepted.json could not be written")[1:-1] in ended.err
