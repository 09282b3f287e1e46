"""The App's manifest asks for what the bot does, and for no less."""

import json
from pathlib import Path

import pytest

from bot.github import endpoints
from bot.sandbox import permissions

MANIFEST = json.loads((Path(__file__).parent.parent.parent / "config" / "app-manifest.json").read_text())
CALLED = sorted({e.operation for e in vars(endpoints).values() if isinstance(e, endpoints.Endpoint)})
# Asked for only by those who let the bot hand out access; explained in the documentation.
OPTIONAL = {
    "repos/add-collaborator",
    "repos/remove-collaborator",
    "teams/add-or-update-membership-for-user-in-org",
    "teams/remove-membership-for-user-in-org",
}


@pytest.mark.parametrize("operation", CALLED)
def test_the_manifest_covers_what_the_bot_calls(operation):
    rule = permissions.rules()[operation]
    if rule.get("by") in {"app", "installation", "anyone"} or operation in OPTIONAL:
        return
    assert any(permissions.allows(MANIFEST["default_permissions"], asked) for asked in rule["app"])


def test_what_is_optional_is_not_asked_for():
    for operation in OPTIONAL:
        rule = permissions.rules()[operation]
        assert not any(permissions.allows(MANIFEST["default_permissions"], asked) for asked in rule["app"])
