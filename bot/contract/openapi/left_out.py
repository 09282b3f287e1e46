"""Operations that a comparison is not about: by their path, or marked in the description."""

from collections.abc import Callable

from bot.contract.openapi.document import Document
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.paths import Endpoint, endpoints
from bot.contract.options import Options, Source

Endpoints = dict[tuple[str, str], Endpoint]


def left_out(
    old: Source, new: Source, options: Options, *, extension: str, unwanted: Callable[[str], bool] | None = None
) -> frozenset[tuple[str, str]]:
    """(method, path) of the operations whose path is unwanted, or that have the extension set to true.

    The extension counts on an operation or its path. The old description decides: a mark that a change brings along
    does not hide what the change breaks. Only where the operation itself is new its new mark counts.
    """
    word = extension.encode()
    if unwanted is None and word not in old.data and word not in new.data:
        return frozenset()
    before, after = (_every(Document(source, options.strip_prefixes)) for source in (old, new))
    marked = [e for e in before.values() if _is_marked(e, extension)]
    marked += [e for key, e in after.items() if key not in before and _is_marked(e, extension)]
    by_path = [e for e in (*before.values(), *after.values()) if unwanted is not None and unwanted(e.path)]
    return frozenset((endpoint.method, endpoint.path) for endpoint in (*marked, *by_path))


def operations_of(source: Source, options: Options) -> frozenset[tuple[str, str]]:
    """(method, path) of every operation and webhook."""
    return frozenset((e.method, e.path) for e in _every(Document(source, options.strip_prefixes)).values())


def _every(document: Document) -> Endpoints:
    """Operations and webhooks."""
    return {**endpoints(document, "webhooks"), **endpoints(document)}


def _is_marked(endpoint: Endpoint, extension: str) -> bool:
    return is_true(endpoint.node, extension) or is_true(endpoint.path_item, extension)
