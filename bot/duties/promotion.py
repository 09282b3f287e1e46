"""`/promote` and `/demote`: the gate is run, the stage moves, and everybody is told once."""

from collections.abc import Mapping

from bot.command.catalogue import Verb
from bot.command.values import Command
from bot.config import Audience, StageRule
from bot.duties import access, evidence, proposal
from bot.duties.announcing import once
from bot.duties.case import Case, Heard
from bot.duties.roles import is_one_of
from bot.duties.ruling import Handler, Ruling, accepted, answered, refused
from bot.forge.effects import Effect, LookAt, Say
from bot.forge.facts import Actor, CannotTell
from bot.forge.subjects import Repository
from bot.lifecycle.gates import Condition
from bot.lifecycle.trust import SHOWN, Move
from bot.words import answers
from bot.words import binding as binding_words
from bot.words import promotion as words


def _promote(case: Case, heard: Heard, command: Command) -> Ruling:
    """To the stage after the present one. `--dry-run` may be asked by anyone; it only lists."""
    target = case.ladder.after(proposal.stage(case).name)
    wanted = command.options.get("stage")
    if target is None or (wanted and wanted != target.name):
        return refused(words.no_such_step(command, proposal.stage(case), target, wanted or ""))
    if "dry-run" in command.flags:
        return answered(words.dry_run(target, evidence.conditions(case, requester=heard.author.id)))
    if objection := _may_not(case, heard.author, command):
        return refused(objection)
    asked = answers.did_not_act_on(command)
    return _through_the_gate(case, heard.author, target, words.promote_again(target), asked=asked)


def _through_the_gate(case: Case, actor: Actor, target: StageRule, then: str, *, asked: str) -> Ruling:
    if proposal.api(case) is None:
        return refused(binding_words.unbound(asked, proposal.api_name(case), case.config.apis))
    missing = unmet(case, actor)
    if missing:
        return refused(words.missing(proposal.stage(case), target, missing, then))
    return accepted(to=target.name, came_from=proposal.stage(case).name, login=actor.login)


def unmet(case: Case, actor: Actor) -> tuple[Condition, ...]:
    """What is missing for the next stage if this account asks for it."""
    return tuple(condition for condition in evidence.conditions(case, requester=actor.id) if not condition.met)


def _may_not(case: Case, actor: Actor, command: Command) -> str:
    owns = proposal.is_owner(case, actor)
    if isinstance(owns, CannotTell):
        return answers.cannot_tell(command, "the owners", owns.why)
    return (
        "" if owns else answers.not_allowed(command, "the owners of the API", f"apis.{proposal.api_name(case)}.owners")
    )


def _demote(case: Case, heard: Heard, command: Command) -> Ruling:
    """Back to an earlier stage, by governance, with a reason."""
    present, target = proposal.stage(case), case.ladder.named(command.options["stage"])
    if target is None or case.ladder.place(target.name) >= case.ladder.place(present.name):
        return refused(words.not_backwards(command, present))
    governs = is_one_of(heard.author, case.config.governance, case.ask)
    if isinstance(governs, CannotTell):
        return refused(answers.cannot_tell(command, "governance", governs.why))
    if not governs:
        return refused(answers.not_allowed(command, "governance", "governance"))
    reason = command.options["reason"][:200]
    return accepted(to=target.name, came_from=present.name, login=heard.author.login, reason=reason)


def ask_by_label(case: Case, actor: Actor, target: StageRule) -> Ruling:
    """A stage label set by hand is the command, if the person may give it and the gate is open."""
    present = proposal.stage(case)
    owns = proposal.is_owner(case, actor)
    if isinstance(owns, CannotTell):
        return refused(words.label_cannot_tell(owns.why))
    if not owns:
        return refused(words.label_not_yours(present))
    if case.ladder.after(present.name) != target:
        return refused(words.label_skips(present, case.ladder.after(present.name), target))
    return _through_the_gate(case, actor, target, words.promote_again(target), asked=words.put_back(present))


def wants(case: Case) -> tuple[Effect, ...]:
    """The announcement of the last move, and a look at the pull requests that it concerns."""
    moves = proposal.history(case)
    if len(moves) < 2 or moves[-1].cause.startswith(SHOWN):
        return ()
    last, before = moves[-1], moves[-2]
    said = once(case, Say(case.facts.subject, last.cause, "stage-moved", _announcement(case, last, before)))
    everywhere = LookAt(Repository(case.facts.subject.repo), cause=f"{case.facts.subject}:{last.cause}")
    fanned_out: tuple[Effect, ...] = (everywhere,) if said else ()  # before it is said: a crash between repeats it
    return (*fanned_out, *said, *_thanks(case, last, before))


def _announcement(case: Case, last: Move, before: Move) -> str:
    new, old = case.ladder.named(last.to), case.ladder.named(before.to)
    if new is None or old is None:
        return ""
    entry = case.ledger.entries.get(last.cause)
    who = entry.said("login") if entry else ""
    reason = entry.said("reason") if entry else ""
    return words.moved(old, new, who, reason, case.ladder.after(new.name))


def _thanks(case: Case, last: Move, before: Move) -> tuple[Effect, ...]:
    """Everybody on the waiting list hears once that it is open to everyone now."""
    stage, old = case.ladder.named(last.to), case.ladder.named(before.to)
    waiting = access.people(case, access.Status.WAITING)
    if stage is None or old is None or not waiting or not _opens(old, stage):
        return ()
    logins = tuple(person.login for person in waiting if person.login)
    return once(case, Say(case.facts.subject, last.cause, "thanks", words.thanks(stage, logins)))


def _opens(old: StageRule, new: StageRule) -> bool:
    closed = (Audience.NETWORK, Audience.INVITED)
    return old.audience in closed and new.audience is Audience.EVERYONE


RULES_ON: Mapping[Verb, Handler] = {Verb.PROMOTE: _promote, Verb.DEMOTE: _demote}
