"""An outcome as SARIF 2.1.0, for code scanning and editors.

Source: OASIS "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

import json
import os
from urllib.parse import quote

from bot.cli.outcome import Outcome
from bot.cli.render.phrases import affects, called, example, place_in_new, shows_value
from bot.contract import Cause, Finding, Place, Unread
from bot.contract.acceptance import Accepted, Judged
from bot.contract.rules import rules

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LONGEST_VALUE = 200
_WHY_ACCEPTED = {Accepted.RULES: "Accepted by the team's rules.", Accepted.BASELINE: "Accepted by the baseline."}


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """The log as indented JSON text, with one run."""
    results = [
        _result(judged, place_in_new(judged.finding, one), outcome)
        for one in outcome.comparisons
        for judged in one.findings
        if outcome.everything or judged in outcome.shown(one) or judged.accepted
    ]
    rules = sorted({str(result["ruleId"]): result for result in results})
    first = {judged.finding.rule: judged.finding for judged in reversed(outcome.findings)}
    run = {
        "tool": {"driver": _driver(outcome, [first[rule] for rule in rules])},
        "columnKind": "unicodeCodePoints",
        "results": [{**result, "ruleIndex": rules.index(str(result["ruleId"]))} for result in results],
        "invocations": [_invocation(outcome)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _driver(outcome: Outcome, findings: list[Finding]) -> dict[str, object]:
    return {"name": "Stagekeeper", "version": outcome.engine, "rules": [_rule(f) for f in findings]}


def _rule(finding: Finding) -> dict[str, object]:
    name, known = finding.rule.replace("-", " ").capitalize(), rules().get(finding.rule)
    return {
        "id": finding.rule,
        "shortDescription": {"text": f"{name}."},
        "fullDescription": {"text": known.why if known else finding.sentence},
        "help": {"text": f"{known.fix if known else finding.fix} `stagekeeper explain {finding.rule}` tells more."},
        "defaultConfiguration": {"level": _level(finding)},
    }


def _result(judged: Judged, place: Place, outcome: Outcome) -> dict[str, object]:
    finding = judged.finding
    fails = finding.fingerprint in outcome.failing
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "level": "error" if fails else _level(finding),
        "message": {"text": _message(finding)},
        "locations": [_location(place, finding)],
        "partialFingerprints": {"stagekeeper/v1": finding.fingerprint},
        "properties": {
            "class": finding.cls.value,
            "evidence": finding.evidence.value,
            "side": finding.side.value,
            "tags": sorted(finding.tags),
        },
    }
    if judged.accepted:
        result["suppressions"] = [{"kind": "external", "justification": _WHY_ACCEPTED[judged.accepted]}]
    return result


def _message(finding: Finding) -> str:
    text = finding.sentence
    if finding.witness is not None:
        value = f"  {example(finding.witness, _LONGEST_VALUE)}" if shows_value(finding.witness) else ""
        text += f" Example: {called(finding.witness)}{value}; {finding.witness.why_invalid_now}."
    if finding.operations_total > 1:
        text += f" It {affects(finding.operations, finding.operations_total)}."
    return text


def _level(finding: Finding) -> str:
    if finding.is_breaking:
        return "error"
    return "warning" if finding.cls is Cause.RISKY else "note"


def _location(place: Place, finding: Finding) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    names = [{"fullyQualifiedName": f"{o.method} {o.path}", "kind": "function"} for o in finding.operations[:20]]
    return {"physicalLocation": physical, "logicalLocations": names}


def _uri(file: str) -> str:
    try:
        path = quote(os.fsencode(file))
    except UnicodeEncodeError:  # half a sign, from a reference
        path = quote(file, errors="replace")
    return ("file://" if file.startswith("/") else "") + path


def _invocation(outcome: Outcome) -> dict[str, object]:
    notes = [_notification(part, outcome) for part in outcome.unread]
    return {"executionSuccessful": outcome.readable, "toolExecutionNotifications": notes}


def _notification(part: Unread, outcome: Outcome) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": _uri(part.file)}}
    if part.line:
        physical["region"] = {"startLine": part.line}
    level = "warning" if outcome.readable else "error"
    return {"level": level, "message": {"text": part.what}, "locations": [{"physicalLocation": physical}]}
