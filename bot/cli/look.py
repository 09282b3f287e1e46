"""`stagekeeper look OWNER/REPO#N`: one look now; with `--dry-run` the plan is printed and nothing is written."""

import argparse
import asyncio
import sys
from dataclasses import fields

from rich.console import Console

from bot.cli.serve import log_to_stderr, settings_or_complain
from bot.forge.effects import Effect, Plan
from bot.forge.faults import BotError, Gone, Parked
from bot.forge.subjects import Subject, subject
from bot.settings import Settings

_LONG = 300
"""Characters of a text that the plan shows."""


def add_to(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("subject", metavar="OWNER/REPO#N", help="a thread; also OWNER/REPO or OWNER/REPO@SHA")
    parser.add_argument("--dry-run", action="store_true", help="print the plan and write nothing")


def run(args: argparse.Namespace) -> int:
    """0 when looked at, 1 when it could not be, 2 for words that name nothing or settings that are missing."""
    try:
        wanted = subject(args.subject)
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 2
    settings = settings_or_complain()
    if settings is None:
        return 2
    log_to_stderr(verbose=False)
    try:
        plan = asyncio.run(_look(settings, wanted, dry_run=args.dry_run))
    except (BotError, Gone, Parked) as fault:
        print(f"{wanted} was not looked at: {str(fault) or type(fault).__doc__}", file=sys.stderr)
        return 1
    _print(plan, wanted, dry_run=args.dry_run)
    return 0


async def _look(settings: Settings, wanted: Subject, *, dry_run: bool) -> Plan:
    from bot.app import Bot, clock_of

    async with clock_of(settings) as clock, Bot(settings, clock=clock, sweeps=False) as bot:
        return await bot.worker.look(wanted, dry_run=dry_run)


def _print(plan: Plan, wanted: Subject, *, dry_run: bool) -> None:
    console = Console()
    done = "would be done" if dry_run else "was done"
    if not plan.effects:
        console.print(f"{wanted}: nothing to do.", highlight=False)
    for number, effect in enumerate(plan.effects, start=1):
        console.print(f"\n[bold]{number}. {type(effect).__name__}[/bold] {done}", highlight=False)
        for name, text in _told(effect):
            console.print(f"   {name}: {text}", highlight=False, markup=False)
    if plan.look_again_at:
        console.print(f"\nLooks again by itself at {plan.look_again_at:%Y-%m-%d %H:%M} UTC.", highlight=False)


def _told(effect: Effect) -> list[tuple[str, str]]:
    told = [(field.name, str(getattr(effect, field.name))) for field in fields(effect)]
    return [(name, text if len(text) <= _LONG else f"{text[:_LONG]}… ({len(text)} characters)") for name, text in told]
