"""The rows: what each change means for callers, in which words, and the compatible way. Data only.

A schema row is found by (keyword, relation, side), an HTTP row by its id. In the texts, `{where}` is the place as a
caller knows it, `{name}` a name, `{old}` and `{new}` the values.
"""

from msgspec import Struct

from bot.contract.report import BROKEN_PROMISE, READER, Cause, Side
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED

B, R, S, D, L = Cause.BREAKING, Cause.RISKY, Cause.SAFE, Cause.DOC, Cause.LIFECYCLE


class Row(Struct, frozen=True):
    """One rule: its id for ever, its class, what a caller sees, and the compatible way.

    `why` is the reason for the class; a schema row without one has it from `conventions`.
    """

    rule: str
    cls: Cause
    sentence: str
    fix: str = "Nothing to do: callers of the old version keep working."
    tags: frozenset[str] = frozenset()
    why: str = ""
    since: str = "0.1.0"


_NEW_VERSION = "Keep the old form in this version and put the new one into a new version."
_KEEP = "Keep accepting what was accepted, or make the change in a new version."
_PROMISE = "Keep the old promise in responses, or make the change in a new version."


def _limit(keyword: str, slug: str) -> dict[tuple[str, str, Side], Row]:
    return {
        (keyword, NARROWED, Side.REQUEST): Row(
            f"request-{slug}-tightened", B, "{where} now takes {new_limit}; it took {old_limit}.", _KEEP
        ),
        (keyword, WIDENED, Side.REQUEST): Row(
            f"request-{slug}-loosened", S, "{where} now takes {new_limit}; it took {old_limit}."
        ),
        (keyword, WIDENED, Side.RESPONSE): Row(
            f"response-{slug}-loosened",
            B,
            "{where} was always {old_limit}; callers must now cope with {new_limit}.",
            _PROMISE,
        ),
        (keyword, NARROWED, Side.RESPONSE): Row(
            f"response-{slug}-tightened", S, "{where} is now always {new_limit}; it was {old_limit}."
        ),
    }


def _promises(slug: str, side: Side) -> dict[tuple[str, str, Side], Row]:
    """What callers were told of how stable a value is, and of the day it ends."""
    broken = frozenset((BROKEN_PROMISE,))
    return {
        ("stage", NARROWED, side): Row(
            f"{slug}-property-stage-lowered",
            L,
            "{where} is now marked {new}; callers were told {old}.",
            "Keep the stage; a stage never goes back.",
            broken,
        ),
        ("stage", WIDENED, side): Row(
            f"{slug}-property-stage-raised", L, "{where} is now marked {new}; it was marked {old}."
        ),
        ("x-sunset", NARROWED, side): Row(
            f"{slug}-property-sunset-pulled-forward",
            L,
            "{where} now ends on {new}; callers were told {old}.",
            "Keep the sunset date, or move it later.",
            broken,
        ),
        ("x-sunset", CHANGED, side): Row(
            f"{slug}-property-sunset-deleted",
            L,
            "{where} no longer says when it ends; callers were told {old}.",
            "Keep the sunset date while the property is deprecated.",
            broken,
        ),
        ("x-sunset-unreadable", CHANGED, side): Row(
            f"{slug}-property-sunset-unreadable",
            L,
            "The sunset of {where} is now {new_or_none}; it was {old_or_none}. That is no date.",
            "Write the day as `2030-01-31`.",
        ),
    }


LIMIT_WORDS = {
    "maxLength": ("at most {} character(s)", "any length"),
    "minLength": ("at least {} character(s)", "any length"),
    "maximum": ("at most {}", "any number"),
    "minimum": ("at least {}", "any number"),
    "maxItems": ("at most {} item(s)", "any number of items"),
    "minItems": ("at least {} item(s)", "any number of items"),
    "maxProperties": ("at most {} property(s)", "any number of properties"),
    "minProperties": ("at least {} property(s)", "any number of properties"),
    "multipleOf": ("a multiple of {}", "any number"),
    "pattern": ("text matching `{}`", "any text"),
    "format": ("format `{}`", "any format"),
    "format-unknown": ("format `{}`", "any format"),
}
"""How a limit reads in a sentence, and how the lack of it does."""

