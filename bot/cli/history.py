"""`stagekeeper history PATH`: how stable a description was, from its git history on this branch."""

import argparse
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module

from bot.cli.pairs import NoSuchSource
from bot.cli.printing import complain, show

OK, UNREADABLE = 0, 2


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.usage = "stagekeeper history PATH [--since DATE] [--until DATE] [--json]"
    parser.add_argument("path", metavar="PATH", help="the description, in this git checkout")
    parser.add_argument("--since", metavar="DATE", type=_day, help="only what came on that day or later, as 2026-01-31")
    parser.add_argument("--until", metavar="DATE", type=_day, help="as it was at the end of that day (default: now)")
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument("--no-cache", action="store_true", help="compare everything anew")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def run(args: argparse.Namespace) -> int:
    """0, or 2 where there is no such history."""
    from bot.cli.past import Asked, past

    until = datetime.combine(args.until + timedelta(days=1), time(), UTC) if args.until else datetime.now(UTC)
    asked = Asked(args.path, args.since, until, cached=not args.no_cache, quiet=args.quiet)
    try:
        found = past(asked)
    except NoSuchSource as why:
        complain(why)
        return UNREADABLE
    form = "history_json" if args.json else "history_text"
    show(import_module(f"bot.cli.render.{form}").render(found, color=args.color))
    return OK


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as why:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2026-01-31") from why
