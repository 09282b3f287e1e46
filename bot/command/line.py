"""One line that begins with a verb: its arguments by the catalogue, or what is wrong with the first bad one."""

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from bot.command.arguments import BLANK, Arguments, Option, Slot, Text, Words
from bot.command.catalogue import CATALOGUE
from bot.command.mending import lacks, sample, wrong_word
from bot.command.near import nearest
from bot.command.tokens import Token, tokens, unquoted
from bot.command.values import Command, Misunderstanding, Misunderstood, Spoken

_LOGIN: Final = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_-]{0,38})")
_MOST_PEOPLE: Final = max(row.arguments.people.high for row in CATALOGUE if row.arguments.people)
_NEGATIONS: Final = frozenset({"not", "no", "non", "isn't", "never", "without"})


def read_line(spoken: Spoken, *, patience: int = 3) -> Command | Misunderstanding:
    """The command that a line is, or the first thing that is wrong with it.

    A suggestion that would be misunderstood too is mended further, `patience` times; then the example takes its place.
    """
    heard = _Heard(spoken)
    wrong = heard.take_all() or heard.settle()
    if wrong:
        return replace(wrong, suggestion=_typable(spoken, wrong.suggestion, patience=patience))
    return Command(
        verb=spoken.entry.verb,
        text=heard.text(),
        options=MappingProxyType(heard.options),
        flags=frozenset(heard.flags),
        mentions=tuple(heard.mentions),
        line=spoken.line,
        source=spoken.source,
        explanation=spoken.explanation,
        line_hash=spoken.line_hash,
    )


def _typable(spoken: Spoken, suggestion: str | None, *, patience: int) -> str:
    """A line that will be understood, at most after a blank `"…"` in it is filled in."""
    example = spoken.entry.example
    if suggestion is None or suggestion == example or not patience:
        return example
    filled = suggestion.replace(BLANK, "because")
    rest = filled[len(spoken.source) - len(spoken.rest) :].strip()
    heard = read_line(replace(spoken, source=filled, rest=rest), patience=patience - 1)
    if isinstance(heard, Command):
        return suggestion
    return heard.suggestion or example if filled == suggestion else example


