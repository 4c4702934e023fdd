"""Whether the questions that articles promise to answer find them. Questions are never part of an index."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from indexer.model import SearchHit, SearchRequest, SearchResults
from kb.model import Translation
from kb.problems import Problem, Severity

# An article must stand among this many first results.
FIRST = 3
# … and its place is named if it is among these.
LOOKED_AT = 10


class Searcher(Protocol):
    """What is asked."""

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of hits."""


def broken_promises(searcher: Searcher, translations: Iterable[Translation]) -> Iterator[Problem]:
    """A problem for each question that does not find its article among the first three results in its locale."""
    for translation in translations:
        for number, question in enumerate(translation.questions):
            hits = _hits(searcher, question, translation)
            place = _place(hits, translation)
            if place is None or place > FIRST:
                yield Problem(
                    "promise",
                    Severity.ERROR,
                    translation.place(f"questions.{number}"),
                    _message(question, place, hits),
                )


def place_of_article(searcher: Searcher, question: str, translation: Translation) -> int | None:
    """In which place of the results a question finds its article; None if it is not among those looked at."""
    return _place(_hits(searcher, question, translation), translation)


def _hits(searcher: Searcher, question: str, translation: Translation) -> tuple[SearchHit, ...]:
    return searcher.search(SearchRequest(question, translation.locale, limit=LOOKED_AT)).hits


def _place(hits: tuple[SearchHit, ...], translation: Translation) -> int | None:
    return next((at for at, hit in enumerate(hits, start=1) if hit.slug == translation.slug), None)


def _message(question: str, place: int | None, hits: tuple[SearchHit, ...]) -> str:
    remedy = "use its words in the title, a heading or the text, or add them to keywords or to the terms"
    if not hits:
        return f"the question {question!r} finds nothing; {remedy}"
    where = "does not find this article" if place is None else f"finds this article only in place {place}"
    above = ", ".join(hit.slug for hit in hits[:FIRST])
    return f"the question {question!r} {where}, after {above}; {remedy}"
