"""Operations that a description marks as no part of a comparison."""

from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.paths import Endpoint, endpoints
from bot.contract.options import Options, Source


def left_out(old: Source, new: Source, extension: str, options: Options) -> frozenset[tuple[str, str]]:
    """(method, path) of the operations with that extension set to true, on themselves or on their path.

    The old description decides: a mark that a change brings along does not hide what the change breaks. Only where the
    operation itself is new its new mark counts.
    """
    word = extension.encode()
    if word not in old.data and word not in new.data:
        return frozenset()
    before, after = (endpoints(Document(source, options.strip_prefixes)) for source in (old, new))
    marked = {key: e for key, e in before.items() if _is_marked(e, extension)}
    added = {key: e for key, e in after.items() if key not in before and _is_marked(e, extension)}
    return frozenset((endpoint.method, endpoint.path) for endpoint in (*marked.values(), *added.values()))


def _is_marked(endpoint: Endpoint, extension: str) -> bool:
    return is_true(endpoint.node, extension) or is_true(endpoint.path_item, extension)
