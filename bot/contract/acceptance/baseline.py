"""A baseline: the findings that are accepted as they are, by fingerprint. A further edit is another fingerprint."""

import json
from collections.abc import Iterable

from msgspec import Struct

from bot.contract.acceptance.problem import RulesProblem
from bot.contract.options import ENGINE
from bot.contract.report import Finding

_VERSION = 1


class Baseline(Struct, frozen=True):
    """Fingerprints of accepted findings, and the engine that found them (empty where nothing says which)."""

    fingerprints: frozenset[str] = frozenset()
    engine: str = ""


def read_baseline(data: bytes, name: str) -> Baseline:
    """The baseline a file holds. Raises RulesProblem for anything else."""
    try:
        raw = json.loads(data)
    except ValueError as why:
        raise RulesProblem(
            f"{name} is no baseline: it is not JSON ({why}). `--write-baseline FILE` writes one."
        ) from why
    except RecursionError as why:
        raise RulesProblem(f"{name} is no baseline: it nests too deeply. `--write-baseline FILE` writes one.") from why
    if (
        not isinstance(raw, dict)
        or raw.get("baseline_version") != _VERSION
        or not isinstance(raw.get("accepted"), list)
    ):
        raise RulesProblem(
            f'{name} is no baseline: it needs "baseline_version": {_VERSION} and a list "accepted". '
            "`--write-baseline FILE` writes one."
        )
    found = frozenset(_fingerprint(entry, n, name) for n, entry in enumerate(raw["accepted"], start=1))
    return Baseline(found, str(raw.get("engine", "")))


def _fingerprint(entry: object, number: int, name: str) -> str:
    found = entry.get("fingerprint") if isinstance(entry, dict) else entry
    if not isinstance(found, str):
        raise RulesProblem(f"{name} cannot be used as a baseline: entry {number} of `accepted` has no fingerprint.")
    return found


def baseline_text(findings: Iterable[Finding]) -> str:
    """The findings as a baseline: fingerprints, each beside its rule and sentence for people who read it."""
    told = {f.fingerprint: {"fingerprint": f.fingerprint, "rule": f.rule, "sentence": f.sentence} for f in findings}
    whole = {"baseline_version": _VERSION, "engine": ENGINE, "accepted": [told[key] for key in sorted(told)]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
