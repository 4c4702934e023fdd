"""A published build, opened for serving."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from indexer.analysis.analyzers import fingerprint
from indexer.builds.json_files import read_json
from indexer.builds.model import (
    FORMAT_VERSION,
    ArticleRecord,
    BuildManifest,
    PublishedLibrary,
    PublishedTranslation,
)
from indexer.builds.store import BuildStore
from indexer.correction.corrector import Correction, Corrector
from indexer.correction.lexicon import Lexicon
from indexer.correction.readings import CharacterReadings
from indexer.engines.base import Index
from indexer.engines.whoosh import WhooshEngine
from indexer.finding import Finder
from indexer.glossary.glossary import Glossary
from indexer.glossary.model import GlossaryFile
from indexer.model import SearchRequest
from indexer.search import Searcher
from indexer.suggestions.model import SuggestionFile
from indexer.suggestions.suggester import Suggester
from indexer.thesaurus import Thesaurus, analyses_for
from kb.errors import IndexUnavailableError, StaleIndexError
from kb.locales import Locale
from kb.rendering.article import RenderedArticle

MANIFEST = "manifest.json"
LIBRARY = "library.json"
ARTICLES = "articles"
INDEX = "index"
CATALOGS = "catalogs"
MEDIA = "media"
SUGGESTIONS = "suggestions"
GLOSSARIES = "glossaries"
LEXICONS = "lexicons"
COUNTS = "counts"
READINGS = "readings.json"

BODIES_KEPT = 512
"""Article bodies kept in memory."""
WARM_UP_WORDS = "help"


class PublishedBuild:
    """One build. Any number of threads may use it at once."""

    def __init__(
        self, directory: Path, manifest: BuildManifest, library: PublishedLibrary, indexes: Mapping[str, Index]
    ) -> None:
        self.directory = directory
        self.manifest = manifest
        self.library = library
        self.searcher = self._searcher(indexes)
        self._indexes = indexes
        self.catalogs = directory / CATALOGS
        self.media = directory / MEDIA
        self._article = lru_cache(maxsize=BODIES_KEPT)(self._read)
        self._suggesters: dict[Locale, Suggester] = {}
        self._glossaries: dict[Locale, Glossary] = {}
        self._correctors: dict[Locale, Corrector] = {}
        self._readings: CharacterReadings | None = None
        self._opening = Lock()

    def suggester(self, locale: Locale) -> Suggester:
        """What suggests titles and terms in one of the site's locales; opened when it is first asked for.

        Raises:
            IndexUnavailableError: its file is missing or damaged.
        """
        with self._opening:
            if locale not in self._suggesters:
                path = suggestions_path(self.directory, locale)
                self._suggesters[locale] = Suggester(read_json(path, SuggestionFile).entries)
            return self._suggesters[locale]

    def glossary(self, locale: Locale) -> Glossary:
        """The words of the trade in one of the site's locales; opened when it is first asked for.

        Raises:
            IndexUnavailableError: its file is missing or damaged.
        """
        with self._opening:
            if locale not in self._glossaries:
                path = glossary_path(self.directory, locale)
                self._glossaries[locale] = Glossary(read_json(path, GlossaryFile))
            return self._glossaries[locale]

    def corrector(self, locale: Locale) -> Corrector:
        """What mends typing errors in one of the site's locales; opened when it is first asked for.

        Raises:
            IndexUnavailableError: its files are missing or damaged.
        """
        with self._opening:
            if locale not in self._correctors:
                lexicon = read_json(lexicon_path(self.directory, locale), Lexicon)
                if self._readings is None:
                    self._readings = read_json(self.directory / READINGS, CharacterReadings)
                self._correctors[locale] = Corrector(lexicon, self._readings)
            return self._correctors[locale]

    def warm(self) -> None:
        """Open and try what is otherwise opened by the first visitor who needs it: one round of queries a locale.

        Call it before the build is served; what each thread opens for itself is left to it.

        Raises:
            IndexUnavailableError: a file is missing or damaged.
        """
        for locale in self.library.site.locales:
            self.glossary(locale).named(WARM_UP_WORDS)
            examples = self.library.site.search_examples.get(locale.tag, ())
            for words in (*examples[:1], WARM_UP_WORDS):
                self.suggester(locale).suggest(words)
                # Backwards it is a text that nobody knows, for which everything is tried.
                for typed in (words, words[::-1]):
                    self.corrector(locale).corrections(typed)
                    self.searcher.search(SearchRequest(typed, locale))

    def body(self, translation: PublishedTranslation) -> str:
        """The sanitised HTML of an article, with `LOCALE_MARK` where links carry the reader's locale."""
        return self._article(translation.slug, translation.locale).html

    def markdown(self, translation: PublishedTranslation) -> str:
        """The article as Markdown for machines, with `LOCALE_MARK` where links carry the reader's locale."""
        return self._article(translation.slug, translation.locale).markdown

    def close(self) -> None:
        """Give up the index files; the build must not be used afterwards."""
        for index in self._indexes.values():
            index.close()

    def _searcher(self, indexes: Mapping[str, Index]) -> Searcher:
        library = self.library
        analyses = analyses_for(library.site.locales, library.terms)
        thesaurus = Thesaurus(library.terms, analyses)
        return Searcher(Finder(indexes, library.fallbacks, thesaurus), self._corrections)

    def _corrections(self, text: str, locale: Locale) -> tuple[Correction, ...]:
        return self.corrector(locale).corrections(text)

    def _read(self, slug: str, locale: Locale) -> RenderedArticle:
        article = read_json(record_path(self.directory, slug, locale), ArticleRecord).article
        return replace(article, sections=())  # they are for the index alone


