"""The ids that rules go by: ours, and oasdiff's for the same changes."""

from functools import cache

from bot.contract.rules import rules


@cache
def our_ids() -> frozenset[str]:
    """Every rule id of ours."""
    return frozenset(rules())


@cache
def oasdiff_ids() -> frozenset[str]:
    """Every id of oasdiff's that a finding of ours may go by."""
    return frozenset(alias for rule in rules().values() for alias in rule.aliases)
