"""The sandbox's pages in a real browser: what the script does, what styles do, what a keyboard reaches."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import comments
from bot.sandbox.records import Account, Comment, Issue
from tests.sandbox.browser import checked_pull, opened, person, said

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on PATH")

# The contrast of every text with what is behind it, after WCAG 2.2; gives those below 4.5 (3 for large text).
FAINT = """(() => {
  const part = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const read = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = read(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement, style = getComputedStyle(node);
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest("svg, .unseen, .skip")) continue;
    const [a, b] = [light(read(style.color)), light(behind(node))].sort((x, y) => y - x);
    const asked = parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < asked) found.push(`${walker.currentNode.data.trim().slice(0, 40)} ${style.color}`);
  }
  return found;
})()"""
# Every control that the keyboard reaches, with whether one sees that it has the focus.
UNSEEN_FOCUS = """(() => {
  const found = [];
  const reached = "a[href], button:not(:disabled), summary, select, textarea, input:not([type=hidden])";
  for (const node of document.querySelectorAll(reached)) {
    if (!node.checkVisibility() || node.closest(".skip")) continue;
    node.focus({ focusVisible: true });
    if (document.activeElement !== node || getComputedStyle(node).outlineStyle === "none") found.push(node.outerHTML);
  }
  return found;
})()"""


@dataclass
class Window:
    """A page of a headless browser, spoken to by the DevTools protocol."""

    gh: Sandbox
    socket: aiohttp.ClientWebSocketResponse
    asked: int = 0
    heard: list[str] = field(default_factory=list)

    async def call(self, method: str, **parameters: Any) -> Any:
        self.asked += 1
        await self.socket.send_json({"id": self.asked, "method": method, "params": parameters})
        while (answer := json.loads((await self.socket.receive()).data)).get("id") != self.asked:
            self.heard.append(answer.get("method", ""))
        assert "error" not in answer, answer
        return answer["result"]

    async def loaded(self) -> None:
        """Return when the page that is on its way is there."""
        while "Page.loadEventFired" not in self.heard:
            self.heard.append(json.loads((await self.socket.receive()).data).get("method", ""))
        self.heard.clear()

    async def open(self, path: str, *, width: int = 1280, login: str = "ana") -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
        )
        await self.call("Network.setCookie", name="sandbox_person", value=login, url=self.gh.url)
        await self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.call("Page.enable")
        self.heard.clear()
        await self.call("Page.navigate", url=self.gh.url + path)
        await self.loaded()

    async def follow(self, script: str) -> None:
        """Do what leads to another page, and wait for it."""
        self.heard.clear()
        await self.ask(script)
        await self.loaded()

    async def ask(self, script: str) -> Any:
        """What a script gives; a promise is waited for."""
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, condition: str) -> None:
        """Return when the page has come to this."""
        await self.ask(
            "new Promise((done) => { const look = () => ("
            + condition
            + ") ? done() : requestAnimationFrame(look); look(); })"
        )


@pytest.fixture
async def window(gh: Sandbox, tmp_path: Path) -> AsyncIterator[Window]:
    assert CHROMIUM
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        f"--user-data-dir={tmp_path}",
    ]
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *options, "about:blank", stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as client:
            async with client.get(f"http://{await _address(process)}/json/list") as response:
                page = next(one for one in await response.json() if one["type"] == "page")
            async with client.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Window(gh, socket)
    finally:
        process.kill()
        await process.communicate()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    while line := (await process.stderr.readline()).decode():
        if found := re.search(r"ws://([^/]+)/", line):
            return found[1]
    raise AssertionError("chromium ended before it listened")


async def test_a_person_writes_and_sees_the_answer_come_by_itself(gh: Sandbox, window: Window) -> None:
    issue = opened(gh)
    await window.open("/acme/apis/issues/1")
    await window.ask("document.querySelector('#write').value = '/status'")
    await window.follow("document.querySelector('.write-form .button-main').click()")
    written = gh.store.present[Comment].by(issue_id=issue.id)[-1]
    assert await window.ask("location.hash") == f"#issuecomment-{written.id}"
    assert (written.body, written.author_id) == ("/status", person(gh, "ana").id)
    await window.ask("document.querySelector('#write').value = 'half a thought'")
    tx = gh.begin()
    answer = comments.write(tx, tx[Account][gh.bot_id], tx[Issue][issue.id], "In **private beta**.")
    gh.commit(tx)
    await window.until(f"document.querySelector('#issuecomment-{answer.id} strong')")
    assert await window.ask("document.querySelector('#write').value") == "half a thought"


async def test_the_switch_acts_as_soon_as_somebody_is_chosen(gh: Sandbox, window: Window) -> None:
    await window.open("/acme/apis", login="ana")
    chosen = "document.querySelector('#act-as').value"
    assert await window.ask(chosen) == "ana"
    select = "document.querySelector('#act-as')"
    await window.follow(f"{select}.value = 'lee'; {select}.dispatchEvent(new Event('change'))")
    assert await window.ask(chosen) == "lee"


async def test_an_address_of_lines_marks_them(gh: Sandbox, window: Window) -> None:
    gh.seed.commit("acme/apis", files={"long.txt": b"".join(b"%d\n" % n for n in range(200))}, who="ana")
    await window.open("/acme/apis/blob/main/long.txt#L150-L152")
    assert await window.ask("[...document.querySelectorAll('tr.chosen')].map((row) => row.id)") == [
        "L150",
        "L151",
        "L152",
    ]
    await window.until("document.querySelector('#L150').getBoundingClientRect().top < innerHeight")


async def test_no_script_of_a_comment_runs(gh: Sandbox, window: Window) -> None:
    bad = "<script>window.taken = 1</script><img src=x onerror='window.taken = 1'><svg onload='window.taken = 1'>"
    said(gh, opened(gh), bad)
    await window.open("/acme/apis/issues/1")
    assert await window.ask("window.taken === undefined")
    # The policy of the page holds even if the cleaning should fail.
    await window.ask("document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='window.taken = 1'>`)")
    await window.until("document.body.lastElementChild.complete")
    assert await window.ask("window.taken === undefined")


PAGES = ("/", "/acme/apis", "/acme/apis/issues/1", "/acme/apis/pull/2", "/acme/apis/pull/2/files",
         "/acme/apis/pull/2/checks", "/acme/apis/issues", "/_sandbox/deliveries", "/acme/nothing")  # fmt: skip


async def test_every_text_stands_out_and_the_focus_is_seen(gh: Sandbox, window: Window) -> None:
    said(
        gh, opened(gh, put=("stage: idea",)), "Some `code`, a [link](/x).\n\n```yaml\na: 'b' # c\nd: 1\n```\n\n> quoted"
    )
    checked_pull(gh)
    for path in PAGES:
        await window.open(path)
        assert await window.ask(FAINT) == [], path
        assert await window.ask(UNSEEN_FOCUS) == [], path


async def test_nothing_is_wider_than_a_telephone(gh: Sandbox, window: Window) -> None:
    said(gh, opened(gh), "| a long head | another one | and a third |\n|---|---|---|\n| " + "word" * 60 + " | b | c |")
    checked_pull(gh)
    for path in PAGES:
        await window.open(path, width=400)
        assert await window.ask("document.documentElement.scrollWidth") <= 400, path
