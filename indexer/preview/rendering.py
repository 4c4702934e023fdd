"""Rendering articles when they are asked for, and again only when what they were made from has changed."""

import html
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from indexer.builds.rendering import Labels, Place
from indexer.builds.writing import copy_images
from kb.images import as_named_from, collect_images
from kb.media import Image
from kb.model import Library, Translation
from kb.problems import Problem, Severity, SourceRef
from kb.rendering.article import RenderedArticle
from kb.rendering.renderer import Renderer
from kb.rendering.tree import Surroundings
from kb.site import Site

log = logging.getLogger(__name__)

FAILED = "rendering"
"""The id under which an article that cannot be rendered is reported. It is no check: only a mistake of ours does it."""


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What every article is rendered from besides its own words. `files` are the signatures of images and labels."""

    site: Site
    facts: Mapping[str, object]
    homes: Mapping[str, str]
    labels: Labels
    files: frozenset[object]


class RenderedOnDemand:
    """The articles of one library, rendered one by one. Any number of threads may ask."""

    def __init__(self, library: Library, around: Surrounding, media: Path, before: "RenderedOnDemand | None") -> None:
        self._library = library
        self._around = around
        self._media = media
        self._lock: RLock = before._lock if before else RLock()
        self._last_good: dict[Place, tuple[Translation, RenderedArticle]] = before._last_good if before else {}
        is_same = before is not None and before._around == around
        self._current: dict[Place, tuple[Translation, RenderedArticle]] = before._current if before and is_same else {}
        self._renderer: Renderer = before._renderer if before and is_same else _renderer(library, around)
        self.failures: dict[str, Problem] = {}

    def of(self, translation: Translation) -> RenderedArticle:
        """What a translation is rendered to; where that fails, what it was before, and an entry in `failures`."""
        place = (translation.slug, translation.locale.tag)
        with self._lock:
            known = self._current.get(place)
            if known and known[0] is translation:
                return known[1]
            try:
                rendered = self._renderer.render(translation, self._surroundings(translation))
            except Exception as error:  # an editor's page must come whatever is in the file
                log.debug("rendering_failed path=%s", translation.path, exc_info=True)
                return self._instead(translation, error)
            self._current[place] = self._last_good[place] = (translation, rendered)
            self.failures.pop(translation.path, None)
            return rendered

    def _instead(self, translation: Translation, error: Exception) -> RenderedArticle:
        reason = f"{type(error).__name__}: {error}"
        message = f"this article cannot be rendered ({reason}); undo what changed last"
        place = SourceRef(translation.path, translation.body_line)
        self.failures[translation.path] = Problem(FAILED, Severity.ERROR, place, message)
        before = self._last_good.get((translation.slug, translation.locale.tag))
        if before:
            return before[1]
        words = f"<pre>{html.escape(translation.body)}</pre>"
        return RenderedArticle(translation.title, translation.summary, words, translation.body, (), ())

    def _surroundings(self, translation: Translation) -> Surroundings:
        library = self._library
        article = library.articles[translation.slug]
        alone = replace(article, translations={translation.locale.tag: translation})
        shelf, _ = collect_images(replace(library, articles={article.slug: alone}))
        images = shelf.in_locale(translation.locale, library.fallbacks(translation.locale), library.facts)
        publish_new(images.values(), self._media)
        return Surroundings(self._around.site.base_path, self._around.homes, as_named_from(article.category_id, images))


def publish_new(images: Iterable[Image], folder: Path) -> None:
    """Put images where they are served from. Names change with content: what is there already is the same."""
    copy_images([image for image in images if not (folder / image.public_name).exists()], folder)


def _renderer(library: Library, around: Surrounding) -> Renderer:
    return Renderer(library.facts, lambda locale, msgid: around.labels[locale.tag][msgid])
