"""What changed between two schemas at one place: edits that know no direction of travel, and the places below."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.contract.schema.branches import effective_types, match_groups, names_moved, open_groups, unwrap
from bot.contract.schema.discriminators import discriminator_edits, heir_edits, heirs_of
from bot.contract.schema.edits import CHANGED, NARROWED, UNREAD, WIDENED, Child, Difference, Edit, as_variant
from bot.contract.schema.exclusions import condition_edits, judged_here
from bot.contract.schema.facts import Facts
from bot.contract.schema.keywords import (
    ALL_TYPES,
    FRACTION_FORMATS,
    KNOWN_FORMATS,
    LIMITED,
    NUMBER_FORMATS,
    NUMBERS,
    STRING_FORMATS,
    type_words,
)
from bot.contract.schema.lattices import of_formats, of_limits, of_multiples, of_patterns, of_types
from bot.contract.schema.nodes import Node, Schema, unique
from bot.contract.schema.order import bare
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.subsume import Subsumption
from bot.contract.schema.taking import Taking, covers, text_matches
from bot.contract.schema.values import canonical
from bot.contract.schema.views import CLOSED
from bot.contract.steps import Steps

_PATTERNS = 64
"""Patterns of property names up to which each name is held against each."""

_VALUES = 50_000
"""Steps for trying the values of one list."""


@dataclass(slots=True)
class Pairs:
    """Compares places of two documents, each pair once."""

    old: Shapes
    new: Shapes
    proofs: Subsumption
    same: Callable[[Schema, Schema], bool] = lambda old, new: False
    """Whether two schemas are known to be one, with all they refer to: then there is nothing to compare."""

    _known: dict[tuple[Schema, Schema], Difference] = field(default_factory=dict)

    def difference(self, old: Schema, new: Schema) -> Difference:
        """The edits at one place, and the places below it."""
        pair = (old, new)
        if pair not in self._known:
            self._known[pair] = _Comparing(self, old, new).difference()
        return self._known[pair]

    def settled(self, child: Child) -> Child:
        """A place below by what its references name: one component is compared once, wherever it is named."""
        old, new = self.old.settled(child.old), self.new.settled(child.new)
        return child if old is child.old and new is child.new else replace(child, old=old, new=new)


class _Comparing:
    """One pair being compared."""

    def __init__(self, pairs: Pairs, old: Schema, new: Schema) -> None:
        self.pairs = pairs
        self.schemas = (old, new)
        self.old: Facts = open_groups(pairs.old.facts(old), old)
        self.new: Facts = open_groups(pairs.new.facts(new), new)
        self.moved = names_moved((pairs.old, pairs.new), (self.old, self.new))
        self.edits: list[Edit] = []
        self.children: list[Child] = []
        self._world = pairs.proofs.plain.world

    def difference(self) -> Difference:
        old, new = self.old, self.new
        wrapped = unwrap(self.pairs, self.schemas, (old, new))
        if wrapped is not None:
            return wrapped
        if new.never or old.never:
            if new.never != old.never:
                self._edit("never", NARROWED if new.never else WIDENED, old=not old.never, new=not new.never)
            return Difference(tuple(self.edits), ())
        self._types_and_enum()
        self._limits()
        self._sets()
        self._marks()
        if "object" in old.types & new.types and not self.moved:
            self._properties()
            self._beyond()
        if "array" in old.types & new.types:
            self._items()
        if old.groups or new.groups:
            self._groups()
        if old.other or new.other:
            self._conditions()
        if old.discriminator is not None or new.discriminator is not None:
            self._heirs()
        return Difference(tuple(self.edits), tuple(self.pairs.settled(child) for child in self.children))

    def _heirs(self) -> None:
        """The variants that a discriminator means without listing them."""
        before, after = heirs_of(self.pairs.old, self.schemas[0]), heirs_of(self.pairs.new, self.schemas[1])
        if self.old.groups or self.new.groups:
            return
        self.edits.extend(heir_edits(before, after, (self.old, self.new)))
        for value in sorted(before.keys() & after.keys()):
            old, new = before[value], after[value]
            if old is not None and new is not None:
                self.children.append(Child((old,), (new,), as_variant(value)))

    def _edit(self, keyword: str, relation: str | None, *, old: Any = None, new: Any = None, **more: Any) -> None:
        if relation is None:
            return
        name = more.get("name")
        where = {
            "null": "type",
            "enum-value": "enum",
            "variant": "anyOf",
            "property": "properties",
            "format-unknown": "format",
        }.get(keyword, keyword)
        at_old = more.pop("at_old", None) or self._place(self.schemas[0], self.old, where, name)
        at_new = more.pop("at_new", None) or self._place(self.schemas[1], self.new, where, name)
        self.edits.append(Edit(keyword, relation, old=old, new=new, at_old=at_old, at_new=at_new, **more))

    def _place(self, schema: Schema, facts: Facts, keyword: str, name: str | None) -> Node | None:
        node = facts.where.get(keyword)
        if node is not None and keyword in node.fields:
            return node.child(keyword)
        return node or (
            min(schema, key=lambda n: canonical(bare(n.value))) if len(schema) > 1 else next(iter(schema), None)
        )

    def _types_and_enum(self) -> None:
        old, new = self.old, self.new
        o, n = old.types, new.types
        if o != n:
            o, n = effective_types(self.pairs.old, old), effective_types(self.pairs.new, new)
        told = {"old": type_words(o), "new": type_words(n)}
        if o != ALL_TYPES and n != ALL_TYPES and ("null" in o) != ("null" in n) and o - {"null"} and n - {"null"}:
            self._edit("null", WIDENED if "null" in n else NARROWED, **told)
            o, n = o - {"null"}, n - {"null"}
        elif old.loose_null != new.loose_null and ("null" in o) == ("null" in n):
            self._edit("loose-null", CHANGED, old=old.loose_null, new=new.loose_null)
        relation = of_types(o, n)
        if (old.enum is not None or new.enum is not None) and self._enum(relation):
            return
        if relation:
            self._edit("type", relation, **told)

    def _enum(self, types: str | None) -> bool:
        """Whether the enum tells the whole story of the types."""
        old, new = self.old.enum, self.new.enum
        if old is not None and new is not None:
            if types == CHANGED and not old.keys() & new.keys():
                return False
            gone = [v for k, v in sorted(old.items()) if k not in new and v is not None]
            come = [v for k, v in sorted(new.items()) if k not in old and v is not None]
            if gone and come and len(old) == len(new) == 1:
                self._edit("enum", CHANGED, old=gone, new=come)
                return True
            if gone:
                self._edit("enum-value", NARROWED, old=gone, tags=_tag("open", self.old.open_enum))
            if come:
                self._edit("enum-value", WIDENED, new=come, tags=_tag("open", self.old.open_enum))
            return True
        if new is not None and types in (None, NARROWED):
            self._edit("enum", NARROWED, new=[v for _, v in sorted(new.items())])
            if come := self._refused(new, self.pairs.old, self.schemas[0]):
                self._edit("enum-value", WIDENED, new=come)
            return True
        if old is not None and types in (None, WIDENED):
            self._edit("enum", WIDENED, old=[v for _, v in sorted(old.items())], tags=_tag("constant", len(old) == 1))
            if gone := self._refused(old, self.pairs.new, self.schemas[1]):
                self._edit("enum-value", NARROWED, old=gone)
            return True
        if old is not None and new is None and types == NARROWED:
            self._edit("enum", WIDENED, old=[v for _, v in sorted(old.items())], tags=_tag("constant", len(old) == 1))
        if new is not None and old is None and types == WIDENED:
            self._edit("enum", NARROWED, new=[v for _, v in sorted(new.items())])
        return False

    def _refused(self, enum: dict[str, object], shapes: Shapes, schema: Schema) -> list[object]:
        """The listed values that the other side, which lists none, may not take."""
        taking = Taking(shapes, Steps(_VALUES))
        return [v for _, v in sorted(enum.items()) if v is not None and taking.takes(schema, v) is not True]

    def _limits(self) -> None:
        both = self.old.types & self.new.types
        if (self.old.enum is not None or self.new.enum is not None) and not both & {"array", "object"}:
            return
        for keyword, kinds in LIMITED.items():
            old, new = self.old.limits.get(keyword), self.new.limits.get(keyword)
            if old != new and both & kinds:
                self._edit(keyword, of_limits(keyword, old, new), old=_said(old), new=_said(new))

    def _sets(self) -> None:
        """`multipleOf`, `pattern`, `format`, `uniqueItems`: more of them means fewer values."""
        both = self.old.types & self.new.types
        if both & NUMBERS and self.old.multiples != self.new.multiples:
            relation = of_multiples(self.old.multiples, self.new.multiples)
            self._edit("multipleOf", relation, old=_joined(self.old.multiples), new=_joined(self.new.multiples))
        if self.old.enum is not None or self.new.enum is not None:
            return
        if "string" in both and self.old.patterns != self.new.patterns:
            self._edit(
                "pattern",
                of_patterns(self.old.patterns, self.new.patterns),
                old=_joined(self.old.patterns),
                new=_joined(self.new.patterns),
            )
        self._formats(both)
        if "array" in both and self.old.unique_items != self.new.unique_items:
            self._edit(
                "uniqueItems",
                NARROWED if self.new.unique_items else WIDENED,
                old=self.old.unique_items,
                new=self.new.unique_items,
            )

    def _formats(self, both: frozenset[str]) -> None:
        """Of the types both versions have; beside a change of type, where the format goes another way."""
        old, new = _formats_of(self.old.formats, both), _formats_of(self.new.formats, both)
        if "fraction" not in both and not (old and new):  # every whole number is one of theirs
            old, new = old - FRACTION_FORMATS, new - FRACTION_FORMATS
        if old == new:
            return
        is_known = (old ^ new) <= KNOWN_FORMATS
        relation = of_formats(old, new) if is_known else CHANGED
        if all(e.relation not in (relation, CHANGED) for e in self.edits if e.keyword == "type"):
            keyword = "format" if is_known else "format-unknown"
            self._edit(keyword, relation, old=_joined(old), new=_joined(new))

    def _marks(self) -> None:
        old, new = self.old, self.new
        if old.default != new.default:
            self._edit("default", CHANGED, old=_value(old.default), new=_value(new.default))
        if old.xml != new.xml:
            self._edit("xml", CHANGED, old=_value(old.xml), new=_value(new.xml))
        if old.discriminator != new.discriminator:
            self.edits.extend(discriminator_edits(old, new))
        if old.extensible != new.extensible:
            o, n = old.extensible or {}, new.extensible or {}
            if gone := [v for k, v in sorted(o.items()) if k not in n]:
                self._edit("x-extensible-enum", NARROWED, old=gone)
            elif come := [v for k, v in sorted(n.items()) if k not in o]:
                self._edit("x-extensible-enum", WIDENED, new=come)

    def _properties(self) -> None:
        for name in sorted(self.old.properties.keys() | self.new.properties.keys()):
            self._property(name)
        undeclared = (self.old.required.keys() ^ self.new.required.keys()) - (
            self.old.properties.keys() | self.new.properties.keys()
        )
        for name in sorted(undeclared):
            relation = NARROWED if name in self.new.required else WIDENED
            self._edit("required-undeclared", relation, name=name)

    def _property(self, name: str) -> None:
        old_said, new_said = name in self.old.properties, name in self.new.properties
        before, after = self._effective(self.old, name), self._effective(self.new, name)
        if before is None and after is None:
            return
        was, now = name in self.old.required, name in self.new.required
        if old_said and new_said and before and after and was == now and self.pairs.same(before, after):
            return
        o = self.pairs.old.facts(before) if before is not None else Facts(types=frozenset())
        n = self.pairs.new.facts(after) if after is not None else Facts(types=frozenset())
        if old_said and new_said and before is not None and after is not None:
            self._both(name, before, after, (o, n), (was, now))
        elif old_said and before is not None:
            self._gone(name, before, after, o, required=was)
        else:
            self._come(name, before, after, n, required=now)

    def _both(
        self, name: str, before: Schema, after: Schema, facts: tuple[Facts, Facts], need: tuple[bool, bool]
    ) -> None:
        o, n = facts
        request, response = not (o.read_only or n.read_only), not (o.write_only or n.write_only)
        if need[0] != need[1]:
            self._edit(
                "required",
                NARROWED if need[1] else WIDENED,
                name=name,
                request=request,
                response=response,
                tags=frozenset(("default",)) if n.default is not None else frozenset(),
            )
        is_needed_now = o.read_only and need[1] and not n.read_only
        if is_needed_now:  # nobody sent it before, and who does not send it now is refused
            self._edit("required", NARROWED, name=name, response=False)
        if o.deprecated != n.deprecated:
            relation = NARROWED if n.deprecated else WIDENED
            self._edit("deprecated", relation, name=name, request=request, response=response, **_at(before, after))
        if o.read_only != n.read_only and not is_needed_now:
            self._edit(
                "readOnly", CHANGED, name=name, old=o.read_only, new=n.read_only, response=False, **_at(before, after)
            )
        if o.write_only != n.write_only:
            tags = frozenset(("required",)) if need[0] else frozenset[str]()
            relation = NARROWED if n.write_only else WIDENED
            self._edit(
                "writeOnly",
                relation,
                name=name,
                old=o.write_only,
                new=n.write_only,
                request=False,
                tags=tags,
                **_at(before, after),
            )
        if request or response:
            self.children.append(Child(before, after, f".{name}", request=request, response=response))

    def _effective(self, facts: Facts, name: str) -> Schema | None:
        """What a property must be; `None` when it is forbidden, or when nobody speaks of it."""
        schema = facts.properties.get(name, ())
        for text, inner in facts.pattern_properties.items() if len(facts.pattern_properties) <= _PATTERNS else ():
            if text_matches(text, name):
                schema = unique((*schema, *inner))
        for closure in facts.closures:
            if covers(closure, name):
                if closure.closed:
                    return None
                schema = unique((*schema, closure.rest))
        return schema

    def _takes_any_name(self, facts: Facts) -> bool:
        """Names that the schema does not spell out may be there, and may be anything."""
        if "unevaluatedProperties" in facts.other:
            return False
        return facts.free_form or facts.open_said or bool(facts.pattern_properties) or self._world == CLOSED

    def _gone(self, name: str, before: Schema | None, after: Schema | None, o: Facts, *, required: bool) -> None:
        if before is not None and (after or (after is not None and self._takes_any_name(self.new))):
            self.children.append(Child(before, after, f".{name}"))
            if required and name not in self.new.required:
                self._edit("required", WIDENED, name=name)
            return
        tags = {"required"} if required else set[str]()
        if after is None or (not after and self._sealed()):
            tags.add("closed")
        self._edit(
            "property",
            NARROWED,
            name=name,
            request=not o.read_only,
            response=not o.write_only,
            tags=frozenset(tags),
            at_old=before[0] if before else None,
        )

    def _sealed(self) -> bool:
        """`unevaluatedProperties: false` where nothing but `properties` evaluates: closed for all other names."""
        sealed = any(n.value is False for n in self.new.other.get("unevaluatedProperties", ()))
        return sealed and not (self.new.groups or self.new.pattern_properties or "if" in self.new.other)

    def _come(self, name: str, before: Schema | None, after: Schema | None, n: Facts, *, required: bool) -> None:
        was = name in self.old.required
        if after is not None and (before or (before is not None and self._takes_any_name(self.old))):
            self.children.append(Child(before, after, f".{name}"))
            if required and not was:
                self._edit("required", NARROWED, name=name)
            return
        tags = {"required"} if required and not was else set[str]()
        if n.default is not None:
            tags.add("default")
        self._edit(
            "property",
            WIDENED,
            name=name,
            request=not n.read_only,
            response=not n.write_only,
            tags=frozenset(tags),
            at_new=after[0] if after else None,
        )

    def _beyond(self) -> None:
        """What an object may hold beside its named properties."""
        old, new = self.old.pattern_properties, self.new.pattern_properties
        rests = _rest(self.old), _rest(self.new)
        for text in sorted(old.keys() | new.keys()):
            before, after = old.get(text, rests[0]), new.get(text, rests[1])
            if before and after:
                self.children.append(Child(before, after, f"./{text}/"))
            elif before != after:
                narrowed = not before if before is not None and after is not None else after is None
                at = _at(old.get(text, ()), new.get(text, ()))
                self._edit("patternProperties", NARROWED if narrowed else WIDENED, name=text, **at)
        self._closure(*rests)

    def _closure(self, o: Schema | None, n: Schema | None) -> None:
        """Properties nobody names; `None` where there may be none."""
        any_name = self._world == CLOSED
        map_like = self.old.open_said or self.old.free_form or bool(o) or any_name
        if o is not None and n is None:
            tags = _tag("map", map_like)
            self._edit("additionalProperties", NARROWED, old="schema" if o else True, new=False, tags=tags)
        elif o is None and n is not None:
            tags = _tag("map", self.new.open_said or bool(n) or any_name)
            self._edit("additionalProperties", WIDENED, old=False, new="schema" if n else True, tags=tags)
        elif o or n:
            self.children.append(Child(o or (), n or (), ".*", declared=map_like if not o else True))

    def _items(self) -> None:
        old, new = self.old, self.new
        slots = max(old.slots, new.slots)
        if slots > 1000:
            self._edit("prefixItems", "unread")
            return
        for index in range(slots):
            self.children.append(Child(old.slot(index), new.slot(index), f"[{index}]"))
        if old.slot(slots) or new.slot(slots):
            self.children.append(Child(old.slot(slots), new.slot(slots), "[]"))

    def _groups(self) -> None:
        matched = match_groups(self.pairs, self.schemas, (self.old, self.new), spread=self.moved)
        self.edits.extend(matched.edits)
        self.children.extend(matched.children)

    def _conditions(self) -> None:
        old, new = self.old.other, self.new.other
        self.edits.extend(condition_edits(self.pairs, self.old, self.new))
        for keyword in sorted((old.keys() | new.keys()) - judged_here()):
            if not self._alike(old.get(keyword, ()), new.get(keyword, ())):
                # Only the keyword's own place: what it stands in may be the same component in both versions.
                at = [nodes.get(keyword, (None,))[0] for nodes in (old, new)]
                self.edits.append(Edit(keyword, UNREAD, at_old=at[0], at_new=at[1]))

    def _alike(self, old: tuple[Node, ...], new: tuple[Node, ...]) -> bool:
        documents = (self.pairs.old.document, self.pairs.new.document)
        return len(old) == len(new) and all(
            self.pairs.proofs.likeness.alike(a, documents[0], b, documents[1]) for a, b in zip(old, new, strict=True)
        )


def _rest(facts: Facts) -> Schema | None:
    """What a property must be that nobody names; `None` when there may be none."""
    if any(c.closed for c in facts.closures):
        return None
    return unique(c.rest for c in facts.closures)


def _formats_of(formats: frozenset[str], types: frozenset[str]) -> frozenset[str]:
    """The formats that say something of values of these types; of an unknown one nobody knows which it is for."""
    numbers = NUMBER_FORMATS if types & NUMBERS else frozenset()
    texts = formats - NUMBER_FORMATS if "string" in types else formats - NUMBER_FORMATS - STRING_FORMATS
    return (formats & numbers) | texts


def _at(old: Schema, new: Schema) -> dict[str, Node | None]:
    return {"at_old": old[0] if old else None, "at_new": new[0] if new else None}


def _tag(name: str, is_so: bool) -> frozenset[str]:  # noqa: FBT001 - the caller's condition reads as one
    return frozenset((name,)) if is_so else frozenset()


def _said(limit: Any) -> Any:
    if isinstance(limit, tuple):
        return limit[0] if not limit[1] else f"{limit[0]} (exclusive)"
    return limit


def _joined(texts: frozenset[str]) -> str | None:
    return " and ".join(sorted(texts)) or None


def _value(text: str | None) -> Any:
    return None if text is None else json.loads(text)
