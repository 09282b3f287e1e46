"""The scenario's changes do to callers what their names say, by the contract engine's word."""

import pytest

from bot.contract import Options, Report, Source, compare, describe
from bot.sandbox.scenarios import payments
from bot.versioning import Chosen, Draft, NewVersion, choose, new_version

FILES = payments.files()
PATH = payments.DESCRIPTION


def compared(old: bytes, new: bytes) -> Report:
    return compare(Source(PATH, old), Source(PATH, new), Options())


def grown() -> dict[str, bytes]:
    files = dict(FILES)
    for change in payments.history():
        files |= change.applied(files)
    return files


@pytest.mark.parametrize("files", [FILES, grown()], ids=["beginning", "after the private beta"])
def test_the_description_is_readable_with_an_example_that_runs(files: dict[str, bytes]) -> None:
    told = describe(Source(PATH, files[PATH]))
    assert told.readable
    assert not told.problems
    assert told.examples.runnable
    assert not told.examples.problems


@pytest.mark.parametrize("files", [FILES, grown()], ids=["beginning", "after the private beta"])
@pytest.mark.parametrize("name", ["additive", "repaired"])
def test_a_compatible_change_is_silent(name: str, files: dict[str, bytes]) -> None:
    report = compared(files[PATH], payments.change(name).applied(files)[PATH])
    assert {finding.cls.value for finding in report.findings} == {"safe"}
    assert not report.unread


@pytest.mark.parametrize("files", [FILES, grown()], ids=["beginning", "after the private beta"])
def test_the_breaking_change_breaks_callers_in_five_ways(files: dict[str, bytes]) -> None:
    report = compared(files[PATH], payments.change("breaking").applied(files)[PATH])
    assert sorted((finding.rule, finding.operations_total) for finding in report.findings if finding.is_breaking) == [
        ("request-enum-value-removed", 1),
        ("request-max-length-tightened", 1),
        ("request-property-added-required", 1),
        ("request-property-became-required", 1),
        ("response-required-property-removed", 7),  # five operations, and two webhooks that carry a payment
    ]
    assert not report.unread


def test_of_the_private_betas_history_only_the_second_change_breaks() -> None:
    files, breaks = dict(FILES), []
    for change in payments.history():
        before, files = files, files | change.applied(files)
        report = compared(before[PATH], files[PATH])
        assert not report.unread
        breaks.append(report.breaking)
    assert breaks == [False, True, False, False]


def test_the_second_version_differs_from_the_authors_file_only_in_where_it_is() -> None:
    chosen = choose(PATH, FILES[PATH], FILES.keys())
    assert isinstance(chosen, Chosen)
    author = payments.change("breaking").applied(FILES)[PATH]
    draft = new_version(NewVersion(PATH, FILES[PATH], author, chosen))
    assert isinstance(draft, Draft)
    report = compared(author, draft.files[0].data)
    assert {finding.rule for finding in report.findings} == {"server-added", "server-removed"}
    assert not report.unread
