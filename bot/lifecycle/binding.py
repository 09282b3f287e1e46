"""Which API a proposal is about, as its ledger tells, and whether another issue is the proposal of that API."""

from bot.config.model import Config
from bot.lifecycle.ledger import Ledger

BIND = "bind"
"""The entry that holds the name, fixed at the first look that finds a known one."""
DESCRIBED = "described:"
"""How the key of an entry begins that holds a path at which the API's description was."""
PRECEDENCE = "precedence:"
"""How the key of an entry begins, by the API's name, that holds whether another issue is its proposal."""
FIRST, LATER = "first", "later"


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


def proposal_before(ledger: Ledger, api: str) -> tuple[int, str] | None:
    """Number and address of the issue that is the API's proposal; None where this one is, or nobody knows yet."""
    known = ledger.entries.get(f"{PRECEDENCE}{api}")
    return (int(known.said("number")), known.said("url")) if known and known.verdict == LATER else None
