"""Unions under a discriminator, drawn by a seeded dice: what is called proven is, and what is silent breaks nobody."""

import json
import random
from typing import Any

import pytest

from bot.contract import Cause, Evidence
from tests.unit.contract.describing import ref
from tests.unit.contract.test_discriminators import judged, plain

NAMES = ("Cat", "Dog", "Hen")
PROPERTIES = ("a", "b", "c")
KINDS: tuple[Any, ...] = (
    {"type": "string"},
    {"type": "integer"},
    {"type": "string", "maxLength": 2},
    {"type": "string", "minLength": 2},
    {"enum": ["x", "yyy"]},
    {"type": ["string", "null"]},
)
VALUES: tuple[Any, ...] = ("", "x", "yyy", 0, 7, None, True)
Parts = dict[str, Any]


class Zoo:
    """Draws components, a change of them, and values."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def drawn(self) -> Parts:
        variants = {name: self._variant(name) for name in NAMES}
        return {"Pet": self._pet(), **variants}

    def _pet(self) -> Parts:
        dice = self.dice
        names = dice.sample(NAMES, dice.randint(1, 3))
        said: Parts = {"propertyName": "kind"}
        if dice.random() < 0.5:
            said["mapping"] = {name.lower(): name for name in dice.sample(NAMES, dice.randint(1, 3))}
        return {dice.choice(("oneOf", "anyOf")): [ref(name) for name in names], "discriminator": said}

    def _variant(self, name: str) -> Parts:
        dice = self.dice
        own = {p: dice.choice(KINDS) for p in dice.sample(PROPERTIES, dice.randint(1, 3))}
        required = [p for p in own if dice.random() < 0.3]
        kind: Parts = {"type": "string"}
        if dice.random() < 0.2:
            kind = {"enum": [name]} if dice.random() < 0.7 else {"enum": [name.lower()]}
        shape: Parts = {"type": "object", "properties": {"kind": kind, **own}, "required": ["kind", *required]}
        return {**shape, "additionalProperties": False} if dice.random() < 0.15 else shape

    def edited(self, parts: Parts) -> Parts:
        new: Parts = json.loads(json.dumps(parts))
        name = self.dice.choice(NAMES)
        match self.dice.randint(0, 4):
            case 0:
                new["Pet"] = self._pet()
            case 1:
                new[name]["properties"][self.dice.choice(PROPERTIES)] = self.dice.choice(KINDS)
            case 2:
                new[name]["required"] = ["kind", *self.dice.sample(PROPERTIES, 1)]
            case 3:
                new[name]["properties"].pop(self.dice.choice(PROPERTIES), None)
            case 4:
                new[name] = self._variant(name)
        return new

    def value(self, parts: Parts) -> Any:
        """A value with the names that the variant declares which it says it is."""
        dice = self.dice
        kind = dice.choice([*NAMES, *map(str.lower, NAMES)])
        meant = parts["Pet"]["discriminator"].get("mapping", {}).get(kind, kind)
        shape = parts[meant if meant in NAMES else dice.choice(NAMES)]
        others = [p for p in shape["properties"] if p != "kind" and (p in shape["required"] or dice.random() < 0.5)]
        return {"kind": kind, **{p: dice.choice(VALUES) for p in others}}


def _by_its_own(parts: Parts) -> bool:
    """Names and own constants agree, so that the letter of the specification and our reading are one."""
    said = parts["Pet"]["discriminator"].get("mapping", {})
    meant = {to: value for value, to in said.items()}
    for name in NAMES:
        kind = parts[name]["properties"].get("kind", {})
        if "enum" in kind and kind["enum"] != [meant.get(name, name)]:
            return False
    return True


def _pair(seed: int) -> tuple[Zoo, Parts, Parts]:
    zoo = Zoo(seed)
    old = zoo.drawn()
    return zoo, old, zoo.edited(old)


SEEDS = [seed for seed in range(150) if all(_by_its_own(parts) for parts in _pair(seed)[1:])]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proven_convinces_and_what_is_silent_breaks_nobody(seed: int) -> None:
    zoo, old, new = _pair(seed)
    report = judged(old, new)
    for finding in report.findings:
        if finding.evidence is Evidence.PROVEN:
            assert finding.witness is not None
            assert plain(old, "Pet").is_valid(finding.witness.value), finding
            assert not plain(new, "Pet").is_valid(finding.witness.value), finding
    if all(f.cls not in (Cause.BREAKING, Cause.RISKY) for f in report.findings):
        taken, refused = plain(old, "Pet"), plain(new, "Pet")
        values = [zoo.value(old) for _ in range(100)]
        assert [v for v in values if taken.is_valid(v) and not refused.is_valid(v)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proven_of_a_response_convinces(seed: int) -> None:
    _, old, new = _pair(seed)
    for finding in judged(old, new, side="response").findings:
        if finding.evidence is Evidence.PROVEN:
            assert finding.witness is not None
            assert plain(new, "Pet").is_valid(finding.witness.value), finding
            assert not plain(old, "Pet").is_valid(finding.witness.value), finding
