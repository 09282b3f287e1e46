"""`python -m tests.stories.laws.amiss PART WORDS`: `stagekeeper WORDS` without one of the parts that keep the laws."""

import sys

import pytest

from bot.cli import run
from tests.stories.laws import parts

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        getattr(parts, sys.argv[1])(patch)
        code = run(sys.argv[2:])
    sys.exit(code)
