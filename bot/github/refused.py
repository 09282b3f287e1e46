"""That GitHub understood a request and would not do it, and how nothing secret gets into our words about that."""

import re

from bot.forge.faults import BotError

_SECRET = re.compile(r"\bgh[a-z]_[A-Za-z0-9._-]+|\beyJ[A-Za-z0-9._-]{20,}")


class Refused(BotError):
    """GitHub refused a request."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(redacted(f"GitHub refused with {status}: {text}"))
        self.status = status
        self.text = text

    def says(self, words: str) -> bool:
        """Whether GitHub's reason has these words in it, in whatever case."""
        return words.lower() in self.text.lower()


def redacted(text: str) -> str:
    """The text without tokens. Their form is opaque and their length varies, so the rest of the word goes too.

    Source: GitHub changelog, 2026-05-15 (stateless installation tokens).
    """
    return _SECRET.sub("[token]", text)
