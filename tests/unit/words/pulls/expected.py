"""Expected texts as files beside the tests, to be read as a reader would see them.

`REWRITE_EXPECTED=1` writes them anew; look at the difference before you keep it.
"""

import os
import re
from pathlib import Path

_HERE = Path(__file__).parent / "expected"
_LEDGER = re.compile(r"<!-- stagekeeper:ledger .*? -->")


def reads_as(name: str, text: str) -> None:
    """Fails unless the text is the file's; the signed ledger is shown as `LEDGER`."""
    shown = _LEDGER.sub("<!-- LEDGER -->", text).rstrip("\n") + "\n"
    file = _HERE / f"{name}.md"
    if os.environ.get("REWRITE_EXPECTED"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == shown
