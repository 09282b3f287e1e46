"""A schema's text without what says nothing: prose, and the order of lists that have none."""

from bot.contract.schema.keywords import PROSE
from bot.contract.schema.values import canonical

_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas", "dependentRequired", "mapping"))
"""Keywords under which stand names."""

UNORDERED = frozenset(("enum", "required", "type", "oneOf", "anyOf", "allOf"))
"""Lists whose order says nothing."""


def bare(value: object, *, named: bool = False) -> object:
    """A value without what is written for people, and without order where order says nothing.

    `named` where its keys are names and no keywords.
    """
    if isinstance(value, list):
        return [bare(v) for v in value]
    if not isinstance(value, dict):
        return value
    found = {k: bare(v, named=k in _NAMED and not named) for k, v in value.items() if named or k not in PROSE}
    return {k: sorted(v, key=canonical) if k in UNORDERED and isinstance(v, list) else v for k, v in found.items()}
