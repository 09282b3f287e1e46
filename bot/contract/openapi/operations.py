"""Operations: gone, new, moved, or the same one compared part by part."""

from bot.contract.limits import CALLBACKS_WITHIN, SHADOW_STEPS
from bot.contract.openapi.bodies import compare_body
from bot.contract.openapi.dialects import OWN_KEYS
from bot.contract.openapi.document import Document
from bot.contract.openapi.links import compare_links
from bot.contract.openapi.marks import mark_of, sunset_date, sunset_text
from bot.contract.openapi.objects import dangling, is_true, leftover, members
from bot.contract.openapi.parameters import compare_parameters, parameters_of, unnamed_parameters
from bot.contract.openapi.paths import (
    METHODS,
    Endpoint,
    Pairing,
    Templates,
    Twins,
    endpoints,
    erased,
    is_shared,
    operations_of,
    pair,
)
from bot.contract.openapi.promises_of_calls import compare_promises
from bot.contract.openapi.responses import compare_responses
from bot.contract.openapi.schemas import schema_at
from bot.contract.openapi.security import compare_security
from bot.contract.openapi.servers import compare_servers, moved_prefixes
from bot.contract.openapi.text_values import readings
from bot.contract.openapi.walk import Call, Walk
from bot.contract.report import Operation, Side
from bot.contract.schema.nodes import Node
from bot.contract.schema.taking import Taking
from bot.contract.steps import Steps

_OPERATION = frozenset(
    ("parameters", "requestBody", "responses", "security", "servers", "operationId", "deprecated", "callbacks")
)


def compare_operations(walk: Walk) -> None:
    """Every operation under `paths`."""
    only = walk.touched.names("paths")
    old, new = endpoints(walk.old, only=only), endpoints(walk.new, only=only)
    lost = _lost_paths(walk)
    old = {k: e for k, e in old.items() if k[0] not in lost}
    new = {k: e for k, e in new.items() if k[0] not in lost}
    prefixes = moved_prefixes(walk.old, walk.new)
    walk.steps.take(len(prefixes) * (len(old) + len(new)))
    pairing = pair(old, new, prefixes)
    for twins in pairing.both:
        if not _is_untouched(walk, twins):
            _same(_call(walk, twins.old, twins.new), twins)
    for twins in pairing.moved:
        call = _call(walk, twins.old, twins.new)
        call.say("operation-moved", call.whole, twins.old.node, twins.new.node, now=_line(twins.new))
    _gone_and_come(walk, pairing)


def _lost_paths(walk: Walk) -> set[str]:
    """Paths whose item is a reference that names nothing: neither gone nor new, but unread."""
    lost = set()
    for document in (walk.old, walk.new):
        for path, item in members(document, document.root, "paths", walk.touched.names("paths")).items():
            if dangling(item) or not isinstance(item.value, dict):
                lost.add(path)
                walk.ledger.skip(item, f"The path `{path}` could not be read.", is_new=document is walk.new)
    return lost


def compare_webhooks(walk: Walk) -> None:
    """Webhooks: what the server sends. Everything about their content is judged the other way round."""
    only = walk.touched.names("webhooks")
    old, new = endpoints(walk.old, "webhooks", only), endpoints(walk.new, "webhooks", only)
    for key in sorted(old.keys() | new.keys()):
        _outbound(walk, f"webhook `{key[0]}`", old.get(key), new.get(key))


def _call(walk: Walk, old: Endpoint | None, new: Endpoint | None, outbound: str | None = None, level: int = 0) -> Call:
    names = walk.options.stage_marks
    endpoint = old or new
    assert endpoint is not None
    before = mark_of((old.node, old.path_item), names) if old else None
    shared = old is not None and new is not None and is_shared(old, new)
    after = before if shared else mark_of((new.node, new.path_item), names) if new else None
    operation = Operation(endpoint.method, outbound or endpoint.path, Side.NONE, before, after)
    return Call(walk, operation, outbound=outbound is not None, level=level)


