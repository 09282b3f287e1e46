"""What is said of a configuration that cannot be read or is gone, where an older one is in force."""

from bot.config import Problems
from bot.versioning.config_entry import CONFIG_PATH
from bot.words.escape import code


def gone() -> str:
    """One line for a card and a check: the file was taken away, and what that changes: nothing."""
    return (
        f"{code(CONFIG_PATH)} is gone; the last one that could be read stays in force. Put it back to change it; "
        "to end all this, take the App off the repository."
    )


def in_force_still(problems: Problems) -> str:
    """One line for a card: what is wrong, where, and that the last good one counts."""
    first = next(iter(problems))
    place = f"line {first.line}" + (f", {code(first.key_path)}" if first.key_path else "")
    return f"`{problems.name}` cannot be read ({place}); the last good one is in force until that is mended."


def will_be_gone() -> str:
    """One line for the check of a pull request that takes the file away."""
    return f"This pull request takes {code(CONFIG_PATH)} away. That changes no rule: the last good one stays in force."
