"""The articles that a preview shows: all of them, those that cannot be read as they last could."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from indexer.builds.model import PublishedTranslation
from kb.loader import Loaded
from kb.model import Article, Category, Library, Translation

Readable = dict[str, tuple[Translation, Article]]
"""The last good version of each file, and of its article, by its path."""
Shelves = dict[str, Category]
"""The last version of each category that had a title, by its id."""


def shown_library(loaded: Loaded, readable: Readable, shelves: Shelves) -> Library:
    """The library with drafts, and with the last good version of each file whose front matter cannot be used now.

    Categories without a title have that which they had, or their id. `readable` and `shelves` are brought up to date.
    """
    articles: dict[str, Article] = {}
    source_tag = loaded.library.site.source_locale.tag
    for slug, article in loaded.library.articles.items():
        shared = article
        translations = dict(article.translations)
        for tag, each in article.translations.items():
            if each.path not in loaded.held_back:
                readable[each.path] = (each, article)
            elif each.path in readable:
                translations[tag], before = readable[each.path]
                shared = before if tag == source_tag else shared
        articles[slug] = replace(shared, translations=translations)
    categories = [_shelf(each, source_tag, shelves) for each in loaded.library.categories]
    ids = {category.id for category in categories}
    for id in sorted({article.category_id for article in articles.values()} - ids):
        undefined = Category(id, order=0, icon="guide", titles={}, descriptions={}, path="")
        categories.append(_shelf(undefined, source_tag, shelves))
    return replace(loaded.library, articles=articles, categories=tuple(categories))


def _shelf(category: Category, source_tag: str, shelves: Shelves) -> Category:
    if source_tag in category.titles:
        shelves[category.id] = category
        return category
    if not category.titles and category.id in shelves:
        return shelves[category.id]
    return replace(category, titles={source_tag: category.id, **category.titles})


class Translations(Mapping[str, PublishedTranslation]):
    """An article's translations by locale tag, each made when it is first asked for."""

    def __init__(self, own: Mapping[str, Translation], made: Callable[[Translation], PublishedTranslation]) -> None:
        self._own = own
        self._made = made
        self._kept: dict[str, PublishedTranslation] = {}

    def __getitem__(self, tag: str) -> PublishedTranslation:
        if tag not in self._kept:
            self._kept[tag] = self._made(self._own[tag])
        return self._kept[tag]

    def __contains__(self, tag: object) -> bool:
        return tag in self._own

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)
