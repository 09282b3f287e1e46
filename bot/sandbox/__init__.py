"""A GitHub on your laptop, for the demo, the stories and the benchmarks; it knows nothing of the bot."""

from bot.sandbox.app import Sandbox
from bot.sandbox.clock import Clock
from bot.sandbox.person import Person, Refused

__all__ = ["Clock", "Person", "Refused", "Sandbox"]
