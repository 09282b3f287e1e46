"""`stagekeeper check OLD NEW`: what a change of an API description means for its callers."""

import argparse
import os
import sys
from datetime import UTC, datetime

from bot.cli.render.json import as_json
from bot.cli.render.text import print_report
from bot.cli.sources import NoSuchSource, source
from bot.contract import Cause, Evidence, Options, Report, compare

OK, FAILS, UNREADABLE = 0, 1, 2


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("old", metavar="OLD", help="a file, `-` for standard input, or REV:path in this git checkout")
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument(
        "--fail-on", choices=("breaking", "risky", "none"), default="breaking", help="what makes it exit 1"
    )
    parser.add_argument("--all", action="store_true", help="list compatible changes too")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def run(args: argparse.Namespace) -> int:
    """0 when nothing fails, 1 when something does, 2 when a description could not be read at all."""
    if args.old == args.new == "-":
        print("Only one of OLD and NEW can be standard input.", file=sys.stderr)
        return UNREADABLE
    try:
        old, new = source(args.old), source(args.new)
    except NoSuchSource as why:
        print(why, file=sys.stderr)
        return UNREADABLE
    report = compare(old, new, Options(today=datetime.now(UTC).date()))
    try:
        if args.format == "json":
            print(as_json(report))
        else:
            print_report(report, (args.old, args.new), color=args.color, everything=args.all)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_code(report, args.fail_on)


def exit_code(report: Report, fail_on: str) -> int:
    """What the shell is told; "could not read" wins over "fails"."""
    if not report.readable:
        return UNREADABLE
    if fail_on == "none":
        return OK
    risky = any(f.cls is Cause.RISKY and f.evidence is not Evidence.REFUTED for f in report.findings)
    fails = report.breaking or (fail_on == "risky" and (risky or bool(report.unread)))
    return FAILS if fails else OK
