"""What grows with every part of a conjunction, so that a great one costs no more than its parts."""

from bot.contract.schema.facts import Closure, Facts, Group
from bot.contract.schema.nodes import Node, Schema

_NONE: frozenset[str] = frozenset()


class Gathered:
    """What the parts of one conjunction say, gathered until it is whole: an `allOf` may have ten thousand parts."""

    def __init__(self) -> None:
        self.multiples: set[str] = set()
        self.patterns: set[str] = set()
        self.formats: set[str] = set()
        self.items: dict[Node, None] = {}
        self.closures: list[Closure] = []
        self.prefixes: list[tuple[Schema, Schema]] = []
        self.groups: list[Group] = []
        self.broken: list[Node] = []
        self.other: dict[str, list[Node]] = {}
        self._several: dict[tuple[int, str], dict[Node, None]] = {}

    def again(self, table: dict[str, Schema], name: str, schema: Schema) -> None:
        """A name that may have been met before: what is said of it must hold as well."""
        if name not in table:
            table[name] = schema
        else:
            several = self._several.setdefault((id(table), name), dict.fromkeys(table[name]))
            several.update(dict.fromkeys(schema))

    def take_up(self, inner: Facts) -> None:
        """What the facts of another conjunction hold, which holds here too."""
        self.multiples |= inner.multiples
        self.patterns |= inner.patterns
        self.formats |= inner.formats
        self.closures += inner.closures
        self.prefixes += inner.prefixes
        self.items.update(dict.fromkeys(inner.items))

    def put_into(self, out: Facts) -> None:
        """The conjunction is whole."""
        out.multiples = frozenset(self.multiples) if self.multiples else _NONE
        out.patterns = frozenset(self.patterns) if self.patterns else _NONE
        out.formats = frozenset(self.formats) if self.formats else _NONE
        out.items = tuple(self.items)
        out.closures, out.prefixes = tuple(self.closures), tuple(self.prefixes)
        out.groups, out.broken = tuple(self.groups), tuple(self.broken)
        out.other = {keyword: tuple(places) for keyword, places in self.other.items()}
        for table in (out.properties, out.pattern_properties):
            for name in table if self._several else ():
                if (id(table), name) in self._several:
                    table[name] = tuple(self._several[id(table), name])
