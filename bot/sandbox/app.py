"""The sandbox as one object: a GitHub on 127.0.0.1 with its state, clock, hooks and records of what went wrong."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import secrets
import tempfile
from collections import deque
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import aiohttp
from aiohttp import web

from bot.sandbox import control, rest
from bot.sandbox.actors import Actor
from bot.sandbox.auth import Gatekeeper, new_key, process_key
from bot.sandbox.clock import Clock
from bot.sandbox.code import check_shapes
from bot.sandbox.contract import Contract
from bot.sandbox.faults import Faults
from bot.sandbox.fill import Filler
from bot.sandbox.gitstore import GitStore, Repo
from bot.sandbox.hooks import Hooks
from bot.sandbox.links import Links
from bot.sandbox.person import Person
from bot.sandbox.quota import Quota
from bot.sandbox.records import Account, Repository
from bot.sandbox.saving import Folder, Saved
from bot.sandbox.seed import Seed, git_name
from bot.sandbox.server import Server, find_repository
from bot.sandbox.state import State, Store, Transaction

# Rooms beside the REST API; each has `routes(sandbox) -> list of aiohttp route definitions`.
_MOUNTED = ("bot.sandbox.graphql", "bot.sandbox.manifest", "bot.sandbox.git_http", "bot.sandbox.pages")
_LARGEST_BODY = 100 * 1024**2
_SAVED_EVERY_S = 1.0
_WRITES_KEPT = 10_000


class Sandbox:
    """`async with Sandbox() as gh:` gives a running GitHub with one App that nobody has installed yet."""

    slug = check_shapes.SLUG
    bot_login = "stagekeeper[bot]"
    app_id = check_shapes.APP_ID
    client_id = "Iv23stagekeeper00001"

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        lag: timedelta = timedelta(milliseconds=300),
        strict: bool = True,
        port: int = 0,
        folder: Path | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.contract = Contract.load()
        self.faults = Faults()
        self.quota = Quota()
        self.problems: list[str] = []
        self.calls: list[tuple[str, str, int, str]] = []
        self.writes: deque[dict[str, object]] = deque(maxlen=_WRITES_KEPT)
        self.manifest_codes: set[str] = set()
        self.seed = Seed(self)
        self.server = Server(self)
        self.webhook_secret = secrets.token_hex(20)
        self.hooks = Hooks(self, secret=self.webhook_secret)
        self.private_key, self._public_key = process_key()
        self._lag, self._strict, self._port = lag, strict, port
        self._folder = Folder(folder) if folder else None
        self.remembers = False
        self._is_open = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Sandbox:
        rest.load()
        async with AsyncExitStack() as opened:
            await self._begin(opened)
            self._opened = opened.pop_all()
        self._is_open = True
        return self

    async def _begin(self, opened: AsyncExitStack) -> None:
        """All that has to be closed again is on the stack as soon as it is open: a port may be taken."""
        scratch = opened.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-"))
        self.git_store = opened.enter_context(GitStore(self._folder.git if self._folder else Path(scratch)))
        application = web.Application(client_max_size=_LARGEST_BODY)
        application.add_routes([route for name in _MOUNTED for route in _routes_of(name, self)])
        application.add_routes(control.routes(self))
        application.router.add_route("*", "/api/v3", self.server.handle)
        application.router.add_route("*", "/api/v3/{path:.*}", self.server.handle)
        opened.callback(self._save_at_the_end)  # after the last request, before git is closed
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        opened.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        self._port = runner.addresses[0][1]
        self._open_books()
        self._client = await opened.enter_async_context(aiohttp.ClientSession())

    def _save_at_the_end(self) -> None:
        if self._folder and self._is_open:
            self._save(self._folder)

    def _open_books(self) -> None:
        self.store = Store(Links(self.url), self._lag)
        self.filler = Filler(self.contract, self.api_url)
        if self._folder and (kept := self._folder.load(Links(self.url))):
            self._remember(*kept)
        tx = self.begin()
        bot = self._account(tx, self.bot_login, "Bot")
        self.owner = self._account(tx, "stagekeeper-makers", "Organization")
        self._account(tx, "ghost", "User")
        self.bot_id = bot.id
        self.commit(tx)
        self.store.settle()
        self.gatekeeper = Gatekeeper(
            self.store, app_id=self.app_id, client_id=self.client_id, bot_id=bot.id, public_key=self._public_key
        )
        if self._folder:
            self.keep_task(asyncio.create_task(self._save_now_and_then(self._folder)))

    def change_private_key(self) -> None:
        """The App gets a new private key, and its old one is deleted: what it signs is refused from now on."""
        self.private_key, self._public_key = new_key()
        self.gatekeeper.public_key = self._public_key

    def _account(self, tx: Transaction, login: str, kind: str) -> Account:
        known = tx[Account].one(login=login)
        return known or tx.put(Account(tx.new_id(), login, kind, tx.now.replace(microsecond=0)))

    def _remember(self, state: State, saved: Saved) -> None:
        self.store.resume(state, saved.next_id)
        self.private_key, self._public_key = saved.private_key, saved.public_key
        self.webhook_secret = self.hooks.secret = saved.webhook_secret
        self.hooks.url = saved.hook_url
        self.clock.advance(max(timedelta(0), saved.ahead - self.clock.ahead))
        self.remembers = True

    async def _save_now_and_then(self, folder: Folder) -> None:
        while True:
            await asyncio.sleep(_SAVED_EVERY_S)
            self._save(folder)

    def _save(self, folder: Folder) -> None:
        keys = (self.private_key, self._public_key, self.hooks.secret)
        folder.save(self.store.present, Saved(*keys, self.store.new_id(), self.clock.ahead, self.hooks.url))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.hooks.close()
        await self._opened.__aexit__(kind, error, trace)

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The base of its REST API."""
        return f"{self.url}/api/v3"

    @property
    def graphql_url(self) -> str:
        """Its GraphQL end point."""
        return f"{self.url}/api/graphql"

    @property
    def strict(self) -> bool:
        """Whether what GitHub silently ignores (unknown parameters, properties, variables) is a problem here."""
        return self._strict

    def acting_as(self, login: str) -> Person:
        """A REST client with that person's token."""
        return Person(login, self.api_url, self.graphql_url, self.person_token(login), self._client)

    def person_token(self, login: str) -> str:
        """A token of a person."""
        user = self.store.present[Account].one(login=login)
        if user is None or user.type != "User":
            raise LookupError(f"no person {login!r}: seed one first")
        tx = self.begin()
        token = self.gatekeeper.person_token(tx, user)
        self.store.commit(tx, tx.now)
        return token

    def begin(self) -> Transaction:
        """A transaction on the present."""
        return Transaction(self.store, self.clock.now())

    def commit(self, tx: Transaction) -> None:
        """Make it true, then tell the Apps."""
        self.store.commit(tx, self.clock.now())
        self.hooks.send(self.store.present, tx.events)

    def lagging(self) -> State:
        """What lists and GraphQL queries see: the state as it was a little while ago."""
        return self.store.as_of(self.clock.now() - self.store.lag)

    def git(self, full_name: str) -> Repo:
        """The git repository behind OWNER/NAME."""
        found = find_repository(self.store.present, full_name)
        if found is None:
            raise LookupError(f"no repository {full_name}")
        return self.git_of(found)

    def git_of(self, repository: Repository) -> Repo:
        """The git repository behind a record."""
        return self.git_store.repo(git_name(repository))

    def problem(self, text: str) -> None:
        """Write down something that breaks the contract; tests require that there is nothing."""
        self.problems.append(text)

    def note(self, method: str, name: str, status: int, actor: str) -> None:
        """Write down a call."""
        self.calls.append((method, name, status, actor))

    def keep_write(self, method: str, path: str, body: object, actor: Actor) -> None:
        """Remember a write over REST, so that the story can be played again."""
        write = {"at": self.clock.now().isoformat(), "as": actor.name, "method": method, "path": path, "body": body}
        self.writes.append(write)

    def keep_task(self, task: asyncio.Task[None]) -> None:
        """Hold on to something that runs beside the requests, and end it with the sandbox."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def deliveries_settled(self) -> None:
        """Return when all hooks are sent and answered."""
        await self.hooks.settled()


def _routes_of(name: str, sandbox: Sandbox) -> list[web.RouteDef]:
    if importlib.util.find_spec(name) is None:
        return []
    found: list[web.RouteDef] = importlib.import_module(name).routes(sandbox)
    return found
