"""Lines in YAML: looked up piece by piece, so that a large file has them as well, and the same as when read whole."""

import pytest
import yaml

from bot.contract import limits
from bot.contract.openapi import lines_in_yaml
from bot.contract.openapi.places import lines
from bot.contract.openapi.reading import read
from bot.contract.openapi.yaml_pieces import Pieces
from bot.contract.openapi.yaml_places import yaml_lines
from tests.unit.contract.test_places import pointers
from tests.unit.contract.test_touched import SHOP

PLAIN = yaml.safe_dump(SHOP, sort_keys=False, allow_unicode=True)

LAYOUTS = {
    "plain": PLAIN,
    "wide": yaml.safe_dump(SHOP, sort_keys=False, indent=6),
    "a document of its own": f"%YAML 1.2\n--- # the shop\n{PLAIN}...\n",
    "with blanks and comments": PLAIN.replace(
        "\npaths:", "\n\n# paths: not yet\npaths: # of the shop\n\n  # /old: gone\n"
    ),
    "with other line ends": PLAIN.replace("\n", "\r\n"),
    "quoted": PLAIN.replace("paths:", '"paths":').replace("  /pets:", "  '/pets':").replace("schemas:", "'schemas':"),
    "with text that looks like keys": PLAIN.replace(
        "info:\n", "info:\n  description: |\n    paths:\n      /pets:\n        get: x\n    components:\n", 1
    ),
    "with an anchor in one piece": PLAIN.replace("info:\n", "info: &about\n", 1),
    "with an alias across pieces": PLAIN.replace("info:\n", "info: &about\n", 1) + "x-about: *about\n",
    "merged": PLAIN + "x-base: &base\n  a: 1\nx-more:\n  <<: *base\n  b: 2\n",
    "with a sequence as deep as its key": "tags:\n- name: a\n- name: b\n" + PLAIN,
    "with a key twice": PLAIN + "paths:\n  /pets:\n    get:\n      responses: {}\n",
    "in braces": "---\n" + str(yaml.safe_dump(SHOP, sort_keys=False, default_flow_style=True)),
    "with a text over several lines": PLAIN + 'x-said: "one\n\n  two: three\n\n  four"\n',
    "no map": "- 1\n- 2\n",
    "numbers as keys": PLAIN + "x-codes:\n  200: a\n  404:\n    b: c\n",
    "indented as a whole": "".join(f"   {line}\n" for line in PLAIN.splitlines()),
}


@pytest.mark.parametrize("how", LAYOUTS)
def test_every_place_has_the_line_it_has_when_the_file_is_read_whole(how: str) -> None:
    text = LAYOUTS[how]
    reading = read(text.encode())
    assert reading.problem is None
    wanted = [*pointers(reading.value), "/paths/~1nowhere/get", "/components/schemas/Nobody", "/none/at/all"]
    assert lines(reading, text.encode(), wanted) == yaml_lines(text, wanted)


@pytest.mark.parametrize("parser", [False, True])
@pytest.mark.parametrize("how", ["plain", "quoted", "with blanks and comments", "with text that looks like keys"])
def test_only_the_pieces_that_are_asked_for_are_read(
    how: str, monkeypatch: pytest.MonkeyPatch, *, parser: bool
) -> None:
    text, seen, composed = LAYOUTS[how], list[str](), list[str]()
    told, compose = lines_in_yaml.block_lines, yaml.compose

    def looked_at(piece: str, value: object, wanted: list[str]) -> dict[str, int] | None:
        seen.append(piece)
        return None if parser else told(piece, value, wanted)

    monkeypatch.setattr(lines_in_yaml, "block_lines", looked_at)
    monkeypatch.setattr(yaml, "compose", lambda piece, **more: composed.append(piece) or compose(piece, **more))
    found = lines(
        read(text.encode()), text.encode(), ["/paths/~1pets/get/responses", "/paths/~1pets/get", "/info/title"]
    )
    assert found == yaml_lines(text, list(found))
    assert len(found) == 3
    assert sum(map(len, seen)) < len(text) / 2
    assert composed[:-1] == (seen if parser else [])


def large() -> str:
    properties = {f"p{i}": {"type": "string", "maxLength": i} for i in range(40)}
    schema = yaml.safe_dump({"type": "object", "properties": properties}, sort_keys=False)
    body = "".join(f"      {line}\n" for line in schema.splitlines())
    pieces = "".join(f"    S{i}:\n{body}" for i in range(600))
    return f"openapi: 3.1.0\ninfo:\n  title: a\n  version: '1'\npaths: {{}}\ncomponents:\n  schemas:\n{pieces}"


def test_a_large_file_has_lines() -> None:
    text = large()
    assert len(text) > limits.YAML_LINES / 2
    text += f"x-long: {'x' * limits.YAML_LINES}\n"
    found = lines(read(text.encode()), text.encode(), ["/components/schemas/S577/properties/p9/maxLength"])
    (line,) = found.values()
    assert text.splitlines()[line - 1].strip() == "maxLength: 9"
    assert text[: text.index("    S577:")].count("\n") < line <= text[: text.index("    S578:")].count("\n")


def test_what_is_asked_for_beyond_the_limit_has_the_line_of_its_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    text = large()
    monkeypatch.setattr(lines_in_yaml, "YAML_LINES", 5_000)
    monkeypatch.setattr(lines_in_yaml, "block_lines", lambda *asked: None)
    wanted = [f"/components/schemas/S{i}/properties/p9/maxLength" for i in range(100, 110)]
    told = [
        text.splitlines()[line - 1].strip()
        for _, line in sorted(lines(read(text.encode()), text.encode(), wanted).items())
    ]
    assert told.count("maxLength: 9") == 2
    assert told[2:] == [f"S{i}:" for i in range(102, 110)]


def test_a_large_file_that_cannot_be_told_apart_has_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_in_yaml, "YAML_LINES", 100)
    text = LAYOUTS["in braces"]
    assert lines(read(text.encode()), text.encode(), ["/paths"]) == {}


@pytest.mark.parametrize("line", ["a" + " " * 200_000, "'" * 200_001, '"' + "x" * 200_000, "a:" * 100_000, "- " * 99])
def test_a_long_line_is_looked_through_once(line: str) -> None:
    """Squares of these lengths would take minutes."""
    assert Pieces(f"{line}\nb: 1\n", {"b": 1}).around("/b").depth in (0, 1)
