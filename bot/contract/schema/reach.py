"""Which roots reach which places of a graph, all at once: the graph may be one great knot of thousands of schemas."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)


class Reach(Generic[N]):
    """The places below a list of roots, and for each place the roots above it, as the bits of a number.

    Loops are taken together (Tarjan's strongly connected components, with a stack of our own), then the roots are
    passed down once along every edge. Cost grows with places and edges, not with roots times places.
    """

    def __init__(self, roots: Iterable[N], below: Callable[[N], Iterable[N]]) -> None:
        self.roots: dict[N, int] = {}
        for root in roots:
            self.roots.setdefault(root, len(self.roots))
        self._below = below
        self._edges: dict[N, tuple[N, ...]] = {}
        self._component: dict[N, int] = {}
        self._components: list[list[N]] = []
        for root in self.roots:
            if root not in self._component:
                self._tarjan(root)
        self._bits = self._passed_down()

    def places(self) -> Iterable[N]:
        """Every place, the nearest to the first root first as far as loops allow."""
        for component in reversed(self._components):
            yield from component

    def above(self, place: N) -> int:
        """The roots that reach a place: bit *i* stands for the root numbered *i* in `roots`."""
        return self._bits[self._component[place]]

    def _tarjan(self, root: N) -> None:
        index: dict[N, int] = {}
        low: dict[N, int] = {}
        path: list[N] = []
        on_path: set[N] = set()
        work: list[tuple[N, int]] = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                index[node] = low[node] = len(index)
                path.append(node)
                on_path.add(node)
                self._edges[node] = tuple(dict.fromkeys(self._below(node)))
            below = self._edges[node]
            if at and below[at - 1] in on_path:
                low[node] = min(low[node], low[below[at - 1]])
            while at < len(below):
                child = below[at]
                at += 1
                if child in self._component:
                    continue
                if child not in index:
                    work.append((node, at))
                    work.append((child, 0))
                    break
                low[node] = min(low[node], index[child])
            else:
                if low[node] == index[node]:
                    self._close(node, path, on_path)

    def _close(self, node: N, path: list[N], on_path: set[N]) -> None:
        component: list[N] = []
        while True:
            member = path.pop()
            on_path.discard(member)
            self._component[member] = len(self._components)
            component.append(member)
            if member == node:
                break
        component.reverse()
        self._components.append(component)

    def _passed_down(self) -> list[int]:
        """Components are found children first, so going backwards every parent is done before its children."""
        bits = [0] * len(self._components)
        for root, number in self.roots.items():
            bits[self._component[root]] |= 1 << number
        for index in reversed(range(len(self._components))):
            for member in self._components[index]:
                for child in self._edges[member]:
                    bits[self._component[child]] |= bits[index]
        return bits


def numbers_in(bits: int) -> list[int]:
    """The positions of the bits that are set, lowest first."""
    text = bin(bits)[:1:-1]
    found, at = list[int](), text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found
