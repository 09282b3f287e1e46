"""Named properties: what became of each, whether it is said, required, or left to what holds for undeclared names."""

from bot.contract.limits import AGAIN, PROPERTY, PROPERTY_PATTERNS
from bot.contract.schema.drafts import Draft, at
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED, Child
from bot.contract.schema.evaluated import is_named_by_a_way, is_shut_out
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.taking import covers, text_matches
from bot.contract.schema.views import CLOSED


def properties(draft: Draft) -> None:
    """Every name that either version declares or requires."""
    steps = draft.sides.old.steps
    price = PROPERTY + AGAIN * sum(len(f.closures) + len(f.pattern_properties) for f in (draft.old, draft.new))
    with steps.share(steps.left // 2):  # so that something is left for what is found
        for name in sorted(draft.old.properties.keys() | draft.new.properties.keys()):
            if not steps.spend(price):
                break
            _property(draft, name)
    undeclared = (draft.old.required.keys() ^ draft.new.required.keys()) - (
        draft.old.properties.keys() | draft.new.properties.keys()
    )
    for name in sorted(undeclared):
        relation = NARROWED if name in draft.new.required else WIDENED
        draft.edit("required-undeclared", relation, name=name)


def _property(draft: Draft, name: str) -> None:
    old_said, new_said = name in draft.old.properties, name in draft.new.properties
    before, after = _effective(draft, draft.old, name), _effective(draft, draft.new, name)
    was, now = name in draft.old.required, name in draft.new.required
    if before is None and after is None:
        if was != now:  # where a name is forbidden, requiring it leaves no object
            draft.edit("required", NARROWED if now else WIDENED, name=name)
        return
    if old_said and new_said and before and after and was == now and draft.sides.same(before, after):
        return
    o = draft.sides.old.facts(before) if before is not None else Facts(types=frozenset())
    n = draft.sides.new.facts(after) if after is not None else Facts(types=frozenset())
    if old_said and new_said and before is not None and after is not None:
        _both(draft, name, before, after, (o, n), (was, now))
    elif old_said and before is not None:
        _gone(draft, name, before, after, o, (was, now))
    else:
        _come(draft, name, before, after, n, (was, now))


def _both(
    draft: Draft, name: str, before: Schema, after: Schema, facts: tuple[Facts, Facts], need: tuple[bool, bool]
) -> None:
    o, n = facts
    request, response = not (o.read_only or n.read_only), not (o.write_only or n.write_only)
    if need[0] != need[1]:
        draft.edit(
            "required",
            NARROWED if need[1] else WIDENED,
            name=name,
            request=request,
            response=response,
            tags=frozenset(("default",)) if n.default is not None else frozenset(),
        )
    is_needed_now = o.read_only and need[1] and not n.read_only
    if is_needed_now:  # nobody sent it before, and who does not send it now is refused
        draft.edit("required", NARROWED, name=name, response=False)
    if o.deprecated != n.deprecated:
        relation = NARROWED if n.deprecated else WIDENED
        draft.edit("deprecated", relation, name=name, request=request, response=response, **at(before, after))
    if o.read_only != n.read_only and not is_needed_now:
        draft.edit(
            "readOnly", CHANGED, name=name, old=o.read_only, new=n.read_only, response=False, **at(before, after)
        )
    if o.write_only != n.write_only:
        tags = frozenset(("required",)) if need[0] else frozenset[str]()
        relation = NARROWED if n.write_only else WIDENED
        draft.edit(
            "writeOnly",
            relation,
            name=name,
            old=o.write_only,
            new=n.write_only,
            request=False,
            tags=tags,
            **at(before, after),
        )
    if request or response:
        draft.children.append(Child(before, after, f".{name}", request=request, response=response))


def _gone(
    draft: Draft, name: str, before: Schema | None, after: Schema | None, o: Facts, need: tuple[bool, bool]
) -> None:
    was, now = need
    if now and not was:
        draft.edit("required", NARROWED, name=name)
    if before is not None and (after or (after is not None and _may_hold(draft, draft.sides.new, draft.new, name))):
        draft.children.append(Child(before, after, f".{name}"))
        if was and not now:
            draft.edit("required", WIDENED, name=name)
        return
    tags = {"required"} if was else set[str]()
    if after is None or (not after and is_shut_out(draft, name)):
        tags.add("closed")
    draft.edit(
        "property",
        NARROWED,
        name=name,
        request=not o.read_only,
        response=not o.write_only,
        tags=frozenset(tags),
        at_old=before[0] if before else None,
    )


def _come(
    draft: Draft, name: str, before: Schema | None, after: Schema | None, n: Facts, need: tuple[bool, bool]
) -> None:
    was, now = need
    if was and not now:
        draft.edit("required", WIDENED, name=name)
    if after is not None and (before or (before is not None and _may_hold(draft, draft.sides.old, draft.old, name))):
        draft.children.append(Child(before, after, f".{name}"))
        if now and not was:
            draft.edit("required", NARROWED, name=name)
        return
    tags = {"required"} if now and not was else set[str]()
    if n.default is not None:
        tags.add("default")
    draft.edit(
        "property",
        WIDENED,
        name=name,
        request=not n.read_only,
        response=not n.write_only,
        tags=frozenset(tags),
        at_new=after[0] if after else None,
    )


def _effective(draft: Draft, facts: Facts, name: str) -> Schema | None:
    """What a property must be; `None` when it is forbidden, or when nobody speaks of it."""
    patterns = facts.pattern_properties if len(facts.pattern_properties) <= PROPERTY_PATTERNS else {}
    if patterns or len(facts.closures) > 1:
        draft.sides.old.steps.take(len(patterns) + len(facts.closures))
    parts = dict.fromkeys(facts.properties.get(name, ()))
    for text, inner in patterns.items():
        if text_matches(text, name):
            parts.update(dict.fromkeys(inner))
    for closure in facts.closures:
        if covers(closure, name):
            if closure.closed:
                return None
            parts[closure.rest] = None
    return tuple(parts)


def _may_hold(draft: Draft, shapes: Shapes, facts: Facts, name: str) -> bool:
    """The name may be there though the schema does not spell it out, and may be anything."""
    if "unevaluatedProperties" in facts.other:
        return False
    takes_any = facts.free_form or facts.open_said or bool(facts.pattern_properties) or draft.world == CLOSED
    return takes_any or (bool(facts.other) and is_named_by_a_way(shapes, facts, name))
