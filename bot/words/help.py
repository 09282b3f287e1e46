"""The help: one command explained, or all of them in a table."""

from collections.abc import Sequence

from bot.command.catalogue import Entry
from bot.words.escape import code, code_in_prose


def line(row: Entry) -> str:
    """The command as it is typed, with its arguments."""
    return f"/{row.verb.value} {row.usage}".rstrip()


def one(row: Entry) -> str:
    """All about one command."""
    who = ", ".join(person.value for person in row.who)
    stages = f" In {', '.join(row.stages)}." if row.stages else ""
    what = f"{code_in_prose(line(row))}: {row.help}"
    return f"{what}\nFor {who}.{stages} It {row.takes.value}.\nFor example: {code_in_prose(row.example)}"


def several(rows: Sequence[Entry]) -> str:
    """A table of commands."""
    body = "\n".join(f"| {code(line(row))} | {row.help} |" for row in rows)
    more = "`/help COMMAND` explains one. Begin with `/stagekeeper` where another bot listens to the bare word."
    return f"| command | does |\n|---|---|\n{body}\n\n{more}"
