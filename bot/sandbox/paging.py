"""Pages of a REST list, and the Link header that leads through them.

Source: Using pagination in the REST API.
"""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.sandbox.answers import Answer, Page


def paged(request: web.Request, answer: Page, api_url: str) -> tuple[Answer, dict[str, str]]:
    """The page that is asked for, and its Link header; 30 items unless asked, 100 at most."""
    query = request.query
    size, page = _whole(query.get("per_page"), 30), _whole(query.get("page"), 1)
    size = min(size, 100)
    last = max(1, math.ceil(len(answer.items) / size))
    items = list(answer.items[(page - 1) * size : page * size])
    body: Any = items if answer.wrapped is None else {"total_count": len(answer.items), answer.wrapped: items}
    steps = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    wanted = {
        k: v
        for k, v in steps.items()
        if (k in {"prev", "first"} and page > 1) or (k in {"next", "last"} and page < last)
    }
    path = request.rel_url.raw_path.removeprefix("/api/v3")
    links = [f'<{api_url}{path}?{urlencode({**query, "page": n})}>; rel="{rel}"' for rel, n in wanted.items()]
    return Answer(answer.status, body, answer.headers, answer.content_type), {"Link": ", ".join(links)} if links else {}


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and int(text) > 0 else otherwise
