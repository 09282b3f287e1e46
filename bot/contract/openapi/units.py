"""The units of a description: each path, each component, each other member at its top, read when it is asked for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from bot.contract.schema.nodes import escape

SECTIONS = ("paths", "webhooks", "definitions", "parameters", "responses", "securityDefinitions")
"""Members at the top whose own members are units. Those of `components` are, one level further down."""


class Unit:
    """A part of a description, as text until its value is asked for."""

    __slots__ = ("_names", "_notes", "_read", "_twin", "_value", "text")

    def __init__(self, text: Any, value: object = None, read: "Callable[[Any], tuple[object, Notes]] | None" = None):
        self.text = text
        self._notes: Notes = ()
        self._value = value
        self._read = read
        self._twin: Unit | None = None
        self._names: frozenset[str] | None = None

    @property
    def value(self) -> object:
        """What the unit holds; `None` where its text nests too deeply to be looked at (`notes` says so)."""
        if self._read is not None:
            self._value, self._notes = self._read(self.text)
            self._read = None
        return self._value

    @property
    def notes(self) -> "Notes":
        """What was odd about the text."""
        if self._read is not None:
            _ = self.value
        return self._notes

    def same_text(self, other: "Unit", where: bytes, start: int) -> bool:
        """Whether both are text, and the same; the other one's stands at `start` of `where`. Nothing is copied."""
        if self.text is None or other.text is None or len(self.text) != len(other.text):
            return False
        return where.startswith(self.text, start)

    @property
    def was_read(self) -> bool:
        """Its value has been asked for."""
        return self._read is None

    def share(self, other: "Unit") -> None:
        """Give the value of another unit of the same text, so that one reading does for both."""
        self._twin = other
        if self._read is not None:
            self._read = lambda _: (other.value, other.notes)

    def names(self, found: "Callable[[Unit], Iterable[str]]") -> frozenset[str]:
        """What the unit names, as `found` finds it: looked for once, and once for units of the same text."""
        if self._twin is not None:
            return self._twin.names(found)
        if self._names is None:
            self._names = frozenset(found(self))
        return self._names


Notes = tuple[str, ...]


class Lazy(dict[str, Any]):
    """A map that holds units and gives their values, each read when it is first asked for."""

    def __getitem__(self, key: str) -> Any:
        held = dict.__getitem__(self, key)
        return held.value if type(held) is Unit else held

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key, or the default."""
        held = dict.get(self, key, default)
        return held.value if type(held) is Unit else held

    def values(self) -> Any:
        """Every value; reads every unit."""
        return {key: self[key] for key in self}.values()

    def items(self) -> Any:
        """Every key with its value; reads every unit."""
        return {key: self[key] for key in self}.items()

    def __iter__(self) -> Iterator[str]:  # `dict(lazy)` would take the units themselves if this were not here
        return super().__iter__()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and dict(self.items()) == dict(other.items())

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None


Units = dict[str, Unit]
"""Units by their pointer."""


def units_of(root: object) -> Units:
    """The units of a description that has been read whole."""
    found: Units = {}
    for name, value in root.items() if isinstance(root, dict) else ():
        if name in SECTIONS and isinstance(value, dict):
            found.update((f"/{name}/{escape(k)}", Unit(None, v)) for k, v in value.items())
        elif name == "components" and isinstance(value, dict):
            for section, members in value.items():
                at = f"/components/{escape(section)}"
                if isinstance(members, dict):
                    found.update((f"{at}/{escape(k)}", Unit(None, v)) for k, v in members.items())
                else:
                    found[at] = Unit(None, members)
        else:
            found[f"/{escape(name)}"] = Unit(None, value)
    return found


def unit_at(pointer: str) -> str:
    """The pointer of the unit in which a pointer lies."""
    steps = pointer.split("/", 4)
    depth = 4 if steps[1:2] == ["components"] else 3 if len(steps) > 1 and steps[1] in SECTIONS else 2
    return "/".join(steps[:depth])
