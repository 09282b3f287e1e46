"""Where a repository keeps its version, and the files of the next one beside it. Text to text, opens nothing."""

from bot.versioning.changelog import changelog_entry
from bot.versioning.companions import COMPANION_PATHS, Companions, companions
from bot.versioning.config_entry import config_entry, new_api_name
from bot.versioning.config_stage import config_stage
from bot.versioning.draft import Draft, FileChange, NewVersion, Unreadable, new_version
from bot.versioning.listings import codeowners_rows, readme_rows
from bot.versioning.migration import guide_path, migration_guide
from bot.versioning.signals import Place, Signal, signals
from bot.versioning.strategy import Chosen, Strategy, Undecided, choose

__all__ = [
    "COMPANION_PATHS",
    "Chosen",
    "Companions",
    "Draft",
    "FileChange",
    "NewVersion",
    "Place",
    "Signal",
    "Strategy",
    "Undecided",
    "Unreadable",
    "changelog_entry",
    "choose",
    "codeowners_rows",
    "companions",
    "config_entry",
    "config_stage",
    "guide_path",
    "migration_guide",
    "new_api_name",
    "new_version",
    "readme_rows",
    "signals",
]
