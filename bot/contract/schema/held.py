"""Where in a whole value a part of it is held: the steps of a trail, followed in the value itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.contract.schema.nodes import escape
from bot.contract.schema.values import canonical


def pointer_to(part: Any, whole: Any, steps: Sequence[str]) -> str | None:
    """The JSON pointer of `part` in `whole`, down those steps; `None` where it is not there."""
    text = canonical(part)
    return next((pointer for pointer, found in _down("", whole, steps) if canonical(found) == text), None)


def _down(pointer: str, value: Any, steps: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Every place the steps may mean: of a list each item, of a map each value."""
    if not steps:
        yield pointer, value
        return
    step, rest = steps[0], steps[1:]
    if step.startswith("[") and isinstance(value, list):
        places: Iterator[Any] = iter(range(len(value)) if step == "[]" else [int(step[1:-1])])
    elif step.startswith(".") and isinstance(value, dict):
        places = iter(sorted(value) if step == ".*" else [step[1:]])
    else:
        places = iter(())
        if not step.startswith(("[", ".")):  # a branch of the same value
            yield from _down(pointer, value, rest)
    for place in places:
        if (place in value) if isinstance(value, dict) else place < len(value):
            yield from _down(f"{pointer}/{escape(str(place))}", value[place], rest)
