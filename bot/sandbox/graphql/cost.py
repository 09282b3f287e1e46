"""What a document costs, and whether its pages are bounded.

Source: Rate limits and query limits for the GraphQL API.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
)

from bot.sandbox.graphql.fields import failure

_MOST_NODES, _LARGEST_PAGE = 500_000, 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Points, and how many nodes the answer could hold."""

    points: int
    nodes: int


def cost(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Cost:
    """Points are the connections' requests divided by 100, at least one; refused are unbounded and huge pages."""
    root = {"query": schema.query_type, "mutation": schema.mutation_type}[operation.operation.value]
    counted = list(_connections(schema, root, operation.selection_set, fragments, variables, 1))
    nodes = sum(requests * size for requests, size in counted)
    if nodes > _MOST_NODES:
        raise failure(
            "MAX_NODE_LIMIT_EXCEEDED",
            f"This query requests up to {nodes:,} possible nodes which exceeds the maximum limit of 500,000.",
        )
    return Cost(max(1, round(sum(requests for requests, _ in counted) / 100)), nodes)


def _connections(
    schema: GraphQLSchema,
    parent: Any,
    selections: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
    requests: int,
) -> Iterator[tuple[int, int]]:
    """For each connection how often it is asked for, and how large its page is."""
    for node in selections.selections if selections else ():
        match node:
            case FragmentSpreadNode():
                found = fragments[node.name.value]
                target = schema.get_type(found.type_condition.name.value)
                yield from _connections(schema, target, found.selection_set, fragments, variables, requests)
            case InlineFragmentNode():
                target = schema.get_type(node.type_condition.name.value) if node.type_condition else parent
                yield from _connections(schema, target, node.selection_set, fragments, variables, requests)
            case FieldNode():
                definition = getattr(parent, "fields", {}).get(node.name.value)
                if definition is None:
                    continue
                inner, below = get_named_type(definition.type), requests
                if inner.name.endswith("Connection"):
                    size = _size(node, variables)
                    yield requests, size
                    below = requests * size
                yield from _connections(schema, inner, node.selection_set, fragments, variables, below)


def _size(node: FieldNode, variables: Mapping[str, Any]) -> int:
    given = {a.name.value: _value(a.value, variables) for a in node.arguments or ()}
    size = given.get("first") if given.get("first") is not None else given.get("last")
    if size is None:
        raise failure(
            "MISSING_PAGINATION_BOUNDARIES",
            f"You must provide a `first` or `last` value to properly paginate the `{node.name.value}` connection.",
        )
    if not 1 <= int(size) <= _LARGEST_PAGE:
        raise failure(
            "EXCESSIVE_PAGINATION",
            f"Requesting {size} records on the `{node.name.value}` connection exceeds the limit of 100 records.",
        )
    return int(size)


def _value(node: Any, variables: Mapping[str, Any]) -> Any:
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    return int(node.value) if isinstance(node, IntValueNode) else None
