"""Who may be named in a role."""

import pytest

from bot.config import Level, Login, Permission, Principal, Team
from bot.config.principals import read_principal

READ = [
    ("@acme/api-governance", Team("acme", "api-governance")),
    ("@octo-org/Team.1_x", Team("octo-org", "Team.1_x")),
    ("ana", Login("ana")),
    ("@ana", Login("ana")),
    ("octo_corp", Login("octo_corp")),
    ("permission:write", Permission(Level.WRITE)),
    ("permission:admin", Permission(Level.ADMIN)),
    ("permission:owner", None),
    ("Permission:write", None),
    ("acme/team", None),
    ("@acme/", None),
    ("@/team", None),
    ("-ana", None),
    ("a" * 40, None),
    ("ana bo", None),
    ("ana\n", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "principal"), READ)
def test_a_role_names_teams_people_and_permissions(text: str, principal: Principal | None) -> None:
    assert read_principal(text) == principal


@pytest.mark.parametrize("text", ["@acme/team", "permission:triage", "ana"])
def test_a_principal_is_written_as_it_is_read(text: str) -> None:
    assert str(read_principal(text)) == text


def test_levels_include_the_weaker_ones() -> None:
    assert Level.ADMIN.reaches(Level.WRITE)
    assert Level.WRITE.reaches(Level.WRITE)
    assert not Level.TRIAGE.reaches(Level.WRITE)
