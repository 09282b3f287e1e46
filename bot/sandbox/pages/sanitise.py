"""HTML that people wrote, made harmless: a short list of tags and attributes stays, text stays text, the rest goes.

The output is built anew from what was understood, well nested: a browser cannot read it otherwise than this did.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

_ANYWHERE = {"align", "title", "class"}
_PLAIN = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "dl", "dt", "dd", "blockquote", "pre", "div", "hr", "br",
    "code", "strong", "b", "em", "i", "del", "s", "ins", "sub", "sup", "kbd", "samp", "var", "q", "small", "mark",
    "span", "summary", "table", "thead", "tbody", "tr",
}  # fmt: skip
_ALLOWED: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "details": {"open"},
    "input": {"type", "checked", "disabled"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
}
_VOID = {"br", "hr", "img", "input"}
_SILENCED = {
    "script", "style", "iframe", "object", "embed", "template", "noscript", "noembed", "noframes", "title",
    "textarea", "xmp", "plaintext", "math", "svg", "select", "button", "form", "head", "audio", "video", "canvas",
}  # fmt: skip
_SCHEMES = {"", "http", "https", "mailto"}
_CLASS = re.compile(r"(language-[\w+-]+|t-[a-z0-9]{1,3}|task|tasks|mention|ref)\Z")
_ALIGNED = re.compile(r"text-align:\s*(left|right|center)\Z")
_SIZE = re.compile(r"\d{1,4}%?\Z")


def harmless(html: str) -> str:
    """The same HTML as far as it is allowed. Comments vanish, scripts too; links of other schemes lead nowhere."""
    parser = _Rebuilder()
    parser.feed(html)
    parser.close()
    return parser.result()


class _Rebuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._silenced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silenced or tag in _SILENCED:
            if tag in _SILENCED and tag != "embed":
                self._silenced.append(tag)
        elif (tag in _ALLOWED or tag in _PLAIN) and (attributes := _attributes(tag, attrs)) is not None:
            self._out.append(f"<{tag}{attributes}>")
            if tag not in _VOID:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENCED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._silenced:
            if tag in self._silenced:
                del self._silenced[self._silenced.index(tag) :]
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self._out.append(f"</{last}>")
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._silenced:
            self._out.append(escape(data, quote=False))

    def result(self) -> str:
        """What was built, with everything closed."""
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> str | None:
    """The attributes that stay, written out; None where the tag cannot stay without one that had to go."""
    given = {name: value or "" for name, value in attrs if name in _ALLOWED.get(tag, set()) | _ANYWHERE}
    if tag == "input":
        if given.get("type") != "checkbox":
            return None
        given = {"type": "checkbox", "disabled": "", **({"checked": ""} if "checked" in given else {})}
    kept = {name: value for name, raw in given.items() if (value := _kept(name, raw)) is not None}
    if tag == "a" and "href" in kept:
        kept["rel"] = "nofollow noopener"
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _kept(name: str, value: str) -> str | None:
    match name:
        case "href" | "src":
            return value if _leads_somewhere_safe(value) else None
        case "class":
            return " ".join(word for word in value.split() if _CLASS.match(word)) or None
        case "style":
            return value if _ALIGNED.match(value) else None
        case "width" | "height" | "colspan" | "rowspan" | "start":
            return value if _SIZE.match(value) else None
        case "align":
            return value if value in {"left", "right", "center"} else None
        case _:
            return value


def _leads_somewhere_safe(address: str) -> bool:
    """Control characters are what browsers drop before they read the scheme, so they may not be there at all."""
    if any(ord(character) < 33 for character in address.strip(" ")):
        return False
    try:
        return urlsplit(address.strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
