"""The floor in the configuration: one line more or one word different, all else byte for byte."""

import pytest

from bot.config import Config, read_config
from bot.versioning import Unreadable, config_stage

CASES = [
    pytest.param(
        "apis:\n  pay:\n    description: pay.yaml  # ours\n    owners: [a]\n",
        "apis:\n  pay:\n    description: pay.yaml  # ours\n    stage: ga\n    owners: [a]\n",
        id="block",
    ),
    pytest.param(
        "# all\napis:\n    pay:\n      owners:\n      - '@a/b' # all of them\n"
        "      # the file\n      description: pay.yaml\n",
        "# all\napis:\n    pay:\n      owners:\n      - '@a/b' # all of them\n      stage: ga\n"
        "      # the file\n      description: pay.yaml\n",
        id="a-list-first-odd-indentation-comments",
    ),
    pytest.param(
        "apis:\n  pay:\n    description: pay.yaml\n    stage: private-beta # since May\nmode: enforce\n",
        "apis:\n  pay:\n    description: pay.yaml\n    stage: ga # since May\nmode: enforce\n",
        id="another-stage-there",
    ),
    pytest.param(
        "apis:\n  pay:\n    stage: 'idea'\n    description: pay.yaml\n",
        "apis:\n  pay:\n    stage: ga\n    description: pay.yaml\n",
        id="in-quotes",
    ),
    pytest.param(
        "apis:\n  pay:\n    stage:\n    description: pay.yaml\n",
        "apis:\n  pay:\n    stage: ga\n    description: pay.yaml\n",
        id="without-a-value",
    ),
    pytest.param(
        "apis: {pay: {description: pay.yaml, owners: ['@a/b']}, sms: {description: s.yaml}} # all",
        "apis: {pay: {description: pay.yaml, owners: ['@a/b'], stage: ga}, sms: {description: s.yaml}} # all",
        id="flow",
    ),
    pytest.param(
        "apis:\n  pay: {description: pay.yaml}",
        "apis:\n  pay: {description: pay.yaml, stage: ga}",
        id="flow-in-block-no-last-line-end",
    ),
    pytest.param(
        "\ufeffapis:\r\n  pay:\r\n    description: >-\r\n      pay.yaml\r\nmode: observe\r\n",
        "\ufeffapis:\r\n  pay:\r\n    description: >-\r\n      pay.yaml\r\n    stage: ga\r\nmode: observe\r\n",
        id="crlf-byte-order-mark-block-scalar",
    ),
    pytest.param(
        "apis:\n  pay: &p\n    description: pay.yaml",
        "apis:\n  pay: &p\n    description: pay.yaml\n    stage: ga",
        id="anchor",
    ),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_the_stage_is_written_and_nothing_else_changes(before: str, after: str) -> None:
    written = config_stage(before.encode(), "pay", "ga")
    assert isinstance(written, bytes), written
    assert written.decode() == after
    told = read_config(after)
    assert not isinstance(told, Config) or told.apis["pay"].stage == "ga"


@pytest.mark.parametrize(("before", "after"), CASES)
def test_written_again_it_is_the_same(before: str, after: str) -> None:
    assert config_stage(after.encode(), "pay", "ga") == after.encode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apis: {sms: {description: s.yaml}}", id="not-there"),
        pytest.param("mode: enforce", id="no-apis"),
        pytest.param("apis: {sms: &s {description: s.yaml}, pay: *s}", id="an-alias"),
        pytest.param("apis: {", id="broken"),
        pytest.param("apis:\n  pay:\n    stage: [ga]\n", id="a-list-for-a-stage"),
        pytest.param("apis:\n  pay: {}\n", id="empty"),
    ],
)
def test_what_cannot_be_written_into_is_refused(text: str) -> None:
    assert isinstance(config_stage(text.encode(), "pay", "ga"), Unreadable)
