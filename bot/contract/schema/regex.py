"""Reading a pattern (ECMA-262 as JSON Schema asks for it) into an automaton. Source: ECMA-262, section 22.2.1."""

from msgspec import Struct, field

from bot.contract.limits import PATTERN_DEPTH, PATTERN_KEPT, PATTERN_LENGTH, PATTERN_STATES
from bot.contract.schema.characters import ANY, DIGITS, LINE_ENDS, SPACES, WORDS, Characters, characters, holds, others
from bot.contract.steps import Unclear

_ESCAPED = {"d": DIGITS, "w": WORDS, "s": SPACES, "D": others(DIGITS), "W": others(WORDS), "S": others(SPACES)}
_CONTROL = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_COUNTS: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_EMPTY, _BEGIN, _END = "", "^", "$"


class Automaton(Struct):
    """States; arrows that eat a character of a set, and arrows that eat nothing, some only at an end of the text."""

    eats: list[list[tuple[Characters, int]]] = field(default_factory=list)
    jumps: list[list[tuple[str, int]]] = field(default_factory=list)
    start: frozenset[int] = frozenset()
    last: int = 0
    _closed: dict[tuple[frozenset[int], str], frozenset[int]] = field(default_factory=dict)
    _after: dict[tuple[frozenset[int], int], frozenset[int]] = field(default_factory=dict)

    def state(self) -> int:
        """A new state."""
        if len(self.eats) >= PATTERN_STATES:
            raise Unclear
        self.eats.append([])
        self.jumps.append([])
        return len(self.eats) - 1

    def after(self, states: frozenset[int], code: int) -> frozenset[int]:
        """Where the automaton is after one more character; the latest answers are kept, as many texts begin alike."""
        found = self._after.get((states, code))
        if found is None:
            if len(self._after) >= PATTERN_KEPT:
                self._after.clear()
            moved = frozenset(to for s in states for chars, to in self.eats[s] if holds(chars, code))
            found = self._after[states, code] = self.closed(moved, _EMPTY)
        return found

    def accepts(self, states: frozenset[int], *, is_empty: bool) -> bool:
        """The text may end here."""
        return self.last in self.closed(states, _BEGIN + _END if is_empty else _END)

    def labels(self, states: frozenset[int]) -> set[Characters]:
        """The sets of characters that lead on from here."""
        return {chars for s in states for chars, _ in self.eats[s]}

    def closed(self, states: frozenset[int], where: str) -> frozenset[int]:
        """The states, and all that can be reached from them without a character."""
        key = (states, where)
        if key not in self._closed:
            seen = set(states)
            stack = list(states)
            while stack:
                for kind, to in self.jumps[stack.pop()]:
                    if to not in seen and kind in (_EMPTY, *where):
                        seen.add(to)
                        stack.append(to)
            self._closed[key] = frozenset(seen)
        return self._closed[key]


def automaton(pattern: str) -> Automaton:
    """The automaton that finds the pattern anywhere in a text. Raises Unclear."""
    if len(pattern) > PATTERN_LENGTH:
        raise Unclear
    out = Automaton()
    before = out.state()
    out.eats[before].append((ANY, before))
    reader = _Reader(pattern, out)
    begin, end = reader.alternatives(0)
    if reader.at < len(pattern):
        raise Unclear
    out.jumps[before].append((_EMPTY, begin))
    out.last = out.state()
    out.eats[out.last].append((ANY, out.last))
    out.jumps[end].append((_EMPTY, out.last))
    out.start = out.closed(frozenset((before,)), _BEGIN)
    return out


_Piece = tuple[int, int]
"""A part of the automaton: where it begins and where it ends."""


