"""The piece of a section that shows why it was found, cut from stored text without a search engine's help."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis.analyzers import Analysis, Analyzer, QueryTokens
from indexer.analysis.scripts import UNSPACED
from indexer.model import Snippet

# Length in code points. A character of Chinese says about as much as a short word.
UNSPACED_LENGTH = 120
SPACED_LENGTH = 200

# Longer sections are searched for matches only this far: an answer further down has its own heading.
SEARCHED_LENGTH = 10_000

ELLIPSIS = "…"

_UNSPACED = re.compile(f"[{UNSPACED}]")
_SENTENCE_START = re.compile(r"(?:[。！？；!?;]+|[.:]\s|\n)\s*(?=\S)")
_WORD_START = re.compile(rf"(?<=\s)(?=\S)|(?=[{UNSPACED}])")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    term: str


def snippet(text: str, query: QueryTokens, analysis: Analysis) -> Snippet:
    """The densest piece of `text`, begun at a sentence or word, with the matched words as highlights.

    About 120 code points where words are not spaced, about 200 elsewhere. Without a match, the beginning.
    """
    text = _tidy(text[:SEARCHED_LENGTH])
    found = _telling(list(_matches(text, query, analysis)))
    length = UNSPACED_LENGTH if len(_UNSPACED.findall(text)) * 3 > len(text) else SPACED_LENGTH
    first, last = _densest(found, length)
    start, end = _boundaries(text, first, last, length)
    before = ELLIPSIS if start > 0 else ""
    after = ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    inside = [match for match in found if start <= match.start and match.end <= end]
    highlights = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Snippet(before + text[start:end].replace("\n", " ") + after, highlights)


def _tidy(text: str) -> str:
    """`text` with every stretch of white space one space, or one line break if it held any."""
    return re.sub(r"\s+", lambda space: "\n" if "\n" in space[0] else " ", text.strip())


def _matches(text: str, query: QueryTokens, analysis: Analysis) -> Iterator[_Found]:
    """Where the query's words stand, and elsewhere its n-grams, in scripts without spaces: in others they are parts
    of words. An n-gram that overlaps a word adds nothing but the edge of the next one (手续费 and 费是)."""
    words = list(_find(text, analysis.words, frozenset(query.words)))
    yield from words
    if not _UNSPACED.search(text):
        return
    taken = {at for word in words if len(word.term) > 1 for at in range(word.start, word.end)}
    for match in _find(text, analysis.ngrams, frozenset(query.ngrams)):
        if _UNSPACED.match(text, match.start) and taken.isdisjoint(range(match.start, match.end)):
            yield match


def _find(text: str, analyzer: Analyzer, terms: frozenset[str]) -> Iterator[_Found]:
    return (_Found(token.start, token.end, token.text) for token in analyzer.tokens(text) if token.text in terms)


def _telling(found: list[_Found]) -> list[_Found]:
    """The matches in order, without single characters of unspaced scripts where longer words were found."""
    longer = [match for match in found if len(match.term) > 1]
    return sorted(longer or found, key=lambda match: (match.start, match.end))


def _densest(found: list[_Found], length: int) -> tuple[int, int]:
    """The `[start, end)` of at most `length` code points whose distinct terms are the longest in sum."""
    best, bounds = 0, (0, 0)
    for at, opening in enumerate(found):
        terms: set[str] = set()
        end = opening.end
        for match in found[at:]:
            if match.end - opening.start > length:
                break
            terms.add(match.term)
            end = max(end, match.end)
        if (weight := sum(map(len, terms))) > best:
            best, bounds = weight, (opening.start, end)
    return bounds


def _boundaries(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """The piece around `[first, last)`: from the start of its sentence, or of a word where that is too far back."""
    if len(text) <= length:
        return 0, len(text)
    room = max(0, length - (last - first))
    start = _latest(_SENTENCE_START, text, max(0, first - room), first, ends=True)
    if start is None:
        start = _next_word(text, max(0, first - room // 2), first)
    if len(text) - start < length:  # near the end there is room for more before
        start = _next_word(text, len(text) - length, start)
    limit = min(start + length, len(text))
    if limit == len(text):
        return start, limit
    end = _latest(_WORD_START, text, last, limit, ends=False)
    return start, len(text[: limit if end is None else end].rstrip())


def _latest(pattern: re.Pattern[str], text: str, low: int, high: int, *, ends: bool) -> int | None:
    """The last place in `[low, high]` where the pattern matches: its end or its start; the text's start counts."""
    places = [match.end() if ends else match.start() for match in pattern.finditer(text, low, high + 1)]
    within = [place for place in places if low <= place <= high]
    if within:
        return within[-1]
    return 0 if low == 0 and ends else None


def _next_word(text: str, low: int, high: int) -> int:
    """The first start of a word in `[low, high]`."""
    if low == 0:
        return 0
    found = _WORD_START.search(text, low, high)
    return found.start() if found else high


def _merged(found: Iterable[_Found]) -> list[tuple[int, int]]:
    """The ranges of matches in order, those that overlap or touch as one."""
    ranges: list[tuple[int, int]] = []
    for match in found:
        if ranges and match.start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], match.end))
        else:
            ranges.append((match.start, match.end))
    return ranges
