"""The guide for callers who move from one version to the next: what changes for them, each with its proof."""

import json
from collections.abc import Iterable, Iterator, Sequence

from bot.contract.report import Cause, Finding, Operation, Witness
from bot.versioning.markdown import code, fenced, prose

_LISTED_OPERATIONS = 5
_LISTED_ADDITIONS = 20
_LISTED_ADDRESSES = 5


def guide_path(api: str, old_version: str, new_version: str) -> str:
    """Where the guide is kept in the repository."""
    return f"docs/migrations/{api}-{old_version}-to-{new_version}.md"


def migration_guide(
    api: str,
    old_version: str,
    new_version: str,
    findings: Iterable[Finding],
    *,
    moved: Sequence[tuple[str, str]] = (),
) -> str:
    """The guide as Markdown: what breaks, what may break, what is new.

    `findings` compare the old version with what the author made of it, `moved` is `Draft.moved`.
    """
    known = tuple(findings)
    breaks = [finding for finding in known if finding.is_breaking]
    risks = [finding for finding in known if finding.cls is Cause.RISKY]
    news = [finding for finding in known if finding.cls is Cause.SAFE and finding.rule.endswith("-added")]
    lines = [
        f"# Moving from {api} {old_version} to {new_version}",
        "",
        f"`{old_version}` stays as it is; nobody has to move today. {_count(len(breaks))} in `{new_version}`.",
        "",
    ]
    lines += _addresses(moved)
    lines += _chapter("What you have to change", breaks, old_version, new_version)
    lines += _chapter("What you should look at", risks, old_version, new_version)
    lines += _additions(news)
    return "\n".join(lines).rstrip("\n") + "\n"


def _addresses(moved: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not moved:
        return
    yield from ("## Where it is", "")
    yield from (f"- {code(old)} becomes {code(new)}" for old, new in moved[:_LISTED_ADDRESSES])
    if len(moved) > _LISTED_ADDRESSES:
        yield f"- and {len(moved) - _LISTED_ADDRESSES} more in the same way"
    yield ""


def _count(breaks: int) -> str:
    match breaks:
        case 0:
            return "No call that works today stops working"
        case 1:
            return "One thing that works today works differently"
    return f"{breaks} things that work today work differently"


def _chapter(title: str, findings: list[Finding], old: str, new: str) -> Iterator[str]:
    if not findings:
        return
    yield from (f"## {title}", "")
    for place, finding in enumerate(findings, 1):
        yield from (f"### {place}. {prose(finding.sentence)}", "")
        if finding.operations:
            yield from (f"Calls: {_calls(finding.operations, finding.operations_total)}", "")
        if finding.old_value is not None and finding.new_value is not None:
            yield from (f"In `{old}`: {code(finding.old_value)}. In `{new}`: {code(finding.new_value)}.", "")
        if finding.witness:
            yield from _example(finding.witness, old, new)


def _calls(operations: tuple[Operation, ...], total: int) -> str:
    names = list(dict.fromkeys(code(f"{one.method.upper()} {one.path}") for one in operations))
    listed = ", ".join(names[:_LISTED_OPERATIONS])
    hidden = max(total, len(names)) - min(len(names), _LISTED_OPERATIONS)
    return f"{listed} and {hidden} more" if hidden > 0 else listed


def _example(witness: Witness, old: str, new: str) -> Iterator[str]:
    """What the server sends fits the new version and not the old one; what it takes, the other way round."""
    what = "message" if witness.kind == "message" else "answer" if witness.answers else "request"
    fits, not_fits = (new, old) if witness.is_sent else (old, new)
    yield from (f"This {what} fits `{fits}`:", "")
    yield from (*fenced(_message(witness)), "")
    yield from (f"It does not fit `{not_fits}`: {prose(witness.why_invalid_now)}", "")


def _message(witness: Witness) -> str:
    """The witness as it goes over the wire, near enough to be read."""
    head = witness.request_line or f"{witness.method.upper()} {witness.path}"
    if witness.answers:
        head = f"{head}\n→ {witness.status or 'answer'}"
    if witness.value is None:
        return head
    body = json.dumps(witness.value, indent=2, ensure_ascii=False)
    kind = f"\nContent-Type: {witness.media_type}" if witness.media_type else ""
    return f"{head}{kind}\n\n{body}"


def _additions(findings: list[Finding]) -> Iterator[str]:
    if not findings:
        return
    yield from ("## What is new", "")
    for finding in findings[:_LISTED_ADDITIONS]:
        yield f"- {prose(finding.sentence)}"
    if len(findings) > _LISTED_ADDITIONS:
        yield f"- and {len(findings) - _LISTED_ADDITIONS} more"
