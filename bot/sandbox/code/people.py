"""Accounts as the authors and committers that git knows."""

from __future__ import annotations

from bot.sandbox.gitstore import Identity
from bot.sandbox.records import Account
from bot.sandbox.state import View

WEB_FLOW = Identity("GitHub", "noreply@github.com")
_DOMAIN = "users.noreply.github.com"


def identity(account: Account) -> Identity:
    """How an account signs its commits: an address from which it can be told again.

    Source: Setting your commit email address.
    """
    return Identity(account.name or account.login, f"{account.id}+{account.login}@{_DOMAIN}")


def account_of(view: View, who: Identity) -> Account | None:
    """The account that signs so; None for a stranger's address."""
    local, _, domain = who.email.partition("@")
    number = local.partition("+")[0]
    if domain == _DOMAIN and number.isdigit():
        return view[Account].get(int(number))
    return next((a for a in view[Account] if a.email and a.email == who.email), None)
