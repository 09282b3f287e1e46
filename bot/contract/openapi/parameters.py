"""Parameters of an operation: came, went, required, how they are written, what they hold."""

from collections.abc import Mapping

from bot.contract.openapi.bodies import compare_content
from bot.contract.openapi.document import Document
from bot.contract.openapi.ledger import Spot
from bot.contract.openapi.marks import sunset_date, sunset_text
from bot.contract.openapi.objects import dangling, is_true, items
from bot.contract.openapi.promises_of_calls import compare_promises
from bot.contract.openapi.rows import SPECIAL
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.styles import Style, between, style_of, style_words, written_alike
from bot.contract.openapi.walk import Call
from bot.contract.replacing import replace
from bot.contract.report import Side
from bot.contract.schema.facts import Facts
from bot.contract.schema.nodes import Node

_IGNORED_HEADERS = frozenset(("accept", "content-type", "authorization"))
_JUDGED = frozenset(
    ("name", "in", "required", "schema", "content", "style", "explode", "allowReserved", "allowEmptyValue")
)
_KINDS = {"query": "query parameter", "path": "path parameter", "header": "header", "cookie": "cookie"}

_BODIES = frozenset(("body", "formData"))
"""What Swagger 2.0 calls parameters and we read as the request body."""

Parameters = dict[tuple[str, str], Node]


def parameters_of(document: Document, path_item: Node, operation: Node) -> Parameters:
    """The effective parameters by (in, name): the operation's own over the path's; header names fold case."""
    found: Parameters = {}
    common = document.worked_out.setdefault("parameters", {})
    if path_item not in common:
        common[path_item] = items(document, path_item, "parameters")
    for node in (*common[path_item], *items(document, operation, "parameters")):
        place, name = node.fields.get("in"), node.fields.get("name")
        if isinstance(place, str) and isinstance(name, str):
            key = name.lower() if place == "header" else name
            if place not in _BODIES and (place != "header" or key not in _IGNORED_HEADERS):
                found[place, key] = node
    return found


def compare_parameters(call: Call, old: Parameters, new: Parameters, renamed: Mapping[str, str]) -> None:
    """Every parameter of two versions; `renamed` tells which path parameter became which (their names never travel)."""
    new = _under_old_names(old, new, renamed)
    for key in sorted(old.keys() | new.keys()):
        if key in old and key in new and call.walk.touched.untouched(old[key], new[key]):
            continue
        spot = _spot(call, key, old.get(key) or new[key])
        spot = replace(spot, is_needed=key in old and (is_true(old[key], "required") or key[0] == "path"))
        if key[0] == "path" and (key in old) != (key in new):
            rule = "path-parameter-described" if key in new else "path-parameter-undescribed"
            call.say(rule, spot, old.get(key), new.get(key), name=key[1])
        elif key not in new:
            _removed(call, spot, key, old[key])
        elif key not in old:
            _added(call, spot, key, new[key])
        else:
            call.walk.meet("parameter", old[key], new[key], 1)
            _both(call, spot, key, old[key], new[key])


def _under_old_names(old: Parameters, new: Parameters, renamed: Mapping[str, str]) -> Parameters:
    """The new parameters, those of the path by the names that the old version has at their places."""
    known = {n: o for n, o in renamed.items() if ("path", o) in old or n in renamed.values()}
    kept = {key: node for key, node in new.items() if key[0] != "path" or key[1] not in known}
    return {**kept, **{("path", o): new["path", n] for n, o in known.items() if ("path", n) in new}}


def unnamed_parameters(call: Call, document: Document, nodes: tuple[Node, ...], *, is_new: bool) -> None:
    """References that name nothing, and entries that are no parameter: nothing can be said of them."""
    for node in nodes:
        for entry in items(document, node, "parameters"):
            if dangling(entry) or not isinstance(entry.fields.get("in"), str):
                call.unread(entry, "This parameter could not be read.", Side.REQUEST, is_new=is_new)
            elif entry.fields["in"] in _BODIES and "requestBody" not in nodes[-1].fields:
                what = "This body stands in a file that another file refers to; of Swagger 2.0 that is not judged."
                call.unread(entry, what, Side.REQUEST, is_new=is_new)


def _spot(call: Call, key: tuple[str, str], node: Node) -> Spot:
    name = node.fields["name"] if key[0] == "header" else key[1]
    part = f"{_KINDS.get(key[0], key[0] + ' parameter')} `{name}`"
    joined = between(style_of(key[0], node))
    return call.spot(part, "parameter", Side.REQUEST, parameter=key, is_text=True, joined=joined)


