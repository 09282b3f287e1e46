"""Whatever is done to a real description, a report comes back, the same one each time; nothing raises.

`--seeds 50` bends fifty times as many.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.contract import Report, Source, compare, describe
from tests.fuzz.mutations import bent, cut
from tests.unit.contract.pets import SWAGGER

ROOT = Path(__file__).parents[2]
PAYMENTS = ROOT / "bot/sandbox/scenarios/payments/files/apis/payments_v1.yaml"
RULES = sorted((ROOT / "tests/rules/openapi").glob("*/speaks"))
CONFORMANCE = ROOT.parent / "shared" / "data" / "conformance"
EACH = 20


def _pairs() -> Iterator[tuple[bytes, bytes]]:
    """Real pairs: the payments API with itself, each rule's own case, and oasdiff's where they are."""
    yield PAYMENTS.read_bytes(), PAYMENTS.read_bytes()
    for case in RULES:
        old, new = (next(case.glob(f"{name}.*")).read_bytes() for name in ("old", "new"))
        yield old, new
    for case in sorted(CONFORMANCE.iterdir()) if CONFORMANCE.is_dir() else ():
        yield (case / "base.yaml").read_bytes(), (case / "revision.yaml").read_bytes()


PAIRS = list(_pairs())


def _told(old: bytes, new: bytes) -> str:
    report = compare(Source("api.yaml", old), Source("api.yaml", new))
    text = report.to_json()
    assert Report.from_json(text) == report
    return text


@pytest.mark.parametrize("seed", range(12))
def test_a_description_of_another_structure_gets_a_report(seed: int, seeds: int) -> None:
    dice = random.Random(seed)
    for _ in range(EACH * seeds):
        old, new = (_loaded(data) for data in dice.choice(PAIRS))
        left, right = json.dumps(bent(old, dice)).encode(), json.dumps(bent(new, dice)).encode()
        _told(left, right)
        describe(Source("api.json", right))


@pytest.mark.parametrize("seed", range(6))
def test_a_swagger_2_description_of_another_structure_gets_a_report(seed: int, seeds: int) -> None:
    dice = random.Random(3_000 + seed)
    for _ in range(EACH * seeds):
        old, new = (json.dumps(bent(SWAGGER, dice)).encode() for _ in range(2))
        _told(old, new)
        describe(Source("api.json", new))


@pytest.mark.parametrize("seed", range(12))
def test_a_description_of_other_bytes_gets_a_report(seed: int, seeds: int) -> None:
    dice = random.Random(1_000 + seed)
    for _ in range(EACH * seeds):
        old, new = dice.choice(PAIRS)
        broken = cut(new, dice)
        _told(old, broken)
        _told(broken, old)
        describe(Source("api.yaml", broken))


@pytest.mark.parametrize("seed", range(6))
def test_the_same_bytes_come_back_each_time(seed: int, seeds: int) -> None:
    dice = random.Random(2_000 + seed)
    for _ in range(5 * seeds):
        old, new = (_loaded(data) for data in dice.choice(PAIRS))
        left, right = json.dumps(old).encode(), json.dumps(bent(new, dice)).encode()
        assert _told(left, right) == _told(left, right)


def test_the_dice_really_bend() -> None:
    """The control: most bent descriptions differ, and many are still read."""
    dice = random.Random(0)
    bends = [json.dumps(bent(_loaded(PAIRS[0][0]), dice)).encode() for _ in range(20)]
    assert len(set(bends)) > 15
    assert sum(compare(Source("a.json", b), Source("a.json", b)).readable for b in bends) > 10


def _loaded(data: bytes) -> Any:
    return json.loads(json.dumps(yaml.safe_load(data), default=str))