SCHEMA_ROWS: dict[tuple[str, str, Side], Row] = {
    ("type", NARROWED, Side.REQUEST): Row(
        "request-type-narrowed", B, "{where} must now be {new}; {old} was accepted.", _KEEP
    ),
    ("type", CHANGED, Side.REQUEST): Row(
        "request-type-changed", B, "{where} must now be {new}; it was {old}.", _NEW_VERSION
    ),
    ("type", WIDENED, Side.REQUEST): Row("request-type-widened", S, "{where} may now be {new}; it was {old}."),
    ("type", WIDENED, Side.RESPONSE): Row(
        "response-type-widened", B, "{where} can now be {new}; callers know only {old}.", _PROMISE
    ),
    ("type", CHANGED, Side.RESPONSE): Row(
        "response-type-changed", B, "{where} is now {new}; it was {old}.", "Add a new property beside the old one."
    ),
    ("type", NARROWED, Side.RESPONSE): Row("response-type-narrowed", S, "{where} is now always {new}; it was {old}."),
    ("null", NARROWED, Side.REQUEST): Row(
        "request-null-refused", B, "{where} may no longer be null.", "Keep accepting null."
    ),
    ("null", WIDENED, Side.REQUEST): Row("request-null-accepted", S, "{where} may now be null."),
    ("null", WIDENED, Side.RESPONSE): Row(
        "response-null-added",
        B,
        "{where} can now be null; callers never had to handle that.",
        "Keep sending a value, or leave an optional property out instead of sending null.",
    ),
    ("null", NARROWED, Side.RESPONSE): Row("response-null-removed", S, "{where} is never null any more."),
    ("loose-null", NARROWED, Side.REQUEST): Row(
        "request-null-unclear",
        R,
        "Whether {where} may be null changed, in a spelling that tools read differently (`nullable` without `type`, "
        "or beside an `enum` without null).",
        "Write `nullable` beside `type`, and null into the `enum`.",
    ),
    ("loose-null", WIDENED, Side.REQUEST): Row(
        "request-null-respelled",
        S,
        "{where} may now be null, by how some or all tools read it; nothing is refused that was taken.",
    ),
    ("loose-null", NARROWED, Side.RESPONSE): Row(
        "response-null-respelled",
        S,
        "{where} may be null no more, by how some or all tools read it; nothing new is sent.",
    ),
    ("loose-null", WIDENED, Side.RESPONSE): Row(
        "response-null-unclear",
        R,
        "Whether {where} can be null changed, in a spelling that tools read differently (`nullable` without `type`, "
        "or beside an `enum` without null).",
        "Write `nullable` beside `type`, and null into the `enum`.",
    ),
    ("enum-value", NARROWED, Side.REQUEST): Row(
        "request-enum-value-removed", B, "{where} no longer accepts {old}.", "Keep accepting {old}; mark it deprecated."
    ),
    ("enum-value", WIDENED, Side.REQUEST): Row("request-enum-value-added", S, "{where} now also accepts {new}."),
    ("enum-value", WIDENED, Side.RESPONSE): Row(
        "response-enum-value-added",
        R,
        "{where} can now be {new}, which callers of the old version do not know.",
        "Send new values only to callers who asked for them, or say from the start that values may be added.",
    ),
    ("enum-value", NARROWED, Side.RESPONSE): Row("response-enum-value-removed", S, "{where} is never {old} any more."),
    ("enum", NARROWED, Side.REQUEST): Row(
        "request-enum-introduced", B, "{where} now accepts only {new}; other values were accepted.", _KEEP
    ),
    ("enum", WIDENED, Side.REQUEST): Row(
        "request-enum-dropped", S, "{where} is no longer limited to {old}; other values are accepted too."
    ),
    ("enum", WIDENED, Side.RESPONSE): Row(
        "response-enum-dropped",
        R,
        "{where} is no longer limited to {old}; callers may meet values they do not know.",
        "Keep the list of values in the description.",
    ),
    ("enum", NARROWED, Side.RESPONSE): Row("response-enum-introduced", S, "{where} is now always one of {new}."),
    ("enum", CHANGED, Side.REQUEST): Row(
        "request-enum-replaced", B, "{where} now accepts only {new}; it accepted only {old}.", _KEEP
    ),
    ("enum", CHANGED, Side.RESPONSE): Row(
        "response-enum-replaced", B, "{where} is now {new}; it was always {old}.", _PROMISE
    ),
    ("x-extensible-enum", NARROWED, Side.REQUEST): Row(
        "request-extensible-value-removed", B, "{where} no longer accepts {old}.", "Keep accepting {old}."
    ),
    ("x-extensible-enum", WIDENED, Side.REQUEST): Row(
        "request-extensible-value-added", S, "{where} now also accepts {new}."
    ),
    ("x-extensible-enum", WIDENED, Side.RESPONSE): Row(
        "response-extensible-value-added", S, "{where} can now be {new}; its list was announced as open."
    ),
    ("x-extensible-enum", NARROWED, Side.RESPONSE): Row(
        "response-extensible-value-removed", S, "{where} is never {old} any more."
    ),
    **_limit("maxLength", "max-length"),
    **_limit("minLength", "min-length"),
    **_limit("maximum", "maximum"),
    **_limit("minimum", "minimum"),
    **_limit("maxItems", "max-items"),
    **_limit("minItems", "min-items"),
    **_limit("maxProperties", "max-properties"),
    **_limit("minProperties", "min-properties"),
    **_limit("multipleOf", "multiple-of"),
    ("multipleOf", CHANGED, Side.REQUEST): Row(
        "request-multiple-of-changed", B, "{where} must now be a multiple of {new}; it was {old}.", _KEEP
    ),
    ("multipleOf", CHANGED, Side.RESPONSE): Row(
        "response-multiple-of-changed", B, "{where} is now a multiple of {new}; it was {old}.", _PROMISE
    ),
    ("uniqueItems", NARROWED, Side.REQUEST): Row(
        "request-unique-items-tightened", B, "{where} may no longer hold the same item twice.", _KEEP
    ),
    ("uniqueItems", WIDENED, Side.REQUEST): Row(
        "request-unique-items-loosened", S, "{where} may now hold the same item twice."
    ),
    ("uniqueItems", WIDENED, Side.RESPONSE): Row(
        "response-unique-items-loosened", B, "{where} can now hold the same item twice; it never did.", _PROMISE
    ),
    ("uniqueItems", NARROWED, Side.RESPONSE): Row(
        "response-unique-items-tightened", S, "{where} never holds the same item twice any more."
    ),
    ("pattern", NARROWED, Side.REQUEST): Row(
        "request-pattern-added", B, "{where} must now match {new}; it could be {old_limit}.", _KEEP
    ),
    ("pattern", CHANGED, Side.REQUEST): Row(
        "request-pattern-changed",
        R,
        "{where} must now match {new} instead of {old}; text that was accepted may be refused.",
        "Let the new pattern take everything the old one took.",
    ),
    ("pattern", WIDENED, Side.REQUEST): Row("request-pattern-removed", S, "{where} need no longer match {old}."),
    ("pattern", WIDENED, Side.RESPONSE): Row(
        "response-pattern-removed", R, "{where} always matched {old}; that is no longer promised.", _PROMISE
    ),
    ("pattern", CHANGED, Side.RESPONSE): Row(
        "response-pattern-changed", R, "{where} now matches {new} instead of {old}.", _PROMISE
    ),
    ("pattern", NARROWED, Side.RESPONSE): Row("response-pattern-added", S, "{where} now always matches {new}."),
    ("format", NARROWED, Side.REQUEST): Row(
        "request-format-tightened", B, "{where} must now be of {new_limit}; it could be of {old_limit}.", _KEEP
    ),
    ("format", CHANGED, Side.REQUEST): Row(
        "request-format-changed", B, "{where} must now be of {new_limit}; it was {old_limit}.", _NEW_VERSION
    ),
    ("format", WIDENED, Side.REQUEST): Row(
        "request-format-loosened", S, "{where} may now be of {new_limit}; it had to be of {old_limit}."
    ),
    ("format", WIDENED, Side.RESPONSE): Row(
        "response-format-loosened", B, "{where} was of {old_limit}; now it can be of {new_limit}.", _PROMISE
    ),
    ("format", CHANGED, Side.RESPONSE): Row(
        "response-format-changed", B, "{where} is now of {new_limit}; it was {old_limit}.", _PROMISE
    ),
    ("format", NARROWED, Side.RESPONSE): Row("response-format-tightened", S, "{where} is now always of {new_limit}."),
    ("format-unknown", CHANGED, Side.REQUEST): Row(
        "request-format-unclear",
        R,
        "{where} is now of {new_limit}; it was of {old_limit}. What that takes is not known.",
        "Keep the format, or say by `pattern` what is accepted.",
    ),
    ("format-unknown", CHANGED, Side.RESPONSE): Row(
        "response-format-unclear",
        R,
        "{where} is now of {new_limit}; it was of {old_limit}. What that takes is not known.",
        "Keep the format, or say by `pattern` what is sent.",
    ),
    ("default", CHANGED, Side.REQUEST): Row(
        "request-default-changed",
        R,
        "The server's default for {where} is now {new_or_none}; it was {old_or_none}. Callers who leave it out get "
        "another behaviour.",
        "Keep the default.",
    ),
    ("default", CHANGED, Side.RESPONSE): Row(
        "response-default-changed", D, "The default documented for {where} is now {new_or_none}; it was {old_or_none}."
    ),
    ("discriminator", CHANGED, Side.REQUEST): Row(
        "request-discriminator-changed",
        R,
        "What tells the variants of {where} apart is now {new_or_none}; it was {old_or_none}.",
        "Keep the property of the discriminator.",
    ),
    ("discriminator", CHANGED, Side.RESPONSE): Row(
        "response-discriminator-changed",
        R,
        "What tells the variants of {where} apart is now {new_or_none}; it was {old_or_none}. Generated clients choose "
        "by it.",
        "Keep the property of the discriminator.",
    ),
    ("discriminator", NARROWED, Side.REQUEST): Row(
        "request-discriminator-added",
        R,
        "The variants of {where} are now told apart by {new_or_none}; requests without it may not be understood.",
        "Keep finding the variant by its shape.",
    ),
    ("discriminator", WIDENED, Side.REQUEST): Row(
        "request-discriminator-removed",
        S,
        "The variants of {where} are no longer told apart by {old_or_none}.",
    ),
    ("discriminator", NARROWED, Side.RESPONSE): Row(
        "response-discriminator-added",
        S,
        "The variants of {where} can now be told apart by {new_or_none}.",
    ),
    ("discriminator", WIDENED, Side.RESPONSE): Row(
        "response-discriminator-removed",
        R,
        "The variants of {where} can no longer be told apart by {old_or_none}; generated clients choose by it.",
        "Keep the discriminator.",
    ),
    ("discriminator-value", NARROWED, Side.REQUEST): Row(
        "request-discriminator-value-removed",
        B,
        "{old} no longer names a variant of {where}.",
        "Keep the value in the mapping.",
    ),
    ("discriminator-value", WIDENED, Side.REQUEST): Row(
        "request-discriminator-value-added", S, "{new} now names a variant of {where}."
    ),
    ("discriminator-value", CHANGED, Side.REQUEST): Row(
        "request-discriminator-value-moved",
        B,
        "A value that named the variant {old} of {where} now names {new}.",
        "Keep the mapping, and add other values to it.",
    ),
    ("discriminator-value", WIDENED, Side.RESPONSE): Row(
        "response-discriminator-value-added",
        R,
        "{new} now names a variant of {where}, which callers of the old version do not know.",
        "Send new values only to callers who asked for them.",
    ),
    ("discriminator-value", NARROWED, Side.RESPONSE): Row(
        "response-discriminator-value-removed", S, "{old} no longer names a variant of {where}."
    ),
    ("discriminator-value", CHANGED, Side.RESPONSE): Row(
        "response-discriminator-value-moved",
        B,
        "A value that named the variant {old} of {where} now names {new}; generated clients choose by it.",
        "Keep the mapping, and add other values to it.",
    ),
    ("xml", CHANGED, Side.REQUEST): Row(
        "request-xml-changed",
        B,
        "{where} is now written differently in XML: {new_or_none}; it was {old_or_none}.",
        "Keep the names and the form in XML.",
    ),
    ("xml", CHANGED, Side.RESPONSE): Row(
        "response-xml-changed",
        B,
        "{where} is now written differently in XML: {new_or_none}; it was {old_or_none}.",
        "Keep the names and the form in XML.",
    ),
    ("deprecated", NARROWED, Side.REQUEST): Row("request-property-deprecated", L, "{where} is now marked deprecated."),
    ("deprecated", WIDENED, Side.REQUEST): Row(
        "request-property-reactivated", L, "{where} is no longer marked deprecated."
    ),
    ("deprecated", NARROWED, Side.RESPONSE): Row(
        "response-property-deprecated", L, "{where} is now marked deprecated."
    ),
    ("deprecated", WIDENED, Side.RESPONSE): Row(
        "response-property-reactivated", L, "{where} is no longer marked deprecated."
    ),
    **_promises("request", Side.REQUEST),
    **_promises("response", Side.RESPONSE),
    ("required", NARROWED, Side.REQUEST): Row(
        "request-property-became-required",
        B,
        "Requests without {where} are now refused; it was optional.",
        "Keep it optional, with a default on the server.",
    ),
    ("required", WIDENED, Side.REQUEST): Row("request-property-became-optional", S, "{where} may now be left out."),
    ("required", WIDENED, Side.RESPONSE): Row(
        "response-property-became-optional",
        B,
        "{where} may now be missing; it was always there.",
        "Keep sending it in every response.",
    ),
    ("required", NARROWED, Side.RESPONSE): Row("response-property-became-required", S, "{where} is now always there."),
    ("required-undeclared", NARROWED, Side.REQUEST): Row(
        "request-undeclared-required",
        R,
        "Requests must now hold {where}, a name the description requires without declaring it.",
        "Declare the property, and keep it optional.",
    ),
    ("required-undeclared", WIDENED, Side.REQUEST): Row(
        "request-undeclared-no-longer-required", S, "{where} may now be left out."
    ),
    ("required-undeclared", WIDENED, Side.RESPONSE): Row(
        "response-undeclared-no-longer-required", R, "{where} may now be missing; it was always there.", _PROMISE
    ),
    ("required-undeclared", NARROWED, Side.RESPONSE): Row(
        "response-undeclared-required", S, "{where} is now always there."
    ),
    ("property", WIDENED, Side.REQUEST): Row("request-property-added", S, "Requests may now hold {where}."),
    ("property", NARROWED, Side.REQUEST): Row(
        "request-property-removed",
        R,
        "{where} is gone from the description: servers may ignore it silently.",
        "Keep accepting and honouring it; mark it deprecated.",
        frozenset((READER,)),
    ),
    ("property", WIDENED, Side.RESPONSE): Row("response-property-added", S, "Responses may now hold {where}."),
    ("property", NARROWED, Side.RESPONSE): Row(
        "response-property-removed",
        R,
        "{where} is gone; callers who read it break.",
        "Keep sending it; mark it deprecated.",
        frozenset((READER,)),
    ),
    ("readOnly", CHANGED, Side.REQUEST): Row(
        "request-read-only-changed",
        R,
        "Whether requests may set {where} changed (`readOnly`).",
        "Keep accepting it in requests.",
    ),
    ("writeOnly", NARROWED, Side.RESPONSE): Row(
        "response-property-became-write-only",
        R,
        "{where} is no longer in responses (`writeOnly`); callers who read it break.",
        "Keep sending it.",
        frozenset((READER,)),
    ),
    ("writeOnly", WIDENED, Side.RESPONSE): Row(
        "response-property-no-longer-write-only", S, "Responses may now hold {where}."
    ),
    ("additionalProperties", NARROWED, Side.REQUEST): Row(
        "request-object-closed",
        R,
        "{where} now refuses properties that the description does not name.",
        "Keep ignoring unknown properties.",
    ),
    ("additionalProperties", WIDENED, Side.REQUEST): Row(
        "request-object-opened", S, "{where} now takes properties that the description does not name."
    ),
    ("additionalProperties", WIDENED, Side.RESPONSE): Row(
        "response-object-opened", S, "{where} may now hold properties that the description does not name."
    ),
    ("additionalProperties", NARROWED, Side.RESPONSE): Row(
        "response-object-closed", S, "{where} holds only the properties that the description names."
    ),
    ("patternProperties", NARROWED, Side.REQUEST): Row(
        "request-name-pattern-added", B, "In {where}, less is accepted in properties whose names match {name}.", _KEEP
    ),
    ("patternProperties", WIDENED, Side.REQUEST): Row(
        "request-name-pattern-removed", S, "In {where}, more is accepted in properties whose names match {name}."
    ),
    ("patternProperties", WIDENED, Side.RESPONSE): Row(
        "response-name-pattern-removed",
        B,
        "In {where}, less is promised of properties whose names match {name}.",
        _PROMISE,
    ),
    ("patternProperties", NARROWED, Side.RESPONSE): Row(
        "response-name-pattern-added", S, "In {where}, more is promised of properties whose names match {name}."
    ),
    ("variant", NARROWED, Side.REQUEST): Row(
        "request-variant-removed", B, "{where} no longer accepts the variant {name}.", "Keep accepting {name}."
    ),
    ("variant", WIDENED, Side.REQUEST): Row("request-variant-added", S, "{where} now also accepts the variant {name}."),
    ("variant", WIDENED, Side.RESPONSE): Row(
        "response-variant-added",
        B,
        "{where} can now be the variant {name}, which callers of the old version do not know.",
        "Send the new variant only to callers who asked for it.",
    ),
    ("variant", NARROWED, Side.RESPONSE): Row(
        "response-variant-removed", S, "{where} is never the variant {name} now."
    ),
    ("overlap", NARROWED, Side.REQUEST): Row(
        "request-variants-exclusive",
        B,
        "{where} must now match exactly one variant (`oneOf`); values that match two are refused.",
        "Use `anyOf`, or variants that cannot overlap.",
    ),
    ("overlap", WIDENED, Side.REQUEST): Row(
        "request-variants-inclusive", S, "{where} may now match several variants (`anyOf`)."
    ),
    ("overlap", WIDENED, Side.RESPONSE): Row(
        "response-variants-inclusive", R, "{where} can now match several variants; before, exactly one.", _PROMISE
    ),
    ("overlap", NARROWED, Side.RESPONSE): Row(
        "response-variants-exclusive", S, "{where} now matches exactly one variant."
    ),
    ("overlap-inner", NARROWED, Side.REQUEST): Row(
        "request-variants-overlap",
        R,
        "{where} must match exactly one variant (`oneOf`), and its variants overlap otherwise than before; values that "
        "match two are refused.",
        "Use `anyOf`, or variants that cannot overlap.",
    ),
    ("overlap-inner", WIDENED, Side.REQUEST): Row(
        "request-variants-parted",
        S,
        "{where} must match exactly one variant (`oneOf`); its variants overlap otherwise than before.",
    ),
    ("overlap-inner", WIDENED, Side.RESPONSE): Row(
        "response-variants-parted",
        R,
        "{where} matches exactly one variant (`oneOf`), and its variants overlap otherwise than before; values that "
        "matched two can now be met.",
        "Use `anyOf`, or variants that cannot overlap.",
    ),
    ("overlap-inner", NARROWED, Side.RESPONSE): Row(
        "response-variants-overlap",
        S,
        "{where} matches exactly one variant (`oneOf`); its variants overlap otherwise than before.",
    ),
    ("union", NARROWED, Side.REQUEST): Row(
        "request-union-narrowed", B, "{where} must now also match one of several variants.", _KEEP
    ),
    ("union", WIDENED, Side.REQUEST): Row(
        "request-union-widened", S, "{where} need no longer match one of the variants."
    ),
    ("union", CHANGED, Side.REQUEST): Row(
        "request-union-changed",
        B,
        "{where} is put together differently (`anyOf`, `oneOf`); old values may be refused.",
        _KEEP,
    ),
    ("union", WIDENED, Side.RESPONSE): Row(
        "response-union-widened",
        B,
        "{where} always matched one of several variants; that is no longer promised.",
        _PROMISE,
    ),
    ("union", NARROWED, Side.RESPONSE): Row(
        "response-union-narrowed", S, "{where} now matches one of several variants."
    ),
    ("union", CHANGED, Side.RESPONSE): Row(
        "response-union-changed",
        B,
        "{where} is put together differently (`anyOf`, `oneOf`); callers may meet values they do not know.",
        _PROMISE,
    ),
    ("condition", NARROWED, Side.REQUEST): Row(
        "request-condition-added", B, "{where} must now meet a further condition (`{keyword}`).", _KEEP
    ),
    ("condition", CHANGED, Side.REQUEST): Row(
        "request-condition-changed",
        B,
        "The condition `{keyword}` on {where} changed; old values may be refused.",
        _KEEP,
    ),
    ("condition", WIDENED, Side.REQUEST): Row(
        "request-condition-removed", S, "{where} need no longer meet the condition `{keyword}`."
    ),
    ("condition", WIDENED, Side.RESPONSE): Row(
        "response-condition-removed", B, "{where} met the condition `{keyword}`; that is no longer promised.", _PROMISE
    ),
    ("condition", CHANGED, Side.RESPONSE): Row(
        "response-condition-changed", B, "The condition `{keyword}` that {where} meets changed.", _PROMISE
    ),
    ("condition", NARROWED, Side.RESPONSE): Row(
        "response-condition-added", S, "{where} now also meets the condition `{keyword}`."
    ),
    ("never", NARROWED, Side.REQUEST): Row("request-value-forbidden", B, "{where} now refuses every value.", _KEEP),
    ("never", WIDENED, Side.REQUEST): Row("request-value-allowed", S, "{where} now takes values."),
    ("never", WIDENED, Side.RESPONSE): Row(
        "response-value-appeared", R, "{where} never held a value; now it can.", "Use a new property."
    ),
    ("never", NARROWED, Side.RESPONSE): Row(
        "response-value-vanished", R, "{where} no longer holds a value.", _PROMISE, frozenset((READER,))
    ),
}

