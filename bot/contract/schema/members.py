"""The properties two object schemas speak of, each with what the sender says of it and what the receiver does."""

from collections.abc import Iterator

from bot.contract.limits import PROOF_BRANCHES
from bot.contract.schema.facts import Facts, Group
from bot.contract.schema.nodes import Schema, unique
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.taking import covers, is_hidden, text_matches
from bot.contract.schema.views import CLOSED, View

_BRANCHING = frozenset(("if", "then", "else", "dependentSchemas", "unevaluatedProperties"))


def is_settled(group: Group, schema: Schema) -> bool:
    """One branch of the union has been chosen."""
    return len(schema) > 1 and not group.listed.isdisjoint(schema)


class Sent:
    """What names objects of one schema may hold, beside those its facts spell out.

    `elsewhere` are names that other branches of a settled `anyOf` declare: such a branch may hold as well.
    """

    def __init__(self, shapes: Shapes, schema: Schema, view: View) -> None:
        facts = shapes.facts(schema)
        self.facts = facts
        self.is_shut = any(c.closed for c in facts.closures)
        self.undecided = any(not is_settled(h, schema) for h in facts.groups) or bool(facts.other.keys() & _BRANCHING)
        self.is_map = view.world == CLOSED or facts.free_form or _names_any(facts)
        self.elsewhere: dict[str, list[Schema]] = {}
        for group in facts.groups:
            if group.kind == "anyOf" and is_settled(group, schema):
                self._look_around(shapes, group, schema)

    def _look_around(self, shapes: Shapes, group: Group, schema: Schema) -> None:
        """The other branches; of very many nobody asks what they declare, and any name may be there."""
        if len(group.branches) > PROOF_BRANCHES:
            self.undecided = True
            return
        chosen = [b for b in group.branches if b in schema]
        for branch in group.branches:
            if branch not in schema and not any(shapes.apart(group, branch, c) for c in chosen):
                self._add(shapes.facts((branch,)))

    def _add(self, branch: Facts) -> None:
        self.undecided |= bool(branch.groups) or bool(branch.other.keys() & _BRANCHING)
        self.is_map |= "object" in branch.types and _names_any(branch)
        for name, schema in branch.properties.items():
            if name not in self.facts.properties:
                self.elsewhere.setdefault(name, []).append(schema)


def _names_any(facts: Facts) -> bool:
    return facts.open_said or bool(facts.pattern_properties) or any(not c.closed for c in facts.closures)


class Members:
    """One pair of object schemas: what is sent, and the facts `g` of the receiver."""

    def __init__(self, a: Shapes, b: Shapes, view: View, sent: Sent, g: Facts) -> None:
        self.a, self.b, self.view, self.f, self.g = a, b, view, sent.facts, g
        self.is_shut, self.undecided, self.is_map = sent.is_shut, sent.undecided, sent.is_map
        self.elsewhere = sent.elsewhere

    def enough(self) -> bool:
        """What the receiver requires is always there."""
        have = {n for n in self.f.required if not is_hidden(self.a, self.f, n, self.view)}
        needed = {n for n in self.g.required if not is_hidden(self.b, self.g, n, self.view)}
        least = max(self.f.limits.get("minProperties", 0), len(have))
        return needed <= have and least >= self.g.limits.get("minProperties", 0)

    def few_enough(self) -> bool:
        """No more properties than the receiver takes."""
        most = self.g.limits.get("maxProperties")
        if most is None or self.f.limits.get("maxProperties", most + 1) <= most:
            return True
        names = self.f.properties.keys() | self.elsewhere.keys()
        limited = not self.undecided and not self.f.pattern_properties and (self.is_shut or not self.is_map)
        return limited and len(names) <= most

    def marked_alike(self) -> bool:
        """Without a way of travelling, a property must be meant for the same ways on both sides."""
        if self.view.hidden is not None:
            return True
        for name in self.f.properties.keys() & self.g.properties.keys():
            one, other = self.a.facts(self.f.properties[name]), self.b.facts(self.g.properties[name])
            if (one.read_only, one.write_only) != (other.read_only, other.write_only):
                return False
        return True

    def pairs(self) -> Iterator[tuple[Schema, Schema]]:
        """What must be proved: each property there may be, then whatever else there may be."""
        for name in sorted(self.f.properties.keys() | self.g.properties.keys() | self.elsewhere.keys()):
            if self._hidden(name) or self._is_forbidden(name):
                continue
            for inner in self._inner(name):
                yield inner, self._outer(name)
        if (self.is_map or self.undecided) and (not self.is_shut or self.f.pattern_properties):
            yield from self._further()

    def _hidden(self, name: str) -> bool:
        return is_hidden(self.a, self.f, name, self.view) or is_hidden(self.b, self.g, name, self.view)

    def _is_forbidden(self, name: str) -> bool:
        return any(c.closed and covers(c, name) is True for c in self.f.closures)

    def _inner(self, name: str) -> Iterator[Schema]:
        """What the sender says of it; one schema for each place that declares it, nothing where none does."""
        around = (
            *(c.rest for c in self.f.closures if covers(c, name) is True),
            *(n for t, s in self.f.pattern_properties.items() if text_matches(t, name) is True for n in s),
        )
        if name in self.f.properties:
            yield unique((*self.f.properties[name], *around))
        elif self.is_map or self.undecided:
            yield unique(around)
        else:
            for schema in self.elsewhere.get(name, ()):
                yield unique((*schema, *around))

    def _outer(self, name: str) -> Schema:
        """Everything the receiver may ask of it."""
        return unique(
            (
                *self.g.properties.get(name, ()),
                *(n for t, s in self.g.pattern_properties.items() if text_matches(t, name) is not False for n in s),
                *(c.rest for c in self.g.closures if covers(c, name) is not False),
            )
        )

    def _further(self) -> Iterator[tuple[Schema, Schema]]:
        """Names that neither side spells out.

        What a pattern of both sides asks of a name is proved with that pattern, whatever others the name matches too.
        """
        rests = tuple(c.rest for c in self.f.closures if not c.patterns)
        mine, theirs = self.f.pattern_properties, self.g.pattern_properties
        shut = [c for c in self.f.closures if c.closed]  # such a part takes only the names it spells out
        open_texts = [text for text in sorted(mine) if all(text in c.patterns for c in shut)]
        others = {text: schema for text, schema in theirs.items() if text not in open_texts}
        for text in open_texts:
            yield (
                unique((*mine[text], *(c.rest for c in self.f.closures if not c.patterns and not c.closed))),
                unique(
                    (
                        *theirs.get(text, ()),
                        *(n for s in others.values() for n in s),
                        *(c.rest for c in self.g.closures if text not in c.patterns),
                    )
                ),
            )
        if self.is_shut:
            return
        for text, schema in sorted(theirs.items()):
            yield unique((*mine.get(text, ()), *rests)), schema
        for closure in self.g.closures:
            yield rests, (closure.rest,)
