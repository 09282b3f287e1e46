"""What a look is made with, and what every look has in common."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from bot.forge.facts import Actor, RepositoryFacts
from bot.forge.subjects import Repo, Thread
from bot.github import nodes
from bot.github.client import Client
from bot.github.contents import Contents
from bot.github.installations import Installations


@dataclass(frozen=True, slots=True)
class Found:
    """How far a long thread was read for our card: the card's id where it was found, and where the reading ended."""

    card: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, where, and with what."""

    client: Client
    contents: Contents
    me: Actor
    app: int
    config_path: str
    installations: Installations
    pages: MutableMapping[Thread, tuple[str, ...]]
    """Where the pages of comments of long threads ended at the last look."""
    cards: MutableMapping[Thread, Found]
    """Where our cards stand that are not among the first comments of their threads."""

    @property
    def repo(self) -> Repo:
        """The repository looked into."""
        return self.contents.repo

    @property
    def where(self) -> dict[str, str]:
        """The repository as the documents' variables name it."""
        return {"owner": self.repo.owner, "name": self.repo.name}

    def house(self, house: nodes.House) -> RepositoryFacts:
        """The repository as a query told of it."""
        branch = house.default_branch_ref
        return RepositoryFacts(
            repo=self.repo,
            id=house.database_id or 0,
            default_branch=branch.name if branch else "main",
            head=branch.target.oid if branch and branch.target else None,
            archived=house.is_archived,
            private=house.is_private,
            owner_is_organization=house.owner.typename == "Organization",
        )
