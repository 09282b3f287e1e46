"""Write `bot/contract/openapi/samples.py` from the fixtures, and `docs/rules.md` from the rules.

A rule's example is what differs in its `speaks` fixture, and its sentence is the one the engine says there. `--check`
only says what is stale.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.contract import Cause, Finding, Options, Source, compare
from bot.contract.openapi.rows import HTTP_ROWS, SCHEMA_ROWS, SPECIAL
from bot.contract.rules import Rule, rules

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "rules" / "openapi"
SAMPLES = ROOT / "bot" / "contract" / "openapi" / "samples.py"
PAGE = ROOT / "docs" / "rules.md"
TODAY = date(2026, 1, 31)
_TITLES = {"request": "Requests", "response": "Responses", "webhook": "Webhooks and callbacks"}
_SHORT = 90
_LINE = 100

SAMPLES_HEAD = '''\
"""An example of each rule, and what is said of it. Written by tools/rules_doc.py from tests/rules/openapi."""

# ruff: noqa: E501

from typing import NamedTuple


class Sample(NamedTuple):
    """Short YAML of both versions, and the finding's sentence and compatible way."""

    old: str
    new: str
    sentence: str
    fix: str


SAMPLES: dict[str, Sample] = {
'''

HEAD = """\
# Rules

<!-- Written by tools/rules_doc.py from bot/contract/openapi/rows.py. -->

What the comparison of two API descriptions says, rule by rule. A rule's id never changes. `stagekeeper explain RULE`
prints the same.

| class | meaning |
|---|---|
| breaking | a call that worked, or code that read the answer, fails |
| risky | some callers may notice; `reader` marks what breaks those who rely on an optional thing being there |
| safe | callers of the old version keep working |
| doc | only the documentation changed |
| lifecycle | deprecation, sunset and stage; `broken_promise` marks what takes back a date or a stage |

The class follows from the side: what the client sends may only be taken more widely, what the server sends may only
become narrower. A rule that departs from that says why. A proof that nobody is hurt makes a finding safe
(`evidence: refuted`). Webhooks and callbacks are judged the other way round: there the server sends the
request, and who uses the API receives and answers it; their findings speak of messages, answers and receivers.

"""


def samples() -> str:
    """The whole file of examples."""
    lines = [SAMPLES_HEAD.rstrip("\n")]
    for rule in _rule_ids():
        finding = _finding(rule)
        old, new = sample(*(_document(rule, side) for side in ("old", "new")))
        lines.append(f'    "{rule}": Sample(')
        lines += [f"        {_quoted(text)}," for text in (old, new, finding.sentence, finding.fix)]
        lines.append("    ),")
    return "\n".join([*lines, "}", '"""The examples by rule."""', ""])


def _quoted(text: str) -> str:
    """Text as the formatter leaves it."""
    return repr(text) if '"' in text else json.dumps(text, ensure_ascii=False)


def _rule_ids() -> list[str]:
    return sorted({row.rule for table in (SCHEMA_ROWS, SPECIAL, HTTP_ROWS) for row in table.values()})


def _document(rule: str, side: str) -> Any:
    return yaml.safe_load((FIXTURES / rule / "speaks" / f"{side}.yaml").read_text(encoding="utf-8"))


def _finding(rule: str) -> Finding:
    folder = FIXTURES / rule / "speaks"
    sources = (Source(f"{side}.yaml", (folder / f"{side}.yaml").read_bytes()) for side in ("old", "new"))
    return next(f for f in compare(*sources, Options(today=TODAY)).findings if f.rule == rule)


def sample(old: Any, new: Any) -> tuple[str, str]:
    """What differs in two documents, as short YAML under the name of where it stands."""
    name, a, b = _narrowed(old, new)
    differing = _differing(a, b)
    if len(_flow(a)) >= _SHORT or len(_flow(b)) >= _SHORT:
        a, b = ({k: v for k, v in d.items() if k in differing or k in ("type", "name", "in")} for d in (a, b))
    return _said(name, a), _said(name, b)


def _narrowed(old: dict[str, Any], new: dict[str, Any]) -> tuple[str | None, dict[str, Any], dict[str, Any]]:
    """Down to the mapping in which the two differ, and the name it stands under."""
    name = None
    while True:
        keys = _differing(old, new)
        if len(keys) != 1 or keys[0] not in old or keys[0] not in new:
            return name, old, new
        a, b = old[keys[0]], new[keys[0]]
        if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
            unlike = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
            a, b = unlike[0] if len(unlike) == 1 else (None, None)
        if not isinstance(a, dict) or not isinstance(b, dict):
            return name, old, new
        name, old, new = keys[0], a, b


def _differing(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [k for k in dict.fromkeys([*old, *new]) if k not in old or k not in new or old[k] != new[k]]


def _said(name: str | None, value: dict[str, Any]) -> str:
    if name in (None, "paths"):
        return "\n".join(f"{_flow(k)}: {_flow(v)}" for k, v in value.items()) or "(nothing)"
    if len(_flow(value)) < _LINE:
        return f"{_flow(name)}: {_flow(value)}"
    return "\n".join([f"{_flow(name)}:", *(f"  {_flow(k)}: {_flow(v)}" for k, v in value.items())])


def _flow(value: Any) -> str:
    text = yaml.safe_dump(value, default_flow_style=True, width=10**6, sort_keys=False, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")


def page() -> str:
    """The whole page."""
    sections: dict[str, list[Rule]] = {title: [] for title in ("Operations", *_TITLES.values())}
    for rule in rules().values():
        sections[_TITLES.get(rule.id.split("-")[0], "Operations")].append(rule)
    lines = [HEAD + "## All of them\n", "| rule | class | what a caller sees |", "|---|---|---|"]
    lines += [f"| [`{r.id}`](#{r.id}) | {_class(r.cls, r.tags)} | {_cell(r.sentence)} |" for r in rules().values()]
    for title, listed in sections.items():
        lines.append(f"\n## {title}")
        for rule in listed:
            lines += _section(rule)
    return "\n".join([*lines, ""])


def _section(rule: Rule) -> Iterator[str]:
    yield f"\n### {rule.id}\n"
    yield f"**{_class(rule.cls, rule.tags)}** · since {rule.since}" + (
        f" · oasdiff: {', '.join(f'`{a}`' for a in rule.aliases)}" if rule.aliases else ""
    )
    yield f"\n{rule.why}\n"
    yield from ("```yaml", "# old", *rule.example_old.split("\n"), "# new", *rule.example_new.split("\n"), "```\n")
    yield f"> {rule.sentence}\n"
    yield f"The compatible way: {rule.fix}" if rule.cls not in (Cause.SAFE, Cause.DOC) else rule.fix


def _class(cls: Cause, tags: frozenset[str]) -> str:
    return " ".join([cls.value, *(f"`{t}`" for t in sorted(tags))])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    code = 0
    for target, make in ((SAMPLES, samples), (PAGE, page)):
        text = make()
        if target.exists() and target.read_text(encoding="utf-8") == text:
            continue
        print(target.relative_to(ROOT))
        code = 1
        if "--check" not in sys.argv:
            target.write_text(text, encoding="utf-8")
            if target is SAMPLES:  # the page is made of what was just written
                return subprocess.run([sys.executable, *sys.argv], check=False).returncode
    return code if "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
