"""App JWTs, installation tokens and people's tokens."""

from __future__ import annotations

import functools
import hashlib
import secrets
import time
from collections.abc import Mapping
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.sandbox.actors import Actor
from bot.sandbox.answers import Refusal
from bot.sandbox.records import Account, Installation, Token
from bot.sandbox.state import Store, Transaction

TOKEN_LIFE = timedelta(hours=1)
_JWT_LIFE_S = 600
_JWT_LEEWAY_S = 5
_EXPIRED = (
    "'Expiration time' claim ('exp') must be a numeric value representing "
    "the future time at which the assertion expires"
)
_NOT_YET = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"


@functools.cache
def process_key() -> tuple[str, str]:
    """A key pair, made once per process because making one is slow."""
    return new_key()


def new_key() -> tuple[str, str]:
    """A key pair: private, public; PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), public.decode()


class Gatekeeper:
    """Knows who a request comes from, by its Authorization header."""

    def __init__(self, store: Store, *, app_id: int, client_id: str, bot_id: int, public_key: str) -> None:
        self._store = store
        self._issuers = {str(app_id), client_id}
        self._app_id = app_id
        self._bot_id = bot_id
        self.public_key = public_key
        """The key of the App's tokens; there is one at a time."""
        self._signing = secrets.token_bytes(32)

    def actor(self, headers: Mapping[str, str], tx: Transaction) -> Actor:
        """Who asks; a Refusal of 401 or 403 when the credentials are no good."""
        scheme, _, secret = headers.get("authorization", "").partition(" ")
        if not scheme:
            return Actor()
        if scheme.lower() not in {"bearer", "token"} or not secret:
            raise Refusal(401, "Bad credentials")
        if secret.startswith("ey") and secret.count(".") == 2:
            self._check_jwt(secret)
            return Actor(is_app=True)
        return self._holder(secret, tx)

    def name(self, headers: Mapping[str, str], tx: Transaction) -> str:
        """Who asks, as the list of calls has it; `?` where the credentials are no good."""
        try:
            return self.actor(headers, tx).name
        except Refusal:
            return "?"

    def _check_jwt(self, text: str) -> None:
        """Its times alone are checked against real time, because the library that signs them uses that.

        Source: Generating a JSON Web Token (JWT) for a GitHub App.
        """
        try:
            claims = jwt.decode(
                text,
                self.public_key,
                algorithms=["RS256"],
                leeway=_JWT_LEEWAY_S,
                options={"require": ["exp", "iat", "iss"]},
            )
        except jwt.ExpiredSignatureError:
            raise Refusal(
                401,
                _EXPIRED,
            ) from None
        except jwt.ImmatureSignatureError:
            raise Refusal(401, _NOT_YET) from None
        except jwt.InvalidTokenError:
            raise Refusal(401, "A JSON web token could not be decoded") from None
        if str(claims["iss"]) not in self._issuers:
            raise Refusal(404, "Integration not found")
        if claims["exp"] - time.time() > _JWT_LIFE_S + _JWT_LEEWAY_S:
            raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")

    def _holder(self, secret: str, tx: Transaction) -> Actor:
        token = tx[Token].one(digest=digest(secret))
        if token is None or (token.expires_at and token.expires_at <= tx.now):
            raise Refusal(401, "Bad credentials")
        if token.installation_id is None:
            return Actor(account=tx[Account].get(token.user_id), token=token)
        installation = tx[Installation].get(token.installation_id)
        if installation is None:
            raise Refusal(401, "Bad credentials")
        if installation.suspended_at:
            raise Refusal(403, "This installation has been suspended")
        return Actor(account=tx[Account].get(self._bot_id), installation=installation, token=token)

    def installation_token(
        self,
        tx: Transaction,
        installation: Installation,
        permissions: Mapping[str, str],
        repository_ids: tuple[int, ...] | None,
        *,
        long: bool = True,
    ) -> tuple[str, Token]:
        """A new token: of the long kind (`ghs_`, the App's id, and a JWT of no fixed length), or of the old, short one.

        Source: GitHub's changelog, 2026-05-15.
        """
        claims = {
            "sub": installation.id,
            "iss": "https://github.sandbox",
            "jti": secrets.token_hex(secrets.choice(range(90, 110))),
        }
        secret = f"ghs_{self._app_id}_{jwt.encode(claims, self._signing, algorithm='HS256')}"
        if not long:
            secret = "ghs_" + secrets.token_hex(18)
        token = Token(
            tx.new_id(),
            digest(secret),
            installation_id=installation.id,
            repository_ids=repository_ids,
            permissions=tuple(sorted(permissions.items())),
            expires_at=tx.now.replace(microsecond=0) + TOKEN_LIFE,
        )
        return secret, tx.put(token)

    def person_token(self, tx: Transaction, user: Account) -> str:
        """A token with which to act as a person; it does not expire."""
        secret = "ghp_" + secrets.token_hex(18)
        tx.put(Token(tx.new_id(), digest(secret), user_id=user.id))
        return secret


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
