"""How long what we write may be."""

BODY_LIMIT = 60_000
"""Of a comment or a body, in characters. The error says 65,536; others found other numbers, so we stay below."""
CLOSING = "\n\n*Cut here: the rest is longer than GitHub takes.*"


def cut(text: str, limit: int = BODY_LIMIT) -> str:
    """The text, or as many of its whole lines as fit, with a word that more was there."""
    if len(text) <= limit:
        return text
    kept = text[: limit - len(CLOSING)]
    return kept[: kept.rfind("\n") if "\n" in kept else None] + CLOSING
