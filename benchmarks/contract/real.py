"""Real descriptions that npm packages ship, each release against the next, both ways (see README.md).

What they are is in real.json: package, file, versions, and each archive's hash. They are fetched by npm the first time
and kept in `real/`, which git ignores.
"""

import argparse
import base64
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from launch import Launcher

HERE = Path(__file__).parent
KEPT = HERE / "real"
CLASSES = ("breaking", "risky", "lifecycle", "safe", "doc")


@dataclass(frozen=True)
class Shipped:
    """A file or a directory of one release, and what it is called in the table."""

    name: str
    path: Path


@dataclass(frozen=True)
class Seen:
    """What one comparison said and cost. `code` is the command's: 2 where a description could not be read."""

    code: int
    found: Counter[str]
    proven: int
    unproven: int
    unread: int
    cpu: float
    peak: float


def main() -> None:
    asked = parsed()
    known = json.loads((HERE / "real.json").read_text())
    launcher, everything = Launcher(), list[Seen]()
    launcher.start()
    print(
        f"{'':52}{'exit':>5}{'break':>6}{'risky':>6}{'life':>5}{'safe':>5}{'doc':>5}{'unread':>7}{'CPU s':>7}{'MB':>5}"
    )
    for one in known["shipped"]:
        if not asked.of or any(word in one["package"] for word in asked.of):
            releases = list(shipped(one, known["integrity"]))
            for old, new in pairwise(releases):
                ways = [(old, new)] if asked.forward else [(old, new), (new, old)]
                for left, right in ways:
                    everything.append(seen := compared(launcher, left, right))
                    told(f"{one['package']} {left.name} → {right.name}", seen)
    summed(everything)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("of", nargs="*", help="only packages with one of these words in their name")
    parser.add_argument("--forward", action="store_true", help="only old against new, not new against old")
    return parser.parse_args()


def shipped(one: dict, integrity: dict[str, str]) -> Iterator[Shipped]:
    """The releases in order, fetched where they are not there."""
    for version in one["versions"]:
        place = KEPT / one["package"].replace("/", "__") / version
        if not place.is_dir():
            fetch(f"{one['package']}@{version}", place, integrity)
        for part in one.get("parts", [""]):
            path = place / one["file"].format(part)
            yield Shipped(part or version, unpacked(path) if path.suffix == ".gz" else path)


def fetch(name: str, place: Path, integrity: dict[str, str]) -> None:
    """One package's JSON and YAML files, its archive checked by hash; nothing of it is run."""
    with tempfile.TemporaryDirectory(dir=HERE, prefix="made-") as folder:
        command = ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", folder, name]
        subprocess.run(command, check=True, capture_output=True)
        (archive,) = Path(folder).iterdir()
        digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if integrity.get(name) != f"sha512-{digest}":
            raise SystemExit(f"{name} is not the archive that real.json knows: sha512-{digest}")
        with tarfile.open(archive) as members:
            for member in members:
                inside = member.name.partition("/")[2]
                if member.isfile() and inside.endswith((".json", ".yaml", ".yml", ".json.gz")):
                    path = place / inside
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(members.extractfile(member).read())


def unpacked(path: Path) -> Path:
    plain = path.with_suffix("")
    if not plain.exists():
        plain.write_bytes(gzip.decompress(path.read_bytes()))
    return plain


def compared(launcher: Launcher, old: Shipped, new: Shipped) -> Seen:
    with tempfile.TemporaryDirectory(dir=HERE, prefix="made-") as folder:
        out = Path(folder) / "report.json"
        command = [sys.executable, "-m", "bot", "check", str(old.path), str(new.path), "--format", "json"]
        cost = launcher.run(command, out=str(out))
        if cost["code"] not in (0, 1, 2) or not out.stat().st_size:
            raise SystemExit(f"{' '.join(command)} ended with {cost['code']}: {cost['said']}")
        report = json.loads(out.read_bytes())
    evidence = Counter(f["evidence"] for f in report["findings"] if f["class"] == "breaking")
    return Seen(
        code=cost["code"],
        found=Counter(f["class"] for f in report["findings"]),
        proven=evidence["proven"],
        unproven=evidence["unproven"],
        unread=len(report["unread"]),
        cpu=cost["cpu"],
        peak=cost["peak"],
    )


def told(name: str, seen: Seen) -> None:
    found = "".join(f"{seen.found[cls]:{width}}" for cls, width in zip(CLASSES, (6, 6, 5, 5, 5), strict=True))
    print(f"{name[:51]:52}{seen.code:5}{found}{seen.unread:7}{seen.cpu:7.2f}{seen.peak:5.0f}", flush=True)


def summed(everything: list[Seen]) -> None:
    """What all comparisons together said and cost."""
    found = sum((seen.found for seen in everything), Counter())
    proven, unproven = sum(seen.proven for seen in everything), sum(seen.unproven for seen in everything)
    read = sum(seen.code != 2 for seen in everything)
    print(f"\n{len(everything)} comparisons, {read} read: " + ", ".join(f"{found[cls]} {cls}" for cls in CLASSES))
    print(f"of the breaks {proven} are proven, {unproven} unproven; {sum(s.unread for s in everything)} parts unread")
    most = max((seen.peak for seen in everything), default=0)
    print(f"processor {sum(s.cpu for s in everything):.1f} s, at most {most:.0f} MB")


if __name__ == "__main__":
    main()
