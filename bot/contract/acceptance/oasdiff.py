"""oasdiff's conventions, for teams that come from it: where its level is another one than our class. Data.

What differs is convention and not what is seen: a default is a break to one and a risk to the other. Levels are told
by its ids, `{body|property|parameter}` filled in. The ids and levels are facts about oasdiff 1.23, nothing else is
taken from it. Stability and deprecation: its docs STABILITY.md and DEPRECATION.md, with the settings it comes with.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from bot.contract.report import Cause, Finding

STABILITY = ("x-stability-level",)
"""The only stage mark it knows."""

UNSTABLE = frozenset(("draft", "alpha"))
"""Operations so marked may change in any way."""

_E, _W, _I = Cause.BREAKING, Cause.RISKY, Cause.SAFE
_ALL = "{body|property|parameter}"
_LEVELS: tuple[tuple[Cause, str], ...] = (
    (_I, "api-operation-id-{added|removed}"),
    (_I, "api-security-{added|removed|scope-added}"),
    (_I, "api-security-component-oauth-{url-changed|token-url-changed|scope-removed}"),
    (_E, "{request|response}-{body|property}-content-{media-type|encoding}-changed"),
    (_E, "request-parameter-default-value-{added|removed|changed}"),
    (_I, "request-{body|property}-default-value-{added|removed|changed}"),
    (_I, "{request|response}-{body|property}-discriminator-{added|removed|property-name-changed}"),
    (_I, "{request|response}-{body|property}-discriminator-mapping-{added|changed|deleted}"),
    (_W, f"request-{_ALL}-max-length-set"),
    (_W, f"request-{_ALL}-min-items-set"),
    (_W, f"request-{_ALL}-{{max|min|exclusive-max|exclusive-min}}-set"),
    (_E, "new-request-path-parameter"),
    (_E, "request-parameter-removed-before-sunset"),
    (_E, "api-{stability-decreased|invalid-stability-level|path-sunset-parse|deprecated-sunset-parse}"),
    (_E, "request-parameter-sunset-parse"),
    (_E, "{request|response}-property-{stability-decreased|deprecated-sunset-invalid}"),
    (_W, "request-property-removed"),
    (_W, "request-{property|parameter}-pattern-changed"),
    (_I, "request-{required|optional}-property-became-{read-only|not-read-only}"),
    (_W, "request-parameter-property-type-changed"),
    (_E, "request-{body|property}-unevaluated-properties-added"),
    (_I, "response-property-pattern-{changed|removed}"),
    (_I, "response-{required|optional}-property-became-write-only"),
    (_W, "response-required-property-became-not-write-only"),
    (_I, "response-success-status-added"),
    (_I, "response-{body|property}-any-of-added"),
)


def _filled(template: str) -> Iterator[str]:
    """Every id that a line stands for."""
    parts = [part.split("|") for part in template.replace("}", "{").split("{")]
    for words in product(*parts):
        yield "".join(words)


LEVELS: Mapping[str, Cause] = {id_: cause for cause, line in _LEVELS for id_ in _filled(line)}
"""The class by oasdiff's id, only where it differs from ours."""


def convention(finding: Finding) -> Iterable[Cause]:
    """The classes that oasdiff's conventions give a finding, by its ids; none where they are ours."""
    if not any(alias in LEVELS for alias in finding.aliases):
        return ()
    return [LEVELS.get(alias, finding.cls) for alias in finding.aliases]
