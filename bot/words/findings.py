"""Findings in words: a table of what breaks, where, and the safer way; the proof of each, folded below."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.contract import Finding, Unread, Witness
from bot.lifecycle.assessment import JudgedFinding, JudgedUnread
from bot.lifecycle.policy import Kind, Verdict
from bot.words.escape import block, code, plain

_CODE_SPAN = re.compile(r"(`+[^`]*`+)")
_MENTION = re.compile(r"@(?=[A-Za-z0-9])")
_LONGEST_PROOF = 1_500
NOUNS = {
    Kind.BREAKS: ("breaking change", "breaking changes"),
    Kind.MAY_BREAK: ("possible breaking change", "possible breaking changes"),
    Kind.READER: ("reader-breaking change", "reader-breaking changes"),
    Kind.UNPROVEN_READER: ("possibly reader-breaking change", "possibly reader-breaking changes"),
    Kind.RISKY: ("risky change", "risky changes"),
    Kind.PROMISE: ("broken promise", "broken promises"),
    Kind.ADDITION: ("addition", "additions"),
    Kind.SAFE: ("compatible change", "compatible changes"),
    Kind.QUIET: ("change of words", "changes of words"),
    Kind.UNREAD: ("part not judged", "parts not judged"),
}
"""What a finding is called, one and several; in the order in which they are told."""
COULD_NOT = "I could not read it: "
"""How the engine begins to say why."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file of the head commit is shown: `https://github.com/acme/apis` and the commit."""

    repository: str
    head: str

    def link(self, path: str, line: int) -> str:
        """The place, linked."""
        address = f"{self.repository}/blob/{self.head}/{path.replace(' ', '%20')}#L{line}"
        return f"[line {line}]({address})"


def counted(number: int, one: str, many: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{number} {one if number == 1 else many}"


def sentence(text: str, *, most: int = 400) -> str:
    """A sentence of the engine: its code spans stay, names out of the description do no harm, a table holds it."""
    line = " ".join(text.split())
    shown = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    if shown.count("`") % 2:
        shown = shown.replace("`", "'")
    return "".join(_piece(piece) for piece in _CODE_SPAN.split(shown))


def _piece(piece: str) -> str:
    if piece.startswith("`"):
        return piece.replace("|", "\\|")
    safe = piece.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("[", "\\[")
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", safe)


def bare(text: str) -> str:
    """A sentence without its full stop, to stand within another one."""
    return sentence(text).removesuffix(".")


def capital(text: str) -> str:
    """The text beginning with a capital letter; one that begins with code stays."""
    return text[:1].upper() + text[1:]


def table(findings: Sequence[JudgedFinding], source: Source) -> str:
    """One row a finding; those that are no breaking change, or do not count for the verdict, say so."""
    worst = max((one.verdict for one in findings), default=Verdict.SILENT)
    rows = "\n".join(_row(one, source, worst) for one in findings)
    return f"| | What breaks for a caller | Where | The safer way |\n|---|---|---|---|\n{rows}"


def _row(one: JudgedFinding, source: Source, worst: Verdict) -> str:
    what = f"{_mark(one, worst)}{capital(sentence(one.finding.sentence))}"
    if one.dismissed:
        gone = one.dismissed
        what = f"~~{what}~~ Not breaking, says [{plain(gone.login)}]({gone.url}): {plain(gone.reason)}"
    return f"| **{one.id}** | {what} | {where(one.finding, source)} | {capital(sentence(one.finding.fix))} |"


def _mark(one: JudgedFinding, worst: Verdict) -> str:
    """What a row is, in words, where the title does not count it among the breaking changes."""
    passes = "passes" if one.verdict.passes and not worst.passes and not one.dismissed else ""
    kind = capital(NOUNS[one.kind][0]) if one.kind is not Kind.BREAKS else ""
    said = ", ".join(filter(None, (kind, passes)))
    return f"*{capital(said)}:* " if said else ""


def where(finding: Finding, source: Source) -> str:
    """The operations it touches, the first by name, and its line at the head."""
    names = list(dict.fromkeys(f"{one.method.upper()} {one.path}" for one in finding.operations))
    total = max(finding.operations_total, len(names))
    first = code(names[0]) if names else ""
    more = f"and {total - 1} more" if total > 1 and names else ""
    line = source.link(finding.new.file, finding.new.line) if finding.new and finding.new.line else ""
    return ", ".join(part for part in (" ".join(filter(None, (first, more))), line) if part) or "the whole description"


def proof(one: JudgedFinding) -> str:
    """The request or answer that was valid and is not any more, folded; empty where there is none."""
    witness = one.finding.witness
    if witness is None:
        return ""
    what = "message" if witness.kind == "message" else "answer" if witness.answers else "request"
    known = "can come now and could not before" if witness.is_sent else "worked and does not any more"
    said = ("now", "by the old description") if witness.is_sent else ("before", "now")
    return (
        f"<details><summary>Proof of {one.id}: {'an' if what == 'answer' else 'a'} {what} that {known}</summary>\n\n"
        f"{block(_message(witness), 'http')}\n\n"
        f"- {said[0]}: {sentence(witness.why_valid_before)}\n"
        f"- {said[1]}: {sentence(witness.why_invalid_now)}\n\n</details>"
    )


def _message(witness: Witness) -> str:
    """The witness as it goes over the wire, near enough to be read."""
    head = witness.request_line or f"{witness.method.upper()} {witness.path}"
    if witness.answers:
        head += f"\n→ {witness.status or 'answer'}"
    if witness.value is None or witness.media_type is None:
        return head
    body = json.dumps(witness.value, indent=2, ensure_ascii=False)
    shown = body if len(body) <= _LONGEST_PROOF else body[:_LONGEST_PROOF] + " …"
    return f"{head}\nContent-Type: {witness.media_type}\n\n{shown}"


def unread(gaps: Sequence[JudgedUnread], *, most: int = 20) -> str:
    """What could not be judged, a line each."""
    listed = [f"- {_place(gap.unread)}: {sentence(gap.unread.what)}" for gap in gaps[:most]]
    more = [f"- and {len(gaps) - most} more"] if len(gaps) > most else []
    return "\n".join(listed + more)


def _place(gap: Unread) -> str:
    line = f" line {gap.line}" if gap.line else ""
    pointer = f" ({code(gap.pointer)})" if gap.pointer else ""
    return f"{code(gap.file)}{line}{pointer}"


def could_not_read(gap: JudgedUnread, *, path: str) -> str:
    """That a description cannot be read, with the line."""
    line = f"line {gap.unread.line}: " if gap.unread.line else ""
    return f"I could not read {code(path)}: {line}{bare(gap.unread.what.removeprefix(COULD_NOT))}"


def within(parts: Sequence[str], budget: int, rest: str) -> str:
    """The parts as far as they fit, then a word about those that do not."""
    kept: list[str] = []
    for part in parts:
        if sum(len(one) + 2 for one in kept) + len(part) + len(rest) > budget:
            return "\n\n".join([*kept, rest])
        kept.append(part)
    return "\n\n".join(kept)