class _Reader:
    """Reads by recursive descent. A repeated part is read again for each copy, from where it stands in the text."""

    def __init__(self, text: str, out: Automaton) -> None:
        self.text = text
        self.out = out
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise Unclear
        self.at += 1
        return char

    def eat(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def alternatives(self, depth: int) -> _Piece:
        if depth > PATTERN_DEPTH:
            raise Unclear
        begin, end = self.out.state(), self.out.state()
        while True:
            first, last = self.sequence(depth)
            self.out.jumps[begin].append((_EMPTY, first))
            self.out.jumps[last].append((_EMPTY, end))
            if not self.eat("|"):
                return begin, end

    def sequence(self, depth: int) -> _Piece:
        begin = end = self.out.state()
        while self.peek() not in ("", "|", ")"):
            first, last = self.repeated(depth)
            self.out.jumps[end].append((_EMPTY, first))
            end = last
        return begin, end

    def repeated(self, depth: int) -> _Piece:
        start = self.at
        piece = self.atom(depth)
        after = self.at
        least, most = self.count()
        if (least, most) == (1, 1):
            return piece
        resume = self.at
        begin = end = self.out.state()
        copies = [piece] if most != 0 else []
        wanted = max(least, 1) if most is None else most
        while len(copies) < wanted:
            self.at = start
            copies.append(self.atom(depth))
            assert self.at == after
        self.at = resume
        skip = self.out.state()
        for index, (first, last) in enumerate(copies):
            if index >= least:
                self.out.jumps[end].append((_EMPTY, skip))
            self.out.jumps[end].append((_EMPTY, first))
            end = last
        if most is None and copies:
            self.out.jumps[copies[-1][1]].append((_EMPTY, copies[-1][0]))
        self.out.jumps[end].append((_EMPTY, skip))
        return begin, skip

    def count(self) -> tuple[int, int | None]:
        char = self.peek()
        if char not in ("*", "+", "?", "{"):
            return 1, 1
        self.at += char != "{"
        bounds = self.braces() if char == "{" else _COUNTS[char]
        self.eat("?")
        if self.peek() in ("*", "+", "?", "{"):
            raise Unclear
        return bounds

    def braces(self) -> tuple[int, int | None]:
        close = self.text.find("}", self.at)
        parts = self.text[self.at + 1 : close].split(",") if close > 0 else []
        if not 1 <= len(parts) <= 2 or not all(p.isascii() and (p.isdecimal() or not p) for p in parts) or not parts[0]:
            raise Unclear
        self.at = close + 1
        least = int(parts[0][:6])
        most = least if len(parts) == 1 else int(parts[1][:6]) if parts[1] else None
        if most is not None and most < least:
            raise Unclear
        return least, most

    def atom(self, depth: int) -> _Piece:
        char = self.take()
        match char:
            case "(":
                return self.group(depth)
            case "[":
                return self.one(self.bracket())
            case "^" | "$":
                begin, end = self.out.state(), self.out.state()
                self.out.jumps[begin].append((char, end))
                return begin, end
            case ".":
                return self.one(others(LINE_ENDS))
            case "\\":
                return self.one(self.escape())
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise Unclear
        return self.one(((ord(char), ord(char)),))

    def group(self, depth: int) -> _Piece:
        if self.eat("?:"):
            pass
        elif self.eat("?<") and self.peek() not in ("=", "!"):
            while self.take() != ">":
                pass
        elif self.text.startswith("?", self.at) or self.text[self.at - 2 : self.at] == "?<":
            raise Unclear
        piece = self.alternatives(depth + 1)
        if not self.eat(")"):
            raise Unclear
        return piece

    def one(self, chars: Characters) -> _Piece:
        begin, end = self.out.state(), self.out.state()
        self.out.eats[begin].append((chars, end))
        return begin, end

    def escape(self) -> Characters:
        char = self.take()
        if char in _ESCAPED:
            return _ESCAPED[char]
        if char in _CONTROL:
            return ((_CONTROL[char],) * 2,)
        if char in ("x", "u"):
            return self.hexadecimal(char)
        if char.isalnum() and char != "0":
            raise Unclear
        code = 0 if char == "0" else ord(char)
        return ((code, code),)

    def hexadecimal(self, kind: str) -> Characters:
        if kind == "u" and self.eat("{"):
            close = self.text.find("}", self.at)
            digits, self.at = self.text[self.at : close], close + 1
        else:
            length = 2 if kind == "x" else 4
            digits = self.text[self.at : self.at + length]
            self.at += length
            if len(digits) < length:
                raise Unclear
        try:
            code = int(digits[:8], 16)
        except ValueError as why:
            raise Unclear from why
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            raise Unclear
        return ((code, code),)

    def bracket(self) -> Characters:
        negated = self.eat("^")
        ranges: list[tuple[int, int]] = []
        while self.peek() != "]":
            low = self.member()
            if self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.member()
                if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] < low[0][0]:
                    raise Unclear
                ranges.append((low[0][0], high[0][1]))
            else:
                ranges.extend(low)
        self.at += 1
        chars = characters(ranges)
        return others(chars) if negated else chars

    def member(self) -> Characters:
        char = self.take()
        if char == "[" or (char == "&" and self.peek() == "&"):
            raise Unclear
        if char == "\\":
            return ((8, 8),) if self.eat("b") else self.escape()
        return ((ord(char), ord(char)),)
