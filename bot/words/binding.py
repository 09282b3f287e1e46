"""Which API a proposal is about: that it names none, that its name is gone, that another issue is its proposal."""

from collections.abc import Iterable

from bot.command.values import Command
from bot.config import StageRule
from bot.versioning.config_entry import CONFIG_PATH
from bot.words.answers import did_not_act_on
from bot.words.escape import code, plain
from bot.words.promotion import put_back


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


def is_later(api: str, number: int) -> str:
    """Said once on an issue that names an API which has its proposal already."""
    return (
        f"**#{number} is the proposal of {plain(api)}**; this is a later one, so nothing leads on here.\n"
        f"Say there what you think of {plain(api)}. Another API, or a new version, has a name of its own below `apis:` "
        "and a proposal that names it.\n"
        f"Should #{number} be gone one day, an owner takes this one up with `/promote`."
    )


def belongs_to(api: str, number: int, url: str) -> str:
    """For the card of such an issue."""
    return f"**[#{number}]({url}) is the proposal of {plain(api)}**; this is a later one, and nothing leads on here."


def elsewhere(command: Command, api: str, number: int) -> str:
    """A command on such an issue."""
    return (
        f"{did_not_act_on(command)}: #{number} is the proposal of {plain(api)}, and this is a later one.\n"
        "Write the same line there."
    )


def label_elsewhere(present: StageRule, api: str, number: int) -> str:
    """A stage label set by hand on such an issue."""
    return f"{put_back(present)}: #{number} is the proposal of {plain(api)}, and its stage is moved there."