def _removed(call: Call, spot: Spot, key: tuple[str, str], node: Node) -> None:
    sunset, today = sunset_date(sunset_text(node)), call.walk.options.today
    if call.outbound and is_true(node, "required"):
        call.say("webhook-required-parameter-removed", spot, node, None)
    elif is_true(node, "deprecated") and sunset is not None and today is not None and sunset <= today:
        call.say("request-parameter-retired", spot, node, None, was=str(sunset))
    else:
        call.say("request-parameter-removed", spot, node, None, name=key[1])


def _added(call: Call, spot: Spot, key: tuple[str, str], node: Node) -> None:
    required = is_true(node, "required")
    call.say(
        "request-parameter-added-required" if required else "request-parameter-added",
        spot,
        None,
        node,
        name=key[1],
        words={"where": f"the {spot.part}"},
    )


def _both(call: Call, spot: Spot, key: tuple[str, str], old: Node, new: Node) -> None:
    was, now = is_true(old, "required") or key[0] == "path", is_true(new, "required") or key[0] == "path"
    if was != now:
        call.say("request-parameter-became-required" if now else "request-parameter-became-optional", spot, old, new)
    _marks(call, spot, old, new)
    if ("content" in old.fields) != ("content" in new.fields):
        words = {"old": "`content`" if "content" in old.fields else "`schema`"}
        words["new"] = "`content`" if "content" in new.fields else "`schema`"
        call.say("request-parameter-encoding-changed", spot, old, new, words=words)
        return
    if "content" in old.fields:
        compare_content(call, old, new, part=spot.part, kind="parameter", side=Side.REQUEST, names=False)
    else:
        _written(call, spot, key, old, new)
    for flag, tight, loose in (
        ("allowReserved", "request-parameter-reserved-refused", "request-parameter-reserved-allowed"),
        ("allowEmptyValue", "request-parameter-empty-refused", "request-parameter-empty-allowed"),
    ):
        if is_true(old, flag) != is_true(new, flag):
            call.say(tight if is_true(old, flag) else loose, spot, old, new)
    call.left_over(old, new, _JUDGED | call.walk.written_on_it, Side.REQUEST)


def _marks(call: Call, spot: Spot, old: Node, new: Node) -> None:
    """Deprecation, stage and sunset of a parameter, as of an operation."""
    was, now = is_true(old, "deprecated"), is_true(new, "deprecated")
    if was != now:
        call.say("request-parameter-deprecated" if now else "request-parameter-reactivated", spot, old, new)
    compare_promises(call, spot, (old,), (new,), op=spot.where())


def _written(call: Call, spot: Spot, key: tuple[str, str], old: Node, new: Node) -> None:
    """How the value is written, then what it may be."""
    before, after = schema_at(old), schema_at(new)
    styles = style_of(key[0], old), style_of(key[0], new)
    o, n = call.walk.schemas.pairs.old.facts(before), call.walk.schemas.pairs.new.facts(after)
    lists = "array" in o.types or "object" in o.types, "array" in n.types or "object" in n.types
    if _as_one_of_a_list(call, spot, (old, new), (o, n), styles):
        return
    path_style_moved = styles[0][0] != styles[1][0] and key[0] == "path" and not any(lists)
    if path_style_moved or (all(lists) and not written_alike(*styles, o.types & n.types)):
        words = {"old": style_words(styles[0]), "new": style_words(styles[1])}
        was, now = list(styles[0]), list(styles[1])
        call.say("request-parameter-style-changed", spot, old, new, was=was, now=now, words=words)
    call.walk.schemas.judge(spot, before, after)


def _as_one_of_a_list(
    call: Call, spot: Spot, at: tuple[Node, Node], facts: tuple[Facts, Facts], styles: tuple[Style, Style]
) -> bool:
    """Whether one value became a list for who reads it, or a list one value: who sends means the same by it."""
    schemas = [schema_at(node) for node in at]
    if not call.outbound and _becomes_list(styles[1], *facts):
        rule, schemas[1] = "request-parameter-becomes-list", facts[1].items
    elif call.outbound and _becomes_list(styles[0], *reversed(facts)):
        rule, schemas[0] = "webhook-parameter-becomes-single", facts[0].items
    else:
        return False
    call.walk.ledger.add(SPECIAL[rule], spot, at_old=at[0], at_new=at[1])
    call.walk.schemas.judge(spot, *schemas)
    return True


def _becomes_list(style: Style, sent: Facts, read: Facts) -> bool:
    """`?a=1` reads the same when `a` is an exploded form list of the same for who reads it."""
    scalar = sent.types - {"null"} and not sent.types & {"array", "object"}
    is_list = read.types - {"null"} == {"array"} and _takes_one_item(read)
    return bool(scalar) and is_list and style == ("form", True)


def _takes_one_item(read: Facts) -> bool:
    """A list of one is taken whatever the item, as far as `items` takes it."""
    is_more_said = read.enum is not None or read.prefixes or read.groups or read.other or read.broken
    return not is_more_said and read.limits.get("minItems", 0) <= 1 <= read.limits.get("maxItems", 1)
