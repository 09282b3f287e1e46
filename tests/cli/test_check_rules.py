"""What a team accepts: rules of its own, oasdiff's files, baselines."""

import json

import pytest

from bot.contract import ENGINE, Cause, Evidence, Finding, Operation, Side
from bot.contract.acceptance import Accepted, Baseline, RulesProblem, TeamRules, judged, read_baseline
from bot.contract.acceptance.oasdiff import LEVELS
from bot.contract.acceptance.read_rules import read_rules
from bot.contract.acceptance.rules import AcceptedChange
from bot.contract.replacing import replace
from bot.contract.report import Report
from bot.contract.rules import rules
from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.unit.contract.describing import api

SCHEMES = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "Key"}}}
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
    found = read_rules(b"operation-removed   warn\nmade-up-id\tERR\noperation-added none\n", "levels.txt")
    assert found.classes == {"operation-removed": Cause.RISKY, "operation-added": None}
    assert [note for note in found.not_understood if note.startswith("levels.txt:2:")]


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


def _operation(**more: object) -> dict[str, object]:
    return {"responses": {"200": {"description": "ok"}}, **more}


def _described(**paths: object) -> dict[str, object]:
    return {**api(), "paths": {f"/{name}": {"get": operation} for name, operation in paths.items()}}


def _parameter(default: str, *, required: bool) -> list[dict[str, object]]:
    return [{"name": "a", "in": "query", "required": required, "schema": {"type": "string", "default": default}}]


GONE, SUNSET = "2020-01-01", "9999-01-01"
CONVENTIONS = (
    pytest.param(_described(a=_operation()), _described(), 1, 1, id="removed"),
    pytest.param(_described(a=_operation(deprecated=True)), _described(), 1, 0, id="removed after deprecation"),
    pytest.param(_described(a=_operation(**{"x-sunset": SUNSET, "deprecated": True})), _described(), 1, 1, id="early"),
    pytest.param(_described(a=_operation(**{"x-sunset": GONE, "deprecated": True})), _described(), 0, 0, id="late"),
    pytest.param(_described(a=_operation(**{"x-stability-level": "alpha"})), _described(), 1, 0, id="alpha"),
    pytest.param(_described(a=_operation(**{"x-stability-level": "beta"})), _described(), 1, 1, id="beta"),
    pytest.param(_described(a=_operation(**{"x-stage": "alpha"})), _described(), 1, 1, id="another mark"),
    pytest.param(
        _described(a=_operation(parameters=_parameter("x", required=False))),
        _described(a=_operation(parameters=_parameter("y", required=False))),
        0,
        1,
        id="a default",
    ),
    pytest.param(
        _described(a=_operation(parameters=_parameter("x", required=True))),
        _described(a=_operation(parameters=_parameter("y", required=True))),
        0,
        0,
        id="a default nobody needs",
    ),
    pytest.param(
        {**_described(a=_operation()), "components": SCHEMES},
        {**_described(a=_operation(security=[{"key": []}])), "components": SCHEMES},
        1,
        0,
        id="security",
    ),
)


@pytest.mark.parametrize(("old", "new", "ours", "theirs"), CONVENTIONS)
def test_differences_of_convention_are_configuration(
    place: Place, old: dict[str, object], new: dict[str, object], ours: int, theirs: int
) -> None:
    place.write("old.json", old)
    place.write("new.json", new)
    assert place.check("old.json", "new.json").code == ours
    assert place.check("old.json", "new.json", "--rules", "oasdiff").code == theirs


def test_a_file_of_rules_goes_over_the_conventions(place: Place) -> None:
    place.write("old.json", {**_described(a=_operation()), "components": SCHEMES})
    place.write("new.json", {**_described(a=_operation(security=[{"key": []}])), "components": SCHEMES})
    place.write("rules.yaml", "security-tightened: breaking\n")
    for words in (("oasdiff", "rules.yaml"), ("rules.yaml", "oasdiff")):
        assert place.check("old.json", "new.json", "--rules", words[0], "--rules", words[1]).code == 1
    place.write("profile.yaml", "profile: oasdiff\nsecurity-tightened: breaking\n")
    assert place.check("old.json", "new.json", "--rules", "profile.yaml").code == 1


def test_every_id_in_the_conventions_is_one_that_a_finding_can_go_by() -> None:
    known = {alias for rule in rules().values() for alias in rule.aliases}
    assert LEVELS.keys() - known == set()


def test_oasdiffs_ids_are_read_in_its_files() -> None:
    levels = read_rules(b"api-security-added err\n", "levels.txt")
    assert (levels.levels, levels.not_understood) == ({"api-security-added": Cause.BREAKING}, ())
    lines = read_rules(b"GET /a api-removed-without-deprecation\n", "ignore.txt")
    assert lines.changes == (AcceptedChange("api-removed-without-deprecation", "/a", "GET"),)


IGNORED = b"""\
# Accepted changes

- 12.01.2023 In GET /api/{domain}/badges we let go of `operation-removed`.
GET /api/other removed the success response with the status '200'
components removed the schema 'rules'
post /API/Third request-type-changed because of #12
"""


def test_ignore_lines_are_matched_on_path_method_and_id_and_the_rest_is_said() -> None:
    found = read_rules(IGNORED, "ignore.md")
    assert found.changes == (
        AcceptedChange("operation-removed", "/api/{domain}/badges", "GET"),
        AcceptedChange("request-type-changed", "/API/Third", "POST"),
    )
    assert found.not_understood == (
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


def test_a_baseline_of_another_engine_is_told_where_it_does_not_hold_any_more(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    place.check(*words, "--write-baseline", "accepted.json")
    written = json.loads((place.directory / "accepted.json").read_text())
    place.write("accepted.json", {**written, "engine": "1.old"})
    assert place.check(*words, "--baseline", "accepted.json").lines == []
    place.write("accepted.json", {**written, "engine": "1.old", "accepted": [{"fingerprint": "0" * 16}]})
    ended = place.check(*words, "--baseline", "accepted.json")
    assert ended.code == 1
    assert ended.lines == [
        f"note: accepted.json was written by engine 1.old, this is {ENGINE}, and 1 of its 1 findings are not here: "
        "what it accepted may be told by another name now. `--write-baseline accepted.json` writes it anew."
    ]
    place.write("accepted.json", {**written, "accepted": [{"fingerprint": "0" * 16}]})
    assert place.check(*words, "--baseline", "accepted.json").lines == []


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"baseline_version": 1, "accepted": [{}]}', b"\xff", b"[" * 99_999]
)
def test_a_file_that_is_no_baseline_is_one_sentence(place: Place, data: bytes) -> None:
    place.write("accepted.json", data)
    ended = place.check(*pair(place, TEXT, NUMBER), "--baseline", "accepted.json")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert "accepted.json" in ended.err


def test_a_baseline_holds_a_sentence_with_half_a_sign(place: Place) -> None:
    old, new = ({"type": "object", "properties": {"\ud800": schema}} for schema in (TEXT, NUMBER))
    words = (*pair(place, old, new), "--baseline", "accepted.json")
    assert place.check("old.json", "new.json", "--write-baseline", "accepted.json").code == 1
    assert place.check(*words).code == 0


def test_a_baseline_that_cannot_be_written_is_one_sentence(place: Place) -> None:
    ended = place.check(*pair(place, TEXT, NUMBER), "--write-baseline", "nowhere/accepted.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert json.dumps("nowhere/accepted.json could not be written")[1:-1] in ended.err
