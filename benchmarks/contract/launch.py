"""Runs commands and says what each cost, from a small process: at its start a child has its parent's memory."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Launcher:
    """The small process."""

    def start(self) -> None:
        command = [sys.executable, "-S", str(Path(__file__))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, command: list[str], *, out: str = os.devnull) -> dict:
        self._process.stdin.write(json.dumps([command, out]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    # Compiled bytecode is kept, as it is on a machine where the command is installed.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(HERE / "__pycache__")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for line in sys.stdin:
        print(json.dumps(cost(*json.loads(line), environment)), flush=True)


def cost(command: list[str], out: str, environment: dict[str, str]) -> dict:
    begun = time.perf_counter()
    with (
        Path(out).open("wb") as written,
        subprocess.Popen(command, cwd=HERE, env=environment, stdout=written, stderr=subprocess.PIPE) as run,
    ):
        said = run.stderr.read()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    return {
        "wall": time.perf_counter() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
        "code": run.returncode,
        "said": said.decode(errors="replace")[-2000:],
    }


if __name__ == "__main__":
    main()
