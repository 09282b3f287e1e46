"""The next version and its place; a question where the signs do not settle it."""

import pytest

from bot.versioning import Chosen, Strategy, Undecided, choose

V1 = b"openapi: 3.1.0\ninfo: {title: Payments, version: 1.4.2}\nservers: [{url: https://a.example/v1}]\n"
BARE = b"openapi: 3.1.0\n"
SUFFIX, FOLDER = Strategy.FILE_SUFFIX, Strategy.DIRECTORY


@pytest.mark.parametrize(
    ("path", "beside", "expected"),
    [
        pytest.param("apis/payments_v1.yaml", [], (SUFFIX, "v2", "apis/payments_v2.yaml"), id="suffix"),
        pytest.param(
            "apis/payments_v1.yaml", ["apis/payments_v2.yaml"], (SUFFIX, "v3", "apis/payments_v3.yaml"), id="taken"
        ),
        pytest.param(
            "apis/payments_v1.yaml", ["apis/payments_v4.json"], (SUFFIX, "v5", "apis/payments_v5.yaml"), id="highest"
        ),
        pytest.param(
            "apis/payments_v1.yaml", ["apis/refunds_v7.yaml"], (SUFFIX, "v2", "apis/payments_v2.yaml"), id="another API"
        ),
        pytest.param(
            "apis/payments_v1.yaml",
            ["docs/payments_v2.md"],
            (SUFFIX, "v2", "apis/payments_v2.yaml"),
            id="no description",
        ),
        pytest.param("apis/payments.yaml", [], (SUFFIX, "v2", "apis/payments_v2.yaml"), id="first suffix"),
        pytest.param(
            "apis/payments.yaml", ["apis/sms-v1.yaml"], (SUFFIX, "v2", "apis/payments-v2.yaml"), id="as others do"
        ),
        pytest.param("openapi.json", [], (SUFFIX, "v2", "openapi_v2.json"), id="at the root"),
        pytest.param("apis/v1/payments.yaml", [], (FOLDER, "v2", "apis/v2/payments.yaml"), id="directory"),
        pytest.param("v1/openapi.yaml", ["v2/openapi.yml"], (FOLDER, "v3", "v3/openapi.yaml"), id="directory taken"),
        pytest.param("v1/openapi.yaml", ["v2/sms.yaml"], (FOLDER, "v2", "v2/openapi.yaml"), id="directory of others"),
        pytest.param("apis/v1/pay_v1.yaml", [], (FOLDER, "v2", "apis/v2/pay_v2.yaml"), id="directory and suffix"),
    ],
)
def test_where_two_signs_agree_the_next_free_version_is_taken(
    path: str, beside: list[str], expected: tuple[Strategy, str, str]
) -> None:
    strategy, version, new_path = expected
    assert choose(path, V1, [path, *beside]) == Chosen(strategy, "v1", version, new_path)


@pytest.mark.parametrize(
    ("path", "data", "reason", "paths"),
    [
        pytest.param("a.yaml", BARE, "Nothing here says", ["a_v2.yaml"], id="no sign"),
        pytest.param("a_v1.yaml", BARE, "Only the file's name `a_v1.yaml`", ["a_v2.yaml"], id="one sign"),
        pytest.param(
            "a_v2.yaml",
            b"info: {version: 1.0.0}",
            "the file's name `a_v2.yaml` says v2 and `info.version: 1.0.0` says v1",
            ["a_v3.yaml", "a_v3.yaml"],
            id="two signs that disagree",
        ),
        pytest.param(
            "a_v1.yaml",
            b"info: {version: 1.0.0}\nservers: [{url: /v1}, {url: /v2}]",
            "do not agree",
            ["a_v2.yaml", "a_v3.yaml"],
            id="servers of two versions",
        ),
        pytest.param(
            "a_v2010.json", b'{"servers": [{"url": "/v2010"}]}', "looks like a year", ["a_v2011.json"], id="a year"
        ),
        pytest.param("a.2026-01-15.yaml", V1, "by date yet", [], id="a date"),
    ],
)
def test_what_is_not_settled_becomes_a_question(path: str, data: bytes, reason: str, paths: list[str]) -> None:
    answer = choose(path, data, [path])
    assert isinstance(answer, Undecided)
    assert reason in answer.reason
    assert [option.new_path for option in answer.options] == paths


def test_an_info_version_that_counts_releases_does_not_outvote_name_and_paths() -> None:
    data = b"info: {version: 55.1.0}\npaths: {/v2/Services: {}}"
    assert choose("chat_v2.yaml", data, []) == Chosen(SUFFIX, "v2", "v3", "chat_v3.yaml")


def test_a_dated_info_version_does_not_hinder_where_two_others_agree() -> None:
    data = b"info: {version: '2026-01-15'}\nservers: [{url: /v1}]"
    assert choose("a_v1.yaml", data, []) == Chosen(SUFFIX, "v1", "v2", "a_v2.yaml")
    assert isinstance(choose("a_v1.yaml", b"info: {version: '2026-01-15'}", []), Undecided)


def test_a_configured_strategy_stands_for_the_second_sign() -> None:
    assert choose("a_v1.yaml", BARE, [], configured=SUFFIX) == Chosen(SUFFIX, "v1", "v2", "a_v2.yaml")
    assert choose("apis/a.yaml", V1, [], configured=FOLDER) == Chosen(FOLDER, "v1", "v2", "apis/v2/a.yaml")


@pytest.mark.parametrize("word", ["v3", "3"])
def test_a_person_may_name_the_version(word: str) -> None:
    assert choose("a_v1.yaml", BARE, ["a_v1.yaml"], wanted=word) == Chosen(SUFFIX, "v1", "v3", "a_v3.yaml")


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [("v2", "`a_v2.yaml` exists already"), ("v1", "not newer than `v1`"), ("next", "I could not read `next`")],
)
def test_a_version_that_cannot_be_had_is_refused_with_the_next_free_one(wanted: str, reason: str) -> None:
    answer = choose("a_v1.yaml", V1, ["a_v1.yaml", "a_v2.yaml"], wanted=wanted)
    assert isinstance(answer, Undecided)
    assert reason in answer.reason
    assert answer.options == (Chosen(SUFFIX, "v1", "v3", "a_v3.yaml"),)


def test_a_named_version_does_not_settle_which_version_this_is() -> None:
    answer = choose("a_v2.yaml", b"info: {version: 1.0.0}", [], wanted="v3")
    assert isinstance(answer, Undecided)
    assert "do not agree" in answer.reason
