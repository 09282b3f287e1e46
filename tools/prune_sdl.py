"""Keep of a GraphQL schema only what a set of documents uses, so that a wrong name in a document fails at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLSchema,
    GraphQLUnionType,
    InlineFragmentNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_schema,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)
from graphql.language import DefinitionNode, NamedTypeNode, ast


def prune(published: str, documents: Sequence[str], additions: str) -> str:
    """The schema's text, with the hand-written additions, holding only what the documents use."""
    schema = build_schema(
        f"{published}\n{additions}", assume_valid=True, assume_valid_sdl=True
    )  # as published it has small faults
    used = Used(schema)
    for text in documents:
        used.read(parse(text))
    return used.text()


@dataclass
class Used:
    """The fields, by type, that documents select, and every type reached through them."""

    schema: GraphQLSchema
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: set[str] = field(default_factory=set)

    def read(self, document: DocumentNode) -> None:
        """Note what one document uses; raise when it does not fit the schema."""
        if problems := validate(self.schema, document):
            raise SystemExit("\n".join(str(p) for p in problems))
        info = TypeInfo(self.schema)
        visit(document, TypeInfoVisitor(info, _Notes(self, info)))

    def note(self, parent: GraphQLNamedType, name: str) -> None:
        """A field is used on a type, and with it its arguments' and its own type."""
        if name.startswith("__"):
            return
        self.types.add(parent.name)
        self.fields[parent.name].add(name)
        definition = parent.fields[name]  # type: ignore[attr-defined]
        self._reach(get_named_type(definition.type))
        for argument in definition.args.values():
            self._reach(get_named_type(argument.type))
        if isinstance(parent, GraphQLInterfaceType):
            for child in self.schema.get_possible_types(parent):
                if parent.name != "Node" or child.name in self.types:
                    self.note(child, name)

    def _reach(self, reached: Any) -> None:
        if reached.name in self.types:
            return
        self.types.add(reached.name)
        if isinstance(reached, GraphQLInputObjectType):
            for inner in reached.fields.values():
                self._reach(get_named_type(inner.type))

    def text(self) -> str:
        """The schema definition language of what is used, types in alphabetical order."""
        self._close()
        kept = [self._kept(t) for name, t in sorted(self.schema.type_map.items()) if name in self.types]
        header = (
            "# GitHub's GraphQL schema, cut down to what our documents use (see NOTICE). Made by update_contract.py.\n"
        )
        return header + "\n\n".join(print_ast(node) for node in kept if node is not None) + "\n"

    def _close(self) -> None:
        """Give implementers the fields of their kept interfaces, and every object at least one field."""
        for name in sorted(self.types):
            found = self.schema.type_map[name]
            for interface in getattr(found, "interfaces", ()):
                if interface.name in self.types:
                    for used in set(self.fields[interface.name]):
                        self.note(found, used)
            if hasattr(found, "interfaces") and not self.fields[name]:
                self.note(found, "id" if "id" in found.fields else next(iter(found.fields)))

    def _kept(self, kept: GraphQLNamedType) -> DefinitionNode | None:
        node = kept.ast_node
        if node is None:  # a built-in scalar
            return None
        changed: dict[str, Any] = {"description": None, "directives": ()}
        if isinstance(kept, GraphQLUnionType):
            changed["types"] = tuple(self._only(node.types))
        if hasattr(kept, "interfaces"):
            extensions = [f for e in kept.extension_ast_nodes for f in e.fields or ()]
            used = self.fields[kept.name]
            changed["fields"] = tuple(_bare(f) for f in (*node.fields, *extensions) if f.name.value in used)
            changed["interfaces"] = tuple(self._only(node.interfaces or ()))
        elif isinstance(kept, GraphQLInputObjectType):
            changed["fields"] = tuple(_bare(f) for f in node.fields)
        elif hasattr(node, "values"):
            changed["values"] = tuple(_bare(v) for v in node.values)
        return replace(node, **changed)

    def _only(self, named: Iterable[NamedTypeNode]) -> list[NamedTypeNode]:
        return [n for n in named if n.name.value in self.types]


class _Notes(Visitor):
    def __init__(self, used: Used, info: TypeInfo) -> None:
        super().__init__()
        self._used, self._info = used, info

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent = self._info.get_parent_type()
        if parent is not None:
            self._used.note(parent, node.name.value)

    def enter_inline_fragment(self, node: InlineFragmentNode, *_: object) -> None:
        if node.type_condition:
            self._used.types.add(node.type_condition.name.value)

    def enter_variable_definition(self, node: ast.VariableDefinitionNode, *_: object) -> None:
        found: Any = node.type
        while not isinstance(found, NamedTypeNode):
            found = found.type
        self._used._reach(self._used.schema.type_map[found.name.value])


def _bare(node: Any) -> Any:
    changed: dict[str, Any] = {"description": None, "directives": ()}
    if getattr(node, "arguments", None):
        changed["arguments"] = tuple(_bare(a) for a in node.arguments)
    return replace(node, **changed)
