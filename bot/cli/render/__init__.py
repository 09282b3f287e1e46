"""How a report looks: as text on a terminal, as JSON. What it means is decided in `bot/contract`."""
