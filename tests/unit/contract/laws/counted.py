"""How many examples a law is held against: so many in the suite, times `--seeds` when it is run for itself."""

from hypothesis import settings

_USUAL = 100


def examples(count: int) -> settings:
    """So many examples, or as many times more as the profile in force draws."""
    return settings(max_examples=max(1, count * settings.default.max_examples // _USUAL))
