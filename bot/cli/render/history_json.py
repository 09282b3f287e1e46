"""A description's past as JSON for other programs: stable names, `schema_version` 1."""

import json
from collections.abc import Iterable
from datetime import timedelta

from bot.cli.past import Past
from bot.contract import ENGINE
from bot.forge.questions import Revision
from bot.lifecycle.stability import Step


def render(past: Past, *, color: str = "auto") -> str:
    """Indented JSON text."""
    whole = {
        "schema_version": 1,
        "engine": ENGINE,
        "path": past.path,
        "until": past.until.isoformat(),
        "revisions": len(past.revisions),
        "quiet_since": past.stability.quiet_since.isoformat() if past.stability.quiet_since else None,
        "quiet_days": past.quiet_days,
        "last_break": _step(past, past.stability.last_break),
        "breaks_30_days": _breaks(past, past.stability.breaks_30_days, 30),
        "breaks_90_days": _breaks(past, past.stability.breaks_90_days, 90),
        "operations": {
            "total": past.churn.operations,
            "touched_90_days": past.churn.touched,
            "share": round(past.churn.share, 4),
            "widest": _step(past, past.churn.widest),
        },
        "churn": {
            "changes_90_days": past.churn.changes,
            "changes_in_30_days": round(past.churn.changes_in_30_days, 2),
            "busiest": _step(past, past.churn.busiest),
        },
        "unread": [_revision(past, revision) for revision in past.stability.unread],
        "steps": [_step(past, step) for step in past.steps],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _breaks(past: Past, count: int, days: int) -> dict[str, object]:
    recent = past.broken(past.until - timedelta(days=days))
    return {"count": count, "commits": [step.revision.commit for step in recent]}


def _step(past: Past, step: Step | None) -> dict[str, object] | None:
    if step is None:
        return None
    told = _revision(past, step.revision)
    return {**told, "breaks": step.breaks, "changes": step.changes, "touched": _names(step.touched)}


def _names(operations: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{method} {path}" for method, path in operations]


def _revision(past: Past, revision: Revision) -> dict[str, object]:
    at = revision.at.isoformat()
    return {"commit": revision.commit, "at": at, "subject": past.subjects[revision.commit]}
