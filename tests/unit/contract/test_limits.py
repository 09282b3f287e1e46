"""The limits of the engine: all in one table, whose digest is a part of ENGINE."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.contract import ENGINE, Options, limits

ROOT = Path(limits.__file__).parent

NO_LIMITS = {
    ("schema/characters.py", "_LAST"): "the last code point",
    ("openapi/reading.py", "_CHUNK"): "bytes read in one go; they are all read",
    ("acceptance/baseline.py", "_VERSION"): "the version of a file's form",
}
"""Numbers with a name elsewhere, and what they are instead."""

NO_TEXTS = ("schema/regex.py", "schema/characters.py", "schema/keywords.py", "fingerprint.py")
"""Files whose slices read a number or make a short name."""


def test_every_number_with_a_name_that_limits_the_engine_stands_in_the_table() -> None:
    named = {
        (file, target.id)
        for file, tree in _files()
        for statement in tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _is_number(statement.value)
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name)
    }
    assert named == NO_LIMITS.keys()


def test_no_number_without_a_name_cuts_a_list_or_ends_a_search() -> None:
    """Slices and comparisons with a number that is no small count."""
    found = [(file, node.lineno) for file, tree in _files() if file not in NO_TEXTS for node in _cutting(tree)]
    assert found == []


def test_every_limit_of_the_table_is_used() -> None:
    text = "".join(path.read_text() for path in ROOT.rglob("*.py") if path.name != "limits.py")
    assert [name for name in _table() if name not in text] == []


def test_another_limit_is_another_engine() -> None:
    changed = (ROOT / "limits.py").read_text().replace("TRIES = 40", "TRIES = 41")
    there: dict[str, object] = {}
    exec(compile(changed, "limits.py", "exec"), there)
    assert there["TRIES"] == limits.TRIES + 1
    assert there["DIGEST"] != limits.DIGEST
    assert ENGINE.endswith(limits.DIGEST)


def test_the_options_take_their_limits_from_the_table() -> None:
    assert (Options().steps, Options().witnesses) == (limits.STEPS, limits.WITNESSES)


def _table() -> dict[str, object]:
    return {name: value for name, value in vars(limits).items() if name.isupper()}


def _files() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        if path.name != "limits.py":
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def _is_number(node: ast.expr | None) -> bool:
    if node is None:
        return False
    plain = not any(isinstance(n, ast.Name | ast.Call | ast.Dict | ast.Tuple | ast.JoinedStr) for n in ast.walk(node))
    numbers = [n for n in ast.walk(node) if isinstance(n, ast.Constant) and type(n.value) is int]
    texts = [n for n in ast.walk(node) if isinstance(n, ast.Constant) and type(n.value) is not int]
    return plain and bool(numbers) and not texts


def _cutting(tree: ast.Module) -> Iterator[ast.expr]:
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name))
    digits = {id(n) for call in calls if call.func.id == "int" for n in ast.walk(call)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        sliced = isinstance(node, ast.Slice) and node.lower is None and id(node) not in digits and _above(node.upper, 2)
        if sliced or (isinstance(node, ast.Compare) and any(_above(side, 31) for side in node.comparators)):
            yield node


def _above(node: ast.expr | None, least: int) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > least