SPECIAL: dict[str, Row] = {
    row.rule: row
    for row in (
        Row(
            "request-property-added-required",
            B,
            "Requests without {where} are now refused; the property is new.",
            "Make it optional, with a default on the server.",
            why=(
                "Callers of the old version cannot know the property, so none of their calls holds it; every one "
                "is refused."
            ),
        ),
        Row(
            "request-property-refused",
            B,
            "Requests that hold {where} are now refused: it is gone, and unknown properties are not allowed.",
            "Keep accepting it; mark it deprecated.",
            why="The object takes only the names it declares, so calls with the name that is gone are refused.",
        ),
        Row(
            "response-required-property-removed",
            B,
            "{where} is gone; it was always there.",
            "Keep sending it; mark it deprecated.",
            why=(
                "The old description promised it in every response; callers read it without asking whether it is there."
            ),
        ),
        Row(
            "response-required-property-became-write-only",
            B,
            "{where} is no longer in responses (`writeOnly`); it was always there.",
            "Keep sending it.",
            why=(
                "The old description promised it in every response; callers read it without asking whether it is there."
            ),
        ),
        Row(
            "request-map-closed",
            B,
            "{where} took properties of any name; now only the names in the description are accepted.",
            "Keep accepting further properties.",
            why="A map declares every name, so callers send names of their own; those are refused now.",
        ),
        Row(
            "response-constant-dropped",
            B,
            "{where} was always {old}; now it can be something else.",
            "Keep the constant.",
            why="Callers were promised one value, and may well not look at it; now it can be another.",
        ),
        Row(
            "request-unevaluated-closed",
            R,
            "{where} now refuses properties or items that the description does not name.",
            "Keep ignoring what is unknown.",
            why=(
                "Callers are held to the declared names, and of those none is refused; "
                "who sends further names is refused now."
            ),
        ),
        Row(
            "request-default-unneeded",
            D,
            "The default documented for {where} is now {new_or_none}; it was {old_or_none}. No caller may omit it.",
            why="A default means nothing where a value must be given.",
        ),
        Row(
            "response-unevaluated-opened",
            S,
            "{where} may now hold properties or items that the description does not name.",
            why="Callers ignore names they do not know.",
        ),
        Row(
            "request-condition-undeclared",
            R,
            "{where} must now meet a further condition (`{keyword}`), set off by names that are not declared.",
            "Declare the names, and put the condition into a new version.",
            why="We do not know whether callers send those names; those who do are held to the condition.",
        ),
        Row(
            "request-parameter-becomes-list",
            S,
            "{where} now takes a list; a single value still means the same.",
            why="In an exploded form style `?a=1` is also how a list of one is written.",
        ),
        Row(
            "webhook-parameter-becomes-single",
            S,
            "{where} is now one value; it was a list.",
            why="In an exploded form style `?a=1` is also how a list of one is written.",
        ),
    )
}
"""Rows chosen by more than (keyword, relation, side)."""

