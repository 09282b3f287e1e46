"""Who asks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.records import Account, Installation, Token


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the App itself (`is_app`, by its JWT), an installation (its bot acts), or nobody."""

    account: Account | None = None
    installation: Installation | None = None
    token: Token | None = None
    is_app: bool = False

    @property
    def name(self) -> str:
        """For the list of calls."""
        if self.is_app:
            return "app"
        return self.account.login if self.account else "anonymous"

    @property
    def person(self) -> Account:
        """The account that acts: the person, or the installation's bot."""
        if self.account is None:
            raise PermissionError("nobody acts here")
        return self.account

    @property
    def bucket(self) -> str:
        """Whose quota a call is taken from."""
        if self.installation:
            return f"installation {self.installation.id}"
        return self.name
