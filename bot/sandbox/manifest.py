"""Making an App from a manifest: the form one is sent to, and the code that comes back.

Source: Registering a GitHub App from a manifest. The sandbox has one App; its settings are what the manifest says.
"""

from __future__ import annotations

import html
import json
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

if TYPE_CHECKING:
    from bot.sandbox.app import Sandbox


def routes(sandbox: Sandbox) -> list[web.RouteDef]:
    """The form of a person's and of an organization's settings."""
    form = Form(sandbox)
    places = ("/settings/apps/new", "/organizations/{org}/settings/apps/new")
    return [web.post(place, form.handle) for place in places]


class Form:
    """Takes a manifest and sends the browser back with a code."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Redirect to the manifest's `redirect_url` with `code` and the caller's `state`."""
        try:
            manifest = json.loads(str((await request.post())["manifest"]))
            back = str(manifest["redirect_url"])
        except (KeyError, ValueError, TypeError) as error:
            return web.Response(status=422, text=f"The manifest cannot be read: {html.escape(repr(error))}")
        code = secrets.token_hex(20)
        self._sandbox.manifest_codes.add(code)
        if url := (manifest.get("hook_attributes") or {}).get("url"):
            self._sandbox.hooks.url = str(url)
        query = urlencode({"code": code, "state": request.query.get("state", "")})
        raise web.HTTPFound(f"{back}{'&' if '?' in back else '?'}{query}")
