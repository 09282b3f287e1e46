"""Two changes to one text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.scenarios import payments
from bot.versioning import Chosen, Draft, NewVersion, Strategy, new_version
from bot.versioning.merge import merged


@pytest.mark.parametrize(
    ("ancestor", "one", "other", "both"),
    [
        pytest.param("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", id="apart"),
        pytest.param("a\nb\nc\n", "a\nb\nc\nd\n", "c\n", "c\nd\n", id="added and removed"),
        pytest.param("a\nb\n", "x\nb\n", "x\nb\n", "x\nb\n", id="the same on both sides"),
        pytest.param("a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n", None, id="the same line"),
        pytest.param("a\nb\n", "X\nb\n", "a\nY\n", None, id="lines that touch"),
        pytest.param("a\r\nb\r\nc", "A\r\nb\r\nc", "a\r\nb\r\nC", "A\r\nb\r\nC", id="CRLF, no last line end"),
    ],
)
def test_changes_to_different_lines_are_put_together(ancestor: str, one: str, other: str, both: str | None) -> None:
    assert merged(ancestor, one, other) == both
    assert merged(ancestor, other, one) == both


TEXT = st.lists(st.sampled_from("abc"), max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


@settings(deadline=None)
@given(TEXT, TEXT)
def test_with_one_side_unchanged_the_other_wins(ancestor: str, changed: str) -> None:
    assert merged(ancestor, changed, ancestor) == changed
    assert merged(ancestor, ancestor, changed) == changed


def test_texts_that_differ_in_too_many_lines_are_not_compared() -> None:
    many = ["".join(f"{name}{at}\n" for at in range(6_000)) for name in "abc"]
    assert merged(*many) is None


CHOSEN = Chosen(Strategy.FILE_SUFFIX, "v1", "v2", "apis/payments_v2.yaml")


def test_what_was_merged_meanwhile_is_in_the_new_version_too() -> None:
    files = payments.files()
    path = payments.DESCRIPTION
    author = payments.change("breaking").applied(files)[path]
    base = payments.change("additive").applied(files)[path]
    draft = new_version(NewVersion(path, base, author, CHOSEN, ancestor=files[path]))
    assert isinstance(draft, Draft)
    assert b"operationId: getRefund" in draft.files[0].data
    assert b"amount_minor" in draft.files[0].data
    assert draft.notes[0] == "What reached the base branch since the author began is in the new version too."


def test_the_authors_file_stands_where_both_changed_the_same_lines() -> None:
    request = NewVersion(
        "a_v1.yaml", b"info: {version: 1.0.1}", b"info: {version: 1.1.0}", CHOSEN, ancestor=b"info: {version: 1.0.0}"
    )
    draft = new_version(request)
    assert isinstance(draft, Draft)
    assert draft.files[0].data == b"info: {version: 2.0.0}"
    assert "in the same lines" in draft.notes[0]
