"""How heavy a pattern is to native code, which writes a repeated part out as often as it may be there."""

import re
from functools import lru_cache

from bot.contract.limits import HEAVIEST

_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|.", re.DOTALL)


@lru_cache(maxsize=4096)
def weight(pattern: str) -> int:
    """The parts of a pattern, each counted as often as it is written out."""
    sums, last = [0], 0
    for piece in _PIECE.finditer(pattern):
        text = piece[0]
        if piece[1] is not None:
            times = max(int(piece[1][:9]), int(piece[2][:9]) if piece[2] else 0)
            sums[-1] += last * max(times - 1, 0)
            last *= times
        elif text == "(":
            sums.append(0)
        elif text == ")" and len(sums) > 1:
            last = sums.pop() + 1
            sums[-1] += last
        elif text not in "*+?|":
            last = 1
            sums[-1] += 1
        sums[-1] = min(sums[-1], HEAVIEST)
        last = min(last, HEAVIEST)
    return min(sum(sums), HEAVIEST)
