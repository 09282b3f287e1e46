"""A person with a keyboard: a small REST client that speaks with their token."""

from __future__ import annotations

from typing import Any

import aiohttp


class Refused(Exception):
    """The sandbox answered 400 or above; `status` and `body` say what."""

    def __init__(self, method: str, path: str, status: int, body: Any) -> None:
        super().__init__(f"{method} {path} answered {status}: {body}")
        self.status = status
        self.body = body


class Person:
    """Acts as somebody. Reads are fresh: they do not lag, so that outcomes can be checked at once."""

    def __init__(self, login: str, api_url: str, graphql_url: str, token: str, client: aiohttp.ClientSession) -> None:
        self.login = login
        self.token = token
        self._api_url, self._graphql_url, self._client = api_url, graphql_url, client

    async def get(self, path: str) -> Any:
        """Read."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, body: Any = None) -> Any:
        """Make something."""
        return await self._ask("POST", path, body)

    async def patch(self, path: str, body: Any = None) -> Any:
        """Change something."""
        return await self._ask("PATCH", path, body)

    async def put(self, path: str, body: Any = None) -> Any:
        """Set something."""
        return await self._ask("PUT", path, body)

    async def delete(self, path: str, body: Any = None) -> Any:
        """Remove something."""
        return await self._ask("DELETE", path, body)

    async def graphql(self, document: str, **variables: Any) -> Any:
        """The data of a GraphQL document; raises when there are errors."""
        body = {"query": document, "variables": variables}
        async with self._client.post(self._graphql_url, json=body, headers=self._headers()) as response:
            answer = await response.json()
        if response.status >= 400 or answer.get("errors"):
            raise Refused("POST", "/graphql", response.status, answer)
        return answer["data"]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "User-Agent": self.login, "X-Sandbox-Read": "fresh"}

    async def _ask(self, method: str, path: str, body: Any) -> Any:
        url = path if path.startswith("http") else self._api_url + path
        async with self._client.request(method, url, json=body, headers=self._headers()) as response:
            raw = await response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            answer = (await response.json() if is_json else raw) if raw else None
        if response.status >= 400:
            raise Refused(method, path, response.status, answer)
        return answer
