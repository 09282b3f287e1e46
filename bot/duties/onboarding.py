"""A repository as a whole: its labels exist, a first issue tells how to begin, a change is looked at everywhere."""

from bot.config import Config, read_config
from bot.config.labels import labels
from bot.forge.effects import Effect, EnsureLabels, LookAt, OpenIssue, Plan
from bot.forge.facts import Look, RepositoryLook
from bot.words import onboarding as words


def onboard(look: Look, facts: RepositoryLook) -> Plan:
    """Without a configuration one issue; with one the missing labels, and a look at every thread it concerns."""
    if facts.repository.archived:
        return Plan()
    if facts.config is None:
        return Plan(_first_issue(facts))
    config = read_config(facts.config.data.decode("utf-8", "replace"))
    labels = _labels(facts, config) if isinstance(config, Config) else ()
    return Plan((*labels, *(LookAt(thread) for thread in (*facts.issues, *facts.pulls))))


def _first_issue(facts: RepositoryLook) -> tuple[Effect, ...]:
    if facts.onboarding_issue is not None:
        return ()
    return (OpenIssue(facts.subject, "onboarding", words.TITLE, words.body(facts.repository.repo)),)


def _labels(facts: RepositoryLook, config: Config) -> tuple[Effect, ...]:
    there = {label.lower() for label in facts.labels}
    missing = tuple(label for label in labels(config) if label.name.lower() not in there)
    return (EnsureLabels(facts.subject, missing),) if missing else ()
