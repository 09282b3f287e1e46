"""The files that say what a team has agreed to: `--rules`, `--baseline`, `--write-baseline`."""

import os
from collections.abc import Iterable

from bot.contract import ENGINE, Finding
from bot.contract.acceptance import Baseline, RulesProblem, TeamRules, baseline_text, read_baseline

_LARGEST = 4 * 1024 * 1024


def rules_in(names: Iterable[str]) -> TeamRules:
    """All of them together, the last one over the others. Raises RulesProblem."""
    rules = TeamRules()
    for name in names:
        rules = (TeamRules(oasdiff=True) if _is_profile(name) else _read(name)).over(rules)
    return rules


def _read(name: str) -> TeamRules:
    from bot.contract.acceptance.read_rules import read_rules

    return read_rules(_bytes(name), name)


def baseline_in(name: str) -> Baseline:
    """The baseline a file holds. Raises RulesProblem."""
    return read_baseline(_bytes(name), name)


def aged(name: str, baseline: Baseline, found: Iterable[str]) -> str | None:
    """A sentence where another engine wrote the baseline and some of it was not found again, by fingerprint."""
    lost, every = len(baseline.fingerprints.difference(found)), len(baseline.fingerprints)
    if not lost or baseline.engine in ("", ENGINE):
        return None
    return (
        f"{name} was written by engine {baseline.engine}, this is {ENGINE}, and {lost} of its {every} findings "
        f"are not here: what it accepted may be told by another name now. `--write-baseline {name}` writes it anew."
    )


def write_baseline(name: str, findings: Iterable[Finding]) -> int:
    """Write these findings down as accepted; how many there are. Raises RulesProblem."""
    known = {finding.fingerprint: finding for finding in findings if finding.cls.value not in ("safe", "doc")}
    try:
        with open(name, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(baseline_text(known.values()))
    except OSError as why:
        raise RulesProblem(f"{name} could not be written: {why.strerror or why}.") from why
    return len(known)


def _is_profile(name: str) -> bool:
    return name == "oasdiff" and not os.path.isfile(name)


def _bytes(name: str) -> bytes:
    try:
        if os.path.getsize(name) > _LARGEST:
            raise RulesProblem(f"{name} is larger than 4 MB; it cannot be a file of rules.")
        with open(name, "rb") as file:
            return file.read()
    except OSError as why:
        raise RulesProblem(f"{name} could not be read: {why.strerror or why}.") from why
