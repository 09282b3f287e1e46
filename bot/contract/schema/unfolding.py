"""How often native code may look at one and the same value: counted on the copy, refused without bound."""

from typing import Any

from bot.contract.limits import VALIDATOR_UNFOLDING

_SAME_VALUE = frozenset(("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "$ref"))


class Unbounded(Exception):
    """The schema would unfold further than we let native code go."""


def unfolding(whole: dict[str, Any]) -> int:
    """How often native code may look at one and the same value. Raises Unbounded for loops and great fans."""
    cost: dict[str, int] = {}
    stack: list[tuple[str, bool]] = [(n, False) for n in whole["$defs"]]
    open_now: set[str] = set()
    uses = {name: _uses(body) for name, body in whole["$defs"].items()}
    while stack:
        name, done = stack.pop()
        if done:
            open_now.discard(name)
            cost[name] = 1 + sum(cost.get(u, 0) for u in uses[name])
            if cost[name] > VALIDATOR_UNFOLDING:
                raise Unbounded
        elif name not in cost:
            if name in open_now:
                raise Unbounded
            open_now.add(name)
            stack.append((name, True))
            for used in uses[name]:
                if used in open_now and used not in cost:
                    raise Unbounded
                stack.append((used, False))
    return max(cost.values(), default=0)


def _uses(body: object) -> list[str]:
    """Definitions that judge the very same value."""
    found: list[str] = []
    stack = [body]
    while stack:
        at = stack.pop()
        if isinstance(at, list):
            stack.extend(at)
        elif isinstance(at, dict):
            ref = at.get("$ref")
            if isinstance(ref, str):
                found.append(ref.rsplit("/", 1)[-1])
            for keyword in _SAME_VALUE - {"$ref"}:
                inner = at.get(keyword)
                if inner is not None:
                    stack.extend(inner.values() if keyword == "dependentSchemas" else [inner])
    return found
