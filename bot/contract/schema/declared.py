"""Whether a value holds only names that its schema declares (the declared world), place by place."""

from typing import Any

from bot.contract.limits import DECLARED_ROUNDS
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Schema, unique
from bot.contract.schema.taking import Taking, covers, text_matches
from bot.contract.schema.variants import variants_of


def is_declared(taking: Taking, schema: Schema, value: Any) -> bool:
    """Every name in the value is declared where it stands, or required there: it could not be left out.

    Declared are the names of every schema that applies to the value; of a union, of the branches that take it. Maps and
    objects that name nothing declare every name.
    """
    if not isinstance(value, dict | list):
        return True
    schema = _applying(taking, schema, value)
    facts = taking.shapes.facts(schema)
    if isinstance(value, list):
        return all(is_declared(taking, facts.slot(i), v) for i, v in enumerate(value))
    is_map = facts.free_form or facts.open_said or any(not c.closed for c in facts.closures)
    for name, inner in value.items():
        known = is_map or name in facts.properties or name in facts.required
        if not known and not any(text_matches(t, name) for t in facts.pattern_properties):
            return False
        if not is_declared(taking, _of_property(facts, name), inner):
            return False
    return True


def _of_property(facts: Facts, name: str) -> Schema:
    return unique(
        (
            *facts.properties.get(name, ()),
            *(n for t, s in facts.pattern_properties.items() if text_matches(t, name) for n in s),
            *(c.rest for c in facts.closures if covers(c, name)),
        )
    )


def _applying(taking: Taking, schema: Schema, value: Any) -> Schema:
    """The schema with every branch that takes the value."""
    for _ in range(DECLARED_ROUNDS):
        facts = taking.shapes.facts(schema)
        variants = variants_of(taking.shapes, schema) if facts.discriminator is not None else None
        branches = [taking.shapes.variant(g, b) for g in facts.groups for b in g.branches if b not in schema]
        found = [node for variant in branches if taking.takes(variant, value) for node in variant]
        found += [node for node in variants.meant_by(value) if node not in schema] if variants is not None else []
        for part in facts.parts if facts.other else ():
            found += [part.child(k) for k in ("if", "then", "else") if k in part.fields and part.child(k) not in schema]
        if not found:
            break
        schema = unique((*schema, *found))
    return schema
