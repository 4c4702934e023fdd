"""Which questions of an article do not find it, as far as a complete build of a preview can tell.

That build holds drafts and retired articles too. They are left out of what a question finds, but have had their part in
how often words are: rarely, a question that is near the limit stands otherwise in `kb check`, which decides.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from indexer.builds.published import PublishedBuild
from indexer.model import SearchRequest, SearchResults
from indexer.promises import broken_promises
from kb.checks import as_configured
from kb.model import Library, Status, Translation
from kb.problems import Problem

ROOM = 20
"""So many hits more are asked for, so that enough are left when some are left out."""


class _AsShown:
    """Searches a build as if it held only the articles that are shown."""

    def __init__(self, build: PublishedBuild, is_shown: Callable[[str], bool]) -> None:
        self._build = build
        self._is_shown = is_shown

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of hits."""
        found = self._build.searcher.search(replace(request, limit=request.limit + ROOM))
        hits = [hit for hit in found.hits if self._is_shown(hit.slug)]
        return replace(found, hits=tuple(hits[: request.limit]))


def broken_questions(
    build: PublishedBuild, library: Library, translation: Translation, now: datetime
) -> Mapping[str, Problem] | None:
    """The questions that do not find their article, each with its problem; None where the build does not have it.

    It counts as shown although it may be a draft, and so does everything that is scheduled.
    """
    article = build.library.articles.get(translation.slug)
    if article is None or translation.locale.tag not in article.translations:
        return None
    dated = library.at(now)
    tag = library.site.source_locale.tag

    def is_shown(slug: str) -> bool:
        found = dated.articles.get(slug)
        source = found.translations.get(tag) if found else None
        return slug == translation.slug or (source is not None and source.is_finished)

    source = dated.articles[translation.slug].translations.get(tag)
    if source is None or source.status in (Status.RETIRED, Status.EXPIRED):
        return {}
    searcher = _AsShown(build, is_shown)
    questions = {translation.place(f"questions.{number}"): each for number, each in enumerate(translation.questions)}
    problems = as_configured(broken_promises(searcher, [translation]), dated)
    return {questions[problem.source]: problem for problem in problems}
