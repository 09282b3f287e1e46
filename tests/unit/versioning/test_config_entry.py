"""The new version's entry in the configuration; all else stays byte for byte."""

import pytest

from bot.versioning import Unreadable, config_entry, new_api_name

CASES = [
    pytest.param(
        "apis:\n  pay:\n    description: pay_v1.yaml\n",
        "apis:\n  pay:\n    description: pay_v1.yaml\n"
        "  pay-v2:\n    description: pay_v2.yaml\n    stage: private-beta\n",
        id="block",
    ),
    pytest.param(
        "apis:\n    pay:\n      stage: ga   # since May\n      owners:\n      - '@a/b' # all of them\n\n# the end",
        "apis:\n    pay:\n      stage: ga   # since May\n      owners:\n      - '@a/b' # all of them\n"
        "    pay-v2:\n      description: pay_v2.yaml\n      owners:\n      - '@a/b'\n"
        "      stage: private-beta\n\n# the end",
        id="owners as a list, odd indentation, comments",
    ),
    pytest.param(
        "apis:\n  pay:\n    description: pay_v1.yaml\n  # another\n  sms: {description: s.yaml}\nmode: enforce\n",
        "apis:\n  pay:\n    description: pay_v1.yaml\n"
        "  pay-v2:\n    description: pay_v2.yaml\n    stage: private-beta\n"
        "  # another\n  sms: {description: s.yaml}\nmode: enforce\n",
        id="not the last one",
    ),
    pytest.param(
        "apis: {pay: {description: pay_v1.yaml, owners: ['@a/b']}, sms: {description: s.yaml}} # all",
        "apis: {pay: {description: pay_v1.yaml, owners: ['@a/b']}, "
        "pay-v2: {description: pay_v2.yaml, owners: ['@a/b'], stage: private-beta}, sms: {description: s.yaml}} # all",
        id="flow",
    ),
    pytest.param(
        "apis:\n  pay: {description: pay_v1.yaml, owners: [a]}",
        "apis:\n  pay: {description: pay_v1.yaml, owners: [a]}\n"
        "  pay-v2:\n    description: pay_v2.yaml\n    owners: [a]\n    stage: private-beta",
        id="flow in block, no last line end",
    ),
    pytest.param(
        "\ufeffapis:\r\n  pay:\r\n    description: >-\r\n      pay_v1.yaml\r\nmode: observe\r\n",
        "\ufeffapis:\r\n  pay:\r\n    description: >-\r\n      pay_v1.yaml\r\n"
        "  pay-v2:\r\n    description: pay_v2.yaml\r\n    stage: private-beta\r\nmode: observe\r\n",
        id="CRLF, byte order mark, block scalar",
    ),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_the_entry_stands_below_the_old_one(before: str, after: str) -> None:
    written = config_entry(before.encode(), "pay", new_api="pay-v2", description="pay_v2.yaml")
    assert isinstance(written, bytes), written
    assert written.decode() == after


@pytest.mark.parametrize(("before", "after"), CASES)
def test_doing_it_again_changes_nothing(before: str, after: str) -> None:
    assert config_entry(after.encode(), "pay", new_api="pay-v2", description="pay_v2.yaml") == after.encode()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("apis: {sms: {description: s.yaml}}", "it has no entry `pay` under `apis:`", id="not there"),
        pytest.param("mode: enforce", "it has no entry `pay` under `apis:`", id="no APIs"),
        pytest.param("apis: [pay]", "it has no entry `pay` under `apis:`", id="a list"),
        pytest.param("apis: {", "did not find", id="broken"),
        pytest.param("apis: {pay: &p {description: a}, x: *p}\n", None, id="anchors are no obstacle"),
    ],
)
def test_a_configuration_without_the_entry_is_refused(text: str, reason: str | None) -> None:
    answer = config_entry(text.encode(), "pay", new_api="pay-v2", description="pay_v2.yaml")
    if reason is None:
        assert isinstance(answer, bytes)
    else:
        assert isinstance(answer, Unreadable)
        assert reason in answer.reason


def test_a_path_that_needs_quotes_gets_them() -> None:
    written = config_entry(
        b"apis:\n  pay: {description: 'a: b.yaml'}\n", "pay", new_api="pay-v2", description="a: b_v2.yaml"
    )
    assert isinstance(written, bytes)
    assert b'description: "a: b_v2.yaml"\n' in written


@pytest.mark.parametrize(
    ("api", "name"), [("pay", "pay-v2"), ("pay-v1", "pay-v2"), ("pay_v1", "pay_v2"), ("pay-v3", "pay-v3-v2")]
)
def test_the_key_follows_the_old_one(api: str, name: str) -> None:
    assert new_api_name(api, "v1", "v2") == name
