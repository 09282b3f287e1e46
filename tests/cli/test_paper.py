"""Lines for a terminal: wrapped to its width, and never where people would stumble."""

import re

import pytest

from bot.cli.render.ansi import Paper
from bot.cli.render.widths import width
from tests.cli.place import Place
from tests.unit.contract.describing import api


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


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("✗ größe →", 9), ("支払い", 6), ("🎉", 2), ("e\u0301", 1), ("한국", 4)],
    ids=["latin", "signs", "kana", "emoji", "accent", "hangul"],
)
def test_a_sign_takes_the_columns_a_terminal_gives_it(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize("long", ["x" * 50, "払" * 25], ids=["narrow", "wide"])
def test_a_long_word_after_one_that_fills_its_line_stays_within_the_width(long: str) -> None:
    told = list(Paper(width=20).lines([("a" * 20, "bold"), (long, "")]))
    assert max(map(width, told)) <= 20
    assert "".join(told) == "a" * 20 + long


def test_wide_signs_stay_within_the_width(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    paths = {f"/{'支払い' * times}/🎉": {"get": {"responses": {}}} for times in (1, 4, 12)}
    place.write("支払い支払い支払い支払い支払い.json", {**api(), "paths": paths})
    place.write("新.json", {**api(), "paths": {}})
    told = place.check("支払い支払い支払い支払い支払い.json", "新.json").out
    assert "支払い" in told
    assert max(map(width, told.splitlines())) <= 60


def test_a_place_too_long_for_a_line_shows_its_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    name = "支" * 60 + "/api.json"
    place.write(f"old/{name}", {**api(), "paths": {"/a": {"get": {"responses": {}}}}})
    place.write(f"new/{name}", {**api(), "paths": {}})
    told = place.check("old", "new").out
    assert re.search(r"  …支+/api\.json:\d+\n", told)
    assert max(map(width, told.splitlines())) <= 60


def _plain(line: str) -> str:
    return line.replace("\x1b[1m", "").replace("\x1b[0m", "")
