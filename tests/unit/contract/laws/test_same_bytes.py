"""The same bytes for the same change, whatever is drawn: in any order of names, in any process, under any load."""

import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.contract.describing import compared
from tests.unit.contract.laws.counted import examples
from tests.unit.contract.laws.edits import families
from tests.unit.contract.laws.instances import DICE
from tests.unit.contract.laws.test_operations import described
from tests.unit.contract.laws.words import NEW, Whole
from tests.unit.contract.test_determinism import shuffled, without_places

Family = tuple[list[Whole], list[Whole]]
SIDES = st.lists(st.booleans(), min_size=3, max_size=3)
BUSY = "import sys\nwhile not sys.stdin.closed and sys.stdin.fileno() >= 0: sum(range(10_000))"


def _pair(family: Family, by_client: list[bool]) -> tuple[dict[str, Any], dict[str, Any]]:
    old, new = (described(wholes, by_client) for wholes in family)
    return old, new


@examples(40)
@given(families(NEW), SIDES, DICE)
def test_shuffling_every_map_changes_no_byte(family: Family, by_client: list[bool], dice: random.Random) -> None:
    pair = _pair(family, by_client)
    assert compared(*(_other_order(d, dice) for d in pair)).to_json() == compared(*pair).to_json()


@examples(40)
@given(families(NEW), SIDES, DICE)
def test_shuffling_every_map_and_unordered_list_changes_nothing_but_places(
    family: Family, by_client: list[bool], dice: random.Random
) -> None:
    pair = _pair(family, by_client)
    mixed = compared(*(shuffled(d, dice) for d in pair))
    assert without_places(mixed) == without_places(compared(*pair))


def test_a_process_under_load_writes_the_same_bytes() -> None:
    """Steps are counted, never timed: processes that keep every core busy change nothing."""
    calm = digest_of_many(8)
    busy = [subprocess.Popen([sys.executable, "-c", BUSY], stdin=subprocess.PIPE) for _ in range(4)]
    try:
        assert digest_of_many(8) == calm
    finally:
        for process in busy:
            process.kill()
            process.communicate()


def test_two_processes_with_different_hash_seeds_write_the_same_bytes() -> None:
    others = [_digest_elsewhere(seed) for seed in ("1", "2")]
    told = {process.communicate()[0].decode().strip() for process in others}
    assert told == {digest_of_many()}


def digest_of_many(count: int = 25) -> str:
    """One digest of the reports on many drawn pairs."""
    digest = hashlib.sha256()

    @settings(max_examples=count, derandomize=True, database=None, deadline=None)
    @given(families(NEW), SIDES)
    def told(family: Family, by_client: list[bool]) -> None:
        digest.update(compared(*_pair(family, by_client)).to_json().encode())

    told()
    return digest.hexdigest()


def _digest_elsewhere(hash_seed: str) -> "subprocess.Popen[bytes]":
    root = Path(__file__).parents[4]
    program = f"from {__name__} import digest_of_many\nprint(digest_of_many())"
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root)}
    return subprocess.Popen([sys.executable, "-c", program], env=env, cwd=root, stdout=subprocess.PIPE)


def _other_order(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: _other_order(value[name], dice) for name in names}
    return [_other_order(v, dice) for v in value] if isinstance(value, list) else value


def test_the_draw_holds_many_findings() -> None:
    """The control: the drawn pairs have much to tell, and no two digests of other pairs are one."""
    assert digest_of_many(2) != digest_of_many(30)
    old, new = ({"type": "string", "maxLength": n} for n in (9, 5))
    pair = _pair(([Whole(old, {})], [Whole(new, {})]), [True])
    assert json.loads(compared(*pair).to_json())["findings"]
