"""What may be said on a pull request: `/new-version`, `/not-breaking`, `/recheck`, `/why`, `/status`; and feedback."""

from collections.abc import Iterable, Mapping

from bot.command.catalogue import Verb, Where
from bot.command.values import Command
from bot.config import Level, Permission
from bot.duties import contract_check
from bot.duties.assessing import assessment
from bot.duties.case import Case, Heard
from bot.duties.guard import out_of_place
from bot.duties.pull_apis import pull_of, touched
from bot.duties.roles import is_one_of
from bot.duties.ruling import Handler, Ruling, accepted, answered, refused
from bot.duties.speech import FirstSight, Standing
from bot.duties.standing import in_network
from bot.duties.versions import chosen_for, is_ours, versionable
from bot.forge.facts import Actor, CannotTell
from bot.lifecycle.assessment import JudgedFinding
from bot.lifecycle.policy import Verdict
from bot.versioning import Undecided
from bot.words import answers
from bot.words import break_comment as break_words
from bot.words import versioning as version_words
from bot.words.escape import code


def may_open_version(case: Case, actor: Actor, command: Command) -> tuple[str, tuple[str, ...]]:
    """Why no new version is opened on this account's word (empty: it is), and of which APIs."""
    names = () if is_ours(case) else tuple(api.api for api, *_ in versionable(case))
    if not names:
        return version_words.nothing_to_version(command.source), ()
    objection, mine = _owned(case, actor, command, names)
    if not objection and pull_of(case).from_fork:
        objection = _may_not_copy(case, actor, command)
    return objection, () if objection else mine


def _owned(case: Case, actor: Actor, command: Command, names: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Those of the APIs that the account owns; where there are none, why."""
    owns = {name: is_one_of(actor, case.config.owners_of(name), case.ask) for name in names}
    mine = tuple(name for name, answer in owns.items() if answer is True)
    unknown = next((answer for answer in owns.values() if isinstance(answer, CannotTell)), None)
    if mine:
        return "", mine
    if unknown:
        return answers.cannot_tell(command, "the owners", unknown.why), ()
    return answers.not_allowed(command, f"the owners of {', '.join(map(code, owns))}", "owners"), ()


def _may_not_copy(case: Case, actor: Actor, command: Command) -> str:
    writes = is_one_of(actor, (Permission(Level.WRITE),), case.ask)
    if isinstance(writes, CannotTell):
        return answers.cannot_tell(command, "those with write access", writes.why)
    return "" if writes else version_words.needs_write_access(command.source)


def _new_version(case: Case, heard: Heard, command: Command) -> Ruling:
    objection, names = may_open_version(case, heard.author, command)
    if objection:
        return refused(objection)
    wanted = command.options.get("version", "")
    found = [chosen_for(case, one, old, wanted) for api, one, old, _ in versionable(case) if api.api in names]
    stuck = [one.reason for one in found if isinstance(one, Undecided) and (wanted or not one.options)]
    if stuck:
        return refused(version_words.cannot_now(command.source, stuck))
    return accepted(apis=" ".join(names), version=wanted)


def _not_breaking(case: Case, heard: Heard, command: Command) -> Ruling:
    """Taken by fingerprint: a further edit makes another finding."""
    wanted = command.options["finding"]
    found = _findings(case)
    named = [(api, one) for api, one in found if one.id == wanted]
    if not named:
        return refused(break_words.no_such_finding(command.source, [one.id for _, one in found]))
    objection, mine = _owned(case, heard.author, command, dict.fromkeys(api for api, _ in named))
    if objection:
        return refused(objection)
    return accepted(
        fingerprint=named[0][1].finding.fingerprint,
        apis=" ".join(mine),
        reason=command.options["reason"][:400],
        login=heard.author.login,
    )


def _findings(case: Case) -> list[tuple[str, JudgedFinding]]:
    """What counts for something, with its API, worst first."""
    named = [(api.api, one) for api in assessment(case).apis for one in api.shown if one.by_rule > Verdict.LISTED]
    return sorted(named, key=lambda pair: -pair[1].verdict)


def _recheck(case: Case, heard: Heard, command: Command) -> Ruling:
    """Every look looks at everything; the check is made anew as long as the reaction is missing."""
    return accepted()


def _why(case: Case, heard: Heard, command: Command) -> Ruling:
    about = command.options.get("about", "")
    every = [(api.api, one) for api in assessment(case).apis for one in api.shown]
    named = [(api, one) for api, one in every if about.lower() in ("", one.id.lower())]
    if named:
        api, one = named[0]
        return answered(break_words.why(one, api))
    if about:
        return refused(break_words.no_such_finding(command.source, [one.id for _, one in every]))
    return answered(break_words.status(contract_check.shown(case)))


def _status(case: Case, heard: Heard, command: Command) -> Ruling:
    return answered(break_words.status(contract_check.shown(case)))


def _standing(case: Case, heard: Heard) -> Standing:
    """As whom somebody speaks here: the author and the owners of what is touched, the network, or outsiders."""
    if case.facts.author and case.facts.author.id == heard.author.id:
        return Standing.OWNER
    names = [one.name for one in touched(case)]
    owners = [owner for name in names for owner in case.config.owners_of(name)] or list(case.config.owners)
    owns = is_one_of(heard.author, owners, case.ask)
    if owns is True:
        return Standing.OWNER
    network = in_network(case, heard)
    if network is True:
        return Standing.NETWORK
    return Standing.UNKNOWN if CannotTell in (type(owns), type(network)) else Standing.OUTSIDER


def _objection(case: Case, heard: Heard, command: Command) -> str:
    return out_of_place(case, heard, command, where=Where.PULL_REQUEST, stage=None)


def _nothing(case: Case, heard: Heard) -> str:
    return ""


def no_stage(case: Case) -> str:
    """A pull request is in no stage of its own."""
    return ""


SIGHT = FirstSight(_standing, no_stage, _nothing, _objection)
RULES_ON: Mapping[Verb, Handler] = {
    Verb.NEW_VERSION: _new_version,
    Verb.NOT_BREAKING: _not_breaking,
    Verb.RECHECK: _recheck,
    Verb.WHY: _why,
    Verb.STATUS: _status,
}
