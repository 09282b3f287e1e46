"""Where a command may stand, judged by the lines that `blocks` lets speak."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.command.blocks import LONGEST_BYTES, blocks, cut, normalised


def speaking(text: str) -> list[str]:
    found = blocks(normalised(text))
    return [found.lines[index].strip() for index in found.speaking]


COUNTS = [
    pytest.param("/status", id="alone"),
    pytest.param("   /status", id="three spaces"),
    pytest.param("hello\n/status", id="second line of a paragraph"),
    pytest.param("hello\n        /status", id="a continuation line may be indented as far as it likes"),
    pytest.param("> quote\n\n/status", id="a blank line ends the quote"),
    pytest.param("```\ncode\n```\n/status", id="after a fence"),
    pytest.param("# heading\n/status", id="below a heading"),
    pytest.param("<!-- note -->\n\n/status", id="after a comment"),
    pytest.param("see <!-- note --> this\n/status", id="after a comment in a line"),
    pytest.param("a <!-- that never ends\n/status", id="an unclosed inline comment is text"),
    pytest.param("<details>\nx\n\n</details>\n\n/status", id="after details"),
    pytest.param("<!-- <details> -->\n\n/status", id="details in a comment fold nothing"),
    pytest.param("- item\n\n/status", id="after a list"),
    pytest.param("[link]: https://acme.example\n/status", id="after a link definition"),
    pytest.param("hello\r\n/status\r\n", id="CRLF"),
    pytest.param("hello\r/status", id="CR"),
    pytest.param("\u200b/sta\u2060tus\ufeff", id="zero-width characters"),
    pytest.param("\u202e/status\u202c", id="direction overrides"),
]

DOES_NOT_COUNT = [
    pytest.param("    /status", id="indented code"),
    pytest.param("\t/status", id="tab"),
    pytest.param("```\n/status\n```", id="fence"),
    pytest.param("```\n/status", id="open fence"),
    pytest.param("~~~yaml\n\n/status\n~~~", id="tilde fence with a blank line"),
    pytest.param("> /status", id="quote"),
    pytest.param("> hello\n/status", id="lazily continued quote"),
    pytest.param("> hello\n> > deeper\n/status", id="lazily continued nested quote"),
    pytest.param("> [!NOTE]\n> /status", id="alert"),
    pytest.param("- /status", id="list"),
    pytest.param("- item\n/status", id="lazily continued list item"),
    pytest.param("- item\n\n  /status", id="second paragraph of an item"),
    pytest.param("1. item\n   /status", id="ordered list"),
    pytest.param("# /status", id="heading"),
    pytest.param("/status\n---", id="underlined heading"),
    pytest.param("| a |\n|---|\n| /status |", id="table cell"),
    pytest.param("| a |\n|---|\n/status", id="a row without pipes is still the table"),
    pytest.param("<div>\n/status\n</div>", id="HTML"),
    pytest.param("<!--\n/status\n-->", id="HTML comment"),
    pytest.param("<!--\n\n/status\n\n-->", id="HTML comment with blank lines"),
    pytest.param("see <!-- hidden\n/status\n--> this", id="a comment that begins within a line"),
    pytest.param("<details>\n\n/status\n\n</details>", id="details with blank lines, as everybody writes them"),
    pytest.param(
        "<details><summary>x</summary>\n\n<details>\n\n</details>\n\n/status\n\n</details>", id="nested details"
    ),
    pytest.param("<details>\n\n/status", id="details that nobody closed"),
    pytest.param("<pre>\n\n/status\n\n</pre>", id="pre"),
    pytest.param("[link]:\n/status", id="the address of a link definition"),
]


@pytest.mark.parametrize("text", COUNTS)
def test_a_line_of_a_root_paragraph_may_speak(text: str) -> None:
    assert "/status" in speaking(text)


@pytest.mark.parametrize("text", DOES_NOT_COUNT)
def test_a_line_of_any_other_block_is_only_text(text: str) -> None:
    assert "/status" not in speaking(text)


HOSTILE = [
    "> " * 30_000,
    "[" * 60_000,
    "<!--" * 16_000,
    "x <!---->\n" * 6_000,
    "<details>\n\n" * 5_000,
    "* a\n" * 16_000,
    "|a|\n|-|\n" * 8_000,
    "".join(" " * depth + "- a\n" for depth in range(350)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert blocks(text).lines[-1] in text


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("/a >`-#<!|\n\r\t\u200b\u00a0\u2028é"), max_size=80))
def test_lines_keep_their_numbers(body: str) -> None:
    found = blocks(normalised(body))
    assert len(found.lines) == len(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    assert list(found.speaking) == sorted(set(found.speaking))
    assert all(0 <= index < len(found.lines) for index in (*found.speaking, *found.telling))


@settings(deadline=None)
@given(st.text(alphabet="aé\n", max_size=60), st.integers(0, 40))
def test_a_long_text_is_cut_at_a_line_and_nothing_is_lost(tail: str, more: int) -> None:
    text = "x" * (LONGEST_BYTES - more) + "\n" + tail
    head, rest = cut(text)
    assert head + rest == text
    assert len(head.encode()) <= LONGEST_BYTES
    assert not rest or not head or head.endswith("\n")
