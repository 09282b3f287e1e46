"""The App itself, its installations and their tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.sandbox import permissions, shapes
from bot.sandbox.answers import Answer, Page, not_found, unprocessable
from bot.sandbox.records import Account, Installation, Repository
from bot.sandbox.routing import Call, operation


@operation("apps/get-repo-installation")
async def get_repo_installation(call: Call) -> Answer:
    """The installation that covers a repository."""
    for installation in call.tx[Installation].by(account_id=call.repository.owner_id):
        if installation.repository_ids is None or call.repository.id in installation.repository_ids:
            return Answer(body=installation_json(call, installation))
    raise not_found()


@operation("apps/create-installation-access-token")
async def create_token(call: Call) -> Answer:
    """A token for an installation; permissions and repositories can be narrowed, never widened."""
    installation = installation_of(call)
    asked: Mapping[str, Any] = call.body or {}
    held = dict(installation.permissions)
    wanted = asked.get("permissions") or held
    if not permissions.allows(held, wanted):
        raise unprocessable("The permissions requested are not granted to this installation.")
    chosen = _chosen(call, installation, asked)
    secret, token = call.sandbox.gatekeeper.installation_token(
        call.tx, installation, {"metadata": "read", **wanted}, chosen
    )
    selection = "selected" if (chosen or installation.repository_ids) is not None else "all"
    body: dict[str, Any] = {
        "token": secret,
        "expires_at": shapes.stamp(token.expires_at),
        "permissions": dict(token.permissions),
        "repository_selection": selection,
    }
    if chosen is not None:
        body["repositories"] = [shapes.repository(call.tx, call.tx[Repository][id]) for id in chosen]
    return Answer(201, body)


@operation("apps/list-repos-accessible-to-installation")
async def list_repos(call: Call) -> Answer:
    """The repositories an installation's token reaches."""
    found = [r for r in call.past[Repository] if permissions.covers(call.actor, r)]
    return Page(items=[shapes.repository(call.past, r) for r in found], wrapped="repositories")


def installation_of(call: Call) -> Installation:
    """The installation in the path."""
    found = call.tx[Installation].get(call.number("installation_id"))
    if found is None:
        raise not_found()
    return found


def installation_json(call: Call, record: Installation) -> dict[str, Any]:
    """An installation."""
    home = call.tx[Account][record.account_id]
    kind = "organizations" if home.type == "Organization" else "users"
    links = call.tx.links
    return {
        "id": record.id,
        "account": shapes.account(call.tx, home),
        "app_id": call.sandbox.app_id,
        "app_slug": call.sandbox.slug,
        "client_id": call.sandbox.client_id,
        "target_id": home.id,
        "target_type": home.type,
        "repository_selection": "all" if record.repository_ids is None else "selected",
        "permissions": dict(record.permissions),
        "events": list(record.events),
        "access_tokens_url": f"{links.api}/app/installations/{record.id}/access_tokens",
        "repositories_url": f"{links.api}/installation/repositories",
        "html_url": f"{links.web}/{kind}/{home.login}/settings/installations/{record.id}",
        "created_at": shapes.stamp(record.created_at),
        "updated_at": shapes.stamp(record.updated_at),
        "single_file_name": None,
        "suspended_at": shapes.stamp(record.suspended_at),
        "suspended_by": shapes.account(call.tx, call.tx[Account].get(record.suspended_by_id)),
    }


def _chosen(call: Call, installation: Installation, asked: Mapping[str, Any]) -> tuple[int, ...] | None:
    """The repositories a token is narrowed to; 422 when one is not the installation's. None: no narrowing."""
    if not (asked.get("repositories") or asked.get("repository_ids")):
        return None
    mine = call.tx[Repository].by(owner_id=installation.account_id)
    reached = [r for r in mine if installation.repository_ids is None or r.id in installation.repository_ids]
    found = {r.name: r.id for r in reached} | {r.id: r.id for r in reached}
    wanted = [*asked.get("repositories", ()), *asked.get("repository_ids", ())]
    if missing := [name for name in wanted if name not in found]:
        raise unprocessable(f"There is at least one repository that does not exist or is not accessible: {missing[0]}")
    return tuple(found[name] for name in wanted)
