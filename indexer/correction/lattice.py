"""The best ways through a text whose stretches can each be read in several ways."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import nsmallest

BEAM = 8
"""Readings kept at each place of the text."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One reading of `[start, end)` of the normalised text.

    `key` is the reading as normalised, empty for what separates words, and `text` as the site writes it. `cost` is how
    much must be forgiven for it. `typed` tells that it is what was typed; `guess` that much of it was not typed.
    """

    start: int
    end: int
    key: str
    text: str
    cost: float
    typed: bool = False
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """Edges from the start of the text to here. `doubt` is `cost` without what lies between two words as typed.

    `key` is the text so far; `typed` tells that nothing was changed.
    """

    cost: float = 0.0
    doubt: float = 0.0
    edges: tuple[Edge, ...] = ()
    key: str = ""
    typed: bool = True


Transition = Callable[[Edge, Edge], float]


def best_paths(edges: Iterable[Edge], length: int, transition: Transition) -> list[Path]:
    """The cheapest paths over `[0, length)`, cheapest first, equal outcomes once (Viterbi with a beam)."""
    by_start: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_start[edge.start].append(edge)
    reached: dict[int, list[_Step]] = defaultdict(list)
    best = [Path()]
    for place in range(length):
        if place:
            best = _best(reached.pop(place, []))
        for path in best:
            before = path.edges[-1] if path.edges else None
            for edge in by_start[place]:
                between = transition(before, edge) if before else 0.0
                reached[edge.end].append((path.cost + edge.cost + between, between, path, edge))
    return _best(reached[length]) if length else []


# The cost up to the end of the edge, the transition's part of it, the path before, and the edge.
_Step = tuple[float, float, Path, Edge]


def _best(steps: list[_Step]) -> list[Path]:
    """The cheapest paths; of those that read alike only the cheapest, and always the one that is as typed."""
    kept: dict[str, Path] = {}
    for step in nsmallest(BEAM * 2, steps, key=_cost):
        path = _extended(*step)
        kept.setdefault(path.key, path)
    best = list(kept.values())[:BEAM]
    if not any(path.typed for path in best):
        typed = (step for step in steps if step[2].typed and step[3].typed)
        best += [_extended(*step) for step in nsmallest(1, typed, key=_cost)]
    return best


def _cost(step: _Step) -> float:
    return step[0]


def _extended(cost: float, between: float, path: Path, edge: Edge) -> Path:
    counted = 0.0 if path.edges and path.edges[-1].typed and edge.typed else between
    key, typed = path.key + (edge.key or " "), path.typed and edge.typed
    return Path(cost, path.doubt + edge.cost + counted, (*path.edges, edge), key, typed)
