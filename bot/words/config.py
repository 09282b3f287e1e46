"""What is said of a configuration that cannot be read, where an older one is in force."""

from bot.config import Problems
from bot.words.escape import code


def in_force_still(problems: Problems) -> str:
    """One line for a card: what is wrong, where, and that the last good one counts."""
    first = next(iter(problems))
    place = f"line {first.line}" + (f", {code(first.key_path)}" if first.key_path else "")
    return f"`{problems.name}` cannot be read ({place}); the last good one is in force until that is mended."
