"""A report as JSON for other programs: stable names, `schema_version` 1."""

import json
from collections import Counter

from bot.contract import Cause, Report
from bot.contract.report import finding_json, unread_json


def as_json(report: Report) -> str:
    """The report as indented JSON text; the same report always gives the same text."""
    counts = Counter(f.cls for f in report.findings)
    whole = {
        "schema_version": 1,
        "engine": report.engine,
        "breaking": report.breaking,
        "findings": [{**finding_json(f), "accepted": None} for f in report.findings],
        "unread": [unread_json(u) for u in report.unread],
        "counts": {**{c.value: counts[c] for c in Cause}, "unread": len(report.unread)},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
