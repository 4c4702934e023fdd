"""Which of the words that a search-mode segmentation gives are words, and not what lies across two of them."""

from collections.abc import Iterator, Sequence

from indexer.analysis.token import Token


def outermost(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens that lie within no other, in order: a text's words, each once."""
    end = 0
    for token in sorted(tokens, key=lambda token: (token.start, -token.end)):
        if token.end > end:
            yield token
            end = token.end


def credible(tokens: Sequence[Token]) -> Iterator[Token]:
    """The outermost tokens, and within each those that it can be parted into: 钓鱼 and 网站 of 钓鱼网站, not 鱼网."""
    ordered = sorted(tokens, key=lambda token: (token.start, -token.end))
    at = 0
    for outer in outermost(tokens):
        inner = []
        while at < len(ordered) and ordered[at].start < outer.end:
            if ordered[at] != outer and ordered[at].end - ordered[at].start > 1:
                inner.append(ordered[at])
            at += 1
        yield outer
        reached = _reached(outer.start, [(token.start, token.end) for token in inner])
        reaching = _reached(-outer.end, [(-token.end, -token.start) for token in inner])
        yield from (token for token in inner if token.start in reached and -token.end in reaching)


def _reached(start: int, spans: Sequence[tuple[int, int]]) -> set[int]:
    """The places that spans lead to, one after the other, from `start`."""
    reached = {start}
    for first, last in sorted(spans):
        if first in reached:
            reached.add(last)
    return reached
