"""What an object or array may hold beside what is named: other names, and items."""

from bot.contract.limits import SLOTS
from bot.contract.schema.drafts import Draft, at, tag
from bot.contract.schema.edits import NARROWED, UNREAD, WIDENED, Child
from bot.contract.schema.evaluated import was_shut
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Schema, unique
from bot.contract.schema.views import CLOSED


def other_names(draft: Draft) -> None:
    """What an object may hold beside its named properties."""
    old, new = draft.old.pattern_properties, draft.new.pattern_properties
    rests = _rest(draft.old), _rest(draft.new)
    for text in sorted(old.keys() | new.keys()):
        before, after = _of_pattern(draft.old, text), _of_pattern(draft.new, text)
        if before and after:
            draft.children.append(Child(before, after, f"./{text}/"))
        elif before != after:
            narrowed = not before if before is not None and after is not None else after is None
            places = at(old.get(text, ()), new.get(text, ()))
            relation = NARROWED if narrowed else WIDENED
            draft.edit("patternProperties", relation, name=text, tags=tag("closed", before is None), **places)
    _closure(draft, *rests)


def _closure(draft: Draft, o: Schema | None, n: Schema | None) -> None:
    """Properties nobody names; `None` where there may be none."""
    any_name = draft.world == CLOSED
    map_like = draft.old.open_said or draft.old.free_form or bool(o) or any_name
    if o is not None and n is None:
        if was_shut(draft):
            return
        tags = tag("map", map_like)
        draft.edit("additionalProperties", NARROWED, old="schema" if o else True, new=False, tags=tags)
    elif o is None and n is not None:
        tags = tag("map", draft.new.open_said or bool(n) or any_name)
        draft.edit("additionalProperties", WIDENED, old=False, new="schema" if n else True, tags=tags)
    elif o or n:
        draft.children.append(Child(o or (), n or (), ".*", declared=map_like if not o else True))


def _of_pattern(facts: Facts, text: str) -> Schema | None:
    """What a property must be whose name matches; other parts may say more of names that they do not know."""
    if text not in facts.pattern_properties:
        return _rest(facts)
    others = [c for c in facts.closures if not c.patterns]
    if any(c.closed for c in others):
        return None
    return unique((*facts.pattern_properties[text], *(c.rest for c in others)))


def _rest(facts: Facts) -> Schema | None:
    """What a property must be that nobody names; `None` when there may be none."""
    if any(c.closed for c in facts.closures):
        return None
    return unique(c.rest for c in facts.closures)


def items(draft: Draft) -> None:
    """The items of an array, each position by its own schema and then the rest."""
    old, new = draft.old, draft.new
    slots = max(old.slots, new.slots)
    pairs = ((index, old.slot(index), new.slot(index)) for index in range(slots))
    differing = [pair for pair in pairs if slots <= SLOTS or not draft.sides.same(*pair[1:])]
    if len(differing) > SLOTS:
        draft.edit("prefixItems", UNREAD)
        return
    for index, before, after in differing:
        draft.children.append(Child(before, after, f"[{index}]"))
    has_more = all(f.limits.get("maxItems", slots + 1) > slots for f in (old, new))
    if has_more and (old.slot(slots) or new.slot(slots)):
        draft.children.append(Child(old.slot(slots), new.slot(slots), "[]"))
