"""A witness says where in it the refused part stands."""

from typing import Any

import pytest

from bot.contract.schema.held import pointer_to

CASES: dict[str, tuple[Any, Any, list[str], str | None]] = {
    "the whole": (1, 1, [], ""),
    "a member": ("x", {"a": "x"}, [".a"], "/a"),
    "a member whose name needs escaping": ("x", {"a/b": {"c~d": "x"}}, [".a/b", ".c~d"], "/a~1b/c~0d"),
    "the item that is it": ("x", ["y", "x"], ["[]"], "/1"),
    "a slot": ("x", ["x", "x"], ["[1]"], "/1"),
    "a value of a map": ("x", {"known": "y", "extra": "x"}, [".*"], "/extra"),
    "a branch of the same value": ("x", {"a": "x"}, ["", ".a", ""], "/a"),
    "a variant that a discriminator tells": ("x", {"a": "x"}, ["(cat)", ".a"], "/a"),
    "true is not one": (True, [1, True], ["[]"], "/1"),
    "not there": ("x", {"a": "y"}, [".a"], None),
    "no way there": ("x", ["x"], [".a"], None),
    "a slot too far": ("x", ["x"], ["[3]"], None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_part_is_found_down_the_steps(case: str) -> None:
    part, whole, steps, pointer = CASES[case]
    assert pointer_to(part, whole, steps) == pointer
