"""A small comparison starts quickly: nothing is imported that it does without."""

import subprocess
import sys

import pytest

from tests.cli.place import NUMBER, TEXT, Place, pair

HEAVY = (
    *("rich", "pydantic", "aiohttp", "asyncio", "subprocess", "difflib", "tempfile", "xml", "email.message"),
    *(
        "email.utils",
        "socket",
        "pathlib",
        "urllib.parse",
        "shutil",
        "hashlib",
        "fractions",
        "yaml_rs",
        "importlib.metadata",
    ),
    *("bot.config", "bot.lifecycle", "bot.checkout", "bot.contract.openapi.samples", "bot.contract.openapi.examples"),
    *("bot.contract.rules", "bot.contract.openapi.absent", "bot.contract.schema.word_search"),
)
PROGRAM = f"""
import sys
from bot.cli import run
code = run(sys.argv[1:])
print(code, *sorted(set({HEAVY!r}) & sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_comparison_of_two_files_imports_only_what_it_needs(place: Place, form: str) -> None:
    words = ("check", *pair(place, TEXT, NUMBER), "--format", form)
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=True)
    assert done.stderr == "1\n"
    assert done.stdout


def test_who_needs_dates_of_mails_after_a_witness_was_searched_has_them(place: Place) -> None:
    program = (
        PROGRAM
        + "from email.utils import parsedate_to_datetime as read\nprint(read('Tue, 27 Oct 2026 10:17:51 +0000'))"
    )
    words = ("check", *pair(place, TEXT, NUMBER), "--quiet")
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert done.stdout == "2026-10-27 10:17:51+00:00\n"


def test_yaml_as_people_write_it_needs_no_second_parser(place: Place) -> None:
    old, new = (str(place.write(f"{kind}.yaml", YAML % kind)) for kind in ("string", "integer"))
    program = PROGRAM.replace(repr(HEAVY), "('yaml',)")
    done = subprocess.run(
        [sys.executable, "-c", program, "check", old, new], capture_output=True, text=True, check=True
    )
    assert done.stderr == "1\n"
    assert "integer.yaml:11" in done.stdout


YAML = """\
openapi: 3.1.0
info: {title: A, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: %s}
"""


def test_help_of_the_command_line_imports_no_engine() -> None:
    program = "import sys; from bot.cli import run\ntry: run(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "bot.contract" not in done.stdout.split()


def test_a_command_that_lasts_still_clears_away_dead_circles() -> None:
    program = (
        "import gc, sys, bot.cli.explain\n"
        "from bot.__main__ import main\n"
        "bot.cli.explain.run = lambda args: print(gc.isenabled(), gc.get_freeze_count() > 0)\n"
        "sys.argv = ['stagekeeper', 'explain', 'operation-removed']\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"
