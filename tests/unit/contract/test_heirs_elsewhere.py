"""Variants that only a discriminator means, in the other files of a description: found in every file it refers to."""

import json
import random
from typing import Any

import pytest

from bot.contract import Cause, Evidence, Options, Report, Source
from bot.contract.openapi.judge import judge
from tests.unit.contract.describing import api, ref

KIND = {"propertyName": "kind"}
ANIMAL: dict[str, Any] = {
    "type": "object",
    "properties": {"kind": {"type": "string"}},
    "required": ["kind"],
    "discriminator": KIND,
}
FILES = dict[str, Any]


def _heir(of: str, *required: str, **properties: str) -> dict[str, Any]:
    own = {"type": "object", "properties": {n: {"type": t} for n, t in properties.items()}, "required": list(required)}
    return {"allOf": [{"$ref": of}, own]}


def _main(what: Any, **components: Any) -> dict[str, Any]:
    return api(what, version="3.0.3", **components)


class Folder:
    """Files that are read by name; it remembers which were asked for."""

    def __init__(self, files: FILES) -> None:
        self.files = {name: json.dumps(value).encode() for name, value in files.items()}
        self.asked: list[str] = []

    def __call__(self, name: str) -> bytes | None:
        self.asked.append(name)
        return self.files.get(name)

    @property
    def source(self) -> Source:
        return Source("api.json", self.files["api.json"], self)


def _judged(old: FILES, new: FILES) -> Report:
    sources = [Folder(files).source for files in (old, new)]
    report = judge(*sources, Options())
    assert report == judge(*sources, Options(), whole=True)
    return report


BASE_HERE = {
    "api.json": _main(ref("Animal"), Animal=ANIMAL, Pair={"properties": {"cat": {"$ref": "cats.json#/Cat"}}}),
    "cats.json": {"Cat": _heir("api.json#/components/schemas/Animal", meow="integer")},
}
BASE_THERE = {
    "api.json": _main({"$ref": "animals.json#/Animal"}, Cat=_heir("animals.json#/Animal", meow="integer")),
    "animals.json": {"Animal": ANIMAL},
}
BOTH_THERE = {
    "api.json": _main({"$ref": "zoo.json#/components/schemas/Animal"}),
    "zoo.json": {
        "components": {
            "schemas": {"Animal": ANIMAL, "Cat": _heir("#/components/schemas/Animal", meow="integer"), "Hen": {}}
        }
    },
}
A_FILE_EACH = {
    "api.json": _main({"$ref": "schemas/Animal.json"}, Pet={"oneOf": [{"$ref": "schemas/Cat.json"}]}),
    "schemas/Animal.json": ANIMAL,
    "schemas/Cat.json": _heir("Animal.json", meow="integer"),
}
IN_A_THIRD = {
    "api.json": _main({"$ref": "animals.json#/Animal"}),
    "animals.json": {"Animal": ANIMAL, "Herd": {"items": {"$ref": "more/cats.json#/definitions/Cat"}}},
    "more/cats.json": {"definitions": {"Cat": _heir("../animals.json#/Animal", meow="integer")}},
}

DESCRIPTIONS = [
    pytest.param(BASE_HERE, id="the schema here, its variant there"),
    pytest.param(BASE_THERE, id="the schema there, its variant here"),
    pytest.param(BOTH_THERE, id="both in one other file"),
    pytest.param(A_FILE_EACH, id="a file for each schema"),
    pytest.param(IN_A_THIRD, id="in a file that another file names"),
]


def _needing(files: FILES) -> FILES:
    """The same with `meow` required of cats."""
    before, after = (f'"meow": {{"type": "integer"}}}}, "required": {names}' for names in ("[]", '["meow"]'))
    text = json.dumps(files)
    assert before in text
    found: FILES = json.loads(text.replace(before, after))
    return found


