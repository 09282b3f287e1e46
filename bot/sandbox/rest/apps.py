"""The App itself, its installations and their tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import permissions, shapes
from bot.sandbox.acts import installations
from bot.sandbox.answers import Answer, Page, not_found, unprocessable
from bot.sandbox.house import House
from bot.sandbox.records import Account, Installation, Repository
from bot.sandbox.routing import Call, operation
from bot.sandbox.state import View


@operation("apps/get-repo-installation")
async def get_repo_installation(call: Call) -> Answer:
    """The installation that covers a repository."""
    for installation in call.tx[Installation].by(account_id=call.repository.owner_id):
        if installation.repository_ids is None or call.repository.id in installation.repository_ids:
            return Answer(body=installation_json(call, installation))
    raise not_found()


@operation("apps/get-org-installation")
async def get_org_installation(call: Call) -> Answer:
    """The installation on an organization."""
    return _on_account(call, call.organization.id)


@operation("apps/get-user-installation")
async def get_user_installation(call: Call) -> Answer:
    """The installation on a person's account (an organization's login is answered as well)."""
    home = call.tx[Account].one(login=call.params["username"])
    return _on_account(call, home.id if home else 0)


@operation("apps/get-authenticated")
async def get_app(call: Call) -> Answer:
    """The App that signed the JWT."""
    return Answer(body=app_json(call.sandbox, call.tx))


@operation("apps/create-from-manifest")
async def create_from_manifest(call: Call) -> Answer:
    """The credentials of the App one has just made by the form at /settings/apps/new; each code works once."""
    if call.params["code"] not in call.sandbox.manifest_codes:
        raise not_found()
    call.sandbox.manifest_codes.remove(call.params["code"])
    secrets = {"pem": call.sandbox.private_key, "webhook_secret": call.sandbox.hooks.secret, "client_secret": "0" * 40}
    return Answer(201, {**app_json(call.sandbox, call.tx), **secrets})


@operation("apps/get-by-slug")
async def get_app_by_slug(call: Call) -> Answer:
    """An App by its slug; there is one."""
    if call.params["app_slug"] != call.sandbox.slug:
        raise not_found()
    return Answer(body=app_json(call.sandbox, call.tx))


@operation("apps/list-installations")
async def list_installations(call: Call) -> Answer:
    """All installations."""
    return Page(items=[installation_json(call, i) for i in call.past[Installation]])


@operation("apps/get-installation")
async def get_installation(call: Call) -> Answer:
    """One installation."""
    return Answer(body=installation_json(call, installation_of(call)))


@operation("apps/suspend-installation")
async def suspend(call: Call) -> Answer:
    """Stop an installation; its tokens are refused from now on."""
    installations.suspend(call.tx, call.sandbox.owner, installation_of(call), on=True, shape=_shape(call))
    return Answer(204)


@operation("apps/unsuspend-installation")
async def unsuspend(call: Call) -> Answer:
    """Let it work again."""
    installations.suspend(call.tx, call.sandbox.owner, installation_of(call), on=False, shape=_shape(call))
    return Answer(204)


@operation("apps/delete-installation")
async def uninstall(call: Call) -> Answer:
    """Take the App out of an account."""
    installations.remove(call.tx, call.sandbox.owner, installation_of(call), shape=_shape(call))
    return Answer(204)


@operation("apps/revoke-installation-access-token")
async def revoke_token(call: Call) -> Answer:
    """Make the token one asks with worthless."""
    if call.actor.token:
        call.tx.remove(call.actor.token)
    return Answer(204)


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
    long = call.headers.get("x-github-stateless-s2s-token") != "disabled"
    secret, token = call.sandbox.gatekeeper.installation_token(
        call.tx, installation, {"metadata": "read", **wanted}, chosen, long=long
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


def app_json(sandbox: House, view: View) -> dict[str, Any]:
    """The App itself."""
    held = next(iter(view[Installation]), None)
    return {
        "id": sandbox.app_id,
        "slug": sandbox.slug,
        "node_id": f"A_kwDO{sandbox.app_id}",
        "client_id": sandbox.client_id,
        "owner": shapes.account(view, view[Account][sandbox.owner.id]),
        "name": sandbox.slug.title(),
        "description": "Runs an API's life in stages",
        "external_url": "https://example.com/stagekeeper",
        "html_url": f"{view.links.web}/apps/{sandbox.slug}",
        "created_at": shapes.stamp(sandbox.owner.created_at),
        "updated_at": shapes.stamp(sandbox.owner.created_at),
        "permissions": dict(held.permissions) if held else {},
        "events": list(held.events) if held else [],
        "installations_count": len(view[Installation]),
    }


def _on_account(call: Call, account_id: int) -> Answer:
    found = call.tx[Installation].one(account_id=account_id)
    if found is None:
        raise not_found()
    return Answer(body=installation_json(call, found))


def _shape(call: Call) -> Callable[[Installation], dict[str, Any]]:
    return lambda record: installation_json(call, record)


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
