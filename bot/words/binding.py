"""Which API a proposal is about: that it names none, that its name is gone."""

from collections.abc import Iterable

from bot.versioning.config_entry import CONFIG_PATH
from bot.words.escape import code


def is_lost(api: str) -> str:
    """For the card: the settings no longer name the API that this proposal was bound to."""
    return (
        f"⚠️ {code(CONFIG_PATH)} no longer names {code(api)}, to which this proposal is bound, nor its description. "
        f"Its stage stays, and nothing leads on, until {code(f'apis.{api}')} is there again."
    )


def unbound(asked: str, api: str, known: Iterable[str]) -> str:
    """Leaving a stage takes an API that the settings know."""
    names = ", ".join(map(code, known)) or "none yet"
    given = f"names no {code(api)}" if api else "is not named by this proposal"
    listed = f"`apis:` in {code(CONFIG_PATH)} {given}" if api else f"no API of {code(CONFIG_PATH)} {given}"
    return (
        f"{asked}: {listed}, and without that nothing leads on.\n"
        f"Add it there, or name one of them below `### API` in the proposal ({names}). Then ask again."
    )
