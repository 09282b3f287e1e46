"""Names beyond reason. Every place below a name carries it, so that a long one is multiplied by what it holds."""

from bot.contract.limits import NAME

TOO_LONG = f"it has a name of more than {NAME:,} characters"


def has_long_name(value: object, packed: bytes | None = None) -> bool:
    """Some key within the value is longer than NAME; `packed` is the value as JSON, where that is at hand.

    It mostly says at once that there is none.
    """
    return (packed is None or _has_long_run(packed.replace(b'\\"', b""))) and _is_there(value)


def _has_long_run(packed: bytes) -> bool:
    """So many bytes without a quotation mark. Looked for from the far end of each stretch: most are never read."""
    at = 0
    while at + NAME <= len(packed):
        found = packed.rfind(b'"', at, at + NAME)
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
