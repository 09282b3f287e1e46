"""Text to standard output, whatever reads it: a terminal of few signs, or a program that stops reading."""

import io
import os
import sys


def columns() -> int:
    """How wide the terminal is, 80 where there is none: `shutil` tells the same, and first reads how to pack files."""
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns or 80
    except (ValueError, OSError):
        return 80


class OutputLost(Exception):
    """Standard output takes no more; the text is one sentence."""


def opened() -> None:
    """Streams that whoever started the process left closed lead nowhere: everything may read and write them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # until the end


def show(text: str) -> None:
    """Print it as it is. What the output cannot hold is written as an escape; a reader that left is no fault.

    Raises OutputLost where it cannot be written for another reason.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, end="", flush=True)
    except OSError as why:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(why, BrokenPipeError):
            raise OutputLost(f"The output could not be written: {why.strerror or why}.") from why


def one_line(text: str) -> str:
    """The text with each line break shown as a sign: a program that reads lines takes none for the beginning of one."""
    return "\ufffd".join(text.splitlines()) if len(text.splitlines()) > 1 else text


def complain(sentence: object) -> None:
    """One line on standard error."""
    print(one_line(str(sentence)).encode(errors="backslashreplace").decode(), file=sys.stderr)
