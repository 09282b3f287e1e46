"""One file per thing the bot does, from facts to effects; `table.py` lists them. Nothing here writes or waits."""
