"""An outcome as JSON for other programs: stable names, `schema_version` 1; `schema.py` has its schema."""

import json

from msgspec.structs import asdict

from bot.cli.outcome import Outcome, counts
from bot.contract.acceptance import Judged
from bot.contract.report import finding_json, unread_json

SCHEMA_VERSION = 1
_MEMBERS = (
    *("rule", "aliases", "class", "tags", "evidence", "side", "sentence", "fix", "old", "new"),
    *("operations", "operations_total", "witness", "fingerprint"),
)


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """Indented JSON text; the same outcome always gives the same text."""
    whole = {
        "schema_version": SCHEMA_VERSION,
        "engine": outcome.engine,
        "breaking": outcome.breaking,
        "findings": [_finding(one) for one in outcome.findings],
        "unread": [unread_json(part) for part in outcome.unread],
        "counts": asdict(counts(outcome.findings, outcome.unread)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _finding(one: Judged) -> dict[str, object]:
    said = finding_json(one.finding)
    accepted = one.accepted.value if one.accepted else None
    return {**{name: said[name] for name in _MEMBERS}, "accepted": accepted, "why_no_witness": said["why_no_witness"]}
