"""Which article and category each section of an index belongs to, without asking the library."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.engines.base import Numbers, Place
from indexer.model import IndexDocument

PLACES = "places.json"


@dataclass(frozen=True, slots=True)
class Places:
    """The sections of an index, as `Index` numbers them."""

    slugs: tuple[str, ...]
    articles: Numbers
    category_ids: tuple[str, ...]
    categories: Numbers
    section_ids: tuple[str, ...]
    numbers: Mapping[tuple[str, str], int]

    def place(self, document: int) -> Place:
        """Where a section stands."""
        article = int(self.articles[document])
        return Place(self.slugs[article], self.section_ids[document], self.category_ids[self.categories[article]])

    def number_of(self, slug: str, section_id: str) -> int | None:
        """The number of a section, else of the article's first; None if there is no such article."""
        return self.numbers.get((slug, section_id), self.numbers.get((slug, "")))

    @classmethod
    def open(cls, directory: Path) -> "Places":
        """The places that `write_places` left.

        Raises:
            OSError, ValueError, KeyError: they are missing or damaged.
        """
        stored = json.loads((directory / PLACES).read_bytes())
        slugs, articles, section_ids = stored["slugs"], stored["articles"], tuple(stored["sections"])
        numbers: dict[tuple[str, str], int] = {}
        for number, (article, section_id) in enumerate(zip(articles, section_ids, strict=True)):
            numbers.setdefault((slugs[article], ""), number)
            numbers.setdefault((slugs[article], section_id), number)
        return cls(
            tuple(slugs),
            np.array(articles, np.int64),
            tuple(stored["category_ids"]),
            np.array(stored["categories"], np.int64),
            section_ids,
            numbers,
        )


def write_places(directory: Path, documents: Sequence[IndexDocument]) -> None:
    """Write where the sections stand; an article is in the category that its last section names."""
    category_of = {document.slug: document.category_id for document in documents}
    slugs, category_ids = sorted(category_of), sorted(set(category_of.values()))
    article_of = {slug: number for number, slug in enumerate(slugs)}
    stored = {
        "slugs": slugs,
        "category_ids": category_ids,
        "categories": [category_ids.index(category_of[slug]) for slug in slugs],
        "articles": [article_of[document.slug] for document in documents],
        "sections": [document.section_id for document in documents],
    }
    (directory / PLACES).write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
