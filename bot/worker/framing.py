"""How the judge and its child speak: one byte that says what it is, a length, the bytes."""

import struct

HEAD = struct.Struct("!cQ")
"""`?` a payload, `=` a verdict, `~` not judged: out of memory or too deep, `!` the function failed and why."""


def read_length(head: bytes, *, largest: int) -> tuple[bytes, int]:
    """The kind of a message and its length in bytes. Raises EOFError where that cannot be one."""
    kind, length = HEAD.unpack(head)
    if length > largest:
        raise EOFError(f"a message of {length} bytes")
    return kind, length
