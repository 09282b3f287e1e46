"""Every command of `stagekeeper`, in one table. A command's own file is read only when it is called."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module

from msgspec import Struct

from bot.cli.printing import OutputLost, columns, complain, opened


class Command(Struct, frozen=True):
    """A command's name, what it does in a line, and the module with its `add_to(parser)` and `run(args)`."""

    name: str
    does: str
    module: str


INTERRUPTED = 130
"""What shells know as ended by Ctrl-C."""
UNWRITABLE = 2
"""Nobody was told what came of it."""

COMMANDS = (
    Command("demo", "play the whole story against a sandbox on this machine", "bot.cli.demo"),
    Command("serve", "run the bot: webhooks in, looks and effects out", "bot.cli.serve"),
    Command("work", "run only the worker, beside a `serve` on the same database", "bot.cli.work"),
    Command("look", "look at one thread now: OWNER/REPO#N [--dry-run]", "bot.cli.look"),
    Command("check", "compare two API descriptions: OLD NEW", "bot.cli.check"),
    Command("history", "how stable a description was, from its git history: PATH", "bot.cli.history"),
    Command("explain", "why a rule is one, with an example and the compatible way: RULE", "bot.cli.explain"),
    Command("sandbox", "run a GitHub of your own on 127.0.0.1", "bot.cli.sandbox"),
)


def run(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command that the words name: 2 where they name none."""
    return prepared(argv)()


def prepared(argv: Sequence[str] | None = None) -> Callable[[], int]:
    """The command that the words name, with all that it begins with imported; called, it gives its exit code."""
    opened()
    words = list(sys.argv[1:] if argv is None else argv)
    args = _parser(words).parse_args(words)
    return partial(_run, import_module(_module(args.command)).run, args)


def _run(command: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    try:
        return command(args)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OutputLost as why:
        complain(why)
        return UNWRITABLE


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Where a command is named, that one and its options; else a line of help for each."""
    about = "Keeps an API's life in stages, inside GitHub."
    parser = _Parser(prog="stagekeeper", description=about, formatter_class=_Help)
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    commands = parser.add_subparsers(prog="stagekeeper", dest="command", required=True, metavar="COMMAND")
    named = [c for c in COMMANDS if c.name in words[:1]]
    for command in named or COMMANDS:
        one = commands.add_parser(command.name, help=command.does, description=command.does, formatter_class=_Help)
        if named:
            import_module(command.module).add_to(one)
    return parser


class _Parser(argparse.ArgumentParser):
    """Says of a word it does not know which option is near it, under the usage of the command it was meant for."""

    def parse_known_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def]  # as overloaded there
        """The options; ends the process where a word is left over."""
        known, rest = super().parse_known_args(args, namespace)
        if rest:
            word = next((each for each in rest if each.startswith("-")), rest[0])
            self.error(_unknown(word, self._option_string_actions))
        return known, rest


def _unknown(word: str, options: Iterable[str]) -> str:
    if not word.startswith("-"):
        return f"there is no use for `{word}` here"
    from difflib import get_close_matches  # slow to import, and hardly ever needed

    name = word.partition("=")[0]
    near = get_close_matches(name, sorted(options), n=1)
    told = f"Did you mean `{near[0]}`?" if near else "--help lists them."
    return f"there is no option `{name}`. {told}"


class _Help(argparse.HelpFormatter):
    """As wide as the terminal; `argparse` itself asks `shutil` for that at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


class _Version(argparse.Action):
    """Reads the installed version only where it is asked for: that alone would take longer than all the rest."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"stagekeeper {version('stagekeeper')}")
        parser.exit()


def _module(name: str) -> str:
    return next(command.module for command in COMMANDS if command.name == name)
