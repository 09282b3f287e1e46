"""Stages and sunset dates that callers were given: of operations, of parameters, of properties."""

from typing import Any

import pytest

from bot.contract import BROKEN_PROMISE, Cause, Options, Report
from tests.unit.contract.describing import api, compared, ref
from tests.unit.contract.telling import TEXT, operation, query, request, response, thing


def promised(report: Report) -> list[tuple[str, bool]]:
    """The lifecycle rules, and whether each breaks a promise."""
    assert report.unread == ()
    assert {f.cls for f in report.findings} <= {Cause.LIFECYCLE}
    return [(f.rule, BROKEN_PROMISE in f.tags) for f in report.findings]


def level(value: Any, **more: Any) -> dict[str, Any]:
    return {**({"x-stability-level": value} if value is not None else {}), **more}


# stages

STAGES: dict[str, tuple[Any, Any, list[tuple[str, bool]]]] = {
    "lowered": ("stable", "beta", [("stage-lowered", True)]),
    "raised": ("beta", "stable", [("stage-raised", False)]),
    "in another word": ("stable", "ga", []),
    "in another spelling": ("private-beta", "Private Beta", []),
    "given": (None, "beta", [("stage-marked", False)]),
    "taken off": ("beta", None, [("stage-unmarked", False)]),
    "no longer one": ("stable", "stabel", [("stage-lost", True)]),
    "never one": ("stabel", "beta", [("stage-unreadable", False)]),
    "no stage at first": (None, "stabel", [("stage-unreadable", False)]),
    "no stage at last": ("stabel", None, [("stage-unreadable", False)]),
    "no word": (None, {"is": "beta"}, [("stage-unreadable", False)]),
    "of an end": ("stable", "deprecated", []),
}


@pytest.mark.parametrize("case", STAGES)
def test_what_becomes_of_the_stage_of_an_operation_is_told(case: str) -> None:
    old, new, expected = STAGES[case]
    assert promised(compared(operation(**level(old)), operation(**level(new)))) == expected


@pytest.mark.parametrize("case", STAGES)
def test_a_parameter_has_a_stage_as_well(case: str) -> None:
    old, new, expected = STAGES[case]
    report = compared(query(TEXT, **level(old)), query(TEXT, **level(new)))
    assert promised(report) == expected
    assert all("query parameter `q`" in f.sentence for f in report.findings)


def test_only_the_words_of_the_level_are_a_closed_list() -> None:
    """`x-stage` may hold a team's own words; nobody says that one of them is wrong."""
    assert promised(compared(operation(**{"x-stage": "ga"}), operation(**{"x-stage": "limited"}))) == []
    only_stage = Options(stage_marks=("x-stage",))
    assert compared(operation(**level("stable")), operation(**level("stabel")), only_stage).findings == ()
    both = operation(**level("stabel"), **{"x-stage": "ga"})
    assert promised(compared(operation(**{"x-stage": "ga"}), both)) == []


def test_what_was_wrong_before_and_is_the_same_now_is_not_told() -> None:
    old, new = (operation(**level("stabel"), description=text) for text in "ab")
    assert compared(old, new).findings == ()


PROPERTY_STAGES: dict[str, tuple[Any, Any, list[str]]] = {
    "lowered": ("stable", "draft", ["stage-lowered"]),
    "no longer one": ("stable", "drafty", ["stage-lowered"]),
    "raised": ("draft", "stable", ["stage-raised"]),
    "given": (None, "draft", []),
}


@pytest.mark.parametrize("case", PROPERTY_STAGES)
def test_a_property_has_a_stage_on_each_side(case: str) -> None:
    was, now, expected = PROPERTY_STAGES[case]
    old, new = (thing(a={**TEXT, **level(value)}) for value in (was, now))
    for side, made in (("request", request), ("response", response)):
        report = made(old, new)
        assert promised(report) == [(f"{side}-property-{what}", what == "stage-lowered") for what in expected]
        assert all("`a` in the " in f.sentence for f in report.findings)


