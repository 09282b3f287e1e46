"""What a person hears back: what was understood, what is wrong, what to type next. At most four lines each."""

from collections.abc import Sequence

from bot.command.catalogue import Entry
from bot.command.values import Command, Misunderstanding, Misunderstood
from bot.forge.facts import Actor
from bot.words.escape import code, plain


def together(parts: Sequence[str]) -> str:
    """One answer for all that a comment asked."""
    return "\n\n".join(parts)


def misunderstanding(miss: Misunderstanding) -> str:
    """What was meant for us and not understood."""
    reason = _REASONS[miss.kind](miss)
    said = f"I did not act on {code(miss.source)}: {reason}{'' if reason.endswith(('.', '?')) else '.'}"
    return f"{said}\n{_next(miss)}" if _next(miss) else said


def _next(miss: Misunderstanding) -> str:
    return f"You could write {code(miss.suggestion)}." if miss.suggestion else ""


def _expected(miss: Misunderstanding) -> str:
    return ", ".join(code(word) for word in miss.expected)


_PLACES = {
    "text": "what you want to say",
    "people": "whom you mean",
    "kind": "what kind of try it was",
    "item": "the id of what needed work",
    "finding": "the id of the finding",
    "stage": "the stage",
    "version": "the version",
    "verb": "the command",
    "about": "what you ask about",
}
"""What goes by its place in the line has a name of ours that nobody typed: said in words."""


_SHAPED = frozenset(("item", "finding", "version", "about"))
"""Of these what is expected is a sample, not a list to choose from."""


def _named(miss: Misunderstanding) -> str:
    return _PLACES.get(miss.argument or "") or code(miss.argument or "a word")


def _unknown_verb(miss: Misunderstanding) -> str:
    nearest = f"did you mean {code('/' + miss.nearest)}?" if miss.nearest else "`/stagekeeper help` lists what I know."
    return f"{code(miss.wrong)} is no command of mine; {nearest}"


def _bad_argument(miss: Misunderstanding) -> str:
    given = miss.wrong.removeprefix(f"{miss.argument}:").removeprefix(f"{miss.argument}=")
    such = "one such as " if miss.argument in _SHAPED else ""
    return f"{_named(miss)} cannot be {code(given)}, it takes {such}{_expected(miss)}"


def _unknown_argument(miss: Misunderstanding) -> str:
    meant = f" (did you mean {code(miss.nearest)}?)" if miss.nearest else ""
    return f"{code(miss.wrong)} is nothing this command takes{meant}"


def _missing_argument(miss: Misunderstanding) -> str:
    shape = f" ({_expected(miss)})" if miss.expected and miss.argument != "text" else ""
    return f"{_named(miss)} is missing{shape}"


def _repeated_argument(miss: Misunderstanding) -> str:
    return f"{code(miss.argument or miss.wrong)} is given twice"


def _open_quote(miss: Misunderstanding) -> str:
    return "a quotation mark is opened and never closed"


def _wrong_place(miss: Misunderstanding) -> str:
    return f"it is understood on {_expected(miss) or 'other threads'} only"


def _too_many(miss: Misunderstanding) -> str:
    return "I read at most 10 commands in one comment; this and what follows need another one"


def _too_long(miss: Misunderstanding) -> str:
    return "the comment is longer than the 64 KB I read"


_REASONS = {
    Misunderstood.UNKNOWN_VERB: _unknown_verb,
    Misunderstood.BAD_ARGUMENT: _bad_argument,
    Misunderstood.UNKNOWN_ARGUMENT: _unknown_argument,
    Misunderstood.MISSING_ARGUMENT: _missing_argument,
    Misunderstood.REPEATED_ARGUMENT: _repeated_argument,
    Misunderstood.OPEN_QUOTE: _open_quote,
    Misunderstood.WRONG_PLACE: _wrong_place,
    Misunderstood.TOO_MANY_COMMANDS: _too_many,
    Misunderstood.TOO_LONG: _too_long,
}


def did_not_act_on(command: Command) -> str:
    """How a refusal begins."""
    return f"I did not act on {code(command.source)}"


def edited_by_another(command: Command, other: Actor) -> str:
    """Commands that run once are taken only in the author's own words."""
    return (
        f"I did not act on {code(command.source)}: {plain(other.login)} edited this comment, "
        "and a command counts only in its author's own words.\nWrite it in a comment of your own."
    )


def wrong_place(command: Command, row: Entry) -> str:
    """The command belongs on another kind of thread."""
    places = " and ".join(place.value for place in row.where)
    return f"I did not act on {code(command.source)}: it is understood on {places} only."


def wrong_stage(command: Command, row: Entry, stage: str) -> str:
    """The command means nothing in this stage."""
    stages = ", ".join(code(name) for name in row.stages)
    return (
        f"I did not act on {code(command.source)}: this API is in {code(stage)}, "
        f"and `/{row.verb.value}` has a meaning only in {stages}."
    )


def not_allowed(command: Command, needed: str, *settings: str) -> str:
    """The person does not have the role, which these settings give."""
    where = " and ".join(map(code, settings))
    return (
        f"I did not act on {code(command.source)}: this is for {needed}.\n"
        f"Who that is stands under {where} in `.github/stagekeeper.yml`; one of them can write the same line."
    )


def cannot_tell(command: Command, needed: str, why: str) -> str:
    """A role that could not be read is no answer to whether somebody has it."""
    return (
        f"I did not act on {code(command.source)}: I could not read whether you are one of {needed} ({plain(why)}).\n"
        "Once I may read that, write the line again."
    )
