"""What we ask and read over GraphQL, held against GitHub's schema."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    get_named_type,
    is_abstract_type,
    is_non_null_type,
    parse,
    validate,
)
from msgspec import Struct

from bot.github import documents, nodes
from tests.fidelity.reads import without_none

SCHEMA: GraphQLSchema = build_schema(Path("bot/sandbox/data/github.graphql").read_text(), assume_valid_sdl=True)
QUERIES = [file.read_text() for file in Path("bot/github/queries").glob("*.graphql")]
OPERATIONS = sorted(name for text in QUERIES for name in re.findall(r"^(?:query|mutation) (\w+)", text, re.MULTILINE))
ANSWERS = {
    "Line": nodes.HistoryAnswer,
    "Files": None,  # as many fields as are asked for; `Object`, which they hold, is read in `Thread` too
    **{name: getattr(nodes, f"{name}Answer") for name in OPERATIONS if name not in {"Line", "Files"}},
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_document_fits_githubs_schema(name: str) -> None:
    assert validate(SCHEMA, parse(documents.document(name))) == []


def test_a_document_of_many_files_fits_githubs_schema() -> None:
    assert validate(SCHEMA, parse(documents.files_document(10))) == []


@pytest.mark.parametrize("name", [name for name in OPERATIONS if ANSWERS[name]])
def test_what_github_may_leave_null_is_read_as_such(name: str) -> None:
    document = parse(documents.document(name))
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    root = SCHEMA.get_root_type(operation.operation)
    assert root is not None
    found = list(_complaints(ANSWERS[name], root, [operation.selection_set], fragments, name))
    assert found == []


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in {"History", "Line", "Proposals"}])
def test_a_look_costs_one_point(name: str) -> None:
    """A point is a hundred connection requests, so no connection may hang below a list of a hundred.

    Source: "Rate limits and query limits for the GraphQL API". The three left out are asked rarely and cost more.
    """
    assert _requests(documents.document(name)) <= 100


def _complaints(shape: Any, parent: Any, selections: list[Any], fragments: Any, where: str) -> Iterator[str]:
    shape, _ = without_none(shape)
    if get_origin(shape) is list:
        shape, _ = without_none(get_args(shape)[0])
    if not (isinstance(shape, type) and issubclass(shape, Struct)):
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    asked = {kind.name: _asked(kind, selections, fragments) for kind in _kinds(parent)}
    for name in {key for found in asked.values() for key in found} - fields.keys() - {"__typename"}:
        if shape is not nodes.HideAnswer:
            yield f"{where}.{name} is asked for and not read"
    for name, field in fields.items():
        yield from _of_field(name, field, parent, asked, fragments, f"{where}.{name}")


def _of_field(name: str, field: Any, parent: Any, asked: Any, fragments: Any, where: str) -> Iterator[str]:
    if name == "__typename":
        return
    _, may_be_none = without_none(field.type)
    for kind in _kinds(parent):
        found = asked[kind.name].get(name)
        if not found:
            if field.required:
                yield f"{where} is not asked for on {kind.name}"
            continue
        described = kind.fields[found[0].name.value].type
        if not is_non_null_type(described) and not may_be_none:
            yield f"{where} may be null on {kind.name}"
        below = [node.selection_set for node in found if node.selection_set]
        yield from _complaints(field.type, get_named_type(described), below, fragments, where)


def _kinds(parent: Any) -> list[GraphQLObjectType]:
    return list(SCHEMA.get_possible_types(parent)) if is_abstract_type(parent) else [parent]


def _asked(kind: GraphQLObjectType, selections: list[Any], fragments: Any) -> dict[str, list[FieldNode]]:
    """The fields asked for when the object is of this kind, by the name they are answered under."""
    found = dict[str, list[FieldNode]]()
    for node in (one for selection in selections for one in selection.selections):
        if isinstance(node, FieldNode):
            found.setdefault((node.alias or node.name).value, []).append(node)
            continue
        fragment = fragments[node.name.value] if hasattr(node, "name") else node
        condition = SCHEMA.type_map[fragment.type_condition.name.value]
        if condition is kind or (is_abstract_type(condition) and SCHEMA.is_sub_type(condition, kind)):
            for name, more in _asked(kind, [fragment.selection_set], fragments).items():
                found.setdefault(name, []).extend(more)
    return found


def _requests(text: str) -> int:
    """How many requests for connections GitHub counts in a document, in the worst case."""
    document = parse(text)
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}

    def below(selection_set: Any, times: int) -> int:
        total = 0
        for node in selection_set.selections if selection_set else ():
            if not isinstance(node, FieldNode):
                total += below((fragments[node.name.value] if hasattr(node, "name") else node).selection_set, times)
                continue
            size = next(
                (int(arg.value.value) for arg in node.arguments or () if arg.name.value in {"first", "last"}), 0
            )
            total += (times if size else 0) + below(node.selection_set, times * (size or 1))
        return total

    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    return below(operation.selection_set, 1)
