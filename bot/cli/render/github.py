"""An outcome as GitHub workflow commands: one annotation for each finding, on its file and line.

Source: GitHub Docs, "Workflow commands for GitHub Actions"; how values are escaped: actions/toolkit `command.ts`.
"""

from collections.abc import Iterator

from bot.cli.outcome import Compared, Outcome
from bot.cli.render.phrases import affects, called, example, has_way, headline, label, place_in_new, shows_value, tally
from bot.contract import Cause, Finding, Place, Unread


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """One line for each annotation, and a last one with the verdict."""
    return "".join(f"{line}\n" for line in _lines(outcome))


def _lines(outcome: Outcome) -> Iterator[str]:
    for one in outcome.comparisons:
        for judged in outcome.shown(one):
            level = "notice" if judged.accepted else _level(outcome, judged.finding)
            yield _command(level, place_in_new(judged.finding, one), _title(judged.finding), _text(judged.finding))
        level = "error" if not one.report.readable else "warning"
        for unread in one.report.unread:
            yield _command(level, _place(one, unread), "not judged", unread.what)
    told = tally(outcome)
    yield _data(headline(outcome) + (f" {', '.join(told)}." if told else ""))


def _level(outcome: Outcome, finding: Finding) -> str:
    if finding.fingerprint in outcome.failing or finding.is_breaking:
        return "error"
    return "warning" if finding.cls is Cause.RISKY else "notice"


def _title(finding: Finding) -> str:
    return f"{label(finding)}: {finding.rule}"


def _text(finding: Finding) -> str:
    parts = [finding.sentence]
    if finding.witness is not None:
        value = f"  {example(finding.witness, 200)}" if shows_value(finding.witness) else ""
        parts.append(f"Example: {called(finding.witness)}{value}; now: {finding.witness.why_invalid_now}")
    if has_way(finding):
        parts.append(f"Instead: {finding.fix}")
    if finding.operations_total > 1:
        parts.append(affects(finding.operations, finding.operations_total))
    return "\n".join(parts)


def _place(one: Compared, unread: Unread) -> Place:
    """Where it stands; in the new file, without a line, where it is the old one that could not be read."""
    is_old = not one.report.readable and unread.file != one.new_file
    return Place(one.new_file, "") if is_old else Place(unread.file, "", unread.line)


def _command(level: str, place: Place, title: str, text: str) -> str:
    line = f",line={place.line}" if place.line else ""
    return f"::{level} file={_property(place.file)}{line},title={_property(title)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
