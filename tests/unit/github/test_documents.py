"""The documents that are sent: one operation each, with its fragments and no others."""

import pytest

from bot.github.documents import document, files_document, thread_document


def test_a_document_has_its_operation_and_the_fragments_it_needs() -> None:
    text = document("Edits")
    assert text.startswith("query Edits(")
    assert text.count("fragment ") == 1
    assert "fragment Who on Actor" in text


def test_a_document_without_fragments_is_the_operation_alone() -> None:
    assert "fragment" not in document("Hide")
    assert document("Hide").startswith("mutation Hide(")


def test_there_is_no_document_of_another_name() -> None:
    with pytest.raises(KeyError):
        document("Everything")


def test_further_pages_are_asked_for_of_issues_and_of_pull_requests() -> None:
    text = thread_document(2)
    assert thread_document(0) == document("Thread")
    assert text.count("page1: comments(first: 100, after: $page1)") == 2
    assert text.count("page2: comments(first: 100, after: $page2)") == 2
    assert "$page1: String!, $page2: String!)" in text


def test_files_are_asked_for_under_numbered_names() -> None:
    text = files_document(3)
    assert [f"file{n}: object(expression: $at{n})" in text for n in range(4)] == [True, True, True, False]
    assert "$at0: String!, $at1: String!, $at2: String!)" in text
