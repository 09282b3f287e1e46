"""Write `docs/configuration.md` from the shape of the file. `--check` only says whether it is stale."""

import json
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot.config import DEFAULT, StageRule
from bot.config.known import inner_shape
from bot.config.presets import TWILIO
from bot.config.shape import FileShape, GateShape

PAGE = Path(__file__).parents[1] / "docs" / "configuration.md"

NAMED = {"apis": ".NAME", "stages": ".STAGE"}
"""Where people choose the key, and what stands for it here."""
INHERITED = {
    "stages": "the preset's",
    "apis.NAME.versioning": "as for all",
    "apis.NAME.access": "as for all",
}

HEAD = """\
# Configuration

<!-- Written by tools/configuration_doc.py from bot/config/shape.py. -->

The settings of a repository are in `.github/stagekeeper.yml` on its default branch. A pull request is judged by the
settings of its base branch, so it cannot loosen its own rules. Nothing is required; what is missing, or has no value,
has its default. [config/stagekeeper.yml](../config/stagekeeper.yml) shows all defaults to copy from,
[config/schema.json](../config/schema.json) is for editors.

A mistake is shown on the pull request that makes it, with line, column and the nearest known key; until it is mended
the last good settings stay in force. `on`, `off`, `yes` and `no` are words here, not truth values. A key that stands
twice is a mistake. The file has at most 64 KB.

A **role** is a list of teams (`"@org/team"`, in quotes, because YAML keeps `@` for itself), logins, and
`permission:read|triage|write|maintain|admin` for everybody with at least that role in the repository.

An API's own `versioning` and `access` are laid over those for all, key by key, and `stages` over the preset's; a list
replaces the one beneath it. A stage can be changed but not added.

"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD + "## Keys\n", *_keys(FileShape, ""), "", *_stages()])


def _keys(shape: type[BaseModel], path: str, *, inherits: str = "") -> Iterator[str]:
    """The rows of a shape and those beneath it; `inherits` says from where, instead of a default."""
    yield from ("| key | default | meaning |", "|---|---|---|") if not path else ()
    for name, field in shape.model_fields.items():
        key = path + name
        beneath = inner_shape(field.annotation)
        yield f"| `{key}` | {inherits or _default(field)} | {_cell(field.description)} |"
        if beneath:
            yield from _keys(beneath, f"{key}{NAMED.get(key, '')}.", inherits=inherits or INHERITED.get(key, ""))


def _default(field: FieldInfo) -> str:
    if isinstance(field.default, BaseModel):
        return ""
    return "needed" if field.is_required() else f"`{_plain(field.default)}`"


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if isinstance(value, Enum | str):
        return str(value)
    if value is None:
        return "none"
    return json.dumps(value) if isinstance(value, int | dict) else str(value)


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def _stages() -> Iterator[str]:
    file = FileShape.model_validate(TWILIO)
    yield "## The stages of the preset `twilio`\n"
    yield "| stage | audience | to leave it | a breaking change | approved by |"
    yield "|---|---|---|---|---|"
    for rule in DEFAULT.stages:
        gate = ", ".join(_asked(file.stages[rule.name].gate)) or "nothing to meet"
        yield f"| `{rule.name}` | {rule.audience} | {gate} | {_breaking(rule)} | {rule.approved_by} |"
    yield ""


def _asked(gate: GateShape) -> Iterator[str]:
    return (f"`{name}: {_plain(value)}`" for name, value in gate if value)


def _breaking(rule: StageRule) -> str:
    notice = f", {rule.notice_days} days ({rule.removal_notice_days} to remove)" if rule.notice_days else ""
    additions = ", additions too" if rule.additions_forbidden else ""
    return f"{rule.breaking}{notice}{additions}"


def main() -> int:
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
    if stale:
        print(PAGE.relative_to(PAGE.parents[1]))
        if "--check" not in sys.argv:
            PAGE.write_text(page(), encoding="utf-8")
    return int("--check" in sys.argv and stale)


if __name__ == "__main__":
    sys.exit(main())
