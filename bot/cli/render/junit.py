"""An outcome as JUnit XML, as GitLab and Jenkins read it: a suite for each description, a case for each finding."""

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from bot.cli.outcome import Compared, Outcome
from bot.cli.render.phrases import affects, called, compatible, example, has_way, label, no_example, shows_value, where
from bot.contract import Finding, Place
from bot.contract.acceptance import Judged

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def render(outcome: Outcome, *, color: str = "auto") -> str:
    """The XML text. What makes `check` fail is a failure; what was accepted is skipped."""
    root = Element("testsuites", name="stagekeeper check")
    for one in outcome.comparisons:
        _suite(root, outcome, one)
    for suite in root:
        _count(suite)
    _count(root, tuple(root.iter("testcase")))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, outcome: Outcome, one: Compared) -> None:
    suite = SubElement(root, "testsuite", name=_text(one.new_name))
    for judged in one.findings:
        if judged in outcome.shown(one) or judged.accepted:
            _case(suite, judged, fails=judged.finding.fingerprint in outcome.failing)
    for unread in one.report.unread:
        place = where(Place(unread.file, unread.pointer, unread.line))
        case = SubElement(suite, "testcase", classname="not judged", name=_text(place))
        kind = "skipped" if one.report.readable and outcome.code == 0 else "error"
        SubElement(case, kind, message=_text(unread.what))
    if one.is_out_of_scope:
        case = SubElement(suite, "testcase", classname="not compared", name=_text(one.new_name))
        SubElement(case, "skipped", message="no path of it is left by --match-path and --exclude")
    if not len(suite):
        SubElement(suite, "testcase", classname="compatible", name=compatible(one))


def _case(suite: Element, judged: Judged, *, fails: bool) -> None:
    finding = judged.finding
    case = SubElement(suite, "testcase", classname=finding.rule, name=_text(finding.sentence))
    place = finding.new or finding.old
    if place is not None:
        case.set("file", _text(place.file))
        if place.line:
            case.set("line", str(place.line))
    if judged.accepted:
        SubElement(case, "skipped", message=f"accepted by the {judged.accepted.value}")
    elif fails:
        failure = SubElement(case, "failure", message=_text(finding.sentence), type=label(finding))
        failure.text = _text(_details(finding))


def _details(finding: Finding) -> str:
    lines = [where(finding.new or finding.old)]
    if finding.witness is not None:
        value = "  " + example(finding.witness, 2000) if shows_value(finding.witness) else ""
        lines += [f"Example: {called(finding.witness)}{value}", f"Now: {finding.witness.why_invalid_now}"]
    if (why := no_example(finding)) is not None:
        lines.append(why)
    if has_way(finding):
        lines.append(f"Instead: {finding.fix}")
    if finding.operations_total > 1:
        lines.append(affects(finding.operations, finding.operations_total))
    return "\n".join(lines)


def _count(parent: Element, cases: tuple[Element, ...] | None = None) -> None:
    found = tuple(parent) if cases is None else cases
    parent.set("tests", str(len(found)))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        parent.set(name, str(sum(case.find(kind) is not None for case in found)))


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
