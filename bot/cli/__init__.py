"""The command line: words in, exit codes out. What it starts is put together in `bot/app.py`."""

from bot.cli.commands import prepared, run

__all__ = ["prepared", "run"]
