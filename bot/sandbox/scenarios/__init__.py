"""Repositories and people to play with, as data. Putting them into a running sandbox is not its work."""
