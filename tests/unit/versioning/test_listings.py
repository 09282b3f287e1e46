"""Rows for the new version in README and CODEOWNERS."""

import pytest

from bot.versioning import Chosen, Strategy, codeowners_rows, readme_rows

CHOSEN = Chosen(Strategy.FILE_SUFFIX, "v1", "v2", "apis/pay_v2.yaml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "| Pay | v1 | [d](apis/pay_v1.yaml) | GA |\n| Sms |\n",
            "| Pay | v1 | [d](apis/pay_v1.yaml) | GA |\n| Pay | v2 | [d](apis/pay_v2.yaml) | private beta |\n| Sms |\n",
            id="table, with its stage",
        ),
        pytest.param(
            "- Pay: `apis/pay_v1.yaml`", "- Pay: `apis/pay_v1.yaml`\n- Pay: `apis/pay_v2.yaml`", id="list, last line"
        ),
        pytest.param(
            "* [Pay](./apis/pay_v1.yaml)\r\nx",
            "* [Pay](./apis/pay_v1.yaml)\r\n* [Pay](./apis/pay_v2.yaml)\r\nx",
            id="CRLF",
        ),
        pytest.param("See apis/pay_v1.yaml.\n", None, id="prose"),
        pytest.param("- other/apis/pay_v1.yaml\n- apis/pay_v1.yaml.md\n- apis/pay_v1.yaml/x\n", None, id="other paths"),
        pytest.param("- apis/pay_v1.yaml\n- apis/pay_v2.yaml\n", None, id="there already"),
    ],
)
def test_readme_has_a_row_below_each_row_of_the_old_one(before: str, after: str | None) -> None:
    written = readme_rows(before.encode(), "apis/pay_v1.yaml", CHOSEN)
    assert (written and written.decode()) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "* @a/b\n/apis/pay_v1.yaml  @a/c @d # us\n",
            "* @a/b\n/apis/pay_v1.yaml  @a/c @d # us\n/apis/pay_v2.yaml  @a/c @d # us\n",
            id="rooted",
        ),
        pytest.param("apis/pay_v1.yaml @a/c", "apis/pay_v1.yaml @a/c\napis/pay_v2.yaml @a/c", id="no last line end"),
        pytest.param(
            "apis/pay_v1.yaml @a/c\r\n* @x", "apis/pay_v1.yaml @a/c\r\napis/pay_v2.yaml @a/c\r\n* @x", id="CRLF"
        ),
        pytest.param("/apis/ @a/c\n# apis/pay_v1.yaml @a/c\n", None, id="a folder covers both; a comment is none"),
    ],
)
def test_codeowners_has_the_same_owners_for_the_new_one(before: str, after: str | None) -> None:
    written = codeowners_rows(before.encode(), "apis/pay_v1.yaml", CHOSEN)
    assert (written and written.decode()) == after


def test_files_that_are_no_text_are_left_alone() -> None:
    assert readme_rows(b"- apis/pay_v1.yaml \xff", "apis/pay_v1.yaml", CHOSEN) is None
    assert codeowners_rows(b"apis/pay_v1.yaml \xff", "apis/pay_v1.yaml", CHOSEN) is None
