"""A repository as a whole: its labels exist, a first issue tells how to begin, a change is looked at everywhere."""

from bot.config import Config, Problems, read_config
from bot.config.labels import labels
from bot.duties.asking import Asking
from bot.duties.in_force import last_good
from bot.forge.effects import Effect, EnsureLabels, LookAt, OpenIssue, Plan
from bot.forge.facts import RepositoryLook
from bot.words import onboarding as words


def onboard(facts: RepositoryLook, ask: Asking) -> Plan:
    """Where there never were any settings one issue; else the missing labels, and a look at every thread concerned."""
    if facts.repository.archived:
        return Plan()
    config = _config(facts, ask)
    if config is None:
        return Plan(_first_issue(facts))
    labels = _labels(facts, config) if isinstance(config, Config) else ()
    return Plan((*labels, *(LookAt(thread) for thread in (*facts.issues, *facts.pulls))))


def _config(facts: RepositoryLook, ask: Asking) -> Config | Problems | None:
    """The settings, or what is wrong with them; where the file is gone the last good ones, None where none ever was."""
    if facts.config is not None:
        return read_config(facts.config.data.decode("utf-8", "replace"))
    head = facts.repository.head
    return last_good(head, ask) if head else None


def _first_issue(facts: RepositoryLook) -> tuple[Effect, ...]:
    if facts.onboarding_issue is not None:
        return ()
    return (OpenIssue(facts.subject, "onboarding", words.TITLE, words.body(facts.repository.repo)),)


def _labels(facts: RepositoryLook, config: Config) -> tuple[Effect, ...]:
    there = {label.lower() for label in facts.labels}
    missing = tuple(label for label in labels(config) if label.name.lower() not in there)
    return (EnsureLabels(facts.subject, missing),) if missing else ()
