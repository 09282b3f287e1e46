"""What is wrong with the settings file: one sentence a problem, with its line and the nearest known key."""

from collections.abc import Callable, Mapping

from bot.config import Problem, ProblemKind, Problems
from bot.words.escape import code, plain
from bot.words.findings import sentence


def title(problems: Problems) -> str:
    """For the check's title."""
    return f"{problems.name} has {len(problems)} {'problem' if len(problems) == 1 else 'problems'}"


def summary(problems: Problems) -> str:
    """All of them, a line each, and what happens meanwhile."""
    listed = "\n".join(f"- line {one.line}: {problem(one)}" for one in problems)
    return (
        f"{code(problems.name)} cannot be taken as it is:\n\n{listed}\n\n"
        "Merged like this, the last good settings stay in force."
    )


def problem(one: Problem) -> str:
    """One problem as a sentence."""
    said = _SENTENCES[one.kind](one)
    return said if said.endswith("?") else f"{said}."


def in_plain_text(one: Problem) -> str:
    """The same for an annotation, where no Markdown is rendered."""
    return problem(one).replace("\\", "").replace("`", "'")


def _syntax(one: Problem) -> str:
    return f"it is no YAML: {plain(one.value)}"


def _unknown_key(one: Problem) -> str:
    known = f"; known here: {sentence(one.expected)}" if one.expected and not one.nearest else ""
    return f"I know no key {code(one.key_path)}{_meant(one)}{known}"


def _bad_value(one: Problem) -> str:
    return f"{code(one.key_path)} cannot be {code(one.value)}{_meant(one)}{_takes(one)}"


def _wrong_type(one: Problem) -> str:
    return f"{code(one.key_path)} has {code(one.value)}{_takes(one)}"


def _meant(one: Problem) -> str:
    return f"; did you mean {code(one.nearest)}?" if one.nearest else ""


def _takes(one: Problem) -> str:
    return f"; it takes {sentence(one.expected)}" if one.expected and not one.nearest else ""


def _duplicate_key(one: Problem) -> str:
    return f"{code(one.key_path)} stands there twice"


def _missing_key(one: Problem) -> str:
    return f"{code(one.key_path)} is missing"


def _conflict(one: Problem) -> str:
    return f"{code(one.key_path)} does not go together with the rest{_needs(one)}"


def _needs(one: Problem) -> str:
    return f": {sentence(one.expected)}" if one.expected else ""


def _bad_key(one: Problem) -> str:
    return f"{code(one.key_path)} is no name one can give{_takes(one)}"


def _not_a_mapping(one: Problem) -> str:
    return f"{code(one.key_path) if one.key_path else 'the file'} has to hold keys with values"


def _too_much(what: str) -> Callable[[Problem], str]:
    return lambda one: f"{what}{_needs(one)}"


_SENTENCES: Mapping[ProblemKind, Callable[[Problem], str]] = {
    ProblemKind.SYNTAX: _syntax,
    ProblemKind.TOO_LONG: _too_much("the file is too long"),
    ProblemKind.TOO_DEEP: _too_much("it is nested too deeply"),
    ProblemKind.TOO_MANY_VALUES: _too_much("it holds too many values"),
    ProblemKind.NOT_A_MAPPING: _not_a_mapping,
    ProblemKind.UNKNOWN_KEY: _unknown_key,
    ProblemKind.BAD_KEY: _bad_key,
    ProblemKind.DUPLICATE_KEY: _duplicate_key,
    ProblemKind.MISSING_KEY: _missing_key,
    ProblemKind.WRONG_TYPE: _wrong_type,
    ProblemKind.BAD_VALUE: _bad_value,
    ProblemKind.CONFLICT: _conflict,
}
