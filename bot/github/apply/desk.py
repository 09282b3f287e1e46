"""What an effect is applied with."""

from dataclasses import dataclass

from bot.forge.facts import Actor, Facts, ThreadFacts
from bot.forge.subjects import Repo
from bot.github.client import Client
from bot.github.installations import Installations


@dataclass(frozen=True, slots=True)
class Desk:
    """Where, as whom, on which facts; `again` where an earlier try of the same effect may have taken."""

    client: Client
    repo: Repo
    me: Actor
    facts: Facts
    again: bool
    app: int
    installations: Installations

    @property
    def where(self) -> dict[str, str]:
        """The repository as REST's addresses name it."""
        return {"owner": self.repo.owner, "repo": self.repo.name}

    @property
    def thread(self) -> ThreadFacts | None:
        """The thread that was looked at, where one was."""
        return self.facts if isinstance(self.facts, ThreadFacts) else None
