"""Markdown as it is shown under issues: GitHub's tables, task lists, strikethrough, autolinks, mentions, references.

Source: GitHub Flavored Markdown Spec; Autolinked references and URLs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from posixpath import normpath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from bot.sandbox.pages import colouring
from bot.sandbox.pages.sanitise import harmless

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]*_~])"
    r"|(?<![\w@/`])@(?P<login>[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))(?:/(?P<team>[\w-]+))?"
    r"|(?<![\w#&/])#(?P<number>\d{1,9})\b"
)
_TASK = re.compile(r"\[([ xX])\]\s+")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a text stands. `thread` and `person` give the address of a number or a login, None where there is none."""

    thread: Callable[[int], str | None] = lambda _: None
    person: Callable[[str], str | None] = lambda _: None
    folder: str | None = None
    """Where relative links begin; None leaves them as they are."""


def rendered(text: str | None, around: Surroundings = Surroundings(), *, breaks: bool = True) -> Markup:
    """Markdown as harmless HTML. `breaks`: a line's end is one, as in comments but not in files."""
    env: dict[str, Any] = {"around": around}
    html = (_COMMENT if breaks else _FILE).render(text or "", env)
    return Markup(harmless(html))


def _reader(*, breaks: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": True, "breaks": breaks, "highlight": colouring.coloured})
    reader.enable(["table", "strikethrough"])
    reader.core.ruler.push("tasks", _mark_tasks)
    reader.core.ruler.push("references", _link)
    return reader


def _mark_tasks(state: StateCore) -> None:
    """`[ ] ` at the beginning of a list item becomes a box."""
    for at in range(2, len(state.tokens)):
        inline, item = state.tokens[at], state.tokens[at - 2]
        found = _TASK.match(inline.content) if inline.type == "inline" and item.type == "list_item_open" else None
        if found and inline.children and inline.children[0].type == "text":
            inline.children[0].content = _TASK.sub("", inline.children[0].content, count=1)
            item.attrJoin("class", "task")
            checked = " checked" if found[1] != " " else ""
            inline.children.insert(0, _raw(f'<input type="checkbox" disabled{checked}> '))


def _link(state: StateCore) -> None:
    """Bare addresses, @logins and #numbers become links; links of files get their folder."""
    around: Surroundings = state.env["around"]
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_linked(block.children, around))


def _linked(tokens: list[Token], around: Surroundings) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not depth:
            yield from _split(token.content, around)
            continue
        for name in ("href", "src"):
            if (address := token.attrGet(name)) is not None:
                token.attrSet(name, _placed(str(address), around.folder))
        yield token


def _split(text: str, around: Surroundings) -> Iterator[Token]:
    at = 0
    for found in _FOUND.finditer(text):
        if (token := _reference(found, around)) is not None:
            yield _text(text[at : found.start()])
            yield token
            at = found.end()
    yield _text(text[at:])


def _reference(found: re.Match[str], around: Surroundings) -> Token | None:
    if found["url"]:
        return _anchor(found["url"], found["url"], "")
    if found["number"]:
        address = around.thread(int(found["number"]))
        return _anchor(address, found[0], "ref") if address else None
    address = around.person(found["login"]) if not found["team"] else f"/orgs/{found['login']}/teams/{found['team']}"
    return _anchor(address, found[0], "mention") if address else None


def _anchor(address: str, said: str, kind: str) -> Token:
    return _raw(f'<a class="{kind}" href="{escape(address)}">{escape(said)}</a>')


def _placed(address: str, folder: str | None) -> str:
    """A file's relative link, from the top of the site."""
    if folder is None or re.match(r"[a-zA-Z][\w+.-]*:|[/#]", address):
        return address
    path, mark, rest = address.partition("#")
    return normpath(f"{folder}/{path}") + mark + rest


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _raw(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)


_COMMENT, _FILE = _reader(breaks=True), _reader(breaks=False)