HTTP_ROWS: dict[str, Row] = {
    row.rule: row
    for row in (
        Row(
            "operation-removed",
            B,
            "{op} is gone; every call to it fails.",
            "Keep it; mark it `deprecated: true` with an `x-sunset` date, and remove it after that day.",
            why="Every call to it fails, whatever the caller sends.",
        ),
        Row(
            "operation-retired",
            L,
            "{op} is gone, after the sunset it announced ({old}).",
            why=(
                "Callers were told the day in advance, and it has passed; the stage policy judges whether that "
                "was notice enough."
            ),
        ),
        Row("operation-added", S, "{op} is new.", why="Nobody calls it yet."),
        Row(
            "operation-moved",
            B,
            "{op} moved to `{new}`; calls to the old path fail.",
            "Keep the old path beside the new one, marked deprecated.",
            why=(
                "Calls to the old path fail. It is one finding, because the `operationId` says that it is one "
                "operation."
            ),
        ),
        Row(
            "operation-id-changed",
            R,
            "The `operationId` of {op} is now {new_or_none}; it was {old_or_none}. Names in generated clients change.",
            "Keep the `operationId`.",
            why=(
                "Nothing changes on the wire; but generated clients name their methods by it, and links name "
                "operations by it."
            ),
        ),
        Row(
            "operation-deprecated",
            L,
            "{op} is now marked deprecated.",
            why="Nothing changes on the wire; callers are told that it will end.",
        ),
        Row(
            "operation-reactivated",
            L,
            "{op} is no longer marked deprecated.",
            why="Nothing changes on the wire; callers are told that it stays.",
        ),
        Row(
            "sunset-pulled-forward",
            L,
            "{op} now ends on {new}; callers were told {old}.",
            "Keep the sunset date, or move it later.",
            frozenset((BROKEN_PROMISE,)),
            why="Callers planned with the day they were given.",
        ),
        Row(
            "sunset-deleted",
            L,
            "{op} no longer says when it ends; callers were told {old}.",
            "Keep the sunset date while the operation is deprecated.",
            frozenset((BROKEN_PROMISE,)),
            why="Callers planned with the day they were given; now they do not know when it ends.",
        ),
        Row(
            "stage-lowered",
            L,
            "{op} is now marked {new}; callers were told {old}.",
            "Keep the stage; a stage never goes back.",
            frozenset((BROKEN_PROMISE,)),
            why="A stage is a promise about stability; taking it back takes back the promise.",
        ),
        Row(
            "stage-lost",
            L,
            "{op} was marked {old}; {new} names no stage, so nobody knows whether that still holds.",
            "Write the stage as one of `draft`, `alpha`, `beta`, `stable`.",
            frozenset((BROKEN_PROMISE,)),
            why="A stage is a promise about stability; a mark that says nothing takes it back.",
        ),
        Row(
            "stage-raised",
            L,
            "{op} is now marked {new}; it was marked {old}.",
            why="Nothing changes on the wire; callers are promised more.",
        ),
        Row(
            "stage-marked",
            L,
            "{op} is now marked {new}; it carried no mark.",
            why="Without a mark an operation is as stable as its API; the stage policy judges what the mark may say.",
        ),
        Row(
            "stage-unmarked",
            L,
            "{op} is no longer marked {old}.",
            why="Without a mark an operation is as stable as its API.",
        ),
        Row(
            "stage-unreadable",
            L,
            "The stage mark of {op} is now {new}; it was {old}. {name} names no stage.",
            "Write the stage as one of `draft`, `alpha`, `beta`, `stable`.",
            why="A mark that says nothing promises nothing; whether callers were promised something cannot be told.",
        ),
        Row(
            "sunset-unreadable",
            L,
            "The sunset of {op} is now {new}; it was {old}. {name} is no date.",
            "Write the day as `2030-01-31`.",
            why="Callers cannot plan with a day that nobody can read.",
        ),
        Row(
            "template-shadowed",
            R,
            "`{new}` is new and takes calls that `{old}` answered before.",
            "Choose a path that the existing template does not match.",
            why="A concrete path wins over a template, so calls with that value reach another operation than before.",
        ),
        Row(
            "request-parameter-added-required",
            B,
            "{op} now refuses calls without {where}; it is new.",
            "Make it optional, with a default on the server.",
            why="Callers of the old version cannot know the parameter, so none of their calls holds it.",
        ),
        Row("request-parameter-added", S, "{op} now takes {where}.", why="Calls without it mean what they meant."),
        Row(
            "request-parameter-removed",
            R,
            "{where} is gone: servers may ignore it silently.",
            "Keep accepting and honouring it; mark it deprecated.",
            frozenset((READER,)),
            why=(
                "Unknown parameters are usually ignored, so the call still succeeds; what it asked for silently "
                "no longer happens."
            ),
        ),
        Row(
            "request-parameter-became-required",
            B,
            "Calls without {where} are now refused; it was optional.",
            "Keep it optional, with a default on the server.",
            why="Calls without it were accepted and are refused now.",
        ),
        Row(
            "request-parameter-became-optional",
            S,
            "{where} may now be left out.",
            why="Calls with it are still accepted.",
        ),
        Row(
            "request-parameter-style-changed",
            B,
            "{where} is now written {new}; it was {old}.",
            "Keep `style` and `explode` as they were.",
            why="The same value is written differently in the call; the server reads another value, or none.",
        ),
        Row(
            "request-parameter-encoding-changed",
            B,
            "{where} is now described by {new}; it was {old}, and is written differently in a call.",
            "Keep the way the parameter is written.",
            why="The same value is written differently in the call; the server reads another value, or none.",
        ),
        Row(
            "request-parameter-reserved-refused",
            R,
            "{where} must now be percent-encoded in full (`allowReserved`).",
            "Keep accepting reserved characters.",
            why="Clients that send `/` or `:` as they are may be misread.",
        ),
        Row(
            "request-parameter-reserved-allowed",
            S,
            "{where} may now hold reserved characters.",
            why="Percent-encoded text is still read.",
        ),
        Row(
            "request-parameter-empty-refused",
            B,
            "{where} may no longer be empty (`allowEmptyValue`).",
            "Keep accepting the empty value.",
            why="Callers send `?flag=` or `?flag` and are refused now.",
        ),
        Row(
            "request-parameter-empty-allowed",
            S,
            "{where} may now be empty.",
            why="Calls with a value are still accepted.",
        ),
        Row(
            "request-body-added-required",
            B,
            "{op} now refuses calls without a body; it took none.",
            "Make the body optional.",
            why="Callers of the old version send no body.",
        ),
        Row("request-body-added", S, "{op} now takes a body.", why="Calls without a body mean what they meant."),
        Row(
            "request-body-removed",
            B,
            "{op} no longer takes a body.",
            "Keep accepting the body.",
            why="Callers send a body; it is refused, or what it asked for silently no longer happens.",
        ),
        Row(
            "request-body-became-required",
            B,
            "{op} now refuses calls without a body; it was optional.",
            "Keep the body optional.",
            why="Calls without a body were accepted and are refused now.",
        ),
        Row(
            "request-body-became-optional",
            S,
            "{op} may now be called without a body.",
            why="Calls with a body are still accepted.",
        ),
        Row(
            "request-media-type-removed",
            B,
            "{op} no longer accepts bodies of type `{name}`.",
            "Keep accepting `{name}`.",
            why="Callers who send that type are refused with 415.",
        ),
        Row(
            "request-media-type-added",
            S,
            "{op} now also accepts bodies of type `{name}`.",
            why="What was accepted still is.",
        ),
        Row(
            "response-media-type-removed",
            B,
            "{where} is no longer sent as `{name}`; callers who read it break.",
            "Keep offering `{name}`.",
            why="Callers ask for that type and can read no other.",
        ),
        Row(
            "response-media-type-added",
            S,
            "{where} can now also be had as `{name}`.",
            why="Callers who name the type they want still get it.",
        ),
        Row(
            "response-status-removed",
            B,
            "{op} no longer answers {name}; callers who wait for it break.",
            "Keep answering {name}.",
            why="Callers take the status as the sign of success.",
        ),
        Row("response-error-removed", S, "{op} no longer answers {name}.", why="Callers need not meet every error."),
        Row(
            "response-status-added",
            R,
            "{op} can now answer {name}, a success callers of the old version do not know.",
            "Keep the old status.",
            why=(
                "Callers who wait for one success status take another for a failure, or look for a body that is "
                "not there."
            ),
        ),
        Row(
            "response-error-added",
            S,
            "{op} can now answer {name}.",
            why="An error can always happen; callers handle any status from 400 on.",
        ),
        Row(
            "response-header-removed",
            R,
            "{where} is gone; callers who read it break.",
            "Keep sending it.",
            frozenset((READER,)),
            why="The old description let it be missing; but callers who read it were given it.",
        ),
        Row(
            "response-required-header-removed",
            B,
            "{where} is gone; it was always there.",
            "Keep sending it.",
            why=(
                "The old description promised it in every response; callers read it without asking whether it is there."
            ),
        ),
        Row("response-header-added", S, "{where} is new.", why="Callers ignore headers they do not know."),
        Row(
            "response-header-became-optional",
            B,
            "{where} may now be missing; it was always there.",
            "Keep sending it in every response.",
            why="Callers read it without asking whether it is there.",
        ),
        Row(
            "response-header-became-required",
            S,
            "{where} is now always there.",
            why="Callers already handle it being there.",
        ),
        Row(
            "security-tightened",
            B,
            "{op} now asks for {new}; callers who come with {old} are refused.",
            "Keep accepting the old credentials beside the new ones.",
            why="Callers come with the credentials that were enough, and are refused with 401 or 403.",
        ),
        Row(
            "security-loosened",
            S,
            "{op} now also lets in callers with {new}; before, {old}.",
            why="The credentials that were enough still are.",
        ),
        Row(
            "security-endpoint-changed",
            R,
            "Credentials for {op} now come from another address ({name}: {new}; it was {old}).",
            "Keep the old address working.",
            why=(
                "Callers fetch their tokens at the address they were given; whether it still answers is not in "
                "the description."
            ),
        ),
        Row(
            "security-endpoint-removed",
            R,
            "Credentials for {op} can no longer be had at {old} ({name}).",
            "Keep the address in the description.",
            why="Callers fetch or renew their tokens at the address they were given.",
        ),
        Row(
            "security-endpoint-added",
            S,
            "Credentials for {op} can now also be had at {new} ({name}).",
            why="The old ways stay.",
        ),
        Row(
            "security-scope-removed",
            R,
            "The scope {name} can no longer be asked for in the {kind} flow; callers of {op} who do may get no token.",
            "Keep offering the scope.",
            why=(
                "A server may refuse the whole request for a token when it does not know a scope in it (RFC 6749, "
                "section 5.2); the tokens that callers have still work."
            ),
        ),
        Row(
            "security-scope-added",
            S,
            "The scope {name} can now be asked for in the {kind} flow, for {op}.",
            why="Nobody asks for it yet.",
        ),
        Row(
            "server-removed",
            R,
            "{op} is no longer served at `{old}`.",
            "Keep serving the old address, or redirect from it.",
            why="Callers may use the old address; whether it still answers is not in the description.",
        ),
        Row("server-added", S, "{op} is now also served at `{new}`.", why="The old addresses stay."),
        Row(
            "webhook-removed",
            B,
            "The {name} is no longer sent; callers who wait for it break.",
            "Keep sending it.",
            why="Receivers wait for a message that never comes.",
        ),
        Row("webhook-added", S, "The {name} is new.", why="Nobody waits for it yet."),
        Row(
            "webhook-body-added",
            S,
            "The {name} now comes with a body.",
            why="Receivers ignore a body they do not know.",
        ),
        Row(
            "webhook-body-removed",
            B,
            "The {name} no longer comes with a body; receivers who read it break.",
            "Keep sending the body.",
            why="Receivers read the body without asking whether it is there.",
        ),
        Row(
            "webhook-body-became-optional",
            B,
            "The {name} may now come without a body; it always had one.",
            "Keep sending the body.",
            why="Receivers read the body without asking whether it is there.",
        ),
        Row(
            "webhook-body-became-required",
            S,
            "The {name} now always comes with a body.",
            why="Receivers already handle it being there.",
        ),
        Row(
            "webhook-media-type-added",
            B,
            "The {name} can now come as `{kind}`, which receivers do not know.",
            "Keep sending the old type, or the new one only to receivers who asked for it.",
            why="A receiver cannot choose the type of what it is sent.",
        ),
        Row(
            "webhook-media-type-removed",
            S,
            "The {name} no longer comes as `{kind}`.",
            why="Receivers already handle the types that are left.",
        ),
        Row(
            "webhook-parameter-added",
            S,
            "The {name} now comes with {where}.",
            why="Receivers ignore what they do not know.",
        ),
        Row(
            "webhook-parameter-removed",
            R,
            "{where} is gone; receivers who read it break.",
            "Keep sending it.",
            frozenset((READER,)),
            why="The old description let it be missing; but receivers who read it were given it.",
        ),
        Row(
            "webhook-required-parameter-removed",
            B,
            "{where} is gone; it was always there.",
            "Keep sending it.",
            why="Receivers read it without asking whether it is there.",
        ),
        Row(
            "webhook-parameter-became-optional",
            B,
            "{where} may now be missing; it was always there.",
            "Keep sending it every time.",
            why="Receivers read it without asking whether it is there.",
        ),
        Row(
            "webhook-parameter-became-required",
            S,
            "{where} is now always there.",
            why="Receivers already handle it being there.",
        ),
        Row(
            "webhook-parameter-style-changed",
            B,
            "{where} is now written {new}; it was {old}.",
            "Keep the way it is written.",
            why="Receivers read another value, or none.",
        ),
        Row(
            "webhook-parameter-empty-allowed",
            B,
            "{where} may now come empty; it always had a value.",
            "Keep sending a value.",
            why="Receivers read a value without asking whether there is one.",
        ),
        Row(
            "webhook-parameter-form-loosened",
            R,
            "{where} can now hold reserved characters.",
            "Keep sending it as before.",
            why="Few receivers depend on it; those who split the text by hand do.",
        ),
        Row(
            "webhook-parameter-form-tightened",
            S,
            "{where} never holds reserved characters, or is never empty, any more.",
            why="Whatever is sent now was possible before.",
        ),
        Row(
            "webhook-security-loosened",
            B,
            "The {name} can now come with {new}; receivers check for {old}.",
            "Keep sending the old credentials.",
            why="Receivers refuse what does not carry the credentials they check.",
        ),
        Row(
            "webhook-security-tightened",
            S,
            "The {name} now always comes with {new}; before, with {old}.",
            why="Receivers still find the credentials they check.",
        ),
        Row(
            "webhook-answer-added",
            S,
            "The {name} may now be answered with {status}.",
            why="Whatever receivers answer today is still understood.",
        ),
        Row(
            "webhook-answer-removed",
            B,
            "The {name} may no longer be answered with {status}; receivers who do are taken to have failed.",
            "Keep accepting the answer.",
            why="Receivers answer what the old description accepts.",
        ),
        Row(
            "webhook-error-answer-removed",
            S,
            "Nothing is said any more of the answer {status} to the {name}.",
            why="An error can always be answered.",
        ),
        Row(
            "webhook-answer-type-added",
            S,
            "{where} may now also be of type `{kind}`.",
            why="Whatever receivers answer today is still understood.",
        ),
        Row(
            "webhook-answer-type-removed",
            B,
            "{where} may no longer be of type `{kind}`.",
            "Keep accepting the type.",
            why="Receivers answer what the old description accepts.",
        ),
        Row(
            "webhook-answer-header-added",
            S,
            "Answers may now carry {where}.",
            why="Answers without it mean what they meant.",
        ),
        Row(
            "webhook-answer-header-added-required",
            B,
            "Answers without {where} are now refused; it is new.",
            "Make it optional.",
            why="Receivers of the old version cannot know the header.",
        ),
        Row(
            "webhook-answer-header-removed",
            R,
            "{where} is gone: it may be ignored silently.",
            "Keep accepting and honouring it.",
            why="The answer is still accepted; what the header asked for silently no longer happens.",
        ),
        Row(
            "webhook-answer-header-became-required",
            B,
            "Answers without {where} are now refused; it was optional.",
            "Keep it optional.",
            why="Answers without it were accepted and are refused now.",
        ),
        Row(
            "webhook-answer-header-became-optional",
            S,
            "{where} may now be left out.",
            why="Answers with it are still accepted.",
        ),
        Row(
            "response-media-type-generalized",
            B,
            "{where} was always `{old}`; now it can be any `{new}`.",
            "Keep naming the type.",
            why="Callers read one type and must now expect any.",
        ),
        Row(
            "response-media-type-specialized",
            S,
            "{where} is now `{new}`; it could be any `{old}`.",
            why="Callers already handle it.",
        ),
        Row(
            "response-status-specialized",
            S,
            "{op} now answers only the statuses it names of `{name}`.",
            why="Callers who handle the range handle each status in it.",
        ),
        Row(
            "response-header-style-changed",
            B,
            "{where} is now written {new}; it was {old}.",
            "Keep the way it is written.",
            why="Callers read another value, or none.",
        ),
        Row(
            "response-link-added",
            S,
            "{where} is new.",
            why="Nobody follows it yet.",
        ),
        Row(
            "response-link-removed",
            R,
            "{where} is gone; callers who follow it break.",
            "Keep the link.",
            frozenset((READER,)),
            why="A link is a hint for generated clients; what it leads to may still be called.",
        ),
        Row(
            "response-link-changed",
            R,
            "{where} now leads elsewhere, or with other values.",
            "Keep the link, and add another beside it.",
            why="Generated clients follow the link by its name.",
        ),
        Row(
            "request-encoding-narrowed",
            B,
            "{where} must now be sent {new}; before, {old}.",
            "Keep accepting the old way.",
            why="Callers write the part as the old description says; the server reads another value, or none.",
        ),
        Row(
            "request-encoding-widened",
            S,
            "{where} may now be sent {new}; before, {old}.",
            why="The way callers write the part is still read.",
        ),
        Row(
            "response-encoding-widened",
            B,
            "{where} can now come {new}; before, always {old}.",
            "Keep sending it the old way.",
            why="Callers read the part as the old description says.",
        ),
        Row(
            "response-encoding-narrowed",
            S,
            "{where} now always comes {new}; before, {old}.",
            why="Whatever is sent now was possible before.",
        ),
        Row(
            "request-part-header-added",
            S,
            "{op} now takes {where}.",
            why="Parts without it mean what they meant.",
        ),
        Row(
            "request-part-header-added-required",
            B,
            "{op} now refuses calls without {where}; it is new.",
            "Make it optional.",
            why="Callers of the old version cannot know the header, so none of their calls holds it.",
        ),
        Row(
            "request-part-header-removed",
            R,
            "{where} is gone: it may be ignored silently.",
            "Keep accepting and honouring it.",
            frozenset((READER,)),
            why="The part is still accepted; what the header asked for silently no longer happens.",
        ),
        Row(
            "request-part-header-became-required",
            B,
            "Calls without {where} are now refused; it was optional.",
            "Keep it optional.",
            why="Calls without it were accepted and are refused now.",
        ),
        Row(
            "request-part-header-became-optional",
            S,
            "{where} may now be left out.",
            why="Calls with it are still accepted.",
        ),
        Row(
            "request-part-header-style-changed",
            B,
            "{where} is now written {new}; it was {old}.",
            "Keep the way it is written.",
            why="The same value is written differently in the call; the server reads another value, or none.",
        ),
        Row(
            "webhook-servers-changed",
            D,
            "Where receivers of the {name} are said to listen is now {new_or_none}; it was {old_or_none}.",
            why="Receivers give the address themselves; what the description says of it is an example.",
        ),
        Row(
            "security-flow-removed",
            R,
            "Credentials for {op} can no longer be had by the {name} flow.",
            "Keep the flow.",
            why="Callers who fetch their tokens that way get none; those they have still work.",
        ),
        Row(
            "security-flow-added",
            S,
            "Credentials for {op} can now also be had by the {name} flow.",
            why="The old ways stay.",
        ),
        Row(
            "server-variable-changed",
            R,
            "The address of {op} is now {new} where nothing else is chosen; it was {old}.",
            "Keep the default of the server's variable.",
            why="Clients that leave the variable alone call another address.",
        ),
        Row(
            "request-parameter-retired",
            L,
            "{where} is gone, after the sunset it announced ({old}).",
            why="Callers were told the day in advance, and it has passed.",
        ),
        Row(
            "request-parameter-deprecated",
            L,
            "{where} is now marked deprecated.",
            why="Nothing changes on the wire; callers are told that it will end.",
        ),
        Row(
            "request-parameter-reactivated",
            L,
            "{where} is no longer marked deprecated.",
            why="Nothing changes on the wire; callers are told that it stays.",
        ),
        Row(
            "path-parameter-described",
            D,
            "{where} is described now.",
            why="It stood in the path before, so every call had a value for it; nobody has to send more.",
        ),
        Row(
            "path-parameter-undescribed",
            D,
            "{where} is no longer described.",
            why="It still stands in the path, so calls stay as they are; tools no longer know what it may be.",
        ),
        Row(
            "tag-added",
            D,
            "{op} is now tagged {new}.",
            why="Tags group operations in the documentation, and in some generated clients.",
        ),
        Row(
            "tag-removed",
            D,
            "{op} is no longer tagged {old}.",
            why="Tags group operations in the documentation, and in some generated clients.",
        ),
    )
}
"""Rows of the HTTP layer, by id."""

