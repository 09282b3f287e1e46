"""Where a repository keeps its version, and the files of the next one beside it. Text to text, opens nothing."""

from bot.versioning.draft import Draft, FileChange, NewVersion, Unreadable, new_version
from bot.versioning.signals import Place, Signal, signals
from bot.versioning.strategy import Chosen, Strategy, Undecided, choose

__all__ = [
    "Chosen",
    "Draft",
    "FileChange",
    "NewVersion",
    "Place",
    "Signal",
    "Strategy",
    "Undecided",
    "Unreadable",
    "choose",
    "new_version",
    "signals",
]
