"""Whether any value tells two descriptions apart in the direction that hurts: a proof for every pair of schemas.

It asks nothing of the rows. Every schema that an operation of both versions sends or takes is held against its twin by
subsumption alone: what was accepted is accepted, what is sent was expected.
"""

from bot.contract import Options, Side, Source
from bot.contract.openapi.document import Document
from bot.contract.openapi.judge import _walk
from bot.contract.openapi.operations import compare_operations
from bot.contract.openapi.touched import Touched
from bot.contract.schema.views import View

Place = tuple[str, bool]
"""Which part of an operation, and whether it travels as text."""


def unproven(old: bytes, new: bytes) -> list[Place]:
    """The places where a value may exist that one version takes and the other refuses, in the direction that hurts."""
    documents = Document(Source("api.yaml", old)), Document(Source("api.yaml", new))
    walk = _walk(documents, Options(), Touched(*documents, whole=True))
    compare_operations(walk)
    pairs, open_places = walk.schemas.pairs, list[Place]()
    for side, met in walk.schemas._spots.items():
        for (before, after), spots in met.items():
            view = View("readOnly" if side is Side.REQUEST else "writeOnly", text=spots[0].is_text)
            if side is Side.REQUEST:
                proved = pairs.proofs.within(pairs.old, before, pairs.new, after, view)
            else:
                proved = pairs.proofs.within(pairs.new, after, pairs.old, before, view)
            if not proved:
                open_places.append((spots[0].part, spots[0].is_text))
    return open_places
