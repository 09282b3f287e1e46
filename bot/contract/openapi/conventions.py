"""Why a rule has its class: plain contravariance, and the reasons for which a rule departs from it. Data only.

A request that takes less breaks who sends it; a response that may hold more breaks who reads it. That much follows
from the relation and the side (`PLAIN`). Where experience says otherwise, `OVERRULED` says why.
"""

from bot.contract.report import Cause, Side
from bot.contract.schema.edits import CHANGED, NARROWED, WIDENED

PLAIN: dict[tuple[str, Side], tuple[Cause, str]] = {
    (NARROWED, Side.REQUEST): (
        Cause.BREAKING,
        "Callers send what the old description allows; what is no longer accepted is refused.",
    ),
    (CHANGED, Side.REQUEST): (Cause.BREAKING, "Some of what callers send today is no longer accepted."),
    (WIDENED, Side.REQUEST): (Cause.SAFE, "Whatever callers send today is still accepted."),
    (WIDENED, Side.RESPONSE): (
        Cause.BREAKING,
        "Callers handle what the old description promises; now they meet what it ruled out.",
    ),
    (CHANGED, Side.RESPONSE): (Cause.BREAKING, "Callers meet values that the old description ruled out."),
    (NARROWED, Side.RESPONSE): (
        Cause.SAFE,
        "Whatever is sent now was possible before; callers already handle it.",
    ),
}
"""Class and reason of a rule that follows from its relation and side alone."""

_TWO_READINGS = (
    "OpenAPI 3.0 says that `nullable` acts only beside `type`, and that null must then stand in the `enum`; many tools "
    "read it otherwise. Where the two readings differ, some callers see a change and some do not."
)
_READERS = (
    "The old description let it be missing, so no promise is broken in letter; but callers who read it were given it."
)
_PATTERNS = "Whether one pattern takes all that another takes is not decided in general; some text may be refused."
_CHOSEN_BY = (
    "Generated clients choose the variant by it; a value without it, or with an unknown one, is not understood."
)
_FORMATS = "A format that nobody has registered means what the server makes of it; some values may be refused, or new."
_TOLD = "Nothing changes on the wire; callers are told that it will end."
_STAYS = "Nothing changes on the wire; callers are told that it stays."

_STABLE = "A stage is a promise about stability; taking it back takes back the promise."
_MORE = "Nothing changes on the wire; callers are promised more."
_PLANNED = "Callers planned with the day they were given."
_NO_DAY = "Callers cannot plan with a day that nobody can read."

OVERRULED: dict[str, str] = {
    "request-null-unclear": _TWO_READINGS,
    "response-null-unclear": _TWO_READINGS,
    "response-enum-value-added": (
        "Most clients must cope with new values sooner or later, and many do; those with an exhaustive match do not."
    ),
    "response-enum-dropped": "As with a value added: clients with an exhaustive match meet values they do not know.",
    "response-extensible-value-added": "The list was announced as open, so callers handle values they do not know.",
    "request-pattern-changed": _PATTERNS,
    "response-pattern-removed": "Patterns in responses document a form; few callers check it, some parse by it.",
    "response-pattern-changed": "Patterns in responses document a form; few callers check it, some parse by it.",
    "request-format-unclear": _FORMATS,
    "response-format-unclear": _FORMATS,
    "request-default-changed": (
        "No value is accepted or refused that was not before; but callers who leave it out get another behaviour."
    ),
    "response-default-changed": "A default in a response constrains nothing; it is documentation.",
    "request-discriminator-changed": _CHOSEN_BY,
    "response-discriminator-changed": _CHOSEN_BY,
    "request-discriminator-added": _CHOSEN_BY,
    "response-discriminator-removed": _CHOSEN_BY,
    "response-discriminator-value-added": (
        "As with a value added to an enum: clients that choose the variant by it meet one they do not know."
    ),
    "request-property-deprecated": _TOLD,
    "request-property-reactivated": _STAYS,
    "response-property-deprecated": _TOLD,
    "response-property-reactivated": _STAYS,
    **{
        f"{side}-property-{what}": why
        for side in ("request", "response")
        for what, why in (
            ("stage-lowered", _STABLE),
            ("stage-raised", _MORE),
            ("sunset-pulled-forward", _PLANNED),
            ("sunset-deleted", _PLANNED),
            ("sunset-unreadable", _NO_DAY),
        )
    },
    "request-undeclared-required": (
        "The name is not declared, so we do not know whether callers send it already; those who do not are refused."
    ),
    "response-undeclared-no-longer-required": (
        "The name is not declared, so most callers do not read it; those who do may find it missing."
    ),
    "request-property-removed": (
        "Unknown properties are usually ignored, so the call still succeeds; what it asked for silently no "
        "longer happens."
    ),
    "response-property-removed": _READERS,
    "response-property-added": "Callers ignore names they do not know.",
    "request-read-only-changed": (
        "A `readOnly` property in a request is ignored by some servers and refused by others; callers who "
        "set it notice."
    ),
    "response-property-became-write-only": _READERS,
    "response-property-no-longer-write-only": "Callers ignore names they do not know.",
    "request-object-closed": (
        "Callers are held to the declared names, and of those none is refused; who sends further names is refused now."
    ),
    "response-object-opened": "Callers ignore names they do not know.",
    "response-variants-inclusive": (
        "Values that match two variants are new to callers who try one after the other; most choose by a name."
    ),
    "request-variants-overlap": (
        "Whether values that match two variants are sent at all is seldom known; read as `anyOf`, nothing changed."
    ),
    "response-variants-parted": (
        "Whether values that match two variants are sent at all is seldom known; read as `anyOf`, nothing changed."
    ),
    "response-value-appeared": "A place that never held a value holds one now; callers ignore what they do not know.",
    "response-value-vanished": _READERS,
}
"""Rules whose class does not follow from relation and side, each with its reason."""

UNKNOWN_NAMES = frozenset(("response-object-opened", "response-property-added", "response-unevaluated-opened"))
"""Rules that hold because callers ignore names they do not know. In the closed world they do not: there they break."""
