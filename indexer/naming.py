"""What an article calls that which somebody asked for in other words."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from indexer.engines.base import Mark
from indexer.model import OtherName
from indexer.query import Alternative, Clause, Query

Titled = Callable[[Sequence[str]], set[str]]
"""Which of some words stand in a section's titles."""


def other_names(query: Query, marks: Iterable[Mark], titled: Titled) -> Iterator[OtherName]:
    """For each thing asked whose own words a reader would not see in a section, the name it goes by there.

    `marks` are the matches in the text of the section that is shown. Words that stand only in keywords or a summary
    are not seen, so they explain nothing.
    """
    seen: set[str] | None = None
    for clause in query.clauses:
        if len(clause.alternatives) > 1:
            seen = {mark.term for mark in marks} if seen is None else seen
            if name := _name(clause, seen, titled):
                yield name


def _name(clause: Clause, seen: set[str], titled: Titled) -> OtherName | None:
    """The first other way to say it that is seen in the text, else in a title; none if what was typed is seen."""
    typed, *others = clause.alternatives
    if seen.issuperset(typed.words) or _stands(typed, seen, titled):
        return None
    way = next((way for way in others if seen.issuperset(way.words)), None)
    way = way or next((way for way in others if _stands(way, seen, titled)), None)
    return OtherName(typed.text, way.text) if way else None


def _stands(way: Alternative, seen: set[str], titled: Titled) -> bool:
    """Whether the text and the titles have all words of a way."""
    missing = [word for word in way.words if word not in seen]
    return len(titled(missing)) == len(missing)
