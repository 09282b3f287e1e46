"""How texts are cut."""

from bot.github.apply.limits import CLOSING, cut


def test_a_text_that_fits_is_left_alone() -> None:
    assert cut("a\nb", 3) == "a\nb"


def test_a_longer_one_ends_with_a_whole_line_and_a_word_that_there_was_more() -> None:
    text = cut("one\ntwo\nthree\n" * 50, 100)
    assert len(text) <= 100
    assert text.endswith(CLOSING)
    assert text.removesuffix(CLOSING).rsplit("\n", 1)[-1] in {"one", "two", "three"}


def test_one_long_line_is_cut_where_it_must_be() -> None:
    assert cut("x" * 500, 100) == "x" * (100 - len(CLOSING)) + CLOSING


def test_what_is_hidden_at_the_end_is_never_cut() -> None:
    hidden = "\n<!-- stagekeeper:ledger abc\ndef -->"
    text = cut("one\ntwo\nthree\n" * 50 + hidden, 120)
    assert len(text) <= 120
    assert text.endswith(CLOSING + hidden)
