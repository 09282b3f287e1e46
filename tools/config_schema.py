"""Write what is generated under `config/`: the schema, the presets, the labels. `--check` only says what is stale."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from bot.config import DEFAULT
from bot.config.labels import labels
from bot.config.presets import PRESETS
from bot.config.shape import ApiShape, FileShape

CONFIG = Path(__file__).parents[1] / "config"
REALLY_REQUIRED = {ApiShape.__name__}


def schema() -> dict[str, Any]:
    """The JSON Schema of a file: what its preset fills in is not required."""
    found = FileShape.model_json_schema()
    for name, part in [("", found), *found["$defs"].items()]:
        if name not in REALLY_REQUIRED:
            part.pop("required", None)
    found["properties"]["stages"]["propertyNames"] = {"enum": [rule.name for rule in DEFAULT.stages]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "Stagekeeper configuration"}


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    yield CONFIG / "schema.json", json.dumps(schema(), indent=2) + "\n"
    for name, preset in PRESETS.items():
        head = f"# The preset `{name}`, written out. Copy under `stages:` only what shall be different.\n"
        yield CONFIG / "presets" / f"{name}.yml", head + _yaml({"preset": name, **preset})
    head = "# The labels that the bot creates where they are missing; it leaves existing ones as they are.\n"
    yield CONFIG / "labels.yml", head + _yaml([asdict(label) for label in labels(DEFAULT)])


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, sort_keys=False, width=120, allow_unicode=True)


def main() -> int:
    stale = [(path, text) for path, text in files() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        print(path.relative_to(CONFIG.parent))
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
