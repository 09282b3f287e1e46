"""`stagekeeper check OLD NEW`: what a change of an API description means for its callers."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module

from bot.cli.check_options import FOR_PROGRAMS, add_to
from bot.cli.comparing import Asked, compared
from bot.cli.outcome import UNREADABLE, Outcome, exit_code, failing
from bot.cli.pairs import Found, NoSuchSource
from bot.cli.printing import complain, show
from bot.cli.progress import watched
from bot.contract import Options
from bot.contract.acceptance import Accepted, Baseline, RulesProblem, Scope
from bot.contract.replacing import replace

__all__ = ["add_to", "run"]

_NAMED = 3
"""Files that a note names; of more it says how many."""


def run(args: argparse.Namespace) -> int:
    """0 when nothing fails, 1 when something does, 2 when a description could not be read at all."""
    try:
        outcome = _outcome(args)
        if args.write_baseline:
            _write_baseline(args, outcome)
    except (NoSuchSource, RulesProblem) as why:
        complain(why)
        return UNREADABLE
    if not args.quiet:
        show(import_module(f"bot.cli.render.{args.format}").render(outcome, color=args.color))
    return outcome.code


def _outcome(args: argparse.Namespace) -> Outcome:
    from bot.cli.agreed import aged, baseline_in, rules_in

    rules = rules_in(args.rules)
    baseline = baseline_in(args.baseline) if args.baseline else Baseline()
    _note(args, *rules.not_understood)
    found = _found(args)
    _note(args, *found.left_out)
    scope = Scope(args.match_path, args.exclude, args.exclude_extension)
    asked = Asked(_options(args), scope, rules, baseline)
    pairs = watched(found.pairs, "Comparing", quiet=args.quiet)
    comparisons = tuple(compared(pair, asked) for pair in pairs)
    notes = (*found.notes, *_out_of_scope([one.new_name for one in comparisons if one.is_out_of_scope]))
    if args.format in FOR_PROGRAMS:
        _note(args, *notes)
    outcome = _weighed(Outcome(comparisons, notes, args.all), args)
    found_again = (one.finding.fingerprint for one in outcome.findings)
    if outcome.failing and (why := aged(args.baseline, baseline, found_again)):
        _note(args, why)
    return outcome


def _note(args: argparse.Namespace, *lines: str) -> None:
    for line in () if args.quiet else lines:
        complain(f"note: {line}")


def _out_of_scope(names: Sequence[str]) -> Iterator[str]:
    if names:
        told = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if names[_NAMED:] else "")
        it = "it" if len(names) == 1 else "them"
        yield f"{told}: no path of {it} is left by --match-path and --exclude, so nothing in {it} was compared."


def _found(args: argparse.Namespace) -> Found:
    words = args.words
    if args.base is None and len(words) == 2:
        from bot.cli.sources import pair_of

        return pair_of(words[0], words[1])
    if args.base is None and len(words) > 2:
        raise NoSuchSource(f"{len(words)} files were named; compare two, or name a revision: --base REV PATH ...")
    if "-" in words:
        raise NoSuchSource("Standard input is compared with a description; name both: stagekeeper check - FILE.")
    from bot.cli.since import changed_since

    return changed_since(args.base, words)


def _options(args: argparse.Namespace) -> Options:
    options = Options(today=datetime.now(UTC).date(), world=args.world, strip_prefixes=tuple(args.strip_prefix))
    return replace(options, witnesses=0) if args.no_witness else options


def _weighed(outcome: Outcome, args: argparse.Namespace) -> Outcome:
    """With what fails: by `--stage` where it is given, else (or stricter) by `--fail-on`."""
    comparisons = outcome.comparisons
    fail_on = args.fail_on or ("breaking" if args.stage is None else "none")
    found, gaps, stage = {f.fingerprint for f in failing(comparisons, fail_on)}, False, None
    if args.stage is not None:
        from bot.cli.at_stage import at_stage

        stage = at_stage(args.stage, comparisons)
    if stage and args.fail_on != "none":
        found, gaps = found | stage.failing, stage.gaps
    code = exit_code(comparisons, fail_on, fails=bool(found) or gaps)
    return replace(outcome, stage=stage, failing=frozenset(found), code=code)


def _write_baseline(args: argparse.Namespace, outcome: Outcome) -> None:
    from bot.cli.agreed import write_baseline

    name = args.write_baseline
    if not outcome.readable:
        raise NoSuchSource(f"{name} was not written: a description could not be read.")
    count = write_baseline(name, [one.finding for one in outcome.findings if one.accepted is not Accepted.RULES])
    _note(args, f"{name} accepts {count} finding{'' if count == 1 else 's'} from now on: --baseline {name}")
