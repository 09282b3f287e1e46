"""The changelog's line on a new version."""

import pytest

from bot.versioning import changelog_entry

CASES = [
    pytest.param(None, "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- pay v2.\n", id="no file"),
    pytest.param("", "## [Unreleased]\n\n### Added\n\n- pay v2.\n", id="empty file"),
    pytest.param(
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n  More of it.\n\n### Fixed\n\n- Two.\n",
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n  More of it.\n- pay v2.\n\n### Fixed\n\n- Two.\n",
        id="last of those added",
    ),
    pytest.param(
        "## Unreleased\n\n### Fixed\n\n- Two.\n\n## 1.0.0\n\n### Added\n\n- All.\n",
        "## Unreleased\n\n### Added\n\n- pay v2.\n\n### Fixed\n\n- Two.\n\n## 1.0.0\n\n### Added\n\n- All.\n",
        id="nothing added yet",
    ),
    pytest.param(
        "# Changelog\n\n## [1.0.0] - 2026-01-01\n\n- All.\n",
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- pay v2.\n\n## [1.0.0] - 2026-01-01\n\n- All.\n",
        id="nothing unreleased",
    ),
    pytest.param(
        "# Changelog\r\n\r\n## [Unreleased]\r\n\r\n### Added",
        "# Changelog\r\n\r\n## [Unreleased]\r\n\r\n### Added\r\n\r\n- pay v2.",
        id="CRLF, no last line end",
    ),
    pytest.param(
        "# Changelog\n\n```\n## [Unreleased]\n### Added\n```\n",
        "# Changelog\n\n```\n## [Unreleased]\n### Added\n```\n\n## [Unreleased]\n\n### Added\n\n- pay v2.\n",
        id="an example in a code block is no heading",
    ),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_the_line_stands_among_what_was_added(before: str | None, after: str) -> None:
    written = changelog_entry(None if before is None else before.encode(), "pay v2.")
    assert written is not None
    assert written.decode() == after


@pytest.mark.parametrize(("before", "after"), CASES)
def test_a_line_that_is_there_is_not_written_again(before: str | None, after: str) -> None:
    assert changelog_entry(after.encode(), "pay v2.") is None


def test_a_file_that_is_no_text_is_left_alone() -> None:
    assert changelog_entry(b"\xff\xfe", "pay v2.") is None
