"""Whether a build that was just written can be served: it opens, finds its articles, and keeps their promises."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from indexer.builds.published import PublishedBuild, open_build
from indexer.builds.workers import Workers
from indexer.model import SearchRequest
from indexer.promises import broken_promises
from kb.errors import BuildError
from kb.locales import Locale
from kb.model import Translation
from kb.problems import Problem

SMOKE_TITLES = 20
"""Titles tried before an index is given up."""


def verify(directory: Path, promising: Sequence[Translation], workers: Workers) -> list[Problem]:
    """Open the build as a server would, find an article by its title in every locale, and test the given promises.

    Raises:
        BuildError: what was written cannot be searched.
    """
    build = open_build(directory)
    try:
        for locale in build.library.site.locales:
            _smoke(build, locale)
        return broken_in(build, promising, workers)
    finally:
        build.close()


def broken_in(build: PublishedBuild, promising: Sequence[Translation], workers: Workers) -> list[Problem]:
    """The promises that translations make and the build does not keep."""
    if workers.help_with(len(promising)):
        asking = [replace(each, body="", sections=(), source={}) for each in promising]
        return workers.map("testing promises", partial(_broken, build.directory), asking)
    return list(broken_promises(build.searcher, promising))


def _broken(directory: Path, translations: Sequence[Translation]) -> list[Problem]:
    """For another process, which opens the build itself."""
    build = open_build(directory)
    try:
        return list(broken_promises(build.searcher, translations))
    finally:
        build.close()


def _smoke(build: PublishedBuild, locale: Locale) -> None:
    """One article of the locale must be found by its title; which one does not matter."""
    titles = [
        translation.title
        for article in build.library.articles.values()
        if (translation := article.translations.get(locale.tag))
    ]
    found = any(build.searcher.search(SearchRequest(title, locale)).total for title in titles[:SMOKE_TITLES])
    if titles and not found:
        raise BuildError(f"the new index for {locale} finds no article by its title, {titles[0]!r} for one")
