"""What an API description promises and which callers a change breaks. No I/O, no clock, nothing else of the bot.

Here is what a comparison needs. The rules as people look them up are in `bot.contract.rules`.
"""

from bot.contract.description import DescribedOperation, Description, Examples
from bot.contract.formats import compare, describe
from bot.contract.options import ENGINE, STAGE_MARKS, Options, Source
from bot.contract.report import (
    BROKEN_PROMISE,
    READER,
    Cause,
    Evidence,
    Finding,
    Operation,
    Place,
    Report,
    Side,
    Unread,
    Witness,
)

__all__ = [
    "BROKEN_PROMISE",
    "ENGINE",
    "READER",
    "STAGE_MARKS",
    "Cause",
    "DescribedOperation",
    "Description",
    "Evidence",
    "Examples",
    "Finding",
    "Operation",
    "Options",
    "Place",
    "Report",
    "Side",
    "Source",
    "Unread",
    "Witness",
    "compare",
    "describe",
]
