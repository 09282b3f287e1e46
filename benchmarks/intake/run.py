"""Our intake against Probot, taking turns on one core: `python benchmarks/intake/run.py` (see README.md)."""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SECRET = "a webhook secret"
SERVER_CORE, LOAD_CORE = 0, 1
Turns = dict[str, list[dict[str, float]]]


def main() -> None:
    arguments = parsed()
    if "probot" in arguments.of and not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True)
    key = pem()
    turns: Turns = {name: [] for name in arguments.of}
    for turn in range(arguments.turns):
        for name in arguments.of if turn % 2 == 0 else reversed(arguments.of):  # neither always goes first
            figures = measured(name, arguments, key)
            turns[name].append(figures)
            print(
                f"turn {turn + 1} {name:10}",
                " ".join(f"{key} {value:,.1f}" for key, value in figures.items()),
                flush=True,
            )
    told(turns)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    known = "ours, looking, unsynced, asyncio, probot"
    parser.add_argument("of", nargs="*", default=["ours", "looking", "probot"], help=f"which of {known}")
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=32)
    return parser.parse_args()


def measured(name: str, arguments: argparse.Namespace, key: str) -> dict[str, float]:
    begun = time.perf_counter()
    with probot(key) if name == "probot" else ours(name) as (address, pid):
        ready_s = time.perf_counter() - begun
        cpu_s = spent_cpu_s(pid)
        load = [sys.executable, HERE / "load.py", address, SECRET, str(arguments.seconds), str(arguments.connections)]
        answer = subprocess.run(pinned(load, LOAD_CORE), check=True, capture_output=True, text=True)
        figures = json.loads(answer.stdout)
        if figures.pop("wrong"):
            raise SystemExit(f"{name} refused: {answer.stdout}")
        figures.pop("bytes")
        figures["cpu_us"] = (spent_cpu_s(pid) - cpu_s) / figures.pop("sent") * 1e6
        return {**figures, "rss_mb": resident_mb(pid), "ready_s": ready_s}


@contextmanager
def ours(how: str):
    with tempfile.TemporaryDirectory(dir=HERE) as folder:  # on the disk, not in memory: the fsync is to be real
        command = [sys.executable, HERE / "ours.py", SECRET, Path(folder) / "intake.db", how]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            pinned(command, SERVER_CORE), stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                yield process.stdout.readline().strip(), process.pid
            finally:
                process.kill()


@contextmanager
def probot(key: str):
    port = free_port()
    environment = {
        **os.environ,
        "PORT": str(port),
        "PEER_KEY": key,
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "NODE_ENV": "production",
    }
    command = pinned(["node", HERE / "peer.js"], SERVER_CORE)
    with subprocess.Popen(command, env=environment, cwd=HERE, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.kill()


COLUMNS = {
    "per_s": ("per s", ",.0f"),
    "p50_ms": ("p50 ms", ".2f"),
    "p99_ms": ("p99 ms", ".2f"),
    "cpu_us": ("CPU µs", ".1f"),
    "rss_mb": ("RSS MB", ".0f"),
    "ready_s": ("ready s", ".2f"),
}


def told(turns: Turns) -> None:
    """Medians, and how we compare with Probot turn by turn: what disturbed a turn disturbed both."""
    print("\n" + " " * 10 + "".join(f"{title:>9}" for title, _ in COLUMNS.values()) + "   (medians)")
    for name, of in turns.items():
        medians = {column: statistics.median(turn[column] for turn in of) for column in COLUMNS}
        print(f"{name:10}" + "".join(f"{format(medians[column], form):>9}" for column, (_, form) in COLUMNS.items()))
    for name in turns.keys() - {"probot"} if "probot" in turns else ():
        pairs = list(zip(turns[name], turns["probot"], strict=True))
        compared(f"{name} / probot, deliveries per second", [a["per_s"] / b["per_s"] for a, b in pairs])
        compared(f"{name} / probot, deliveries per CPU second", [b["cpu_us"] / a["cpu_us"] for a, b in pairs])


def compared(what: str, ratios: list[float]) -> None:
    print(f"{what}: median {statistics.median(ratios):.2f}, of turns {min(ratios):.2f} to {max(ratios):.2f}")


def pinned(command: list[object], core: int) -> list[str]:
    return ["taskset", "-c", str(core), *map(str, command)]


def resident_mb(pid: int) -> float:
    """What is resident now; taskset has become the process by exec."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"process {pid} has ended")


def spent_cpu_s(pid: int) -> float:
    """What the process has spent of the processor, in its code and in the system's. Source: proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit("the server did not start within 20 s")


def pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()


if __name__ == "__main__":
    main()
