"""Lines of places in YAML text: only the pieces asked for are looked into, whatever the size of the file.

A piece is a path, a component, or another member at the top. In most of them indentation tells the lines; of the
others a parser looks into as many as the limit allows, and of those beyond it the line of the piece is told.
"""

from collections import defaultdict
from collections.abc import Mapping

from bot.contract.limits import YAML_LINES
from bot.contract.openapi.block_lines import block_lines
from bot.contract.openapi.units import unit_at
from bot.contract.openapi.yaml_pieces import Piece, Pieces


def lines_in_yaml(text: str, value: object, wanted: list[str]) -> dict[str, int]:
    """The line of every pointer; of one that leads nowhere, that of the last step that is there.

    `value` is what was read of the text. Unknown ones are left out.
    """
    pieces = Pieces(text, value)
    asked: Mapping[Piece, list[str]] = defaultdict(list)
    for pointer in wanted:
        asked[pieces.around(unit_at(pointer))].append(pointer)
    found: dict[str, int] = {}
    unclear: dict[Piece, list[str]] = {}
    starts = pieces.lines(asked)
    for piece, pointers in asked.items():
        lines = _told_by_indentation(pieces, piece, pointers)
        if lines is None:
            unclear[piece] = pointers
        else:
            found.update((pointer, starts[piece] - 1 + line) for pointer, line in lines.items())
    return found | (_parsed(text, pieces, unclear, starts) if unclear else {})


def _told_by_indentation(pieces: Pieces, piece: Piece, pointers: list[str]) -> dict[str, int] | None:
    """Lines within a piece, counted from its first one."""
    below = {"".join(f"/{step}" for step in p.split("/")[max(piece.depth, 1) :]): p for p in pointers}
    lines = block_lines(pieces.text[piece.start : piece.end], pieces.value(piece), list(below))
    return None if lines is None else {below[pointer]: line for pointer, line in lines.items()}


def _parsed(
    text: str, pieces: Pieces, unclear: Mapping[Piece, list[str]], starts: Mapping[Piece, int]
) -> dict[str, int]:
    from bot.contract.openapi.yaml_places import yaml_lines  # its parser takes longer to import than a file to read

    found: dict[str, int] = {}
    left, rest = YAML_LINES, list[str]()
    for piece, pointers in unclear.items():
        lines = None
        if piece.length <= left:
            left -= piece.length
            lines = yaml_lines(pieces.text[piece.start : piece.end], pointers, depth=piece.depth)
        if lines is not None:
            found.update((pointer, starts[piece] - 1 + line) for pointer, line in lines.items())
        else:
            rest += pointers
            found.update(dict.fromkeys(pointers, starts[piece]) if piece.depth else {})
    whole = yaml_lines(text, rest) if rest and len(text) <= YAML_LINES else None
    return found | (whole or {})
