"""Who may be named in a role: a team, a person, or everybody with a permission in the repository."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A repository role of GitHub, weakest first."""

    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"

    def reaches(self, needed: "Level") -> bool:
        """Whether this level includes the needed one."""
        return list(Level).index(self) >= list(Level).index(needed)


@dataclass(frozen=True, slots=True)
class Team:
    """The active members of a team."""

    org: str
    slug: str

    def __str__(self) -> str:
        return f"@{self.org}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Login:
    """One account, by its login; logins are compared without regard to case."""

    login: str

    def __str__(self) -> str:
        return self.login


@dataclass(frozen=True, slots=True)
class Permission:
    """Everybody whose role in the repository is at least this."""

    level: Level

    def __str__(self) -> str:
        return f"permission:{self.level}"


Principal = Team | Login | Permission

_LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})"
_TEAM = re.compile(rf"@({_LOGIN})/([A-Za-z0-9_.-]{{1,100}})")
_PERSON = re.compile(rf"@?({_LOGIN})")
_PERMISSION = re.compile(rf"permission:({'|'.join(Level)})")


def read_principal(text: str) -> Principal | None:
    """`@org/team`, `login` or `@login`, `permission:write`; None for anything else."""
    if team := _TEAM.fullmatch(text):
        return Team(*team.groups())
    if level := _PERMISSION.fullmatch(text):
        return Permission(Level(level[1]))
    if person := _PERSON.fullmatch(text):
        return Login(person[1])
    return None
