"""What stands in the card's place while a thread is paused."""

from datetime import UTC, datetime

from bot.forge.effects import CARD_MARK

_MARK = f"{CARD_MARK} paused"


def paused(until: datetime, times: int, ledger: str, *, digest: str) -> str:
    """The whole comment: why nothing happens here, until when, and how it goes on sooner."""
    moment = until.astimezone(UTC)
    text = (
        f"### Paused: my card was deleted {times} times in a day\n\n"
        f"Somebody does not want it here, so I stop until **{moment:%Y-%m-%d %H:%M} UTC** and then go on by myself. "
        "Until then I answer no command, and move no stage and no label; a check is still set. What is written here "
        "meanwhile I read afterwards: nothing of it is lost.\n\n"
        "An owner of the API who wants me back sooner writes any command in a new comment, for instance `/status`."
    )
    return f"{_MARK}{f' {digest}' if digest else ''} -->\n{text}\n\n{ledger}"


def is_paused(body: str) -> bool:
    """Whether this is that comment."""
    return body.startswith(_MARK)
