"""What to tell of a line that is not understood: what was clear, what is wrong, what to type instead."""

from bot.command.arguments import Number, OneOf, Option, Slot, Value
from bot.command.near import nearest
from bot.command.tokens import Token
from bot.command.values import Misunderstanding, Misunderstood, Spoken


def lacks(spoken: Spoken, name: str, expected: tuple[str, ...], *, add: str = "") -> Misunderstanding:
    """An argument is missing; `add` is what could be written at the line's end."""
    return Misunderstanding(
        line=spoken.line,
        source=spoken.source,
        kind=Misunderstood.MISSING_ARGUMENT,
        understood=spoken.source,
        wrong="",
        suggestion=f"{spoken.source} {add}" if add else spoken.entry.example,
        verb=spoken.entry.verb,
        argument=name,
        expected=expected,
    )


def wrong_word(
    spoken: Spoken, kind: Misunderstood, token: Token, argument: Slot | Option | None, *, right: str | None = None
) -> Misunderstanding:
    """A word is wrong. What to type has the `right` one in its place, or the nearest choice, or is the example."""
    begins = len(spoken.source) - len(spoken.rest) + token.start
    near = (
        nearest(token.value or "", argument.value.choices) if argument and isinstance(argument.value, OneOf) else None
    )
    if right is None and near:
        right = f"{token.key}:{near}" if token.key else near
    return Misunderstanding(
        line=spoken.line,
        source=spoken.source,
        kind=kind,
        understood=spoken.source[:begins].rstrip(),
        wrong=token.raw,
        suggestion=spoken.entry.example if right is None else _mended(spoken.source, begins, token.raw, right),
        verb=spoken.entry.verb,
        argument=argument.name if argument else "",
        expected=argument.value.expected if argument else (),
        nearest=near,
    )


def sample(value: Value) -> str:
    """A value to show for an argument that is missing."""
    match value:
        case OneOf(choices):
            return choices[0]
        case Number(low):
            return str(low)
        case other:
            return other.expected[0]


def _mended(source: str, begins: int, wrong: str, right: str) -> str:
    return " ".join((source[:begins] + right + source[begins + len(wrong) :]).split())
