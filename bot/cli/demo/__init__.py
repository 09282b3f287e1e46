"""`stagekeeper demo`: an API's whole way, played on this machine and checked step by step."""

from bot.cli.demo.run import add_to, run

__all__ = ["add_to", "run"]
