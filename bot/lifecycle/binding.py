"""Which API a proposal is about, as its ledger tells: fixed once, and followed where the settings rename the API."""

from bot.config.model import Config
from bot.lifecycle.ledger import Ledger

BIND = "bind"
"""The entry that holds the name, fixed at the first look that finds a known one."""
DESCRIBED = "described:"
"""How the key of an entry begins that holds a path at which the API's description was."""


def bound_api(ledger: Ledger, config: Config) -> str | None:
    """The name that `apis:` gives the API now; the one that was bound where it knows it no more; None before that.

    A renamed API is known by its description: its path is the one that the bound API had last.
    """
    if BIND not in ledger:
        return None
    bound = ledger[BIND].said("api")
    if bound in config.apis:
        return bound
    names = {api.description: name for name, api in config.apis.items()}
    places = [entry.key.removeprefix(DESCRIBED) for entry in ledger.under(DESCRIBED)]
    return next((names[place] for place in reversed(places) if place in names), bound)
