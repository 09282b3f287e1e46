"""Lines for a terminal: wrapped to its width, and never where people would stumble."""

from bot.cli.render.ansi import Paper


def test_no_line_ends_between_a_quoted_word_and_its_comma() -> None:
    sheet = Paper(width=24, color=True)
    told = [_plain(line) for line in sheet.lines(sheet.quoted("read `nullable` without `type`, or more"))]
    assert told == ["read nullable without", "type, or more"]


def test_a_word_longer_than_a_line_is_cut_and_nothing_else_is() -> None:
    sheet = Paper(width=20)
    told = list(sheet.lines([("GET /a/very/long/path/that/fits/no/line and more", "")], indent=2, hang=2))
    assert "".join(line.strip() for line in told) == "GET/a/very/long/path/that/fits/no/lineand more"
    assert max(map(len, told)) <= 24


def test_lines_of_their_own_stay_so() -> None:
    assert list(Paper(width=30).lines([("one\ntwo", "")])) == ["one", "two"]


def _plain(line: str) -> str:
    return line.replace("\x1b[1m", "").replace("\x1b[0m", "")
