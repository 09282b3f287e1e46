"""Stagekeeper: an API's life in stages, kept inside GitHub."""
