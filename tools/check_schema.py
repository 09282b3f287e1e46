"""Writes `config/check-report.schema.json`: the schema of what `stagekeeper check --format json` prints."""

import json
from pathlib import Path

from msgspec.structs import fields

from bot.cli.outcome import Counts
from bot.cli.render.json import SCHEMA_VERSION
from bot.contract import Cause, Evidence, Side, Witness
from bot.contract.acceptance import Accepted

SCHEMA = Path(__file__).parents[1] / "config" / "check-report.schema.json"
_TEXT: dict[str, object] = {"type": "string"}
_TEXT_OR_NULL: dict[str, object] = {"type": ["string", "null"]}
_COUNT: dict[str, object] = {"type": "integer", "minimum": 0}
_LINE: dict[str, object] = {"type": ["integer", "null"], "minimum": 1}


def whole() -> dict[str, object]:
    """The schema. Members may be added within a version; none is taken away and none changes its meaning."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `stagekeeper check --format json` prints",
        **_object(
            schema_version={"const": SCHEMA_VERSION},
            engine=_TEXT,
            breaking={"type": ["boolean", "null"], "description": "null: a document could not be read at all"},
            findings=_list("finding"),
            unread=_list("unread"),
            counts=_object(**{field.name: _COUNT for field in fields(Counts)}),
        ),
        "$defs": {
            "finding": _finding(),
            "unread": _object(file=_TEXT, pointer=_TEXT, line=_LINE, what=_TEXT, operations=_list("operation")),
            "place": {**_object(file=_TEXT, pointer=_TEXT, line=_LINE), "type": ["object", "null"]},
            "operation": _object(
                method=_TEXT,
                path=_TEXT,
                side={"enum": [side.value for side in Side]},
                stage_old=_TEXT_OR_NULL,
                stage_new=_TEXT_OR_NULL,
            ),
            "witness": _witness(),
        },
    }


def _finding() -> dict[str, object]:
    return _object(
        rule={"type": "string", "pattern": "^[a-z0-9-]+$"},
        aliases={"type": "array", "items": _TEXT, "description": "oasdiff's ids for the same change"},
        **{"class": {"enum": [cause.value for cause in Cause]}},
        tags={"type": "array", "items": _TEXT},
        evidence={"enum": [evidence.value for evidence in Evidence]},
        side={"enum": [side.value for side in Side]},
        sentence=_TEXT,
        fix=_TEXT,
        old={"$ref": "#/$defs/place"},
        new={"$ref": "#/$defs/place"},
        operations=_list("operation"),
        operations_total=_COUNT,
        witness={"$ref": "#/$defs/witness"},
        fingerprint={"type": "string", "pattern": "^[0-9a-f]{16,}$"},
        accepted={"enum": [None, *(accepted.value for accepted in Accepted)]},
        why_no_witness={**_TEXT_OR_NULL, "description": "a clause, where an example was to be had and there is none"},
    )


def _witness() -> dict[str, object]:
    special: dict[str, dict[str, object]] = {
        "kind": {"enum": ["request", "response", "message", "answer"]},
        "value": {"description": "the JSON body, or the text of one parameter"},
        "at": {**_TEXT_OR_NULL, "description": "JSON pointer in the value to what is refused, where that is known"},
        **dict.fromkeys(("status", "media_type", "request_line"), _TEXT_OR_NULL),
    }
    members = {name: special.get(name, _TEXT) for name in Witness.__struct_fields__}
    return {**_object(**members), "type": ["object", "null"]}


def _object(**members: dict[str, object]) -> dict[str, object]:
    return {"type": "object", "required": list(members), "properties": members}


def _list(name: str) -> dict[str, object]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def text() -> str:
    """The file's text."""
    return json.dumps(whole(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
