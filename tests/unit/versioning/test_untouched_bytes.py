"""The law of the new version's file, on generated documents: only what was meant differs."""

import json
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.versioning import Chosen, Draft, NewVersion, Strategy, new_version
from bot.versioning.edits import Edit, edited, revalued
from bot.versioning.parts import Document, Kind
from bot.versioning.reading import read

CHOSEN = Chosen(Strategy.FILE_SUFFIX, "v1", "v2", "pay_v2.yaml")
WORD = st.text("abcdefgh é😀", min_size=1, max_size=8).map(lambda text: f"w{text.strip()}")
COMMENT = st.one_of(st.just(""), WORD.map(lambda word: f"  # {word}: [v1"))
END = st.sampled_from(["\n", "\r\n"])
SPACE = st.sampled_from(["", " ", "   "])


@st.composite
def yaml_pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A description with noise round the places that carry the version, and what shall become of it."""
    number = draw(st.sampled_from([("1.4.2", "2.0.0"), ("1", "2"), ("v1.0", "v2.0")]))
    edits = [
        ("info:", None),
        ("  version: ", number),
        ("servers:", None),
        ("  - url: ", ("https://a.example/v1", "https://a.example/v2")),
        ("    description: ", ("talk of v1", "talk of v1")),
        ("paths:", None),
        ("  /v1/things: ", None),
    ]
    end, before, after = draw(END), "", ""
    for head, change in edits:
        for _ in range(draw(st.integers(0, 2))):
            noise = draw(st.sampled_from(["", "# v1 \t", "    # odd"])) + end
            before, after = before + noise, after + noise
        tail = draw(SPACE) + draw(COMMENT) + end
        old, new = (head, head.replace("/v1/things", "/v2/things"))
        if change:
            anchor = draw(st.sampled_from(["", "&here ", "!!str ", "&there !!str "]))
            style = draw(st.sampled_from(["", "'", '"']))
            old, new = (old + anchor + f"{style}{value}{style}" for value in change)
        before, after = before + old + tail, after + new + tail
    more = draw(st.dictionaries(WORD, WORD, max_size=3))
    extra = "".join(f"x-{key}: {json.dumps(value, ensure_ascii=False)}{end}" for key, value in more.items())
    mark = draw(st.sampled_from(["", "\ufeff"]))
    cut = len(end) if draw(st.booleans()) else 0
    pair = (mark + before + extra, mark + after + extra)
    old, new = (text[: len(text) - cut] for text in pair)
    return old.encode(), new.encode()


@settings(deadline=None)
@given(yaml_pairs())
def test_a_yaml_file_differs_only_where_the_version_is_kept(pair: tuple[bytes, bytes]) -> None:
    before, after = pair
    draft = new_version(NewVersion("pay_v1.yaml", before, before, CHOSEN))
    assert isinstance(draft, Draft), draft
    assert draft.files[0].data == after


JSON_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON_VALUE, st.sampled_from([None, 2, "\t"]), st.booleans(), st.booleans())
def test_a_json_file_differs_only_where_the_version_is_kept(
    noise: Any, indent: int | str | None, ascii_only: bool, noise_first: bool
) -> None:
    def document(version: str, server: str, path: str) -> dict[str, Any]:
        said = {"info": {"version": version, "x": noise}, "servers": [{"url": server}], "paths": {path: {"x": noise}}}
        return {"x-noise": noise} | said if noise_first else said | {"x-noise": noise}

    def text(value: dict[str, Any]) -> bytes:
        return json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode(errors="surrogatepass")

    before = text(document("1.2.3", "/v1", "/v1/a"))
    draft = new_version(NewVersion("pay_v1.yaml", before, before, CHOSEN))
    assert isinstance(draft, Draft), draft
    assert draft.files[0].data == text(document("2.0.0", "/v2", "/v2/a"))


YAML_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None)
@given(YAML_VALUE, st.booleans(), st.booleans(), st.data())
def test_any_scalar_can_be_revalued_alone(value: Any, flow: bool, unicode: bool, data: st.DataObject) -> None:
    """Reading again gives the same parts with the one change, and the bytes before and after it are the same."""
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=unicode, width=20)
    document = read("a.yaml", text.encode())
    assert isinstance(document, Document), document
    scalars = [part for part in document.parts if part.kind is Kind.SCALAR]
    if not scalars:
        return
    part = data.draw(st.sampled_from(scalars))
    new = data.draw(st.sampled_from(["v2", "https://a.example/v2", "2.0.0"]))
    again = revalued(document, [(part, new)], "a.yaml")
    assert isinstance(again, Document), again
    assert again.text.startswith(text[: part.start])
    assert again.text.endswith(text[part.end :])


@settings(deadline=None)
@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=6, unique=True), st.text(max_size=3))
def test_edits_leave_all_other_characters(text: str, cuts: list[int], put: str) -> None:
    places = sorted(cut for cut in cuts if cut <= len(text))
    spans = list(zip(places[::2], places[1::2], strict=False))
    kept = [text[a:b] for a, b in zip([0, *(b for _, b in spans)], [*(a for a, _ in spans), len(text)], strict=True)]
    assert edited(text, [Edit(a, b, put) for a, b in reversed(spans)]) == put.join(kept)
