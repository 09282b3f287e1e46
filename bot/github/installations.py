"""Which installation a repository or an organization belongs to, and who we are."""

import asyncio
from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.forge.facts import Actor, ActorKind
from bot.forge.faults import Gone
from bot.forge.subjects import Repo
from bot.github.auth import Tokens, installation_client
from bot.github.client import Client, Link
from bot.github.endpoints import ME, ORG_INSTALLATION, REPO_INSTALLATION, USER
from bot.github.refused import Refused


@dataclass(slots=True)
class Installations:
    """The clients of a process, by what they may reach."""

    link: Link
    app: Client
    tokens: Tokens
    _ids: LRUCache[str, int] = field(default_factory=lambda: LRUCache(10_000))
    _clients: LRUCache[int, Client] = field(default_factory=lambda: LRUCache(1_000))
    _me: Actor | None = None
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of_repo(self, repo: Repo) -> Client:
        """The client that reaches a repository. Raises Gone where the app is not installed in it."""
        key = str(repo).lower()
        async with self._asking:  # a burst of subjects asks once
            if key not in self._ids:
                self._ids[key] = await self._found(repo)
            return self._client(self._ids[key])

    async def of_organization(self, login: str) -> Client:
        """The client that reaches an organization. Raises Gone where the app is not installed in it."""
        key = login.lower()
        if key not in self._ids:
            try:
                self._ids[key] = (await self.app.call(ORG_INSTALLATION, org=login)).id
            except Refused as refused:
                raise _gone(refused, login) from refused
        return self._client(self._ids[key])

    def of(self, installation: int) -> Client:
        """The client of an installation by its id."""
        return self._client(installation)

    async def me(self, client: Client) -> Actor:
        """Our bot user: `slug[bot]` to REST, `slug` to GraphQL, one id to both."""
        async with self._asking:
            if self._me is None:
                slug = (await self.app.call(ME)).slug
                account = await client.call(USER, username=f"{slug}[bot]")
                self._me = Actor(ActorKind.BOT, account.id, slug)
            return self._me

    @property
    def known_me(self) -> Actor | None:
        """Our bot user where somebody has asked before."""
        return self._me

    def forget_repo(self, repo: Repo) -> None:
        """Look up anew which installation a repository belongs to."""
        self._ids.pop(str(repo).lower(), None)

    def forget(self) -> None:
        """An installation came, went or changed: look it all up again."""
        self._ids.clear()
        self._clients.clear()
        self.tokens.forget()

    async def _found(self, repo: Repo) -> int:
        try:
            return (await self.app.call(REPO_INSTALLATION, owner=repo.owner, repo=repo.name)).id
        except Refused as refused:
            raise _gone(refused, str(repo)) from refused

    def _client(self, installation: int) -> Client:
        if installation not in self._clients:
            self._clients[installation] = installation_client(self.link, self.tokens, installation)
        return self._clients[installation]


def _gone(refused: Refused, where: str) -> Exception:
    return Gone(f"the app is not installed in {where}") if refused.status == 404 else refused
