"""`stagekeeper explain RULE`: why a rule is one, an example, the compatible way."""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from bot.cli.printing import complain, show
from bot.cli.render.ansi import Paper, paper
from bot.contract import Cause
from bot.contract.rules import Rule, rules

_STYLES = {
    Cause.BREAKING: "bold red",
    Cause.RISKY: "bold yellow",
    Cause.LIFECYCLE: "bold magenta",
    Cause.SAFE: "bold green",
    Cause.DOC: "dim",
}
_TAGS = {
    "reader": "breaks callers who rely on an optional thing being there",
    "broken_promise": "takes back a date or a stage that callers were given",
}
_NEAR = 5


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "rule", metavar="RULE", nargs="?", help="an id, ours or oasdiff's; without: all of them, a line each"
    )
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def run(args: argparse.Namespace) -> int:
    """0, or 2 where no rule goes by that id."""
    sheet, known = paper(args.color), rules()
    if args.rule is None:
        return _print(_every(sheet, known.values()))
    word = args.rule.strip().lower()
    found = [known[word]] if word in known else [rule for rule in known.values() if word in rule.aliases]
    if not found:
        complain(_no_rule(args.rule, known))
        return 2
    if word not in known:
        complain(f"{word} is oasdiff's id; ours for that:")
    return _print(line for rule in found for line in (*_explained(sheet, rule), ""))


def _print(lines: Iterable[str]) -> int:
    show("\n".join(lines).rstrip("\n") + "\n")
    return 0


def _every(sheet: Paper, known: Iterable[Rule]) -> Iterator[str]:
    for rule in known:
        yield sheet.styled(f"{rule.cls.value:10}", _STYLES[rule.cls]) + rule.id


def _explained(sheet: Paper, rule: Rule) -> Iterator[str]:
    side = "" if rule.side.value == "none" else f" · {rule.side.value}"
    yield from sheet.lines([(rule.id, "bold"), ("  " + rule.cls.value, _STYLES[rule.cls]), (side, "dim")])
    yield ""
    yield from sheet.lines(sheet.quoted(rule.why), indent=2)
    yield from (f"  ({_TAGS[tag]})" for tag in sorted(rule.tags) if tag in _TAGS)
    yield ""
    yield from _example(sheet, "Before", rule.example_old, "green")
    yield from _example(sheet, "After", rule.example_new, "red" if rule.cls is Cause.BREAKING else "yellow")
    yield ""
    for title, text in (("Told as", rule.sentence), ("Instead", rule.fix)):
        yield from sheet.titled(title, sheet.quoted(text))
    if rule.aliases:
        yield from sheet.titled("oasdiff", [(", ".join(rule.aliases), "dim")])


def _example(sheet: Paper, title: str, example: str, style: str) -> Iterator[str]:
    lines = example.splitlines() or [""]
    for number, line in enumerate(lines):
        yield "  " + sheet.styled(f"{'' if number else title:9}", "bold") + sheet.styled(line, style)


def _no_rule(word: str, known: Mapping[str, Rule]) -> str:
    every = {*known, *(alias for rule in known.values() for alias in rule.aliases)}
    near = get_close_matches(word.lower(), sorted(every), n=_NEAR, cutoff=0.6)
    near += [rule for rule in known if word.lower() in rule and rule not in near][: _NEAR - len(near)]
    told = f"There is no rule `{word}`."
    if near:
        return f"{told} Near it: {', '.join(near)}."
    return f"{told} `stagekeeper explain` lists all of them."
