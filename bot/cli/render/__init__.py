"""How an outcome looks: a file for each `--format`, with `render(outcome, color=…)`. Nothing is decided here."""
