"""The access list of the private beta: who asked, who is in, and letting people in."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.config import Audience
from bot.duties import doors, proposal
from bot.duties.announcing import is_said, once
from bot.duties.case import Case, Heard
from bot.duties.ruling import Handler, Ruling, accepted, refused
from bot.duties.ruling import Verdict as Ruled
from bot.duties.speech import everything_said
from bot.forge.effects import Effect, Say
from bot.forge.facts import Actor, CannotTell
from bot.forge.questions import AccountOf
from bot.lifecycle.ledger import Entry
from bot.words import access as words
from bot.words import answers


class Status(Enum):
    """Where somebody stands on the list."""

    WAITING = "waiting"
    INVITED = "invited"
    DECLINED = "declined"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the list. `login` is empty where the thread no longer tells it."""

    id: int
    login: str
    status: Status
    asked_at: datetime | None
    spoke: int
    """How many comments of feedback they gave."""


_STATUS_AFTER = {"invite": Status.INVITED, "decline": Status.DECLINED, "revoke": Status.REVOKED}


def people(case: Case, *status: Status) -> tuple[Person, ...]:
    """The list, keenest first: who gave feedback before, then who asked first."""
    found = [person for person in _everybody(case) if not status or person.status in status]
    return tuple(sorted(found, key=lambda one: (-one.spoke, one.asked_at or case.now, one.id)))


def waiting(case: Case) -> tuple[Person, ...]:
    """Who still waits; nobody once it is open to everyone."""
    is_closed = proposal.stage(case).audience not in (Audience.NETWORK, Audience.INVITED)
    return () if is_closed else people(case, Status.WAITING)


def invited_ids(case: Case) -> frozenset[int]:
    """The accounts that are in."""
    return frozenset(account for account, status in _decided(case).items() if status is Status.INVITED)


def _everybody(case: Case) -> list[Person]:
    everything = everything_said(case)
    asked = {said.actor: said for said in reversed(everything) if _asks(said.commands)}
    spoke = Counter(said.actor for said in everything if not _asks(said.commands))
    decided = _decided(case)
    logins = {actor.id: actor.login for actor in _known(case)}
    return [
        Person(
            id=actor,
            login=logins.get(actor, ""),
            status=decided.get(actor, Status.WAITING),
            asked_at=asked[actor].at if actor in asked else None,
            spoke=spoke[actor],
        )
        for actor in {**asked, **decided}
    ]


def _asks(commands: Iterable[Command]) -> bool:
    return any(command.verb is Verb.REQUEST_ACCESS for command in commands)


def _decided(case: Case) -> dict[int, Status]:
    """What the last accepted word on each account was."""
    status: dict[int, Status] = {}
    for entry in _decisions(case):
        for account in _accounts(entry):
            status[account] = _STATUS_AFTER[entry.said("verb")]
    return status


def _decisions(case: Case) -> list[Entry]:
    return [entry for entry in case.ledger.under("cmd:") if _is_decision(entry)]


def _is_decision(entry: Entry) -> bool:
    return entry.verdict == "accepted" and entry.said("verb") in _STATUS_AFTER


def _accounts(entry: Entry) -> tuple[int, ...]:
    people = entry.meaning.get("people")
    return tuple(int(one) for one in people) if isinstance(people, list) else ()


def _known(case: Case) -> list[Actor]:
    return [heard.author for heard in case.heard]


def _invite(case: Case, heard: Heard, command: Command) -> Ruling:
    if objection := _not_an_owner(case, heard, command):
        return refused(objection)
    wanted = _next_waiting(case, command) if "next" in command.options else _named(case, command)
    if isinstance(wanted, str):
        return refused(wanted)
    new = [actor for actor in wanted if actor.id not in invited_ids(case)]
    if not new:
        return refused(words.nobody_new(command))
    cap = cap_of(case)
    if len(invited_ids(case)) + len(new) > cap:
        return refused(words.past_the_cap(command, cap, len(invited_ids(case)), len(new)))
    people = [actor.id for actor in new]
    return Ruling(Ruled.ACCEPTED, meaning={"people": people, **doors.remembered(case, new)})


def cap_of(case: Case) -> int:
    """How many may be in: the API's own number, else the file's."""
    return case.config.access_of(proposal.api_name(case)).cap


def _next_waiting(case: Case, command: Command) -> list[Actor] | str:
    waiting = people(case, Status.WAITING)[: int(command.options["next"])]
    known = {actor.id: actor for actor in _known(case)}
    return [known[person.id] for person in waiting if person.id in known] or words.nobody_waiting(command)


def _named(case: Case, command: Command) -> list[Actor] | str:
    found = case.ask.every(AccountOf(login) for login in command.mentions)
    unknown = [login for login, actor in zip(command.mentions, found, strict=True) if actor is None]
    return words.no_such_people(command, unknown) if unknown else [actor for actor in found if actor]


