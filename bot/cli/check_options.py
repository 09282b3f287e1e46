"""The words that `stagekeeper check` takes, and what each means."""

import argparse
import re

FORMATS = ("text", "json", "markdown", "sarif", "github", "junit", "html")
FOR_PROGRAMS = ("json", "sarif", "junit", "github")
"""Forms that have no place for a note: it is told on standard error."""
FAIL_ON = ("breaking", "risky", "none")

EPILOG = """\
examples:
  stagekeeper check                             what this branch changed, against the default branch
  stagekeeper check apis/payments.yaml          only that file, or that directory
  stagekeeper check --base v1.4                 every description that changed since v1.4
  stagekeeper check old.yaml new.yaml           two files
  stagekeeper check main:apis apis              two directories: descriptions paired by name
  curl -s URL | stagekeeper check - api.yaml    what a program writes

exit code: 0 nothing fails · 1 something does · 2 a description could not be read"""


def add_to(parser: argparse.ArgumentParser) -> None:
    """Adds them to a parser."""
    parser.usage = "stagekeeper check [OLD NEW | PATH | --base REV [PATH ...]] [options]"
    parser.epilog = EPILOG
    parser.add_argument(
        "words",
        metavar="OLD NEW",
        nargs="*",
        help="files, directories, `-` for standard input, or REV:path in this git checkout",
    )
    parser.add_argument(
        "--base", metavar="REV", help="compare what changed since REV; without words: since the merge base"
    )
    _shown(parser.add_argument_group("what is shown"))
    _fails(parser.add_argument_group("what fails"))
    _compared(parser.add_argument_group("what is compared"))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def _shown(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    group.add_argument("--all", action="store_true", help="a changelog: every change, additions and accepted ones too")
    group.add_argument("--quiet", action="store_true", help="print nothing; the exit code tells")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def _fails(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--fail-on", choices=FAIL_ON, help="what makes it exit 1 (default: breaking)")
    group.add_argument("--stage", metavar="NAME", help="fail on what the bot would not let pass in that stage, as ga")
    group.add_argument(
        "--rules",
        metavar="FILE",
        action="append",
        default=[],
        help="classes by rule id, oasdiff's severity levels or ignore lines; the word `oasdiff` is its conventions. "
        "Can be given several times",
    )
    group.add_argument("--baseline", metavar="FILE", help="accept the findings in that file")
    group.add_argument("--write-baseline", metavar="FILE", help="write what is found now as a baseline")


def _compared(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--match-path", metavar="REGEX", type=_pattern, help="only operations whose path matches")
    group.add_argument("--exclude", metavar="REGEX", type=_pattern, help="no operations whose path matches")
    group.add_argument(
        "--exclude-extension",
        metavar="NAME",
        default="x-stagekeeper-exclude",
        help="no operations that have this extension set to true in the old description (default: %(default)s)",
    )
    group.add_argument(
        "--strip-prefix",
        metavar="PREFIX",
        type=_prefix,
        action="append",
        default=[],
        help="leave this beginning out of every path before they are compared, as /v1. Can be given several times",
    )
    group.add_argument("--world", choices=("declared", "closed"), default="declared", help=_WORLD)
    group.add_argument("--no-witness", action="store_true", help="search for no examples; faster")


_WORLD = "declared: names nobody declared are no reason to break; closed: plain JSON Schema (default: declared)"


def _prefix(text: str) -> str:
    return text if text.startswith("/") else f"/{text}"


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as why:
        raise argparse.ArgumentTypeError(f"{text!r} is no regular expression: {why}") from why
