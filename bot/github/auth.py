"""Signing in: as the app with its key, as an installation with a token of an hour.

Sources: "Generating a JSON Web Token (JWT) for a GitHub App", "Generating an installation access token".
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cachetools import TLRUCache
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.forge.facts import in_utc
from bot.forge.faults import BotError, Gone
from bot.github.client import Client, Link, Wire
from bot.github.endpoints import MINT_TOKEN
from bot.github.refused import Refused

EARLY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Token:
    """An installation token: opaque, of any length."""

    text: str = field(repr=False)
    expires_at: datetime


class Tokens:
    """Installation tokens: minted once however many ask, renewed five minutes early."""

    def __init__(self, app: Client, now: Callable[[], datetime]) -> None:
        self._app = app
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: TLRUCache[int, Token] = TLRUCache(
            10_000, ttu=lambda _id, token, _now: (token.expires_at - EARLY).timestamp(), timer=lambda: now().timestamp()
        )

    async def token(self, installation: int) -> str:
        """A token that is good for five minutes at least. Raises Gone where the app is no longer installed."""
        async with self._locks[installation]:
            kept = self._kept.get(installation)
            if kept is None:
                kept = self._kept[installation] = await self._minted(installation)
            return kept.text

    def forget(self, installation: int | None = None) -> None:
        """One installation's token, or all of them."""
        if installation is None:
            self._kept.clear()
        else:
            self._kept.pop(installation, None)

    async def _minted(self, installation: int) -> Token:
        try:
            minted = await self._app.call(MINT_TOKEN, {}, installation_id=installation)
        except Refused as refused:
            if refused.status == 404:
                raise Gone(f"the app is no longer installed (installation {installation})") from refused
            raise
        return Token(minted.token, in_utc(minted.expires_at))


@dataclass(frozen=True, slots=True)
class InstallationSignIn:
    """How the clients of one installation get their token."""

    tokens: Tokens
    installation: int

    async def token(self) -> str:
        """The installation's token."""
        return await self.tokens.token(self.installation)

    def forget(self) -> None:
        """GitHub did not take it."""
        self.tokens.forget(self.installation)


def app_client(link: Link, app_id: int | str, key: RSAPrivateKey) -> Client:
    """GitHub as the app sees it. gidgethub makes the JWT; PyJWT wants its issuer as text, and takes a loaded key."""
    return Client(link, Wire(link, app_id=str(app_id), private_key=key), installation=None)


def installation_client(link: Link, tokens: Tokens, installation: int) -> Client:
    """GitHub as one installation sees it."""
    wire = Wire(link, installation=installation, sign_in=InstallationSignIn(tokens, installation))
    return Client(link, wire, installation=installation)


def loaded(private_key: str | bytes) -> RSAPrivateKey:
    r"""The app's key, loaded once, so that a bad one fails at the start.

    A key out of an environment variable may hold the two characters `\n` for a line's end. Raises BotError.
    """
    text = private_key if isinstance(private_key, bytes) else private_key.encode()
    try:
        key = load_pem_private_key(text.replace(b"\\n", b"\n").strip() + b"\n", password=None)
    except (ValueError, TypeError) as fault:
        raise BotError("the app's private key is not a PEM key that can be read") from fault
    if not isinstance(key, RSAPrivateKey):
        raise BotError("the app's private key is not an RSA key")
    return key
