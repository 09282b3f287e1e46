"""How many breaks of schemas are shown by an example, and why the others are not: `witness_share.py` (see README.md).

Counted are findings of a schema's row that is BREAKING, whose break nobody proved to be none: with a witness that the
independent validator takes on one side and refuses on the other, or with the engine's reason for having none.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bot.contract import Cause, Finding, Options, Source, compare
from bot.contract.openapi.rows import SCHEMA_ROWS, SPECIAL

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOAL = 93
SCHEMA_RULES = {row.rule for table in (SCHEMA_ROWS, SPECIAL) for row in table.values()}
EVERY = Options(witnesses=1_000_000, steps=100_000_000)
"""No break is left out because as many others were looked at before."""

Pairs = Iterator[tuple[Source, Source]]


def main() -> None:
    arguments = parsed()
    print(f"{'':14}{'pairs':>7}{'breaks':>8}{'shown':>7}{'share':>8}   goal {GOAL} %")
    shares = [counted("github", github(arguments.github)), counted("rules", rules())]
    if arguments.pairs is not None:
        shares.append(counted("pairs", both_ways(arguments.pairs)))
    for name, reasons in shares:
        for (reason, rule), count in sorted(reasons.items(), key=lambda each: (each[0][0], -each[1], each[0][1])):
            print(f"{name:10}{count:5}  {rule:44} {reason}")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--github", type=Path, default=HERE / "node_modules", help="the folder with github-22, github-23"
    )
    parser.add_argument("--pairs", type=Path, help="a folder of folders, each with base.yaml and revision.yaml")
    return parser.parse_args()


def counted(name: str, pairs: Pairs) -> tuple[str, Counter[tuple[str, str]]]:
    """Compare every pair and print one line; why breaks are not shown, by reason and rule."""
    compared = [compare(old, new, EVERY) for old, new in pairs]
    breaks = [f for report in compared for f in report.findings if f.rule in SCHEMA_RULES and f.cls is Cause.BREAKING]
    shown = sum(f.witness is not None for f in breaks)
    share = f"{100 * shown / len(breaks):.1f} %" if breaks else "none"
    print(f"{name:14}{len(compared):7}{len(breaks):8}{shown:7}{share:>8}", flush=True)
    return name, Counter((reason(f), f.rule) for f in breaks if f.witness is None)


def reason(finding: Finding) -> str:
    return finding.why_no_witness or f"no example is looked for ({finding.evidence.value})"


def github(folder: Path) -> Pairs:
    """Every description of GitHub's that is in two releases, one after the other."""
    releases = sorted(folder.glob("github-*"), key=lambda release: int(release.name.rpartition("-")[2]))
    for before, after in pairwise(releases):
        for old in sorted((before / "generated").glob("*.json")):
            new = after / "generated" / old.name
            if new.is_file() and not old.name.endswith(".deref.json"):
                yield Source(old.name, old.read_bytes()), Source(old.name, new.read_bytes())


def rules() -> Pairs:
    """The cases of every rule."""
    for case in sorted((ROOT / "tests" / "rules" / "openapi").glob("*/*")):
        yield Source("old.yaml", (case / "old.yaml").read_bytes()), Source("new.yaml", (case / "new.yaml").read_bytes())


def both_ways(folder: Path) -> Pairs:
    for case in sorted(folder.iterdir()):
        base, revision = (Source("api.yaml", (case / f"{name}.yaml").read_bytes()) for name in ("base", "revision"))
        yield base, revision
        yield revision, base


if __name__ == "__main__":
    main()
