"""What the rest of the project may expect of a search engine, whichever library does the work."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from indexer.analysis.analyzers import Analysis
from indexer.model import IndexDocument
from indexer.query import Query


@dataclass(frozen=True, slots=True)
class Match:
    """One section that shares a term with a query. `document` is its number in this index.

    `score` ranks sections for one query. `support` compares across queries and indexes of any size: how far the
    match outweighs chance, from the score, the information that was asked for, and how many words agree.
    """

    document: int
    slug: str
    section_id: str
    category_id: str
    score: float
    support: float


@dataclass(frozen=True, slots=True)
class StoredSection:
    """What an index keeps of a section to show it as a hit; `text` is the plain text a snippet is cut from."""

    slug: str
    section_id: str
    category_id: str
    title: str
    section_title: str
    text: str


class Index(Protocol):
    """An open index of one locale. Any number of threads may use it at once."""

    def search(self, query: Query, *, least: float = 0.0) -> tuple[Match, ...]:
        """The sections that answer a query with a support of at least `least`, best first."""

    def number_of(self, slug: str, section_id: str) -> int | None:
        """The number of a section, else of the article's first; None if this index does not have the article."""

    def section(self, document: int) -> StoredSection:
        """What was stored for a match."""

    def close(self) -> None:
        """Gives up its files; searches that are under way may fail, new ones do."""


class Engine(Protocol):
    """Writes and opens indexes."""

    def write(self, directory: Path, documents: Iterable[IndexDocument], analysis: Analysis) -> None:
        """Makes `directory` an index of the documents, in their order; what was there is gone."""

    def open(self, directory: Path) -> Index:
        """The index in `directory`.

        Raises:
            IndexUnavailableError: there is none, or it is damaged.
        """
