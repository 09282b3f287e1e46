"""How the parts of a form are written: `encoding`, and what holds where it says nothing."""

from bot.contract.openapi.headers import Contents, compare_headers
from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.parts import Part, parts_of
from bot.contract.openapi.styles import Style, style_of, style_words
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node
from bot.contract.schema.shapes import Shapes

_JUDGED = frozenset(
    ("contentType", "headers", "style", "explode", "allowReserved", "encoding", "prefixEncoding", "itemEncoding")
)
"""`allowReserved` has no rule: whoever reads a form reads reserved characters as they are and percent-encoded."""

_STYLED = ("style", "explode", "allowReserved")

Way = Style | frozenset[str]
"""How a part is written: in a style, or as one of some media types."""


def is_form(name: str) -> bool:
    """A media type whose parts are named: a form, or multipart."""
    return name.startswith(("application/x-www-form-urlencoded", "multipart/"))


def compare_encodings(call: Call, spot: Spot, old: Node, new: Node, contents: Contents, *, side: Side) -> None:
    """Every part of which either version says how it is written."""
    pairs, name = call.walk.schemas.pairs, spot.media_type or ""
    multipart = name.startswith("multipart/")
    for part in parts_of(pairs, old, new, multipart=multipart):
        facts = pairs.old.facts(part.schemas[0]), pairs.new.facts(part.schemas[1])
        ways = (
            _way(pairs.old, part.said[0], facts[0], name),
            _way(pairs.new, part.said[1], facts[1], name),
        )
        _compare_ways(call, spot, part, ways, side, scalar=not any({"array", "object"} & f.types for f in facts))
        if multipart:
            beside = f"of the part `{part.name}` in the {spot.part}"
            compare_headers(call, *part.said, contents, beside=beside, side=side)
        for key in leftover(*part.said, _JUDGED):
            what = f"The change of `{key}` of the part `{part.name}` is not judged yet."
            call.unread(part.places[1], what, side)


def _way(shapes: Shapes, node: Node | None, facts: Facts, name: str) -> Way:
    """A style in a form, and in multipart/form-data from 3.1 on where one is said; else media types."""
    said = node is not None and any(member in node.fields for member in _STYLED)
    by_style = name.startswith("multipart/form-data") and said and not shapes.document.nullable
    if by_style or not name.startswith("multipart/"):
        return ("form", True) if node is None else style_of("form", node)
    return _types(node, facts, shapes)


def _compare_ways(call: Call, spot: Spot, part: Part, ways: tuple[Way, Way], side: Side, *, scalar: bool) -> None:
    old, new = ways
    if isinstance(old, frozenset) and isinstance(new, frozenset):
        old, new = (frozenset(t for t in kinds if not _covered(t, kinds)) for kinds in (old, new))
        narrowed = not all(_within(t, new) for t in old)
        widened = not all(_within(t, old) for t in new)
        if not narrowed and not widened:
            return
    elif old == new or (scalar and (isinstance(old, frozenset) or isinstance(new, frozenset))):
        return
    else:
        narrowed = widened = True
    change = ("narrowed" if narrowed else "widened") if side is Side.REQUEST else ("widened" if widened else "narrowed")
    was, now = _words(old), _words(new)
    words = {"old": was, "new": now, "where": f"`{part.name}` in {spot.where()}"}
    call.say(f"{side.value}-encoding-{change}", spot, *part.places, name=part.name, was=was, now=now, words=words)


def _words(way: Way) -> str:
    if isinstance(way, frozenset):
        return "as " + " or ".join(f"`{kind}`" for kind in sorted(way))
    return style_words(way)


def _types(node: Node | None, facts: Facts, shapes: Shapes) -> frozenset[str]:
    """The types a part may have. Source: OpenAPI 3.1.1, 4.8.15.1, the defaults of `contentType`."""
    said = node.fields.get("contentType") if node is not None else None
    if isinstance(said, str):
        return frozenset(t.strip().lower() for t in said.split(","))
    kinds = facts.types - {"null"}
    if kinds == {"array"}:
        facts = shapes.facts(facts.slot(0))
        kinds = facts.types - {"null"}
    if kinds <= {"object", "array"}:
        return frozenset(("application/json",))
    node = facts.where.get("format") or facts.where.get("contentEncoding")
    binary = node is not None and (node.fields.get("format") == "binary" or "contentEncoding" in node.fields)
    return frozenset(("application/octet-stream" if binary or len(kinds) > 4 else "text/plain",))


def _within(kind: str, others: frozenset[str]) -> bool:
    return kind in others or not others.isdisjoint(_ranges(kind))


def _covered(kind: str, others: frozenset[str]) -> bool:
    """Another of the types says what this one does."""
    return any(wide in others for wide in _ranges(kind) if wide != kind)


def _ranges(kind: str) -> tuple[str, str]:
    """The ranges of media types that a type is in."""
    return "*/*", f"{kind.split('/')[0]}/*"
