"""The articles that a preview shows: all of them, those that cannot be read as they last could."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from indexer.builds.model import PublishedTranslation
from kb.loader import Loaded
from kb.model import Article, Library, Translation

Readable = dict[str, tuple[Translation, Article]]
"""The last good version of each file, and of its article, by its path."""


def shown_library(loaded: Loaded, readable: Readable) -> Library:
    """The library with drafts, and with the last good version of each file whose front matter cannot be used now.

    `readable` is brought up to date.
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
    return replace(loaded.library, articles=articles)


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
