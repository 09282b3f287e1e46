"""Putting a scenario into a running sandbox: people, teams, a repository, the installed App."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from bot.sandbox.scenarios import payments
from bot.sandbox.seed import Seed


class Seeded(Protocol):
    """A sandbox that can be sown."""

    seed: Seed


def set_up(gh: Seeded, name: str) -> None:
    """Lay out a scenario.

    Raises ValueError, naming those there are, when there is none of that name.
    """
    if name not in SCENES:
        raise ValueError(f"no scenario {name!r}; there are {', '.join(sorted(SCENES))}")
    SCENES[name](gh)


def _payments(gh: Seeded) -> None:
    home = f"{payments.ORGANIZATION}/{payments.REPOSITORY}"
    gh.seed.organization(payments.ORGANIZATION)
    for person in payments.people():
        gh.seed.user(person.login, name=person.name)
    gh.seed.repository(home, payments.files(), by=payments.people()[0].login)
    for team in payments.teams():
        gh.seed.team(payments.ORGANIZATION, team.slug, team.members, name=team.name)
        for login in team.members:
            gh.seed.grant(home, login, team.role)
    gh.seed.install(payments.ORGANIZATION)


def _empty(gh: Seeded) -> None:
    gh.seed.organization("acme", owners=["olga"])
    gh.seed.repository("acme/apis", {"README.md": b"# APIs\n"})
    gh.seed.install("acme")


SCENES: Mapping[str, Callable[[Seeded], None]] = {"payments": _payments, "empty": _empty}
