"""What `kb search --explain` prints: why a search answered as it did."""

from collections.abc import Iterator

from indexer.engines.base import Part
from indexer.explanation import Attempt, ExplainedHit, Explanation
from indexer.query import Clause

PARTS_SHOWN = 12


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """The explanation for people, as lines."""
    yield "asked:"
    for clause in explanation.query.clauses:
        yield f"  {_clause(clause)}"
    for kind, terms in (("n-grams", explanation.query.ngrams), ("pairs", explanation.query.pairs)):
        if terms:
            yield f"  {kind}: {', '.join(terms)}"
    if explanation.query.about:
        yield f"  explained by: {', '.join(sorted(explanation.query.about))}"
    yield "tried:"
    yield from (f"  {_attempt(attempt)}" for attempt in explanation.attempts)
    for number, hit in enumerate(explanation.hits, start=1):
        yield from _hit(number, hit)


def plain_explanation(explanation: Explanation) -> dict[str, object]:
    """The explanation for programs, as what JSON can hold."""
    return {
        "asked": [
            {
                "ways": [{"words": list(way.words), "weight": way.weight} for way in clause.alternatives],
                "silent": clause.is_silent,
            }
            for clause in explanation.query.clauses
        ],
        "ngrams": list(explanation.query.ngrams),
        "pairs": list(explanation.query.pairs),
        "about": sorted(explanation.query.about),
        "tried": [
            {
                "kind": attempt.kind,
                "text": attempt.text,
                "locale": attempt.locale,
                "support": round(attempt.support, 4),
                "counted": round(attempt.counted, 4),
                "needed": round(attempt.needed, 4),
            }
            for attempt in explanation.attempts
        ],
        "hits": [
            {
                "slug": hit.hit.slug,
                "locale": hit.hit.locale.tag,
                "section": hit.hit.section_id,
                "score": hit.hit.score,
                "support": round(hit.support, 4),
                "section_score": round(hit.section_score, 4),
                "others": round(hit.others, 4),
                "about": hit.about,
                "parts": [_plain_part(part) for part in hit.parts],
            }
            for hit in explanation.hits
        ],
    }


def _clause(clause: Clause) -> str:
    ways = [" ".join(way.words) + ("" if way.weight == 1 else f" ×{way.weight:g}") for way in clause.alternatives]
    return " | ".join(ways) + (" (silent)" if clause.is_silent else "")


def _attempt(attempt: Attempt) -> str:
    counted = "" if attempt.counted == attempt.support else f", as a guess {attempt.counted:.2f}"
    return (
        f"{attempt.kind} [{attempt.locale}] {attempt.text!r}: support {attempt.support:.2f}{counted}, "
        f"needs {attempt.needed:.2f}"
    )


def _hit(number: int, explained: ExplainedHit) -> Iterator[str]:
    hit = explained.hit
    place = f"{hit.slug}#{hit.section_id}" if hit.section_title else hit.slug
    yield f"{number}. [{hit.locale}] {place}: score {hit.score:.2f}, support {explained.support:.2f}"
    about = "" if explained.about == 1 else f" ×{explained.about:g} for explaining the term"
    yield f"   this section {explained.section_score:.2f}{about}, others {explained.others:.2f}"
    for part in explained.parts[:PARTS_SHOWN]:
        why = f"{part.count} times, idf {part.idf:.2f}, weight {part.weight:.2g}"
        yield f"   {part.score:6.2f}  {part.field:8}  {part.term}  ({why})"
    if rest := explained.parts[PARTS_SHOWN:]:
        yield f"   {sum(part.score for part in rest):6.2f}  {len(rest)} more"


def _plain_part(part: Part) -> dict[str, object]:
    return {
        "field": part.field,
        "term": part.term,
        "count": part.count,
        "idf": round(part.idf, 4),
        "weight": round(part.weight, 4),
        "score": round(part.score, 4),
    }
