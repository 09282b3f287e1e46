"""The ladders one can choose from, in the shape of the file itself: what a repository writes is laid over its preset.

The numbers of `twilio`: 30 days is the median gap between two changes of one Twilio description file, 60 is two of
those; 12 months is the median of sixteen vendors' notice at GA; 90 days is Google's beta time box and Azure's notice;
10 days is Rust's final comment period; 5 and 20 are what curated betas use.
"""

from collections.abc import Mapping
from typing import Final

TWILIO: Final[Mapping[str, object]] = {
    "stages": {
        "idea": {
            "label": "stage: idea",
            "color": "d4c5f9",
            "summary": "Being looked at by the Developer Network",
            "audience": "network",
            "gate": {
                "reviewers": 2,
                "outside_reviewers": 1,
                "trials": 1,
                "description_parses": True,
                "runnable_example": True,
                "no_open_blocker": True,
                "business_days_open": 5,
                "calendar_days_or": 10,
                "not_held": True,
                "approvals": 1,
            },
            "breaking": "free",
            "timings": {"remind_days": 5, "stalled_days": 14, "parked_days": 45},
        },
        "private-beta": {
            "label": "stage: private-beta",
            "color": "fbca04",
            "summary": "Used by a small group by invitation; may change",
            "audience": "invited",
            "gate": {
                "no_open_blocker": True,
                "days_in_stage": 30,
                "quiet_days": 30,
                "active_participants": 3,
                "links": ["docs"],
                "not_held": True,
                "approvals": 1,
            },
            "breaking": "free",
            "tell_participants": True,
            "timings": {"remind_days": 30, "stalled_days": 90, "parked_days": 180},
        },
        "public-beta": {
            "label": "stage: public-beta",
            "color": "1d76db",
            "summary": "Open to everyone; changes are announced first",
            "audience": "everyone",
            "gate": {
                "no_open_blocker": True,
                "days_in_stage": 60,
                "quiet_days": 60,
                "outside_voices": 5,
                "links": ["docs", "changelog", "support"],
                "not_held": True,
                "approvals": 2,
            },
            "breaking": "notice",
            "notice_days": 30,
            "removal_notice_days": 90,
            "tell_participants": True,
            "timings": {"decision_days": 90, "overdue_days": 365},
        },
        "ga": {
            "label": "stage: ga",
            "color": "0e8a16",
            "summary": "Stable: what breaks callers becomes a new version",
            "audience": "everyone",
            "gate": {"approvals": 1},
            "approved_by": "governance",
            "breaking": "new-version",
        },
        "deprecated": {
            "label": "stage: deprecated",
            "color": "b60205",
            "summary": "Ends on its sunset date; nothing changes until then",
            "audience": "current",
            "gate": {"sunset_passed": True, "approvals": 1},
            "approved_by": "governance",
            "breaking": "forbid",
            "additions_forbidden": True,
        },
        "retired": {
            "label": "stage: retired",
            "color": "6a737d",
            "summary": "Gone",
            "audience": "nobody",
            "gate": {},
            "breaking": "forbid",
            "additions_forbidden": True,
        },
    },
}

PRESETS: Final[Mapping[str, Mapping[str, object]]] = {"twilio": TWILIO}
