"""How values of parameters and headers are written: `style` and `explode`, and what holds where nothing is said."""

from bot.contract.schema.nodes import Node

Style = tuple[str, bool]
"""The style, and whether lists and objects are exploded."""

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


def style_of(place: str, node: Node) -> Style:
    """The effective `style` and `explode` of a parameter or header."""
    style = str(node.fields.get("style") or _STYLES.get(place, "form"))
    explode = node.fields.get("explode")
    return style, explode if isinstance(explode, bool) else style == "form"


def style_words(style: Style) -> str:
    """A style in a sentence."""
    return f"in style `{style[0]}`" + (", exploded" if style[1] else "")
