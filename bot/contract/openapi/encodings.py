"""How the parts of a form are written: `encoding`, and what holds where it says nothing."""

from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.objects import leftover
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.walk import Call
from bot.contract.report import Side
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node
from bot.contract.schema.shapes import Shapes

_JUDGED = frozenset(("contentType", "style", "explode", "allowReserved"))
_PLAIN = ("form", True)


def is_form(name: str) -> bool:
    """A media type whose parts are named: a form, or multipart."""
    return name.startswith(("application/x-www-form-urlencoded", "multipart/"))


def compare_encodings(call: Call, spot: Spot, old: Node, new: Node, *, name: str, side: Side) -> None:
    """Every part of which either version says how it is written."""
    before, after = _encodings(old), _encodings(new)
    pairs = call.walk.schemas.pairs
    shapes = (pairs.old, old), (pairs.new, new)
    for part in sorted(before.keys() | after.keys()):
        o, n = before.get(part), after.get(part)
        schemas = [s.facts(schema_at(node)).properties.get(part) for s, node in shapes]
        if schemas[0] is None or schemas[1] is None:
            continue
        facts = pairs.old.facts(schemas[0]), pairs.new.facts(schemas[1])
        at = o or old, n or new
        if name.startswith("multipart/"):
            types = _types(o, facts[0], pairs.old), _types(n, facts[1], pairs.new)
            _say_types(call, spot, part, types, at, side)
        else:
            _say_styles(call, spot, part, (_style(o), _style(n)), at, side)
        for key in leftover(o, n, _JUDGED):
            call.unread(at[1], f"The change of `{key}` of the part `{part}` is not judged yet.", side)


def _encodings(media: Node) -> dict[str, Node]:
    value = media.fields.get("encoding")
    return {name: media.child("encoding", name) for name in value} if isinstance(value, dict) else {}


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


def _style(node: Node | None) -> tuple[str, bool]:
    said = node.fields if node is not None else {}
    style = str(said.get("style") or "form")
    explode = said.get("explode")
    return style, explode if isinstance(explode, bool) else style == "form"


def _say_types(
    call: Call,
    spot: Spot,
    part: str,
    types: tuple[frozenset[str], frozenset[str]],
    at: tuple[Node, Node],
    side: Side,
) -> None:
    old, new = (frozenset(t for t in kinds if not _covered(t, kinds)) for kinds in types)
    if old == new:
        return
    narrowed = not all(_within(t, new) for t in old)
    widened = not all(_within(t, old) for t in new)
    if narrowed or widened:
        words = {"old": _as_types(old), "new": _as_types(new)}
        _say(call, spot, part, words, at, (narrowed, widened), side)


def _say_styles(
    call: Call,
    spot: Spot,
    part: str,
    styles: tuple[tuple[str, bool], tuple[str, bool]],
    at: tuple[Node, Node],
    side: Side,
) -> None:
    if styles[0] != styles[1]:
        words = {
            k: f"in style `{s}`" + (", exploded" if e else "") for k, (s, e) in zip(("old", "new"), styles, strict=True)
        }
        _say(call, spot, part, words, at, (True, True), side)


def _say(
    call: Call,
    spot: Spot,
    part: str,
    words: dict[str, str],
    at: tuple[Node, Node],
    moved: tuple[bool, bool],
    side: Side,
) -> None:
    narrowed, widened = moved
    change = ("narrowed" if narrowed else "widened") if side is Side.REQUEST else ("widened" if widened else "narrowed")
    words = {**words, "where": f"`{part}` in {spot.where()}"}
    call.say(f"{side.value}-encoding-{change}", spot, *at, name=part, was=words["old"], now=words["new"], words=words)


def _within(kind: str, others: frozenset[str]) -> bool:
    return kind in others or any(
        o == "*/*" or (o.endswith("/*") and kind.split("/")[0] == o.split("/")[0]) for o in others
    )


def _covered(kind: str, others: frozenset[str]) -> bool:
    return _within(kind, others - {kind})


def _as_types(kinds: frozenset[str]) -> str:
    return "as " + " or ".join(f"`{k}`" for k in sorted(kinds))
