"""The files that `--rules` takes: our own, oasdiff's severity levels, oasdiff's ignore lines. Told apart by content."""

import re
from collections.abc import Mapping

from bot.contract.acceptance.ids import oasdiff_ids, our_ids
from bot.contract.acceptance.ignore_lines import read_ignore_lines
from bot.contract.acceptance.problem import RulesProblem
from bot.contract.acceptance.rules import TeamRules
from bot.contract.openapi.reading import read
from bot.contract.report import Cause

_LEVELS: Mapping[str, Cause | None] = {
    "err": Cause.BREAKING,
    "warn": Cause.RISKY,
    "info": Cause.SAFE,
    "none": None,
}
_CLASSES: Mapping[str, Cause | None] = {**{cause.value: cause for cause in Cause}, "ignore": None}
_LEVEL_LINE = re.compile(r"(?P<id>[\w-]+)\s+(?P<level>err|warn|info|none)", re.IGNORECASE)
_KEY_LINE = re.compile(r"[\"']?[\w-]+[\"']?\s*:(\s|$)|[{}]|---$")


def read_rules(data: bytes, name: str) -> TeamRules:
    """The rules a file holds. Raises RulesProblem with a sentence that says where and why it cannot be used."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise RulesProblem(f"{name} holds no rules: it is not UTF-8 text.") from why
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    told = [(n, line) for n, line in lines if line and not line.startswith("#")]
    if not told:
        return TeamRules()
    if _LEVEL_LINE.fullmatch(told[0][1]):
        return _levels(told, name)
    if _KEY_LINE.match(told[0][1]):
        return _ours(data, text, name)
    return read_ignore_lines(lines, name)


def _levels(lines: list[tuple[int, str]], name: str) -> TeamRules:
    levels, classes, unknown = dict[str, Cause | None](), dict[str, Cause | None](), list[str]()
    for number, line in lines:
        found = _LEVEL_LINE.fullmatch(line)
        if found is None:
            raise RulesProblem(f"{name}:{number} is no severity level: it needs an id and err, warn, info or none.")
        rule, level = found["id"], _LEVELS[found["level"].lower()]
        if rule in our_ids():
            classes[rule] = level
        elif rule in oasdiff_ids():
            levels[rule] = level
        else:
            unknown.append(
                f"{name}:{number}: no finding of ours goes by the id `{rule}`, so its level changes nothing."
            )
    return TeamRules(classes, levels, not_understood=tuple(unknown))


def _ours(data: bytes, text: str, name: str) -> TeamRules:
    reading = read(data)
    if reading.problem:
        raise RulesProblem(f"{_at(name, reading.line)} cannot be read: {reading.problem}.")
    if not isinstance(reading.value, dict):
        raise RulesProblem(f"{name} holds no rules: it needs lines like `response-enum-value-added: breaking`.")
    profile = reading.value.get("profile")
    if profile not in (None, "oasdiff"):
        raise RulesProblem(f"{_at(name, _line(text, 'profile'))}: there is no profile `{profile}`; there is `oasdiff`.")
    rules = {str(rule): said for rule, said in reading.value.items() if rule != "profile"}
    classes, levels = dict[str, Cause | None](), dict[str, Cause | None]()
    for rule, said in rules.items():
        where = _at(name, _line(text, rule))
        (classes if rule in our_ids() else levels)[_known(rule, where)] = _class(said, rule, where)
    return TeamRules(classes, levels, oasdiff=profile == "oasdiff")


def _known(rule: str, where: str) -> str:
    if rule in our_ids() or rule in oasdiff_ids():
        return rule
    from difflib import get_close_matches

    near = get_close_matches(rule, [*our_ids(), *oasdiff_ids()], n=1)
    raise RulesProblem(f"{where}: there is no rule `{rule}`." + (f" Did you mean `{near[0]}`?" if near else ""))


def _class(said: object, rule: str, where: str) -> Cause | None:
    word = str(said).lower()
    if word in _CLASSES:
        return _CLASSES[word]
    raise RulesProblem(f"{where}: `{rule}` cannot be `{said}`. It can be {', '.join(_CLASSES)}.")


def _line(text: str, key: str) -> int | None:
    found = re.search(rf"^\s*[{{]?\s*[\"']?{re.escape(key)}[\"']?\s*:", text, re.MULTILINE)
    return text[: found.end()].count("\n") + 1 if found else None


def _at(name: str, line: int | None) -> str:
    return f"{name}:{line}" if line else name
