"""The ids that rules go by: ours, and oasdiff's for the same changes."""

from functools import cache

from bot.contract.openapi.rows import HTTP_ROWS, SPECIAL
from bot.contract.openapi.rows import SCHEMA_ROWS as _SCHEMA


@cache
def our_ids() -> frozenset[str]:
    """Every rule id of ours."""
    return frozenset((*HTTP_ROWS, *SPECIAL, *(row.rule for row in _SCHEMA.values())))


@cache
def oasdiff_ids() -> frozenset[str]:
    """Every id of oasdiff's that a finding of ours may go by."""
    return frozenset()
