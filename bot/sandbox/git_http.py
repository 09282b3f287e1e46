"""`git clone`, `git fetch` and `git push` over HTTP: /OWNER/NAME.git/...

Source: git-scm.com/docs/http-protocol (smart clients), git-scm.com/docs/git-upload-pack, git-receive-pack.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox import permissions
from bot.sandbox.actors import Actor
from bot.sandbox.acts import branches, rules
from bot.sandbox.acts.branches import Move
from bot.sandbox.answers import Refusal
from bot.sandbox.code import refs
from bot.sandbox.gitstore.objects import ZERO
from bot.sandbox.gitstore.program import environment
from bot.sandbox.records import Repository
from bot.sandbox.server import find_repository
from bot.sandbox.state import View

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox

_SERVICES = {"git-upload-pack": "upload-pack", "git-receive-pack": "receive-pack"}


def routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """What a git client asks for; `.git` may be left out."""
    server = GitServer(sandbox)
    return [
        web.get("/{owner}/{repo}/info/refs", server.advertise),
        web.post("/{owner}/{repo}/git-upload-pack", server.upload_pack),
        web.post("/{owner}/{repo}/git-receive-pack", server.receive_pack),
    ]


class GitServer:
    """Lets git clients in, and tells the sandbox what they pushed."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._pushing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def advertise(self, request: web.Request) -> web.StreamResponse:
        """The refs, as the first answer of each conversation."""
        service = request.query.get("service", "")
        if service not in _SERVICES:
            return web.Response(status=403, text="Please upgrade your git client.\n")
        try:
            home, _ = self._let_in(request, pushing=service == "git-receive-pack")
        except Refusal as refusal:
            return _refused(refusal)
        protocol = request.headers.get("Git-Protocol", "")
        said = await self._run(home, service, b"", "--http-backend-info-refs", protocol=protocol)
        if "version=2" not in protocol or service == "git-receive-pack":
            said = _packet(f"# service={service}\n") + b"0000" + said
        return web.Response(body=said, headers=_headers(f"{service}-advertisement"))

    async def upload_pack(self, request: web.Request) -> web.StreamResponse:
        """Objects for a clone or fetch."""
        try:
            home, _ = self._let_in(request, pushing=False)
        except Refusal as refusal:
            return _refused(refusal)
        protocol = request.headers.get("Git-Protocol", "")
        said = await self._run(home, "git-upload-pack", await request.read(), protocol=protocol)
        return web.Response(body=said, headers=_headers("git-upload-pack-result"))

    async def receive_pack(self, request: web.Request) -> web.StreamResponse:
        """A push: refused where the rules of a branch say so, otherwise followed by all that a push causes."""
        try:
            home, actor = self._let_in(request, pushing=True)
        except Refusal as refusal:
            return _refused(refusal)
        body = await request.read()
        async with self._pushing[home.id]:
            refused = _refusals(self._sandbox.store.present, home, _commands(body))
            said = await self._run(
                home,
                "git-receive-pack",
                body,
                SANDBOX_REFUSED_REFS="\n".join(refused),
                SANDBOX_REFUSAL="error: GH006: Protected branch update failed. " + " ".join(refused.values()),
            )
            self._follow(home, actor)
        return web.Response(body=said, headers=_headers("git-receive-pack-result"))

    def _follow(self, home: Repository, actor: Actor) -> None:
        """Compare what git holds now with what the sandbox knew, and let each difference be a push."""
        tx = self._sandbox.begin()
        moved = _moves(tx, home, self._sandbox.git_of(home).refs())
        if moved:
            branches.pushed(tx, self._sandbox.git_store, actor.person, home, moved)
            self._sandbox.commit(tx)

    def _let_in(self, request: web.Request, *, pushing: bool) -> tuple[Repository, Actor]:
        """The repository and who asks. Nobody in particular may read what is public.

        Source: Authenticating as a GitHub App installation: the token is the password, the name is `x-access-token`.
        """
        tx = self._sandbox.begin()
        headers = {"authorization": _token_header(request.headers.get("Authorization", ""))}
        actor = self._sandbox.gatekeeper.actor(headers, tx) if headers["authorization"] else Actor()
        name = f"{request.match_info['owner']}/{request.match_info['repo'].removesuffix('.git')}"
        home = find_repository(tx, name)
        if actor.is_app or (actor.account is None and (pushing or home is None or home.private)):
            raise Refusal(401, "Authentication required")
        if home is None or not permissions.may_see(tx, home, actor):
            raise Refusal(404, "Repository not found.")
        if pushing and home.archived:
            raise Refusal(403, "This repository was archived so it is read-only.")
        if pushing and not _may_push(tx, home, actor):
            raise Refusal(403, f"Permission to {name}.git denied to {actor.name}.")
        return home, actor

    async def _run(
        self, home: Repository, service: str, body: bytes, *options: str, protocol: str = "", **more: str
    ) -> bytes:
        process = await asyncio.create_subprocess_exec(
            "git",
            _SERVICES[service],
            "--stateless-rpc",
            *options,
            str(self._sandbox.git_of(home).path),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(**more, **({"GIT_PROTOCOL": protocol} if protocol else {})),
        )
        said, _ = await process.communicate(body)
        return said


def _may_push(view: View, home: Repository, actor: Actor) -> bool:
    if actor.installation:
        return permissions.held_by(actor).get("contents") == "write"
    return permissions.at_least(permissions.role(view, home, actor.account), "write")


def _moves(view: View, home: Repository, now: dict[str, str]) -> list[Move]:
    before = {r.name: r.oid for r in refs.listed(view, home, "refs/")}
    return [
        Move(n, before.get(n), now.get(n)) for n in sorted(before.keys() | now.keys()) if before.get(n) != now.get(n)
    ]


def _refusals(view: View, home: Repository, commands: Iterable[Move]) -> dict[str, str]:
    """The refs that may not be moved so, each with the reason."""
    told = {}
    for one in commands:
        if one.name.startswith("refs/heads/") and one.old is not None:
            reason = rules.push_refusal(view, home, one.name.removeprefix("refs/heads/"), one.new or "")
            if reason:
                told[one.name] = reason
    return told


def _commands(body: bytes) -> list[Move]:
    """The ref updates at the head of a push, before the pack."""
    told, at = [], 0
    while at + 4 <= len(body):
        try:
            size = int(body[at : at + 4], 16)
        except ValueError:
            break
        if size < 4:
            break
        words = body[at + 4 : at + size].split(b"\0")[0].decode("utf-8", "replace").strip().split(" ", 2)
        if len(words) == 3:
            old, new, name = words
            told.append(Move(name, None if old == ZERO else old, None if new == ZERO else new))
        at += size
    return told


def _token_header(given: str) -> str:
    """Basic credentials as the bearer token they hold; whichever of the two parts has it."""
    scheme, _, rest = given.partition(" ")
    if scheme.lower() != "basic":
        return given
    try:
        name, _, password = base64.b64decode(rest, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "bearer unreadable"
    return f"bearer {password if password and password != 'x-oauth-basic' else name}"


def _packet(line: str) -> bytes:
    return f"{len(line) + 4:04x}{line}".encode()


def _headers(kind: str) -> dict[str, str]:
    return {"Content-Type": f"application/x-{kind}", "Cache-Control": "no-cache, max-age=0, must-revalidate"}


def _refused(refusal: Refusal) -> web.Response:
    headers = {"WWW-Authenticate": 'Basic realm="GitHub"'} if refusal.status == 401 else {}
    return web.Response(status=refusal.status, text=f"{refusal}\n", headers=headers)