def _take_off(case: Case, heard: Heard, command: Command) -> Ruling:
    """`/decline` of somebody who waits, `/revoke` of somebody who is in."""
    if objection := _not_an_owner(case, heard, command):
        return refused(objection)
    wanted = _named(case, command)
    if isinstance(wanted, str):
        return refused(wanted)
    needed = Status.WAITING if command.verb is Verb.DECLINE else Status.INVITED
    there = {person.id for person in people(case, needed)}
    if not all(actor.id in there for actor in wanted):
        return refused(words.not_on_the_list(command, needed.value))
    return accepted(people=[actor.id for actor in wanted])


def _not_an_owner(case: Case, heard: Heard, command: Command) -> str:
    owns = proposal.is_owner(case, heard.author)
    if isinstance(owns, CannotTell):
        return answers.cannot_tell(command, "the owners", owns.why)
    setting = f"apis.{proposal.api_name(case)}.owners"
    return "" if owns else answers.not_allowed(command, "the owners of the API", setting)


def wants(case: Case) -> tuple[Effect, ...]:
    """Of every accepted invitation or revocation that is not done yet: what it opens or closes, and one comment."""
    shown = {heard.comment.id: heard for heard in case.heard}
    effects: list[Effect] = []
    for entry in _decisions(case):
        heard = shown.get(int(entry.key.split(":")[1]))
        if heard and (act := _ACTS.get(entry.said("verb"))) and _is_pending(case, heard, entry):
            effects += act(case, heard, entry)
    return tuple(effects)


def _is_pending(case: Case, heard: Heard, entry: Entry) -> bool:
    """The reaction, which comes last, is missing; or it is older than this line, and nobody is told of it."""
    if not heard.comment.our_reactions:
        return True
    told = _revocation if entry.said("verb") == Verb.REVOKE.value else _invitation
    return entry.at > heard.comment.written_at and not is_said(case, told(case, entry, ""))


def _invitation(case: Case, entry: Entry, body: str) -> Say:
    return Say(case.facts.subject, entry.key, "invitation", body)


def _revocation(case: Case, entry: Entry, body: str) -> Say:
    return Say(case.facts.subject, entry.key, "revocation", body)


def _let_in(case: Case, heard: Heard, entry: Entry) -> tuple[Effect, ...]:
    logins = _logins(case, heard, entry)
    if not logins:
        return ()
    grants = doors.grants(case, heard, entry, logins)
    title = proposal.api_name(case)
    text = words.invitation(title, logins, granted=bool(grants))
    return (*grants, *once(case, _invitation(case, entry, text)))


def _take_out(case: Case, heard: Heard, entry: Entry) -> tuple[Effect, ...]:
    """Out of where our invitation let them in; who was in before, or may have been, is left and told of."""
    logins = _known_logins(case, heard)
    revoked = [account for account in _accounts(entry) if account in logins and _is_last_word(case, account, entry)]
    invitations = {account: _invitation_of(case, account, before=entry) for account in revoked}
    places = {account: where for account, one in invitations.items() if one and (where := doors.opened(one))}
    ours = {account for account in places if (one := invitations[account]) and doors.was_let_in(one, account)}
    taken = tuple(doors.withdrawal(case, heard, entry, logins[account], places[account]) for account in sorted(ours))
    if not places:
        return ()
    told = [words.Taken(logins[account], *places[account], account in ours) for account in sorted(places)]
    site = case.facts.url.partition(f"/{case.facts.subject.repo}/")[0]
    return (*taken, *once(case, _revocation(case, entry, words.revocation(told, site=site))))


def _invitation_of(case: Case, account: int, *, before: Entry) -> Entry | None:
    """The accepted invitation that stood for that account when it was revoked."""
    found = None
    for entry in _decisions(case):
        if entry.key == before.key:
            break
        if entry.said("verb") == Verb.INVITE.value and account in _accounts(entry):
            found = entry
    return found


def _logins(case: Case, heard: Heard, entry: Entry) -> tuple[str, ...]:
    """The invited accounts' logins, without those on whom there was a later word."""
    known = _known_logins(case, heard)
    invited = (account for account in _accounts(entry) if account in known)
    return tuple(known[account] for account in invited if _is_last_word(case, account, entry))


def _is_last_word(case: Case, account: int, entry: Entry) -> bool:
    """Whether nothing was decided on the account since."""
    return next(one for one in reversed(_decisions(case)) if account in _accounts(one)).key == entry.key


def _known_logins(case: Case, heard: Heard) -> Mapping[int, str]:
    """Logins by account: from people's own comments, else as the command named them."""
    mentions = [login for command in heard.reading.commands for login in command.mentions]
    named = {actor.id: actor.login for actor in case.ask.every(AccountOf(login) for login in mentions) if actor}
    return {**named, **{actor.id: actor.login for actor in _known(case)}}


_ACTS: Mapping[str, Callable[[Case, Heard, Entry], tuple[Effect, ...]]] = {
    Verb.INVITE.value: _let_in,
    Verb.REVOKE.value: _take_out,
}
RULES_ON: Mapping[Verb, Handler] = {Verb.INVITE: _invite, Verb.DECLINE: _take_off, Verb.REVOKE: _take_off}
