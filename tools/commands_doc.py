"""Write `docs/commands.md` from the catalogue. `--check` only says whether it is stale."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bot.command.blocks import LONGEST_BYTES
from bot.command.catalogue import CATALOGUE, STAGES, Entry, Takes
from bot.command.grammar import MOST_COMMANDS

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

HEAD = """\
# Commands

<!-- Written by tools/commands_doc.py from bot/command/catalogue.py. -->

Write a command at the beginning of a line in a comment on a proposal or a pull request. 👍 means done, 😕 comes with
one answer that says what happened, why, and what to type next. `/stagekeeper COMMAND` is the same as `/COMMAND`, and
always answered: use it where another bot listens to the same word.

"""

RULES = f"""\
## How a comment is read

- A command is the first word of a line in an ordinary paragraph. In quotes (a line that continues one included), lists,
  tables, headings, code, HTML, HTML comments and `<details>` it is text.
- A path is never a command: `/v2/users`, `/messages`, `/status/{{id}}`, `/status?all`. Of words that are no commands,
  only a near miss is answered (`/promot`: did you mean `/promote`?).
- Arguments are written `key:value` or `key=value`; values with spaces in quotes, straight or curly. A `reason` or `use`
  may also simply follow: `/demote idea too early`.
- The lines after a command, up to the next one, are its explanation.
- At most {MOST_COMMANDS} commands in a comment; of a comment {LONGEST_BYTES // 1024} KB are read.
- Upper and lower case, no-break spaces and invisible characters make no difference.
- What *follows its comment* changes with an edit by its author and goes when the comment is deleted. What *runs once*
  has run.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD + "## All of them\n", *_table(), "", *_sections(), RULES])


def _table() -> Iterator[str]:
    yield "| command | who | where | stages | takes effect |"
    yield "|---|---|---|---|---|"
    for row in CATALOGUE:
        who, where = (", ".join(item.value for item in items) for items in (row.who, row.where))
        yield f"| [`/{row.verb.value}`](#{row.verb.value}) | {who} | {where} | {_stages(row)} | {row.takes.value} |"


def _sections() -> Iterator[str]:
    for row in CATALOGUE:
        edit = " It follows its comment." if row.takes is Takes.DECLARATIVE else ""
        yield f"### {row.verb.value}\n\n{row.help}{edit}\n\n```text\n{_usage(row)}\n```\n"
        yield f"For example: `{row.example}`\n"


def _usage(row: Entry) -> str:
    return f"/{row.verb.value} {row.usage}".rstrip()


def _stages(row: Entry) -> str:
    return ", ".join(row.stages) if row.stages and row.stages != STAGES else "all"


def main() -> int:
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
    if stale:
        print(PAGE.relative_to(PAGE.parents[1]))
        if "--check" not in sys.argv:
            PAGE.write_text(page(), encoding="utf-8")
    return int("--check" in sys.argv and stale)


if __name__ == "__main__":
    sys.exit(main())
