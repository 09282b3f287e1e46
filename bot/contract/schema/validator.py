"""The second opinion: an independent validator (`jsonschema-rs`) over a sanitised copy of a schema.

The copy is JSON Schema 2020-12 whatever the source was, without ill-typed keywords; references are followed to their
end; what would unfold without bound is refused, because native code cannot be stopped from outside.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import Any, Protocol

from msgspec import Struct, field

from bot.contract.limits import (
    REFUSED_VALUE,
    VALIDATOR_LIGHT,
    VALIDATOR_MATCHED,
    VALIDATOR_PATTERN,
    VALIDATOR_TOLD,
    VALIDATOR_WORDS,
    VALIDATOR_WORDY,
    VALIDATOR_WORK,
)
from bot.contract.schema.copies import Copy, Written
from bot.contract.schema.cost import Counting, TooMuch, depth_of, outline, work_bound
from bot.contract.schema.nodes import Schema
from bot.contract.schema.shapes import Shapes
from bot.contract.schema.unfolding import Unbounded, unfolding
from bot.contract.schema.values import canonical


class _Check(Protocol):
    def is_valid(self, instance: object) -> bool: ...
    def iter_errors(self, instance: object) -> Iterator[Any]: ...


class Refusal(Struct, frozen=True):
    """One reason to refuse a value: the keyword, for `required` the name it misses; `is_below`: in a part of it."""

    keyword: str
    name: str | None
    is_below: bool
    words: str


def shortest(refusals: Iterable[Refusal]) -> str:
    """The words that are the shortest; none where there is no refusal."""
    return min((one.words for one in refusals), key=lambda words: (len(words), words), default="")


def _in_short(message: str, value: object) -> str:
    """The validator's words, which begin with the value refused, with no more of a long one than tells which it is."""
    if len(message) <= REFUSED_VALUE:
        return message
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= REFUSED_VALUE or not message.startswith(text):
        return message
    return f"{text[:REFUSED_VALUE]}…{message.removeprefix(text)}"


class Validator(Struct):
    """Validates values against schemas of one document.

    Where the client sends, an open list of values (`x-extensible-enum`) is the list of those the server knows.
    `hidden` names the mark of properties that do not travel on this side (`readOnly` in requests). `opened` drops
    the closing of objects, for readers to whom an unknown name is no reason to refuse. Who `sends` leaves hidden
    properties out; who receives neither asks for them nor looks at them.
    """

    shapes: Shapes
    hidden: str | None = None
    opened: bool = False
    sends: bool = False
    _built: dict[Schema, _Check | None] = field(default_factory=dict)
    _costs: dict[Schema, int] = field(default_factory=dict)
    _sizes: dict[Schema, int] = field(default_factory=dict)
    _patterns: dict[Schema, int] = field(default_factory=dict)
    _bending: set[Schema] = field(default_factory=set)
    _texts: dict[Schema, tuple[dict[str, Any], Callable[[int], int]]] = field(default_factory=dict)
    _written: Written = field(default_factory=Written)

    def accepts(self, schema: Schema, value: object) -> bool | None:
        """Whether the value is valid; `None` where that cannot be decided safely."""
        if schema not in self._built:
            self._built[schema] = self._build(schema)
        check = self._built[schema]
        if check is None or not self._is_little_work(schema, value):
            return None
        try:
            return check.is_valid(value)
        except (ValueError, RecursionError, OverflowError):
            return None

    def _is_little_work(self, schema: Schema, value: object) -> bool:
        """Native code gets only what it can be done with soon."""
        text, bound = self._texts[schema]
        depth = depth_of(value)
        if self._patterns[schema] > VALIDATOR_LIGHT:
            matching = self._patterns[schema] * len(canonical(value)) // VALIDATOR_MATCHED
            if not self.shapes.steps.afford(matching):
                return False
        if bound(depth) <= VALIDATOR_WORK:
            return True
        counting = Counting(text)
        try:
            return counting.work(value) <= VALIDATOR_WORK
        except TooMuch:
            return False
        finally:
            self.shapes.steps.take(counting.looks)

    def bends(self, schema: Schema) -> bool:
        """Some object in the schema (which has been asked about) takes no further names, or holds what is hidden."""
        return schema in self._bending

    def why_not(self, schema: Schema, value: object) -> str:
        """The validator's own words for refusing a value; none for a schema whose errors would nest too deeply.

        (Native code spends the cube of the depth on them: 25 s for 400 nested unions.)
        """
        return shortest(self.refusals(schema, value))

    def refusals(self, schema: Schema, value: object) -> list[Refusal]:
        """Each error of the validator, as far as it names them.

        None where its errors would nest too deeply, or tell of more parts of the schema than there are steps for.
        """
        may = self._costs.get(schema, 0) <= VALIDATOR_WORDY
        may = may and self.shapes.steps.afford(self._sizes.get(schema, 0) // VALIDATOR_TOLD)
        check = self._built.get(schema) if may else None
        errors = islice(check.iter_errors(value), VALIDATOR_WORDS) if check is not None else ()
        return [
            Refusal(
                keyword=str(next(iter(reversed(e.schema_path)), "")),
                name=getattr(e.kind, "property", None),
                is_below=bool(e.instance_path),
                words=_in_short(str(e.message), e.instance),
            )
            for e in errors
        ]

    def _build(self, schema: Schema) -> _Check | None:
        # slow to import, and needed only when something breaks
        from bot.contract.schema.second_opinion import Draft202012Validator, RegexOptions

        try:
            copy = Copy(self.shapes, self._written, hidden=self.hidden, opened=self.opened, sends=self.sends)
            text = copy.root(schema)
            if not self.shapes.steps.afford(copy.size + copy.patterns * VALIDATOR_PATTERN):
                return None
            self._patterns[schema] = copy.patterns
            self._sizes[schema] = copy.size
            if copy.bends:
                self._bending.add(schema)
            self._costs[schema] = unfolding(text)
            outlines = {name: self._written.outline(name) for name in text["$defs"]}
            root = outline({"allOf": text.get("allOf", [])})
            self._texts[schema] = (text, cache(partial(work_bound, outlines, root)))
            return Draft202012Validator(text, offline=True, validate_formats=True, pattern_options=RegexOptions())
        except (Unbounded, ValueError, RecursionError, OverflowError):
            return None
