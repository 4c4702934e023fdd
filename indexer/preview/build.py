"""One state of a site's files, opened for its editors as if it were a build."""

from datetime import datetime
from functools import partial
from pathlib import Path

from indexer.builds.model import FORMAT_VERSION, BuildManifest, PublishedTranslation
from indexer.builds.writing import published_around, published_article, published_translation
from indexer.glossary.glossary import Glossary
from indexer.glossary.model import GlossaryFile
from indexer.preview.drafts import Translations
from indexer.preview.finding import PreviewGlossary, PreviewSearcher, PreviewSuggester, SharedBuild
from indexer.preview.rendering import RenderedOnDemand
from indexer.preview.standing import Standing, standing_of
from kb.locales import Locale
from kb.model import Library, Translation


class PreviewBuild:
    """A library with drafts. Bodies are made when they are asked for; search is that of the last complete build.

    `written` is the library as its files say it, `outdated` the paths of files whose last good version it holds, and
    `unreadable` those of files that never had one. Dates count as of the moment `now` in which it is made.
    """

    def __init__(
        self,
        number: str,
        library: Library,
        rendered: RenderedOnDemand,
        folders: tuple[Path, Path],
        complete: SharedBuild | None,
        now: datetime,
        outdated: frozenset[str] = frozenset(),
        unreadable: frozenset[str] = frozenset(),
    ) -> None:
        self.written = library
        self.outdated = outdated
        self._unreadable = unreadable
        self._standings: dict[tuple[str, Locale], Standing | None] = {}
        self.media, self.catalogs = folders
        self._rendered = rendered
        self._complete = complete
        self._glossaries: dict[Locale, Glossary] = {}
        made = partial(published_translation, library, library_rendered=rendered)
        articles = {
            slug: published_article(library, article, Translations(article.translations, made))
            for slug, article in library.articles.items()
        }
        self.library = published_around(library, articles)
        self.searcher = PreviewSearcher(complete, articles.keys())
        self.manifest = BuildManifest(FORMAT_VERSION, number, now, "", {}, {"articles": len(articles)})

    def suggester(self, locale: Locale) -> PreviewSuggester:
        """What suggests titles and terms of the last complete build."""
        known = self._complete.build.suggester(locale) if self._complete and self._complete.has(locale) else None

        def standing(slug: str) -> Standing | None:
            translation = self.shown(slug, locale)
            return self.standing(translation) if translation else None

        return PreviewSuggester(known, self.library.articles.keys(), standing)

    def glossary(self, locale: Locale) -> Glossary:
        """The words of the trade, as the last complete build has them."""
        if locale not in self._glossaries:
            self._glossaries[locale] = self._glossary(locale)
        return self._glossaries[locale]

    def warm(self) -> None:
        """Nothing: a state of the files is shown at once, and rarely whole."""

    def body(self, translation: PublishedTranslation) -> str:
        """The article's HTML, rendered when it is first asked for."""
        return self._rendered.of(self.source(translation)).html

    def markdown(self, translation: PublishedTranslation) -> str:
        """The article's Markdown, made when it is first asked for."""
        return self._rendered.of(self.source(translation)).markdown

    def source(self, translation: PublishedTranslation) -> Translation:
        """What the file of a translation says."""
        return self.written.articles[translation.slug].translations[translation.locale.tag]

    def shown(self, slug: str, locale: Locale) -> Translation | None:
        """What a reader of `locale` is shown of an article; nothing is rendered for it."""
        article = self.written.articles.get(slug)
        found = article.resolve(locale, self.written.fallbacks(locale)) if article else None
        return found.translation if found else None

    def standing(self, translation: Translation) -> Standing | None:
        """What keeps a translation from readers; None if nothing does, and no date will."""
        key = (translation.slug, translation.locale)
        if key not in self._standings:
            now = self.manifest.built_at
            self._standings[key] = standing_of(translation, self.written, now, self._unreadable)
        return self._standings[key]

    def successor(self, slug: str) -> str | None:
        """The slug of the article that readers get instead of one that is no more, if there is one."""
        return self.written.at(self.manifest.built_at).published().successors.get(slug)

    def close(self) -> None:
        """Give up the complete build."""
        if self._complete:
            self._complete.give_up()

    def _glossary(self, locale: Locale) -> Glossary:
        complete = self._complete
        if complete is None or not complete.has(locale):
            return Glossary(GlossaryFile((), {}))

        def is_unchanged(slug: str) -> bool:
            own = self.library.articles[slug].translations.get(locale.tag)
            before = complete.build.library.articles.get(slug)
            then = before.translations.get(locale.tag) if before else None
            return own is not None and then is not None and complete.build.body(then) == self.body(own)

        return PreviewGlossary(complete.build.glossary(locale).file, is_unchanged)
