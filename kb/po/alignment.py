"""Which piece of a translation stands for which piece of its source.

Pieces correspond by section, kind and position. Where a section of the translation has other pieces than its source,
those are paired that are most alike by what a translation shares with its source: links, figures, names, facts.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kb.agreement import anchors
from kb.markdown.segments import Segment, segments


@dataclass(frozen=True, slots=True)
class Pair:
    """A piece of the source and the one that stands for it; `name` is the source's place, unique in its article."""

    name: str
    source: Segment
    target: Segment | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs in the source's order, the translation's pieces that stand for nothing, and the sections with such
    pieces or with pieces that nothing stands for, each paired by likeness.
    """

    pairs: tuple[Pair, ...]
    unpaired: tuple[Segment, ...]
    uneven: frozenset[str]


def align(source: str, target: str | None) -> Alignment:
    """Pair the pieces of two bodies; without a translation every piece stands alone."""
    own, theirs = _by_part(source), _by_part(target or "")
    pairs: dict[int, Pair] = {}
    uneven: set[str] = set()
    paired: set[int] = set()
    for part, pieces in own.items():
        others = theirs.get(part, [])
        if [(piece.kind, piece.box) for piece in pieces] == [(piece.kind, piece.box) for piece in others]:
            matches = list(zip(pieces, others, strict=True))
        else:
            matches = _most_alike(pieces, others)
            if others:
                uneven.add(pieces[0].section)
        found = {piece.start: other for piece, other in matches}
        paired.update(other.start for _, other in matches)
        for piece, name in _named(part, pieces):
            pairs[piece.start] = Pair(name, piece, found.get(piece.start))
    rest = tuple(piece for piece in segments(target or "") if piece.start not in paired)
    uneven.update(piece.section for piece in rest)
    return Alignment(tuple(pairs[start] for start in sorted(pairs)), rest, frozenset(uneven))


def _by_part(body: str) -> dict[str, list[Segment]]:
    parts: dict[str, list[Segment]] = defaultdict(list)
    for piece in segments(body):
        parts[piece.part].append(piece)
    return parts


def _named(part: str, pieces: Sequence[Segment]) -> list[tuple[Segment, str]]:
    """`faq/paragraph.2`: the second paragraph of its section."""
    count: Counter[str] = Counter()
    named = []
    for piece in pieces:
        count[piece.kind] += 1
        named.append((piece, f"{part}/{piece.kind}.{count[piece.kind]}"))
    return named


def _most_alike(own: Sequence[Segment], others: Sequence[Segment]) -> list[tuple[Segment, Segment]]:
    """The pairs in order that are most alike in all (the longest common subsequence, weighted by likeness)."""
    marks = [anchors(piece.text) for piece in own], [anchors(piece.text) for piece in others]
    best = [[0.0] * (len(others) + 1) for _ in range(len(own) + 1)]
    for row in reversed(range(len(own))):
        for column in reversed(range(len(others))):
            both = _likeness(own[row], others[column], marks[0][row], marks[1][column])
            skipped = max(best[row + 1][column], best[row][column + 1])
            best[row][column] = max(skipped, both + best[row + 1][column + 1] if both else 0.0)
    pairs, row, column = [], 0, 0
    while row < len(own) and column < len(others):
        both = _likeness(own[row], others[column], marks[0][row], marks[1][column])
        if both and best[row][column] == both + best[row + 1][column + 1]:
            pairs.append((own[row], others[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


def _likeness(own: Segment, other: Segment, marks: frozenset[str], other_marks: frozenset[str]) -> float:
    """From 0 (another kind) to 3; what shares no link, figure or name, though there are some, is hardly alike."""
    if (own.kind, own.box) != (other.kind, other.box):
        return 0.0
    if not marks and not other_marks:
        return 1.0
    return 0.1 + 2.9 * len(marks & other_marks) / len(marks | other_marks)
