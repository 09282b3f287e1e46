"""What stands in a page of the ledger for whoever unfolds it, and on the card where one is gone."""

from collections.abc import Sequence


def page(number: int, hidden: str) -> str:
    """A page's text; its content is hidden."""
    return (
        f"Page {number} of what I remember of this thread. There is nothing to read here, but please leave it: "
        f"without it I have to judge older words anew.\n\n{hidden}"
    )


def missing(numbers: Sequence[int]) -> str:
    """That pages are gone, and what follows from that."""
    which = f"page {numbers[0]}" if len(numbers) == 1 else f"pages {', '.join(map(str, numbers))}"
    return (
        f"Somebody deleted {which} of what I remember of this thread. What stood only there I judge anew by what the "
        "thread still shows: an approval, or an invitation, of that time may have to be written again."
    )
