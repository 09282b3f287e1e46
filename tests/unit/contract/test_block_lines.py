"""Lines told by indentation are those that a parser tells, or there are none."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.contract.openapi.block_lines import block_lines
from bot.contract.openapi.reading import read
from bot.contract.openapi.yaml_places import yaml_lines
from tests.unit.contract.test_places import pointers

PLAIN = """\
# an API
openapi: 3.1.0

info:
    title: "a: b"   # said so
    description: |
      paths:
        not: here
    contact:   {name: x}
servers:
- url: https://example.org/v1
  # between
  variables:
    "a b": {default: '1'}
    'it''s': 2
-   url: /
- |
  text
-
  url: /v2
paths:
  /pets/{id}:
    get:
      tags: [a, b]
      parameters: []
      responses:
        200:
          description: >-
            folded
            text: still
        default:
          $ref: '#/x'
nested:
- - - a: 1
      b: 2
    - 3
  - 4
plain: one
  two
last: null
"""
WAYS = {
    "plain": PLAIN,
    "with carriage returns": PLAIN.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + PLAIN,
    "after a mark": "---\n" + PLAIN,
    "after remarks and a mark": "\n# one\n---\n# two\n" + PLAIN,
    "indented": "\n".join("  " + line for line in PLAIN.split("\n")),
    "in quotation marks": 'a:\n  b: "x\n    c: y"\n  d: 1\ne: 2\n',
}
ODD = {
    "a quotation that looks like keys": 'a: "x\nb: 1\nc: 2"\nd: 3\n',
    "a quotation that looks like a key of a map below": 'a:\n  b: "x\n  c: 1"\n  d: 2\n',
    "a quotation that looks like an item": "a:\n  - 'x\n  - y'\n  - z\n",
    "a key twice": "a: 1\nb: 2\na: 3\n",
    "merged": "x: &x\n  b: 1\na:\n  <<: *x\n  c: 2\n",
    "an alias": "x: &x\n  b: 1\na: *x\n",
    "an alias in a list": "x: &x\n  b: 1\na:\n- *x\n",
    "braces that go on": "a: {b: {c: 1},\n  d: 2}\n",
    "braces below their key": "a:\n  {b: 1}\n",
    "an alias in braces": "x: &x {y: 1}\na: {b: *x}\n",
    "an anchor": "a: &a\n  b: 1\n",
    "an asked key": "? a\n: b\nc: d\n",
    "a key with escapes": '"a\\u0041": {b: 1}\nc: 2\n',
    "another key in JSON": "~: 1\nb: 2\n",
    "a tag": "a: !!map\n  b: 1\n",
    "an item that is not there": "a:\n-\n- 1\n",
    "other breaks of lines": "a: 'x\u2028y'\nb: 1\n",
    "all of it in braces": "{a: 1,\nb: 2}\n",
}


def _value(text: str) -> Any:
    reading = read(text.encode())
    assert reading.problem is None
    return reading.value


@pytest.mark.parametrize("how", WAYS)
def test_every_place_of_plain_yaml_has_the_line_that_a_parser_tells(how: str) -> None:
    text = WAYS[how].removeprefix("\ufeff")
    value = _value(WAYS[how])
    wanted = [*pointers(value), "/nowhere", "/info/title/x", "/servers/9/url", "/servers/x"]
    found = block_lines(text, value, wanted)
    assert found == yaml_lines(text, wanted)
    assert len(set(found.values())) > 3


@pytest.mark.parametrize("how", ODD)
def test_what_takes_a_parser_is_left_to_it(how: str) -> None:
    value = _value(ODD[how])
    assert block_lines(ODD[how], value, list(pointers(value))) is None


_TEXTS = st.text(alphabet="ab: -#'\"\n{}[]|&*?~1é", max_size=12)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(value=st.dictionaries(_TEXTS, _VALUES, min_size=1, max_size=4), width=st.sampled_from((10, 80)))
def test_no_line_is_told_that_a_parser_does_not_tell(value: dict[str, Any], width: int) -> None:
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=width)
    reading = read(text.encode())
    wanted = list(pointers(reading.value))
    found = block_lines(text, reading.value, wanted)
    assert found is None or found == yaml_lines(text, wanted)


def test_lines_of_a_large_map_are_told_in_one_look_at_each_level() -> None:
    paths = {f"/{n}": {"get": {"operationId": f"o{n}"}} for n in range(3_000)}
    text = yaml.dump({"paths": paths}, Dumper=yaml.CSafeDumper)
    value = _value(text)
    wanted = [f"/paths/~1{n}/get" for n in range(3_000)]
    assert block_lines(text, value, wanted) == yaml_lines(text, wanted)
