"""The rules as people look them up: what each says, why, the compatible way, and an example."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from bot.contract.openapi.conventions import OVERRULED, PLAIN
from bot.contract.openapi.oasdiff import every_alias
from bot.contract.openapi.rows import HTTP_ROWS, SCHEMA_ROWS, SPECIAL, Row
from bot.contract.report import Cause, Side


class Rule(Struct, frozen=True):
    """One rule. `sentence` and `fix` are those of the example, which is short YAML of both versions.

    `aliases` are all of oasdiff's ids that its findings may carry; `since` is the version that brought the rule.
    """

    id: str
    cls: Cause
    side: Side
    tags: frozenset[str]
    why: str
    sentence: str
    fix: str
    example_old: str
    example_new: str
    aliases: tuple[str, ...]
    since: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, sorted."""
    return MappingProxyType({rule.id: rule for rule in sorted(_rules(), key=lambda r: r.id)})


def _rules() -> Iterator[Rule]:
    for (_, relation, side), row in SCHEMA_ROWS.items():
        yield _rule(row, OVERRULED.get(row.rule) or PLAIN[relation, side][1])
    for row in (*SPECIAL.values(), *HTTP_ROWS.values()):
        yield _rule(row, row.why)


def _rule(row: Row, why: str) -> Rule:
    from bot.contract.openapi.samples import SAMPLES  # a long table that a comparison does without

    sample = SAMPLES[row.rule]
    return Rule(
        id=row.rule,
        cls=row.cls,
        side=_side(row.rule),
        tags=row.tags,
        why=why,
        sentence=sample.sentence,
        fix=sample.fix,
        example_old=sample.old,
        example_new=sample.new,
        aliases=every_alias(row.rule),
        since=row.since,
    )


def _side(rule: str) -> Side:
    """The word before the first dash tells."""
    word = rule.split("-")[0]
    return Side(word) if word in ("request", "response") else Side.NONE
