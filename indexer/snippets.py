"""The piece of a section that shows why it was found, cut from stored text by stored offsets."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.analysis.scripts import UNSPACED
from indexer.engines.base import Mark
from indexer.model import Snippet

# Length in code points. A character of Chinese says about as much as a short word.
UNSPACED_LENGTH = 120
SPACED_LENGTH = 200

# So many characters tell whether a text is written without spaces.
_LOOKED_AT = 100

ELLIPSIS = "…"

_UNSPACED = re.compile(f"[{UNSPACED}]")
_SENTENCE_START = re.compile(r"(?:[。！？；!?;]+|[.:]\s|\n)\s*(?=\S)")
_WORD_START = re.compile(rf"(?<=\s)(?=\S)|(?=[{UNSPACED}])")


def snippet(text: str, words: Sequence[Mark], ngrams: Sequence[Mark]) -> Snippet:
    """The densest piece of `text`, begun at a sentence or word, with the matched words as highlights.

    About 120 code points where words are not spaced, about 200 elsewhere. Without a match, the beginning.
    """
    found = _telling(words, ngrams)
    beginning = text[:_LOOKED_AT]
    length = UNSPACED_LENGTH if len(_UNSPACED.findall(beginning)) * 3 > len(beginning) else SPACED_LENGTH
    first, last = _densest(found, length)
    start, end = _boundaries(text, first, last, length)
    before = ELLIPSIS if start > 0 else ""
    after = ELLIPSIS if end < len(text) else ""
    shift = len(before) - start
    inside = [match for match in found if start <= match.start and match.end <= end]
    highlights = tuple((first + shift, last + shift) for first, last in _merged(inside))
    return Snippet(before + text[start:end].replace("\n", " ") + after, highlights)


def _telling(words: Sequence[Mark], ngrams: Sequence[Mark]) -> list[Mark]:
    """The matches in order, without single characters of unspaced scripts where longer words were found.

    An n-gram that overlaps a word adds nothing but the edge of the next one (手续费 and 费是).
    """
    taken = {at for word in words if len(word.term) > 1 for at in range(word.start, word.end)}
    found = [*words, *(ngram for ngram in ngrams if taken.isdisjoint(range(ngram.start, ngram.end)))]
    longer = [match for match in found if len(match.term) > 1]
    return sorted(longer or found)


def _densest(found: Sequence[Mark], length: int) -> tuple[int, int]:
    """The `[start, end)` of at most `length` code points whose distinct terms are the longest in sum."""
    best, bounds = 0, (0, 0)
    inside: Counter[str] = Counter()
    weight = first = 0
    for at, match in enumerate(found):
        weight += 0 if inside[match.term] else len(match.term)
        inside[match.term] += 1
        while match.end - found[first].start > length:
            term = found[first].term
            inside[term] -= 1
            weight -= 0 if inside[term] else len(term)
            first += 1
        if weight > best:
            best, bounds = weight, (found[first].start, max(each.end for each in found[first : at + 1]))
    return bounds


def _boundaries(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """The piece around `[first, last)`: from the start of its sentence, or of a word where that is too far back."""
    if len(text) <= length:
        return 0, len(text)
    room = max(0, length - (last - first))
    start = _sentence_start(text, max(0, first - room), first)
    if start is None:
        start = _next_word(text, max(0, first - room // 2), first)
    if len(text) - start < length:  # near the end there is room for more before
        start = _next_word(text, len(text) - length, start)
    limit = min(start + length, len(text))
    if limit == len(text):
        return start, limit
    return start, len(text[: _last_word(text, last, limit)].rstrip())


def _sentence_start(text: str, low: int, high: int) -> int | None:
    """The last start of a sentence in `[low, high]`, if there is one; the text's start counts."""
    places = [match.end() for match in _SENTENCE_START.finditer(text, low, high + 1)]
    within = [place for place in places if low <= place <= high]
    return within[-1] if within else 0 if low == 0 else None


def _last_word(text: str, low: int, high: int) -> int:
    """The last start of a word in `[low, high]`, else the end; from the end, because in most scripts it is near."""
    return next((place for place in range(high, low - 1, -1) if _WORD_START.match(text, place)), high)


def _next_word(text: str, low: int, high: int) -> int:
    """The first start of a word in `[low, high]`."""
    if low == 0:
        return 0
    found = _WORD_START.search(text, low, high)
    return found.start() if found else high


def _merged(found: Iterable[Mark]) -> list[tuple[int, int]]:
    """The ranges of matches in order, those that overlap or touch as one."""
    ranges: list[tuple[int, int]] = []
    for match in found:
        if ranges and match.start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], match.end))
        else:
            ranges.append((match.start, match.end))
    return ranges
