"""Which API a proposal is about, who owns it, and which stage it is in."""

import re
from dataclasses import replace
from datetime import datetime

from bot.config import Api, Principal, StageRule
from bot.duties.case import Case, Heard
from bot.duties.roles import is_one_of
from bot.forge.facts import Actor, CannotTell
from bot.lifecycle import binding
from bot.lifecycle.binding import BIND, DESCRIBED, bound_api
from bot.lifecycle.ledger import Entry, Ledger
from bot.lifecycle.trust import Move, moves

_FIELD = re.compile(r"^#{2,4} +API(?: name)?\s*\n+(?P<value>[^\n#]+)", re.IGNORECASE | re.MULTILINE)


def form_field(body: str) -> str:
    """The API that an issue form's body names (GitHub writes a field as a heading and its value); empty where none."""
    found = _FIELD.search(body.replace("\r\n", "\n"))
    return found["value"].strip().strip("`") if found else ""


def bind(case: Case) -> Case:
    """The case knowing its API: fixed at the first look that finds a known name; later edits do not rebind.

    Where its description is is written down too, so that an API that gets another name is known again.
    """
    name = form_field(case.facts.body)
    if BIND not in case.ledger and name in case.config.apis:
        named_at = case.facts.edited_at or case.facts.written_at
        case = case.with_entry(Entry(BIND, "kept", named_at, None, {"api": name}))
    place = f"{DESCRIBED}{entry.description}" if BIND in case.ledger and (entry := api(case)) else ""
    return case if not place or place in case.ledger else case.with_entry(Entry(place, "seen", case.now))


def api_name(case: Case) -> str:
    """The bound API as the settings call it, or what the form says; empty where neither does."""
    bound = bound_api(case.ledger, case.config)
    return form_field(case.facts.body) if bound is None else bound


def proposal_before(case: Case) -> tuple[int, str] | None:
    """Number and address of the issue that is the proposal of this API; None where this is it."""
    return binding.proposal_before(case.ledger, api_name(case))


def is_lost(case: Case) -> bool:
    """Whether the API that this was bound to is in the settings no more, under no name."""
    return BIND in case.ledger and api(case) is None


def api(case: Case) -> Api | None:
    """The API's entry in the configuration."""
    return case.config.apis.get(api_name(case))


def owners(case: Case) -> tuple[Principal, ...]:
    """Who owns the API."""
    return case.config.owners_of(api_name(case))


def history(case: Case) -> tuple[Move, ...]:
    """Every accepted move, oldest first, beginning with the first stage."""
    return moves(case.ledger, case.facts.label_events, case.ladder, me=case.facts.me)


def stage(case: Case) -> StageRule:
    """The stage it is in: the stricter of the last accepted move and what the configuration says at least."""
    entry = None if proposal_before(case) else api(case)
    last = history(case)
    return case.ladder.stricter(last[-1].to if last else None, entry.stage if entry else None)


def entered_at(case: Case) -> datetime:
    """When it came into its stage."""
    last = history(case)
    return last[-1].at if last else case.facts.written_at


def as_of(case: Case, at: datetime) -> Case:
    """The case in the stage that held then. A comment and a move of the same second: the comment came first."""
    made = history(case)
    later = {move.cause for move in made if move.at >= at}
    if not later:
        return case
    kept = {key: entry for key, entry in case.ledger.entries.items() if key not in later}
    before = replace(case, ledger=Ledger(kept, case.ledger.sequence))
    if len(later) < len(made):
        return before
    start = {"to": case.ladder.first.name}
    return before.with_entry(Entry("start", "accepted", case.facts.written_at, None, start))


def is_owner(case: Case, actor: Actor) -> bool | CannotTell:
    """Whether the account is of the owning team; the proposal's author is too, for what feedback counts."""
    return is_one_of(actor, owners(case), case.ask)


def is_author(case: Case, heard: Heard) -> bool:
    """Whether the proposal's author speaks."""
    return case.facts.author is not None and case.facts.author.id == heard.author.id
