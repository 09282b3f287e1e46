"""`stagekeeper check`: what makes it fail, and what it tells the shell."""

import pytest

from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.unit.contract.describing import api


@pytest.mark.parametrize(
    ("new", "fail_on", "code"),
    [
        (TEXT, "risky", 0),
        ({"type": ["string", "integer"]}, "risky", 0),
        (NUMBER, "breaking", 1),
        (NUMBER, "risky", 1),
        (NUMBER, "none", 0),
        ({"type": "string", "format": "ours"}, "breaking", 0),
        ({"type": "string", "format": "ours"}, "risky", 1),
        ({"type": "string", "madeUp": 1}, "breaking", 0),
        ({"type": "string", "madeUp": 1}, "risky", 1),
    ],
)
def test_the_exit_code_tells_what_fails(place: Place, new: dict[str, object], fail_on: str, code: int) -> None:
    assert place.check(*pair(place, TEXT, new), "--fail-on", fail_on).code == code


def test_breaking_is_the_default(place: Place) -> None:
    assert place.check(*pair(place, TEXT, NUMBER)).code == 1


def test_could_not_read_wins_over_fails(place: Place) -> None:
    place.write("old/a.json", api(TEXT))
    place.write("new/a.json", api(NUMBER))
    place.write("old/b.json", api(TEXT))
    place.write("new/b.json", b'{"openapi": "3.1.0",')
    place.write("old/b.yaml", "openapi: 3.1.0\npaths: {}\n")
    place.write("new/b.yaml", "openapi: 3.1.0\npaths: [\n")
    ended = place.check("old", "new", "--format", "json")
    assert (ended.code, ended.json["breaking"]) == (2, None)


STAGES = (
    pytest.param(NUMBER, "private-beta", 0, id="a break in private beta"),
    pytest.param(NUMBER, "public-beta", 1, id="a break in public beta"),
    pytest.param(NUMBER, "ga", 1, id="a break at GA"),
    pytest.param({"type": "string", "format": "ours"}, "ga", 0, id="a risk at GA"),
    pytest.param({"type": "string", "format": "ours"}, "deprecated", 1, id="a risk when deprecated"),
    pytest.param({"type": "string", "madeUp": 1}, "ga", 1, id="not judged at GA"),
    pytest.param({"type": "string", "madeUp": 1}, "idea", 0, id="not judged in the first stage"),
)


@pytest.mark.parametrize(("new", "stage", "code"), STAGES)
def test_a_stage_judges_as_the_bot_does(place: Place, new: dict[str, object], stage: str, code: int) -> None:
    ended = place.check(*pair(place, TEXT, new), "--stage", stage)
    assert ended.code == code
    assert ("may be merged" in ended.out) == (code == 0)


def test_the_stage_is_told_by_itself_whatever_else_fails_or_does_not(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    ended = place.check(*words, "--stage", "ga", "--fail-on", "none")
    assert ended.code == 0
    assert "In ga this does not pass: 1 finding.\n" in ended.out
    ended = place.check(*words, "--stage", "idea", "--fail-on", "breaking")
    assert ended.code == 1
    assert "In idea this may be merged.\n" in ended.out
    ended = place.check(*pair(place, TEXT, {"type": "string", "madeUp": 1}), "--stage", "ga", "--fail-on", "none")
    assert ended.code == 0
    assert "In ga this does not pass: what could not be judged.\n" in ended.out


def test_an_operation_marked_stricter_is_judged_by_its_mark(place: Place) -> None:
    old, new = api(TEXT), api(NUMBER)
    old["paths"]["/payments"]["post"]["x-stage"] = "ga"
    place.write("old.json", old)
    place.write("new.json", new)
    assert place.check("old.json", "new.json", "--stage", "private-beta").code == 1


def test_an_unknown_stage_is_one_sentence_with_the_stages_there_are(place: Place) -> None:
    for name in ("gamma", ""):
        ended = place.check(*pair(place, TEXT, TEXT), "--stage", name)
        assert (ended.code, len(ended.lines)) == (2, 1)
        assert "private-beta" in ended.err


def test_quiet_leaves_notes_out_and_tells_what_went_wrong(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    place.write("ignored.txt", "GET /none something nobody can place\n")
    ended = place.check(*words, "--rules", "ignored.txt", "--write-baseline", "accepted.json", "--quiet")
    assert (ended.code, ended.out, ended.err) == (1, "", "")
    ended = place.check("old.json", "none.json", "--quiet")
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)


def test_quiet_prints_nothing_and_still_tells_the_shell(place: Place) -> None:
    ended = place.check(*pair(place, TEXT, NUMBER), "--quiet")
    assert (ended.code, ended.out, ended.err) == (1, "", "")


def test_without_witness_the_class_is_the_same_and_no_example_is_shown(place: Place) -> None:
    words = pair(place, TEXT, NUMBER)
    ended = place.check(*words, "--no-witness", "--format", "json")
    assert (ended.code, ended.json["findings"][0]["witness"]) == (1, None)
    assert place.check(*words, "--format", "json").json["findings"][0]["witness"]


def test_a_pattern_that_is_none_is_said(place: Place) -> None:
    ended = place.check(*pair(place, TEXT, TEXT), "--exclude", "(")
    assert ended.code == 2
    assert "no regular expression" in ended.err
