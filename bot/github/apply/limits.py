"""How long what we write may be."""

BODY_LIMIT = 60_000
"""Of a comment or a body, in characters. The error says 65,536; others found other numbers, so we stay below."""
CLOSING = "\n\n*Cut here: the rest is longer than GitHub takes.*"
HIDDEN = "\n<!--"


def cut(text: str, limit: int = BODY_LIMIT) -> str:
    """The text, or as many of its whole lines as fit, with a word that more was there.

    What is hidden at its end (our memory of the thread) is never cut.
    """
    if len(text) <= limit:
        return text
    hidden = text[text.rfind(HIDDEN) :] if HIDDEN in text and text.endswith("-->") else ""
    kept = text[: max(0, limit - len(CLOSING) - len(hidden))]
    return kept[: kept.rfind("\n") if "\n" in kept else None] + CLOSING + hidden