def record_path(directory: Path, slug: str, locale: Locale) -> Path:
    """Where a build keeps the body of a translation."""
    return directory / ARTICLES / locale.tag / f"{slug}.json"


def suggestions_path(directory: Path, locale: Locale) -> Path:
    """Where a build keeps what it suggests in a locale."""
    return directory / SUGGESTIONS / f"{locale.tag}.json"


def glossary_path(directory: Path, locale: Locale) -> Path:
    """Where a build keeps the words of the trade in a locale, and where articles use them."""
    return directory / GLOSSARIES / f"{locale.tag}.json"


def lexicon_path(directory: Path, locale: Locale) -> Path:
    """Where a build keeps the words by which typing errors are mended in a locale."""
    return directory / LEXICONS / f"{locale.tag}.json"


def counts_path(directory: Path, locale: Locale) -> Path:
    """Where a build keeps what the lexicon of the next is counted from; serving does not read it."""
    return directory / COUNTS / f"{locale.tag}.json"


def open_build(directory: Path) -> PublishedBuild:
    """A build, opened.

    Raises:
        IndexUnavailableError: it is incomplete or damaged.
        StaleIndexError: another version of the code wrote it, in a form or with analyzers this one does not have.
    """
    return PublishedBuild(directory, *_parts(directory))


def check_build(directory: Path) -> BuildManifest:
    """The manifest of a build; raises what opening it would raise, and loads no dictionaries, so it costs little."""
    manifest, _, indexes = _parts(directory)
    for index in indexes.values():
        index.close()
    return manifest


def _parts(directory: Path) -> tuple[BuildManifest, PublishedLibrary, dict[str, Index]]:
    manifest = read_json(directory / MANIFEST, BuildManifest)
    if manifest.format_version != FORMAT_VERSION:
        raise StaleIndexError(
            f"build {manifest.build_id} has format {manifest.format_version}, this version reads {FORMAT_VERSION}; "
            "run 'kb build'"
        )
    library = read_json(directory / LIBRARY, PublishedLibrary)
    analyses = analyses_for(library.site.locales, library.terms)
    _check_fingerprints(manifest, {tag: fingerprint(analysis) for tag, analysis in analyses.items()})
    _check_complete(directory, library)
    engine = WhooshEngine()
    return manifest, library, {tag: engine.open(directory / INDEX / tag) for tag in analyses}


def _check_complete(directory: Path, library: PublishedLibrary) -> None:
    """Files that are opened only when they are asked for must be there from the start."""
    locales = library.site.locales
    files = [directory / READINGS, *(lexicon_path(directory, locale) for locale in locales)]
    files += [path(directory, locale) for locale in locales for path in (suggestions_path, glossary_path)]
    files += [
        record_path(directory, translation.slug, translation.locale)
        for article in library.articles.values()
        for translation in article.translations.values()
    ]
    for file in files:
        if not file.is_file():
            raise IndexUnavailableError(f"{file} is missing; run 'kb build'")


def _check_fingerprints(manifest: BuildManifest, own: Mapping[str, str]) -> None:
    for tag, mark in own.items():
        if manifest.analyzer_fingerprints.get(tag) != mark:
            written = manifest.analyzer_fingerprints.get(tag, "none")
            raise StaleIndexError(
                f"build {manifest.build_id} was indexed for {tag} by analyzer {written}, this version has {mark}; "
                "run 'kb build'"
            )


def open_current(store: BuildStore) -> PublishedBuild:
    """The live build, opened.

    Raises:
        IndexUnavailableError: nothing was published yet, or the live build cannot be used.
    """
    directory = store.current()
    if directory is None:
        raise IndexUnavailableError(f"{store.directory}: nothing is published yet; run 'kb build'")
    return open_build(directory)