_ANSWER_ADDED, _ANSWER_REMOVED = "webhook-answer-added", "webhook-answer-removed"

INVERTED: dict[str, str] = {
    "request-parameter-added-required": "webhook-parameter-added",
    "request-parameter-added": "webhook-parameter-added",
    "request-parameter-removed": "webhook-parameter-removed",
    "request-parameter-became-required": "webhook-parameter-became-required",
    "request-parameter-became-optional": "webhook-parameter-became-optional",
    "request-parameter-style-changed": "webhook-parameter-style-changed",
    "request-parameter-encoding-changed": "webhook-parameter-style-changed",
    "request-parameter-reserved-refused": "webhook-parameter-form-tightened",
    "request-parameter-reserved-allowed": "webhook-parameter-form-loosened",
    "request-parameter-empty-refused": "webhook-parameter-form-tightened",
    "request-parameter-empty-allowed": "webhook-parameter-empty-allowed",
    "request-body-added-required": "webhook-body-added",
    "request-body-added": "webhook-body-added",
    "request-body-removed": "webhook-body-removed",
    "request-body-became-required": "webhook-body-became-required",
    "request-body-became-optional": "webhook-body-became-optional",
    "request-media-type-added": "webhook-media-type-added",
    "request-media-type-removed": "webhook-media-type-removed",
    "request-encoding-narrowed": "response-encoding-narrowed",
    "request-encoding-widened": "response-encoding-widened",
    "response-encoding-narrowed": "request-encoding-narrowed",
    "response-encoding-widened": "request-encoding-widened",
    "response-status-added": _ANSWER_ADDED,
    "response-error-added": _ANSWER_ADDED,
    "response-status-removed": _ANSWER_REMOVED,
    "response-status-specialized": _ANSWER_REMOVED,
    "response-error-removed": "webhook-error-answer-removed",
    "response-media-type-added": "webhook-answer-type-added",
    "response-media-type-generalized": "webhook-answer-type-added",
    "response-media-type-removed": "webhook-answer-type-removed",
    "response-media-type-specialized": "webhook-answer-type-removed",
    "response-header-added": "webhook-answer-header-added",
    "response-header-added-required": "webhook-answer-header-added-required",
    "request-part-header-added": "response-header-added",
    "request-part-header-added-required": "response-header-added",
    "request-part-header-removed": "response-header-removed",
    "request-part-required-header-removed": "response-required-header-removed",
    "request-part-header-became-required": "response-header-became-required",
    "request-part-header-became-optional": "response-header-became-optional",
    "request-part-header-style-changed": "response-header-style-changed",
    "response-header-removed": "webhook-answer-header-removed",
    "response-required-header-removed": "webhook-answer-header-removed",
    "response-header-became-required": "webhook-answer-header-became-required",
    "response-header-became-optional": "webhook-answer-header-became-optional",
    "response-header-style-changed": "webhook-parameter-style-changed",
    "security-tightened": "webhook-security-tightened",
    "security-loosened": "webhook-security-loosened",
}
"""What an HTTP rule becomes where the server calls and the client answers (webhooks, callbacks)."""
