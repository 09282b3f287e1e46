"""What a comparison says: findings, what could not be judged, and their JSON."""

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

READER = "reader"
"""Tag: breaks callers who rely on an optional thing being there."""

BROKEN_PROMISE = "broken_promise"
"""Tag of a LIFECYCLE finding that takes back a date or a stage callers were given."""


NOT_ASKED = "no examples were asked for"
"""Why there is no witness where the options ask for none."""


class Cause(Enum):
    """The class of a finding: what it means for the callers of the old version."""

    BREAKING = "breaking"
    RISKY = "risky"
    SAFE = "safe"
    DOC = "doc"
    LIFECYCLE = "lifecycle"


class Evidence(Enum):
    """How we know. Only `REFUTED` (a proof of compatibility) goes with a class lowered to SAFE."""

    PROVEN = "proven"
    STRUCTURAL = "structural"
    UNPROVEN = "unproven"
    REFUTED = "refuted"


class Side(Enum):
    """Who sends what changed: the client (request), the server (response), or neither."""

    REQUEST = "request"
    RESPONSE = "response"
    NONE = "none"


class Place(Struct, frozen=True):
    """Where in a document: a JSON pointer, and its line counted from 1 where it is known."""

    file: str
    pointer: str
    line: int | None = None


class Operation(Struct, frozen=True):
    """An operation a finding touches, with the raw stage marks of both versions (`None`: no mark, or not there)."""

    method: str
    path: str
    side: Side
    stage_old: str | None = None
    stage_new: str | None = None


class Witness(Struct, frozen=True):
    """A concrete request or response that was valid before the change and is not after it.

    `kind`: the client's "request" or the server's "response"; where the server calls (webhooks, callbacks) its
    "message" or the receiver's "answer".
    `value` is the JSON body, the text of one parameter, or `None` where the request line alone tells; `at` is the JSON
    pointer in it to what is refused, where that is known.
    """

    kind: str
    method: str
    path: str
    status: str | None
    media_type: str | None
    value: object
    request_line: str | None
    why_valid_before: str
    why_invalid_now: str
    at: str | None = None

    @property
    def is_sent(self) -> bool:
        """The server sends it: the new description allows it, and who knows only the old one cannot take it."""
        return self.kind in ("response", "message")

    @property
    def answers(self) -> bool:
        """It is the answer to a call, of the server's or of a receiver's."""
        return self.kind in ("response", "answer")


class Finding(Struct, frozen=True):
    """One cause on one side, with every operation it touches.

    `old_value` and `new_value` are the changed keyword's values as short canonical text, `None` where absent.
    `why_no_witness` is a clause, where an example was to be had and there is none.
    """

    rule: str
    aliases: tuple[str, ...]
    cls: Cause
    tags: frozenset[str]
    evidence: Evidence
    side: Side
    sentence: str
    fix: str
    old: Place | None
    new: Place | None
    operations: tuple[Operation, ...]
    operations_total: int
    witness: Witness | None
    fingerprint: str
    old_value: str | None = None
    new_value: str | None = None
    why_no_witness: str | None = None

    @property
    def is_breaking(self) -> bool:
        """Callers break, or a promise made to them is taken back."""
        if self.cls is Cause.LIFECYCLE:
            return BROKEN_PROMISE in self.tags
        return self.cls is Cause.BREAKING and self.evidence is not Evidence.REFUTED


class Unread(Struct, frozen=True):
    """A changed part of a document that was not judged, and why; `what` is a sentence."""

    file: str
    pointer: str
    line: int | None
    what: str
    operations: tuple[Operation, ...] = ()


class Report(Struct, frozen=True):
    """What changed for the callers, most harmful first, and what could not be judged."""

    engine: str
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    readable: bool = True

    @property
    def breaking(self) -> bool | None:
        """Whether callers break; `None` when a document could not be read at all."""
        return any(f.is_breaking for f in self.findings) if self.readable else None

    def to_json(self) -> str:
        """The report as JSON text; the same report always gives the same text."""
        return json.dumps(report_json(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Report":
        """The report that `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
        raw = json.loads(text)
        return cls(
            engine=raw["engine"],
            findings=tuple(_finding(f) for f in raw["findings"]),
            unread=tuple(_unread(u) for u in raw["unread"]),
            readable=raw["readable"],
        )


def report_json(report: Report) -> dict[str, object]:
    """A report as plain JSON values."""
    return {
        "engine": report.engine,
        "readable": report.readable,
        "findings": [finding_json(f) for f in report.findings],
        "unread": [unread_json(u) for u in report.unread],
    }


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding as plain JSON values."""
    return {
        "rule": finding.rule,
        "aliases": list(finding.aliases),
        "class": finding.cls.value,
        "tags": sorted(finding.tags),
        "evidence": finding.evidence.value,
        "side": finding.side.value,
        "sentence": finding.sentence,
        "fix": finding.fix,
        "old": _place_json(finding.old),
        "new": _place_json(finding.new),
        "operations": [_operation_json(o) for o in finding.operations],
        "operations_total": finding.operations_total,
        "witness": _witness_json(finding.witness),
        "fingerprint": finding.fingerprint,
        "old_value": finding.old_value,
        "new_value": finding.new_value,
        "why_no_witness": finding.why_no_witness,
    }


def unread_json(unread: Unread) -> dict[str, object]:
    """An unread part as plain JSON values."""
    return {
        "file": unread.file,
        "pointer": unread.pointer,
        "line": unread.line,
        "what": unread.what,
        "operations": [_operation_json(o) for o in unread.operations],
    }


def _place_json(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"file": place.file, "pointer": place.pointer, "line": place.line}


def _operation_json(operation: Operation) -> dict[str, object]:
    return {
        "method": operation.method,
        "path": operation.path,
        "side": operation.side.value,
        "stage_old": operation.stage_old,
        "stage_new": operation.stage_new,
    }


def _witness_json(witness: Witness | None) -> dict[str, object] | None:
    return None if witness is None else asdict(witness)


def _finding(raw: Mapping[str, Any]) -> Finding:
    return Finding(
        rule=raw["rule"],
        aliases=tuple(raw["aliases"]),
        cls=Cause(raw["class"]),
        tags=frozenset(raw["tags"]),
        evidence=Evidence(raw["evidence"]),
        side=Side(raw["side"]),
        sentence=raw["sentence"],
        fix=raw["fix"],
        old=Place(**raw["old"]) if raw["old"] else None,
        new=Place(**raw["new"]) if raw["new"] else None,
        operations=tuple(_operation(o) for o in raw["operations"]),
        operations_total=raw["operations_total"],
        witness=Witness(**raw["witness"]) if raw["witness"] else None,
        fingerprint=raw["fingerprint"],
        old_value=raw["old_value"],
        new_value=raw["new_value"],
        why_no_witness=raw["why_no_witness"],
    )


def _operation(raw: Mapping[str, Any]) -> Operation:
    return Operation(raw["method"], raw["path"], Side(raw["side"]), raw["stage_old"], raw["stage_new"])


def _unread(raw: Mapping[str, Any]) -> Unread:
    operations = tuple(_operation(o) for o in raw["operations"])
    return Unread(raw["file"], raw["pointer"], raw["line"], raw["what"], operations)
