"""How values of parameters and headers are written: `style` and `explode`, and what holds where nothing is said."""

from bot.contract.schema.nodes import Node

Style = tuple[str, bool]
"""The style, and whether lists and objects are exploded."""

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}

_OF_QUERIES = frozenset(("form", "spaceDelimited", "pipeDelimited", "deepObject", "matrix"))
"""Styles that repeat the name for each item of a list when they explode."""


def style_of(place: str, node: Node) -> Style:
    """The effective `style` and `explode` of a parameter or header."""
    style = str(node.fields.get("style") or _STYLES.get(place, "form"))
    explode = node.fields.get("explode")
    return style, explode if isinstance(explode, bool) else style == "form"


def written_alike(one: Style, other: Style, types: frozenset[str]) -> bool:
    """Whether two styles write values of these types alike: exploded or not, items of a `simple` list have commas.

    Source: OpenAPI 3.1.1, section 4.8.12.6, "Style Examples".
    """
    return one == other or (one[0] == other[0] == "simple" and "object" not in types)


def style_words(style: Style) -> str:
    """A style in a sentence."""
    return f"in style `{style[0]}`" + (", exploded" if style[1] else "")


def between(style: Style) -> str | None:
    """What stands between the items of a list; `None` where each is a text of its own."""
    name, explode = style
    if explode and name in _OF_QUERIES:
        return None
    return {"spaceDelimited": " ", "pipeDelimited": "|"}.get(name, "." if name == "label" and explode else ",")
