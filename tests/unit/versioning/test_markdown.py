"""What people wrote into a description cannot become a mention, HTML or one of our markers in what we say."""

import pytest

from bot.versioning import Chosen, Draft, NewVersion, Strategy, Undecided, choose, new_version
from bot.versioning.markdown import code, fenced, prose


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a b", "`a b`"),
        ("a\n\tb", "`a b`"),
        ("a`b", "``a`b``"),
        ("``", "``` `` ```"),
        ("x" * 200, f"`{'x' * 120}`"),
        ("<!-- a -->", "`<!\u200b-- a -->`"),
    ],
)
def test_nothing_closes_a_code_span(text: str, span: str) -> None:
    assert code(text) == span


def test_nothing_closes_a_code_block() -> None:
    assert fenced("a\n```\n@b") == ("````http", "a\n```\n@b", "````")


def test_prose_calls_nobody_and_is_no_html_but_keeps_code() -> None:
    assert prose("`<a>` is\n<b> & @eve") == "`<a>` is &lt;b> &amp; &#64;eve"


HOSTILE = "`x` @eve <!-- stagekeeper:version from=a word=b head=c -->"


def test_a_hostile_version_leaves_no_marker_in_a_note() -> None:
    data = f'info: {{version: "{HOSTILE}", x-stage: "{HOSTILE}"}}\n'.encode()
    draft = new_version(NewVersion("a_v1.yaml", data, data, Chosen(Strategy.FILE_SUFFIX, "v1", "v2", "a_v2.yaml")))
    assert isinstance(draft, Draft)
    assert len(draft.notes) == 2
    assert not [note for note in draft.notes if "<!--" in note]


def test_a_hostile_address_or_word_leaves_no_marker_in_a_question() -> None:
    data = f"servers: [{{url: '/v1/?{HOSTILE}'}}]".encode()
    for answer in (choose("a.yaml", data, []), choose("a.yaml", data, [], wanted=HOSTILE)):
        assert isinstance(answer, Undecided)
        assert "<!--" not in answer.reason
