"""Search, suggestions and terms of a preview: those of its last complete build, without what is gone since."""

from collections.abc import Callable, Collection
from dataclasses import replace
from threading import Lock

from indexer.builds.published import PublishedBuild
from indexer.glossary.glossary import Glossary
from indexer.glossary.model import GlossaryFile, TermUse
from indexer.model import SearchRequest, SearchResults
from indexer.preview.standing import Standing
from indexer.suggestions.model import Suggestion
from indexer.suggestions.suggester import Suggester
from kb.locales import Locale


class SharedBuild:
    """A complete build that several previews after another use; closed when the last gives it up."""

    def __init__(self, build: PublishedBuild) -> None:
        self.build = build
        self._users = 1
        self._lock = Lock()

    def take(self) -> "SharedBuild":
        """The same build, for one user more."""
        with self._lock:
            self._users += 1
        return self

    def give_up(self) -> None:
        """One user less."""
        with self._lock:
            self._users -= 1
            is_unused = self._users == 0
        if is_unused:
            self.build.close()

    def has(self, locale: Locale) -> bool:
        """Whether the build is in a locale."""
        return locale in self.build.library.site.locales


class PreviewSearcher:
    """Searches a complete build, and leaves out articles that are gone."""

    def __init__(self, complete: SharedBuild | None, slugs: Collection[str]) -> None:
        self._complete = complete
        self._slugs = slugs

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of hits; none before the first complete build, and in a language that it does not have."""
        if self._complete is None or not self._complete.has(request.locale):
            return SearchResults(request, (), 0, {})
        found = self._complete.build.searcher.search(request)
        hits = tuple(hit for hit in found.hits if hit.slug in self._slugs)
        return replace(found, hits=hits, total=found.total - (len(found.hits) - len(hits)))


class PreviewSuggester:
    """Suggests from a complete build, and leaves out articles that are gone.

    `standing` says what keeps an article from readers, if anything does.
    """

    def __init__(
        self, suggester: Suggester | None, slugs: Collection[str], standing: Callable[[str], Standing | None]
    ) -> None:
        self._suggester = suggester
        self._slugs = slugs
        self._standing = standing

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What the text may be the beginning of, best first; with what readers do not see marked."""
        found = self._suggester.suggest(text, limit) if self._suggester else ()
        return tuple(self._marked(each) for each in found if not each.slug or each.slug in self._slugs)

    def _marked(self, suggestion: Suggestion) -> Suggestion:
        standing = self._standing(suggestion.slug) if suggestion.slug else None
        if standing is None or standing.is_public:
            return suggestion
        return replace(suggestion, text=f"{suggestion.text} ({standing.reason})")


class PreviewGlossary(Glossary):
    """The glossary of a complete build; it marks no terms in articles that have changed since."""

    def __init__(self, file: GlossaryFile, is_unchanged: Callable[[str], bool]) -> None:
        super().__init__(file)
        self._is_unchanged = is_unchanged

    def marks(self, slug: str) -> tuple[TermUse, ...]:
        """The uses to mark in an article: their places hold only in the very HTML in which they were found."""
        return super().marks(slug) if self._is_unchanged(slug) else ()
