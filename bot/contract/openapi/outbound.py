"""Where the server calls (webhooks, callbacks): who is meant there. The user of the API receives, and answers."""

import re

_HEARD = {
    "callers": "receivers",
    "Callers": "Receivers",
    "caller": "receiver",
    "Requests": "Answers",
    "requests": "answers",
    "Responses": "Messages",
    "in every response": "every time",
    "in responses": "in what is sent",
    ", with a default on the server": "",
    "servers may ignore it": "it may be ignored",
    "The server's default": "The default",
}
"""Words of a row's texts, and what they are where the server calls."""

_WORDS = re.compile("|".join(re.escape(words) + r"\b" for words in sorted(_HEARD, key=len, reverse=True)))


def heard(text: str) -> str:
    """A row's text, not yet filled in, as it is meant where the server calls."""
    return _WORDS.sub(lambda found: _HEARD[found[0]], text)


def place_heard(part: str, subject: str) -> str:
    """A part of what the server calls: "the body of the webhook `paid`", "the 200 answer to the webhook `paid`"."""
    if part.endswith(" response"):
        return f"the {part.removesuffix(' response')} answer to {subject}"
    if part.endswith("request body"):
        part = f"{part.removesuffix('request body')}body"
    return f"the {part} of {subject}"