def test_the_stage_of_a_component_is_told_once_wherever_it_is_named() -> None:
    def named(value: str) -> dict[str, Any]:
        return api(thing(a=ref("Word"), b=ref("Word")), Word={**TEXT, **level(value)})

    assert promised(compared(named("stable"), named("beta"))) == [("request-property-stage-lowered", True)]


def test_a_mark_beside_a_reference_is_the_propertys_own() -> None:
    def named(value: str) -> dict[str, Any]:
        return api(thing(a={**ref("Word"), **level(value)}), Word={**TEXT, **level("stable")})

    assert promised(compared(named("stable"), named("beta"))) == [("request-property-stage-lowered", True)]


# sunsets

FIRST, LATER = "2030-01-31", "2031-01-31"
SUNSETS: dict[str, tuple[Any, Any, list[tuple[str, bool]]]] = {
    "pulled forward": (LATER, FIRST, [("sunset-pulled-forward", True)]),
    "taken back": (LATER, None, [("sunset-deleted", True)]),
    "no longer a day": (LATER, "soon", [("sunset-deleted", True)]),
    "moved later": (FIRST, LATER, []),
    "given": (None, FIRST, []),
    "given as no day": (None, "soon", [("sunset-unreadable", False)]),
    "never a day": ("soon", FIRST, [("sunset-unreadable", False)]),
    "another that is no day": ("soon", "sooner", [("sunset-unreadable", False)]),
    "no day taken back": ("soon", None, [("sunset-unreadable", False)]),
}


def ends(value: Any) -> dict[str, Any]:
    return {"deprecated": True, **({"x-sunset": value} if value is not None else {})}


@pytest.mark.parametrize("case", SUNSETS)
def test_what_becomes_of_the_day_an_operation_ends_is_told(case: str) -> None:
    old, new, expected = SUNSETS[case]
    assert promised(compared(operation(**ends(old)), operation(**ends(new)))) == expected
    assert promised(compared(query(TEXT, **ends(old)), query(TEXT, **ends(new)))) == expected


@pytest.mark.parametrize("case", SUNSETS)
def test_what_becomes_of_the_day_a_property_ends_is_told_on_each_side(case: str) -> None:
    was, now, expected = SUNSETS[case]
    old, new = (thing(a={**TEXT, **ends(value)}) for value in (was, now))
    for side, made in (("request", request), ("response", response)):
        assert promised(made(old, new)) == [(f"{side}-property-{rule}", broken) for rule, broken in expected]


def test_newly_deprecated_with_a_day_that_is_none_is_told() -> None:
    report = compared(operation(), operation(**ends("soon")))
    assert promised(report) == [("operation-deprecated", False), ("sunset-unreadable", False)]
    aliases = {f.rule: f.aliases for f in report.findings}
    assert aliases["sunset-unreadable"] == ("api-deprecated-sunset-parse",)


def test_a_day_of_what_does_not_end_says_nothing() -> None:
    assert promised(compared(operation(**{"x-sunset": LATER}), operation(**{"x-sunset": "soon"}))) == []


# oasdiff's users


@pytest.mark.parametrize(
    ("old", "new", "alias"),
    [
        (operation(**level("stable")), operation(**level("beta")), "api-stability-decreased"),
        (operation(), operation(**level("beta")), "api-stability-decreased"),
        (operation(**level("beta")), operation(**level("stable")), "api-stability-increased"),
        (operation(**level("beta")), operation(), "api-stability-increased"),
        (operation(**level("stable")), operation(**level("x")), "api-invalid-stability-level"),
        (operation(), operation(**level("x")), "api-invalid-stability-level"),
        (operation(**ends("x")), operation(**ends(FIRST)), "api-path-sunset-parse"),
        (query(TEXT, **ends("x")), query(TEXT, **ends(FIRST)), "request-parameter-sunset-parse"),
    ],
)
def test_the_ids_of_oasdiff_are_known(old: Any, new: Any, alias: str) -> None:
    assert [f.aliases for f in compared(old, new).findings] == [(alias,)]


def test_a_level_that_means_no_lower_than_before_is_not_called_decreased() -> None:
    """To oasdiff an operation without a level is a stable one."""
    (finding,) = compared(operation(), operation(**level("stable"))).findings
    assert (finding.rule, finding.aliases) == ("stage-marked", ())
