"""The labels that the bot works with, for a repository that lacks them."""

from typing import Final

from bot.config.model import Config
from bot.forge.effects import Label

BREAKING: Final = Label("api: breaking", "b60205", "Would break callers of the API as it is")
ACCESS: Final = Label("access request", "c5def5", "Somebody asks to be invited to a private beta")


def labels(config: Config) -> tuple[Label, ...]:
    """One label per stage in their order, then those for verdicts and requests."""
    stages = (Label(rule.label, rule.color, rule.summary) for rule in config.stages)
    return (*stages, BREAKING, ACCESS)
