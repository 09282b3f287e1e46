"""The words of comparing: an edit at one place, the places below, and the two together."""

from typing import Any

from msgspec import Struct

from bot.contract.schema.nodes import Node, Schema

NARROWED = "narrowed"
WIDENED = "widened"
CHANGED = "changed"
UNREAD = "unread"


class Edit(Struct, frozen=True):
    """One keyword that takes fewer values, more values, or other ones than before.

    `request` and `response` say on which side the edited thing is meant (`readOnly`, `writeOnly`).
    """

    keyword: str
    relation: str
    name: str | None = None
    old: Any = None
    new: Any = None
    at_old: Node | None = None
    at_new: Node | None = None
    request: bool = True
    response: bool = True
    tags: frozenset[str] = frozenset()


class Child(Struct, frozen=True):
    """A place below another, and the step that leads to it: `.name`, `[]`, `[0]`, `.*`, or nothing for a branch."""

    old: Schema
    new: Schema
    step: str
    request: bool = True
    response: bool = True
    declared: bool = True


def as_variant(name: str) -> str:
    """The step to a variant that only the discriminator tells: no schema above it refuses what the variant refuses."""
    return f"({name})"


def is_as_variant(step: str) -> bool:
    """Whether a step leads to a variant that only the discriminator tells."""
    return step.startswith("(")


class Difference(Struct, frozen=True):
    """All there is to say of one pair of schemas."""

    edits: tuple[Edit, ...]
    children: tuple[Child, ...]