@dataclass(slots=True)
class _Heard:
    """What has been understood so far; each step returns what is wrong, or None."""

    spoken: Spoken
    options: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    mentions: list[str] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)

    @property
    def arguments(self) -> Arguments:
        return self.spoken.entry.arguments

    def text(self) -> str:
        """The free text; as it was typed where nothing else was in the line."""
        return unquoted(" ".join(token.raw for token in self.words)).strip()

    def take_all(self) -> Misunderstanding | None:
        """Every word of the line in its order."""
        waiting: Option | None = None
        for token in tokens(self.spoken.rest):
            if waiting and token.plain:
                wrong = self._keep(waiting, token)
                waiting = None
            elif (option := self._announced(token)) is not None:
                wrong, waiting = None, option
            else:
                wrong, waiting = self._take(token), None
            if wrong:
                return wrong
        return None

    def settle(self) -> Misunderstanding | None:
        """What is left over goes where it belongs; then everything needed must be there."""
        return self._close() or self._place_rest() or self._missing()

    def _announced(self, token: Token) -> Option | None:
        """The option whose value is the next word: `minutes: 25`, `next 5`."""
        if token.key and not token.value and not token.quoted:
            option = self.arguments.option(token.key)
            return option if option and option.name not in self.options else None
        option = self.arguments.option(token.raw.lower()) if token.plain else None
        return option if option and option.spaced and option.name not in self.options else None

    def _take(self, token: Token) -> Misunderstanding | None:
        if token.key is not None:
            return self._take_keyed(token, token.key)
        if token.flag is not None:
            return self._take_flag(token, token.flag)
        if self.arguments.people and token.raw.startswith("@"):
            return self._take_person(token)
        if self.arguments.slot and not self.words and self.arguments.slot.name not in self.options:
            return self._take_slot(token, self.arguments.slot)
        self.words.append(token)
        return None

    def _take_keyed(self, token: Token, key: str) -> Misunderstanding | None:
        if option := self.arguments.option(key):
            if token.open_quote:
                unclosed = wrong_word(self.spoken, Misunderstood.OPEN_QUOTE, token, option)
                return replace(unclosed, suggestion=f'{self.spoken.source}"')
            return self._keep(option, token)
        names = [option.name for option in self.arguments.options]
        near = nearest(key, names)
        if near and token.value:
            right = token.raw.replace(token.raw[: len(key)], near, 1)
            unknown = wrong_word(self.spoken, Misunderstood.UNKNOWN_ARGUMENT, token, None, right=right)
            return replace(unknown, expected=tuple(names), nearest=near)
        return self._word(token, names)

    def _take_flag(self, token: Token, flag: str) -> Misunderstanding | None:
        if flag in self.arguments.flags:
            self.flags.add(flag)
            return None
        names = [f"--{name}" for name in self.arguments.flags]
        if near := nearest(f"--{flag}", names):
            unknown = wrong_word(self.spoken, Misunderstood.UNKNOWN_ARGUMENT, token, None, right=near)
            return replace(unknown, expected=tuple(names), nearest=near)
        return self._word(token, names)

    def _word(self, token: Token, names: list[str]) -> Misunderstanding | None:
        """A word that only looked like more is text where text may be."""
        if self.arguments.text is not Text.NONE or self.arguments.rest:
            self.words.append(token)
            return None
        return replace(wrong_word(self.spoken, Misunderstood.UNKNOWN_ARGUMENT, token, None), expected=tuple(names))

    def _take_person(self, token: Token) -> Misunderstanding | None:
        login = _LOGIN.fullmatch(token.raw.rstrip(",;."))
        if login is None:
            wrong = wrong_word(self.spoken, Misunderstood.BAD_ARGUMENT, token, None)
            return replace(wrong, argument="people", expected=("@login",))
        known = {name.lower() for name in self.mentions}
        if login[1].lower() not in known and len(known) <= _MOST_PEOPLE:
            self.mentions.append(login[1])
        return None

    def _take_slot(self, token: Token, slot: Slot) -> Misunderstanding | None:
        word = (token.value or "").strip("`'\"").rstrip(",;.:`")
        if slot.value.accepts(word):
            self.options[slot.name] = slot.value.canonical(word)
            return None
        if slot.required or not (self.arguments.text is not Text.NONE or self.arguments.rest):
            return wrong_word(self.spoken, Misunderstood.BAD_ARGUMENT, token, slot)
        self.words.append(token)
        return None

    def _keep(self, option: Option, token: Token) -> Misunderstanding | None:
        if option.name in self.options:
            return wrong_word(self.spoken, Misunderstood.REPEATED_ARGUMENT, token, option)
        value = (token.value or "").strip()
        if not isinstance(option.value, Words):
            value = value.rstrip(",;.")
        if not option.value.accepts(value):
            return wrong_word(self.spoken, Misunderstood.BAD_ARGUMENT, token, option)
        self.options[option.name] = option.value.canonical(value)
        return None

    def _close(self) -> Misunderstanding | None:
        """A closing word such as `blocker` at the line's end, unless the words before it deny it."""
        closing = self.arguments.closing
        if closing and self.words and self.words[-1].raw.rstrip(".!").lower() == closing:
            before = {token.raw.lower() for token in self.words[-4:-1]}
            if not before & _NEGATIONS:
                self.flags.add(closing)
                self.words.pop()
        return None

    def _place_rest(self) -> Misunderstanding | None:
        if not self.words:
            return None
        if rest := self.arguments.rest:
            said = " ".join(filter(None, (self.options.get(rest.name), self.text())))
            self.options[rest.name] = rest.value.canonical(said)
            self.words.clear()
        elif self.arguments.people:
            first = self.words[0]
            wrong = wrong_word(self.spoken, Misunderstood.BAD_ARGUMENT, first, None, right=f"@{first.raw}")
            return replace(wrong, argument="people", expected=("@login",))
        elif self.arguments.text is Text.NONE:
            return wrong_word(self.spoken, Misunderstood.UNKNOWN_ARGUMENT, self.words[0], None, right="")
        return None

    def _missing(self) -> Misunderstanding | None:
        slot = self.arguments.slot
        if slot and slot.required and slot.name not in self.options:
            return lacks(self.spoken, slot.name, slot.value.expected)
        for option in self.arguments.options:
            if option.required and option.name not in self.options:
                add = f"{option.name}:{sample(option.value)}"
                return lacks(self.spoken, option.name, option.value.expected, add=add)
        if self.arguments.text is Text.REQUIRED and not self.text():
            return lacks(self.spoken, "text", (BLANK,))
        return self._miscounted()

    def _miscounted(self) -> Misunderstanding | None:
        people = self.arguments.people
        if people is None or (people.instead in self.options and not self.mentions):
            return None
        if not self.mentions:
            expected = ("@login", f"{people.instead} N") if people.instead else ("@login",)
            return lacks(self.spoken, "people", expected)
        if people.instead in self.options or not people.low <= len(self.mentions) <= people.high:
            last = Token(raw=f"@{self.mentions[-1]}", start=self.spoken.rest.rfind("@"))
            wrong = wrong_word(self.spoken, Misunderstood.BAD_ARGUMENT, last, None)
            return replace(wrong, argument="people", expected=(f"{people.low}..{people.high} @login",))
        return None