def _line(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


def _gone_and_come(walk: Walk, pairing: Pairing) -> None:
    for endpoint in pairing.gone:
        call = _call(walk, endpoint, None)
        sunset = sunset_date(sunset_text(endpoint.node))
        today = walk.options.today
        retired = is_true(endpoint.node, "deprecated") and sunset is not None and today is not None and sunset <= today
        call.say(
            "operation-retired" if retired else "operation-removed",
            call.whole,
            endpoint.node,
            None,
            was=str(sunset) if retired else None,
        )
    templates = Templates(walk.old)
    for endpoint in pairing.come:
        call = _call(walk, None, endpoint)
        call.say("operation-added", call.whole, None, endpoint.node)
        answered = (o for o in templates.answering(endpoint.path, endpoint.method) if _takes(walk, o, endpoint.path))
        shadowed = next(answered, None)
        if shadowed and not templates.has(endpoint.path):
            call.say(
                "template-shadowed", call.whole, shadowed.node, endpoint.node, was=shadowed.path, now=endpoint.path
            )


def _takes(walk: Walk, template: Endpoint, path: str) -> bool:
    """The steps of a concrete path are values that the template's parameters may have."""
    parameters = parameters_of(walk.old, template.path_item, template.node)
    taking = Taking(walk.schemas.pairs.old, Steps(SHADOW_STEPS))
    for step, value in zip(template.path.split("/"), path.split("/"), strict=True):
        node = parameters.get(("path", step[1:-1])) if step.startswith("{") and step.endswith("}") else None
        if node is None or "{" in value:
            continue
        if all(taking.takes(schema_at(node), each) is False for each in readings(value, listed=True)):
            return False
    return True


def _is_untouched(walk: Walk, twins: Twins) -> bool:
    """The operation is the same, with all it inherits from its path and from the top."""
    old, new = twins.old, twins.new
    if walk.touched.everywhere or old.path != new.path or not walk.touched.untouched(old.node, new.node):
        return False
    inherited = (old.path_item.fields.keys() | new.path_item.fields.keys()).difference(METHODS)
    return walk.touched.members_untouched(old.path_item, new.path_item, *inherited)


def _same(call: Call, twins: Twins) -> None:
    old, new = twins.old, twins.new
    common = call.unchanged(old.path_item, new.path_item, "parameters")
    if twins.renamed or not (common and call.unchanged(old.node, new.node, "parameters")):
        _inputs(call, twins)
    if not call.unchanged(old.node, new.node, "requestBody"):
        compare_body(call, old.node, new.node)
    if not call.unchanged(old.node, new.node, "responses"):
        compare_responses(call, old.node, new.node)
        compare_links(call, old, new)
    _keepers(call, old, new)
    if not is_shared(old, new):
        _identity(call, old, new)
        compare_promises(call, call.whole, (old.node, old.path_item), (new.node, new.path_item))
    if not call.unchanged(old.node, new.node, "callbacks"):
        _callbacks(call, old, new)
    call.left_over(old.node, new.node, _OPERATION | (OWN_KEYS if call.walk.is_swagger else frozenset()))


def _inputs(call: Call, twins: Twins) -> None:
    old, new, walk = twins.old, twins.new, call.walk
    walk.steps.take(sum(_count(n) for n in (old.path_item, old.node, new.path_item, new.node)))
    compare_parameters(
        call,
        parameters_of(walk.old, old.path_item, old.node),
        parameters_of(walk.new, new.path_item, new.node),
        twins.renamed,
    )
    unnamed_parameters(call, walk.old, (old.path_item, old.node), is_new=False)
    unnamed_parameters(call, walk.new, (new.path_item, new.node), is_new=True)


def _count(node: Node) -> int:
    """How many parameters stand there, each of which is looked at a few times."""
    listed = node.fields.get("parameters")
    return 2 * len(listed) if isinstance(listed, list) else 0


def _keepers(call: Call, old: Endpoint, new: Endpoint) -> None:
    """Who may call, and where. Both are inherited from the top."""
    inherited = not call.walk.touched.everywhere
    if not (inherited and call.unchanged(old.node, new.node, "security")):
        compare_security(call, old.node, new.node)
    said_alike = all(call.unchanged(o, n, "servers") for o, n in ((old.node, new.node), (old.path_item, new.path_item)))
    if not (inherited and said_alike and erased(old.path) == erased(new.path)):
        compare_servers(call, old, new)


def _identity(call: Call, old: Endpoint, new: Endpoint) -> None:
    if old.operation_id != new.operation_id and old.operation_id is not None:
        call.say("operation-id-changed", call.whole, old.node, new.node, was=old.operation_id, now=new.operation_id)
    was, now = is_true(old.node, "deprecated"), is_true(new.node, "deprecated")
    if was != now:
        call.say("operation-deprecated" if now else "operation-reactivated", call.whole, old.node, new.node)
    before, after = _tags(old.node), _tags(new.node)
    for tag in sorted(before ^ after):
        rule, value = ("tag-added", {"now": tag}) if tag in after else ("tag-removed", {"was": tag})
        words = {"old": f"`{tag}`", "new": f"`{tag}`"}
        call.say(rule, call.whole, old.node, new.node, name=tag, words=words, **value)


def _tags(node: Node) -> set[str]:
    value = node.fields.get("tags")
    return {t for t in value if isinstance(t, str)} if isinstance(value, list) else set()


def _callbacks(call: Call, old: Endpoint, new: Endpoint) -> None:
    """Callbacks may lead back to themselves, and each may call several: within others each pair is met once."""
    walk = call.walk
    if call.level >= CALLBACKS_WITHIN:
        node, is_new = (new.node, True) if "callbacks" in new.node.fields else (old.node, False)
        what = f"Callbacks that stand within {CALLBACKS_WITHIN} others are not judged."
        call.unread(node.child("callbacks"), what, is_new=is_new)
        return
    before, after = _callback_endpoints(walk.old, old), _callback_endpoints(walk.new, new)
    for key in sorted(before.keys() | after.keys()):
        name = f"callback `{key[0]}` of `{call.operation.method} {call.operation.path}`"
        o, n = before.get(key), after.get(key)
        if o is not None and n is not None and call.level:
            if (o.node, n.node) in walk.met:
                continue
            walk.met.add((o.node, n.node))
        _outbound(walk, name, o, n, call.level + 1)


def _callback_endpoints(document: Document, endpoint: Endpoint) -> dict[tuple[str, str], Endpoint]:
    found: dict[tuple[str, str], Endpoint] = {}
    for name, callback in members(document, endpoint.node, "callbacks").items():
        for expression in sorted(callback.fields):
            if not expression.startswith("x-"):
                item = callback.child(expression)
                found.update(operations_of(document, f"{name} {expression}", document.target(item) or item))
    return found


def _outbound(walk: Walk, name: str, old: Endpoint | None, new: Endpoint | None, level: int = 0) -> None:
    call = _call(walk, old, new, outbound=name, level=level)
    if old is not None and new is not None:
        _same(call, Twins(old, new, {}))
        return
    rule = "webhook-removed" if new is None else "webhook-added"
    call.say(rule, call.whole, old.node if old else None, new.node if new else None, name=name)


def path_leftovers(walk: Walk) -> None:
    """What else stands on path items."""
    only = walk.touched.names("paths")
    old, new = endpoints(walk.old, only=only), endpoints(walk.new, only=only)
    known = frozenset(("parameters", "servers", "$ref", "additionalOperations", *METHODS))
    for key in sorted(k for k in old.keys() & new.keys() if old[k].path_item.value is not new[k].path_item.value):
        for left in leftover(old[key].path_item, new[key].path_item, known):
            call = _call(walk, old[key], new[key])
            call.unread(new[key].path_item, f"The change of `{left}` is not judged yet.")