@pytest.mark.parametrize("files", DESCRIPTIONS)
def test_a_variant_of_another_file_is_compared_and_shown(files: FILES) -> None:
    report = _judged(files, _needing(files))
    (found,) = [f for f in report.findings if f.cls is Cause.BREAKING]
    assert (found.rule, found.evidence) == ("request-property-became-required", Evidence.PROVEN)
    assert found.witness is not None
    assert found.witness.value == {"kind": "Cat"}
    assert report.unread == ()


UNIONS = [
    pytest.param({}, "schemas/Cat.json", "Cat", id="called as their files"),
    pytest.param({}, "pets.json#/Cat", "Cat", id="called as the members of a file"),
    pytest.param({"cat": "schemas/Cat.json"}, "schemas/Cat.json", "cat", id="mapped to their files"),
    pytest.param({"cat": "./schemas/Cat.json"}, "schemas/Cat.json", "cat", id="mapped another way"),
]


@pytest.mark.parametrize(("mapping", "cat", "value"), UNIONS)
def test_the_variants_of_a_union_may_be_files(mapping: dict[str, str], cat: str, value: str) -> None:
    said = {**KIND, **({"mapping": mapping} if mapping else {})}
    pet = {"oneOf": [{"$ref": cat}, {"$ref": cat.replace("Cat", "Dog")}], "discriminator": said}
    shape = {"type": "object", "properties": {"kind": {"type": "string"}, "meow": {"type": "integer"}}, "required": []}
    pets = {"Cat": shape, "Dog": {"type": "object"}}
    files = {
        "api.json": _main(pet),
        "schemas/Cat.json": shape,
        "schemas/Dog.json": {"type": "object"},
        "pets.json": pets,
    }
    (found,) = [f for f in _judged(files, _needing(files)).findings if f.cls is Cause.BREAKING]
    assert found.witness is not None
    assert found.witness.value == {"kind": value}


@pytest.mark.parametrize("files", DESCRIPTIONS)
def test_whether_a_file_was_asked_for_before_changes_nothing(files: FILES) -> None:
    """Names shuffled: the same bytes."""
    wanted = _judged(files, _needing(files)).to_json()
    for seed in range(3):
        dice = random.Random(seed)
        old, new = (_shuffled(f, dice) for f in (files, _needing(files)))
        assert _judged(old, new).to_json() == wanted


def _shuffled(value: Any, dice: random.Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(v, dice) for v in value]
    if not isinstance(value, dict):
        return value
    return {k: _shuffled(value[k], dice) for k in dice.sample(sorted(value), len(value))}


def test_a_variant_that_came_in_another_file_is_told() -> None:
    more = {**BASE_HERE, "cats.json": {**BASE_HERE["cats.json"], "Lion": _heir("api.json#/components/schemas/Animal")}}
    assert [f.rule for f in _judged(BASE_HERE, more).findings] == ["request-discriminator-value-added"]


def test_files_that_nobody_names_are_not_read() -> None:
    files = {**BASE_HERE, "dogs.json": {"Dog": _heir("api.json#/components/schemas/Animal")}}
    folders = [Folder(files), Folder(_needing(files))]
    judge(*(folder.source for folder in folders), Options())
    assert {name for folder in folders for name in folder.asked} <= {"cats.json", "api.json"}


def test_a_file_that_a_part_nobody_uses_names_in_vain_is_no_matter() -> None:
    lost = {**IN_A_THIRD, "animals.json": {**IN_A_THIRD["animals.json"], "Lost": {"$ref": "lost.json"}}}
    report = _judged(lost, _needing(lost))
    assert report.unread == ()
    assert [f.rule for f in report.findings if f.cls is Cause.BREAKING] == ["request-property-became-required"]


def test_files_that_name_each_other_are_read_once() -> None:
    files = {**BOTH_THERE, "zoo.json": {**BOTH_THERE["zoo.json"], "back": {"$ref": "api.json#/components"}}}
    folder = Folder(files)
    judge(folder.source, Folder(_needing(files)).source, Options())
    assert folder.asked == ["zoo.json"]
