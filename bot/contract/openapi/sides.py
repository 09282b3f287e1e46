"""Which properties travel on which side."""

from bot.contract.report import Side


def hidden_on(side: Side) -> str:
    """The mark of properties that do not travel on a side."""
    return "readOnly" if side is Side.REQUEST else "writeOnly"
