"""In which world two schemas are compared, and for which way of travelling."""

from msgspec import Struct

DECLARED = "declared"
CLOSED = "closed"


class View(Struct, frozen=True):
    """How the receiver looks at what the sender may send.

    `hidden` is the mark (`readOnly`, `writeOnly`) of properties that do not travel this way: neither required nor
    constrained. Without it no way is meant, and a proof holds for both. `world`: in the declared one the sender sends
    only names its own description declares; the closed one is plain JSON Schema. `text`: values travel as text, so `5`
    and `"5"` are one and null cannot be sent.

    Readers of responses refuse no name they do not know; proofs take a closed reader at its word all the same. (What
    a strict reader takes, a lenient one takes too.)
    """

    hidden: str | None = None
    world: str = DECLARED
    text: bool = False


PLAIN = View()
"""No way of travelling in particular."""
