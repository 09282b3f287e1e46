"""What people write, as pages show it: readable, and never code."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.acts import comments, issues
from bot.sandbox.pages import label_colours
from bot.sandbox.records import Comment
from tests.sandbox.browser import Browser, browsing, home, opened, person, said

HOSTILE = {
    "script": "<script>document.title='taken'</script>after",
    "broken script": "<scr<script>ipt>alert(1)</script>after",
    "handler": '<img src="x" onerror="alert(1)"> <b onclick=alert(1)>after</b>',
    "link": "[after](javascript:alert(1)) <a href='java&#10;script:f()'>x</a> <a href='\tJavaScript:f()'>y</a>",
    "data": "[after](data:text/html;base64,PHNjcmlwdD4=)",
    "frame": "<iframe src='//evil.example'></iframe><object data=x></object><embed src=x>after",
    "form": "<form action='/_sandbox/advance' method=post><button name=days value=30>x</button></form>after",
    "style": "<style>body{display:none}</style><p style='position:fixed;inset:0' class='panel' id='main'>after</p>",
    "escape": "</div></article></main></body></html>after",
    "unclosed": "<details><summary>after<table><tr><td><b>",
    "comment": "<!-- secret -->after<!-- and a tail",
    "svg": "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg><math><mtext>x</mtext></math>after",
    "base": "<base href='//evil.example'><meta http-equiv=refresh content='0;//evil'><link rel=stylesheet>after",
    "markdown": "| a |\n|--|\n| <script>alert(1)</script> |\n\n`<script>`\n\nafter",
}


@pytest.fixture
async def browser(gh: Sandbox) -> AsyncIterator[Browser]:
    async with browsing(gh) as browser:
        yield browser


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_people_write_is_text_and_never_code(gh: Sandbox, browser: Browser, body: str) -> None:
    comment = said(gh, opened(gh), body, "lee")
    plain = await browser.open("/acme/apis/issues/1")
    assert "after" in plain.text
    assert "secret" not in plain.text
    assert plain.astray == []
    scripts = [given for tag, given in plain.tags if tag == "script"]
    assert scripts == [{"src": "/_sandbox/assets/pages.js", "defer": None}]
    assert not [given for _, given in plain.tags for name in given if name.startswith("on")]
    assert not [link for link in plain.links if "script:" in link.lower() or link.startswith(("data:", "//"))]
    assert not {"iframe", "object", "embed", "base", "math"} & {tag for tag, _ in plain.tags}
    assert plain.actions == ["/_sandbox/act-as", "/_sandbox/advance"]
    assert plain.ids.count("main") == 1
    assert f"issuecomment-{comment.id}" in plain.ids


async def test_titles_labels_and_file_names_are_text_too(gh: Sandbox, browser: Browser) -> None:
    bad = "<script>alert(1)</script>"
    gh.seed.commit("acme/apis", files={f"{bad[:8]}.txt": b"<script>alert(1)</script>\n"}, who="ana", message=bad)
    tx = gh.begin()
    issues.open_issue(tx, person(gh, "ana"), home(gh), title=bad, body=None, labels=["<b>bold</b>"])
    gh.commit(tx)
    for path in ("/acme/apis", "/acme/apis/commits", "/acme/apis/issues", "/acme/apis/issues/1", "/acme/apis/labels"):
        page = await browser.open(path)
        assert page.astray == []
        assert len([1 for tag, _ in page.tags if tag == "script"]) == 1
    raw = await browser.client.get(f"{gh.url}/acme/apis/raw/main/README.md")
    assert raw.content_type == "text/plain"


async def test_markdown_is_shown_as_people_know_it(gh: Sandbox, browser: Browser) -> None:
    said(gh, opened(gh), "- [x] done\n- [ ] open\n\n~~no~~ line\nbreak #1 @bo @nobody-here #77 https://a.example/b?c=1&d=2.\n\n"
         "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n<details><summary>More</summary>\n\n`x`\n\n</details>")  # fmt: skip
    page = await browser.open("/acme/apis/issues/1")
    names = [tag for tag, _ in page.tags]
    assert ("input", {"type": "checkbox", "disabled": "", "checked": ""}) in page.tags
    assert {"s", "br", "table", "summary"} <= set(names)
    assert ("td", {"style": "text-align:right"}) in page.tags
    assert {"/acme/apis/issues/1", "/bo", "https://a.example/b?c=1&d=2"} <= set(page.links)
    assert not {"/nobody-here", "/acme/apis/issues/77"} & set(page.links)


@pytest.mark.parametrize("grey", ["00", "33", "66", "74", "76", "77", "88", "bb", "ff"])
@pytest.mark.parametrize("pattern", ["{0}{0}{0}", "0e{0}16", "{0}00{0}", "ff{0}00"])
def test_the_name_of_a_label_can_be_read_on_its_colour(grey: str, pattern: str) -> None:
    shade = pattern.format(grey)
    lights = sorted(label_colours.luminance(colour) for colour in (shade, label_colours.ink(shade).removeprefix("#")))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


async def test_the_versions_of_an_edited_text_can_be_followed(gh: Sandbox, browser: Browser) -> None:
    comment = said(gh, opened(gh), "First line.\nKept.", "bo")
    tx = gh.begin()
    comments.edit(tx, person(gh, "ana"), tx[Comment][comment.id], "Second line.\nKept.")
    gh.commit(tx)
    page = await browser.open("/acme/apis/issues/1")
    assert "edited by ana" in page.text
    versions = await browser.open(next(link for link in page.links if link.endswith("/versions")))
    assert versions.status == 200
    assert versions.text.index("ana changed it") < versions.text.index("bo wrote it")
    assert "− First line." in versions.text.replace("−First", "− First")
    assert "+ Second line." in versions.text.replace("+Second", "+ Second")
