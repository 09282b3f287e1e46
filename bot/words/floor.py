"""The pull request that writes an API's stage into the settings, in words, and the card's line about it."""

from bot.versioning.config_entry import CONFIG_PATH
from bot.words.escape import code, plain


def title(api: str) -> str:
    """As the list of pull requests shows it; plain text."""
    return f"Write down that {api} is in GA"


def commit_message(api: str, stage: str, number: int) -> str:
    """The commit's message."""
    return (
        f"Write down that {api} is in GA\n\n"
        f"#{number} came to GA. With `stage: {stage}` in its entry no lost issue can lower that."
    )


def body(api: str, stage: str, number: int, marker: str) -> str:
    """Why, what, and that nothing else changes."""
    setting = code(f"apis.{api}.stage: {stage}")
    parts = (
        f"#{number} brought {plain(api)} to **GA**. This writes {setting} into {code(CONFIG_PATH)}: the stage that it "
        "has at least, whatever becomes of the proposal. An issue can be deleted or moved to another repository; a "
        "line in git cannot get lost.",
        "Merging it changes nothing else: the stage is GA already.",
        "As long as nobody else pushes to this branch I keep it in step with the settings. If you close it, I do not "
        "open it again.",
    )
    return "\n\n".join(parts) + f"\n\n{marker}"


def waits(api: str, stage: str, number: int, url: str) -> str:
    """For the card: the pull request stands open."""
    return f"**Merge [#{number}]({url})**: it writes {_setting(api, stage)}, so that a lost issue lowers nothing."


def by_hand(api: str, stage: str) -> str:
    """For the card: there is none, or it was closed."""
    return f"**Write {_setting(api, stage)}** into {code(CONFIG_PATH)}, so that a lost issue lowers nothing."


def _setting(api: str, stage: str) -> str:
    return code(f"apis.{api}.stage: {stage}")
