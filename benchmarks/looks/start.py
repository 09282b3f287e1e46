"""How soon `stagekeeper serve` takes webhooks: whole processes, from start to the first `/ready`, again and again.

Run it: `python benchmarks/looks/start.py`.

Beside each, in turn, the interpreter alone and the interpreter with aiohttp, which is the least that a bot of this kind
imports. CPU seconds are told too: on a busy machine they say more than the wall.
"""

import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from bot.sandbox.auth import process_key

TURNS = 10


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def is_ready(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /ready HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            return b" 200 " in line.recv(64)
    except OSError:
        return False


def cpu_s(pid: int) -> float:
    """User and system time of a process so far. Source: proc_pid_stat(5), fields 14 and 15."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serve(key: str) -> tuple[float, float]:
    """Wall and CPU seconds until it is ready. Its GitHub is a port where nobody listens."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        environ = {
            **os.environ,
            "GITHUB_APP_ID": "1",
            "GITHUB_PRIVATE_KEY": key,
            "GITHUB_WEBHOOK_SECRET": "secret",
            "GITHUB_API_URL": "http://127.0.0.1:9/api/v3",
            "GITHUB_GRAPHQL_URL": "http://127.0.0.1:9/api/graphql",
            "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite",
            "PORT": str(port),
        }
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bot", "serve"]
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not is_ready(port):
                if process.poll() is not None or time.perf_counter() - begun > 30:
                    raise SystemExit("the bot did not start")
                time.sleep(0.002)
            return time.perf_counter() - begun, cpu_s(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def alone(code: str) -> tuple[float, float]:
    begun, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - begun, cpu


def main() -> None:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    key, _ = process_key()
    rows: dict[str, list[tuple[float, float]]] = {"interpreter": [], "interpreter + aiohttp": [], "serve ready": []}
    for _ in range(TURNS):
        rows["interpreter"].append(alone("pass"))
        rows["interpreter + aiohttp"].append(alone("import aiohttp.web"))
        rows["serve ready"].append(serve(key))
    for name, found in rows.items():
        wall, cpu = zip(*found, strict=True)
        print(
            f"{name}: wall min {min(wall):.2f} s, p50 {statistics.median(wall):.2f} s; "
            f"CPU min {min(cpu):.2f} s, p50 {statistics.median(cpu):.2f} s; of {TURNS}"
        )


if __name__ == "__main__":
    main()
