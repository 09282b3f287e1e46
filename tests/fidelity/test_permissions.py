"""What the app asks its installers for, held against what it does."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.github.endpoints import ADD_COLLABORATOR, ADD_MEMBER, ENDPOINTS, REMOVE_COLLABORATOR, REMOVE_MEMBER, Endpoint
from bot.github.subjects import CHECKS

MANIFEST: dict[str, Any] = json.loads(Path("config/app-manifest.json").read_text())
NEEDED: dict[str, Any] = json.loads(Path("bot/sandbox/data/permissions.json").read_text())
LEVELS = ("read", "write", "admin")
OPTIONAL = {row.operation for row in (ADD_MEMBER, REMOVE_MEMBER, ADD_COLLABORATOR, REMOVE_COLLABORATOR)}
"""Only where an invitation means membership or access; the operator grants it then."""


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.operation) for row in ENDPOINTS if row.operation not in OPTIONAL]
)
def test_the_manifest_asks_for_what_an_operation_needs(row: Endpoint[object]) -> None:
    ways = NEEDED[row.operation].get("app", [{}])
    assert any(all(_held(name, level) for name, level in way.items()) for way in ways)


def _held(name: str, level: str) -> bool:
    held = MANIFEST["default_permissions"].get(name)
    return held is not None and LEVELS.index(held) >= LEVELS.index(level)


def test_the_manifest_subscribes_to_the_events_that_are_read() -> None:
    read = {"issues", "issue_comment", "pull_request", "pull_request_review", "push", "label", "repository"}
    read |= {event for event, _ in CHECKS} | {"team", "membership", "member"}
    assert read == set(MANIFEST["default_events"])
