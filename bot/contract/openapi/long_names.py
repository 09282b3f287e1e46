"""Names beyond reason. Every place below a name carries it, so that a long one is multiplied by what it holds."""

import orjson

from bot.contract.limits import NAME

TOO_LONG = f"it has a name of more than {NAME:,} characters"


def has_long_name(value: object, text: bytes | None = None) -> bool:
    """Some key within the value is longer than NAME; `text` is the value as JSON, where that is at hand.

    It mostly says at once that there is none.
    """
    return (text is None or _has_long_run(text.replace(b'\\"', b""))) and _is_there(value)


def packed(value: object) -> bytes | None:
    """A value as JSON, `None` where that cannot be written at once (numbers of more than 64 bits, half letters)."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return None


def _has_long_run(text: bytes) -> bool:
    """So many bytes without a quotation mark. Looked for from the far end of each stretch: most are never read."""
    at = 0
    while at + NAME <= len(text):
        found = text.rfind(b'"', at, at + NAME)
        if found < 0:
            return True
        at = found + 1
    return False


def _is_there(value: object) -> bool:
    stack = [value]
    while stack:
        at = stack.pop()
        if isinstance(at, dict):
            if any(len(str(key)) > NAME for key in at):
                return True
            stack.extend(at.values())
        elif isinstance(at, list):
            stack.extend(at)
    return False
