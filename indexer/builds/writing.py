"""Writing what a build holds for the whole site: the library, catalogs, media and readings."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from babel.messages.catalog import Catalog

from indexer.builds.json_files import write_json
from indexer.builds.model import (
    Change,
    Heading,
    PublishedArticle,
    PublishedImage,
    PublishedLibrary,
    PublishedTranslation,
    StaleSection,
)
from indexer.builds.published import CATALOGS, MEDIA, READINGS
from indexer.builds.rendering import Images
from indexer.correction.readings import build_readings
from indexer.files import take_over
from indexer.thesaurus import TermWords
from kb.catalogs import compile_catalog
from kb.locales import Locale
from kb.media import Image, is_shareable, read_image
from kb.model import Article, Library, Translation
from kb.rendering.article import RenderedArticle
from kb.translation_state import compare

READING_SPEED = {"zh": 400, "ja": 450, "ko": 500, "th": 700}
"""Characters read in a minute, by language; others are counted in words."""
WORDS_A_MINUTE = 220


class Rendered(Protocol):
    """What translations were rendered to, or are when it is asked for."""

    def of(self, translation: Translation) -> RenderedArticle:
        """What a translation was rendered to."""


def published_library(library: Library, rendered: Rendered) -> PublishedLibrary:
    """The library as readers see it, from a library without drafts."""
    articles = {}
    for slug, article in library.articles.items():
        shown = {tag: published_translation(library, each, rendered) for tag, each in article.translations.items()}
        articles[slug] = published_article(library, article, shown)
    return published_around(library, articles)


def published_around(library: Library, articles: Mapping[str, PublishedArticle]) -> PublishedLibrary:
    """The library as readers see it, with these articles."""
    redirects = {alias: slug for slug, article in library.articles.items() for alias in article.aliases}
    redirects |= library.successors
    logo, shared = _logo(library), _share_image(library)
    return PublishedLibrary(
        library.site,
        library.categories,
        articles,
        redirects,
        logo.public_name if logo else None,
        term_words(library),
        PublishedImage(shared.public_name, shared.width, shared.height) if shared else None,
        library.gone,
    )


def _logo(library: Library) -> Image | None:
    return read_image(library.root / library.site.logo) if library.site.logo else None


def _share_image(library: Library) -> Image | None:
    """The image that links show where they are shared: the site's own, else its logo if that can be shown there."""
    site = library.site
    name = site.share_image or (site.logo if site.logo and is_shareable(site.logo) else None)
    return read_image(library.root / name) if name else None


def term_words(library: Library) -> dict[str, tuple[TermWords, ...]]:
    """The words of the trade by locale tag, in the order of the terms files."""
    return {
        tag: tuple(TermWords(term.id, (term.term, *term.synonyms), term.article) for term in terms)
        for tag, terms in library.terms.items()
    }


def published_article(
    library: Library, article: Article, translations: Mapping[str, PublishedTranslation]
) -> PublishedArticle:
    """An article as readers see it, in these translations."""
    related = tuple(slug for slug in article.related if slug in library.articles)
    return PublishedArticle(article.slug, article.category_id, article.order, related, article.risk, translations)


def published_translation(
    library: Library, translation: Translation, library_rendered: Rendered
) -> PublishedTranslation:
    """A translation as readers see it."""
    rendered = library_rendered.of(translation)
    return PublishedTranslation(
        slug=translation.slug,
        locale=translation.locale,
        title=rendered.title,
        summary=rendered.summary,
        updated=translation.updated,
        reading_minutes=reading_minutes(rendered, translation.locale),
        headings=tuple(Heading(*heading) for heading in rendered.headings),
        stale=_stale(library, translation, library_rendered),
    )


def _stale(library: Library, translation: Translation, rendered: Rendered) -> tuple[StaleSection, ...]:
    """What a reader should know to be old. A translation that was never stamped is not known to be."""
    source = library.source_of(translation)
    if source is None or not translation.source:
        return ()
    own, theirs = (_section_titles(each, rendered.of(each)) for each in (translation, source))
    state = compare(translation, source)
    return (
        *(StaleSection(id, own.get(id, theirs.get(id, ""))) for id in state.changed),
        *(StaleSection(id, theirs.get(id, ""), Change.ADDED) for id in state.added),
        *(StaleSection(id, own[id], Change.REMOVED) for id in state.removed if id in own),
    )


def _section_titles(translation: Translation, rendered: RenderedArticle) -> dict[str, str]:
    """The words of each section's heading, as pages show them where they are in the contents."""
    shown = {id: title for id, title, _ in rendered.headings}
    return {section.id: shown.get(section.id, section.title) for section in translation.sections}


def reading_minutes(rendered: RenderedArticle, locale: Locale) -> int:
    """How long an article takes to read, at least 1."""
    text = " ".join(section.text for section in rendered.sections)
    if locale.language in READING_SPEED:
        return max(1, round(len(text) / READING_SPEED[locale.language]))
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def write_catalogs(catalogs: Mapping[str, Catalog], library: Library, into: Path) -> None:
    """The merged catalogs, compiled."""
    for locale in library.site.locales:
        compile_catalog(catalogs[locale.tag], into / CATALOGS, locale)


def write_media(images: Images, library: Library, into: Path) -> None:
    """Images under the names they are served by, the site's logo and what shared links show."""
    folder = into / MEDIA
    folder.mkdir()
    copy_images([*(image for shown in images.values() for image in shown.values()), *images_of_site(library)], folder)


def images_of_site(library: Library) -> list[Image]:
    """The site's logo and what shared links show."""
    return [image for image in (_logo(library), _share_image(library)) if image]


def copy_images(images: Iterable[Image], folder: Path) -> None:
    """Images under the names they are served by."""
    for image in {image.public_name: image for image in images}.values():
        if image.content is None:
            shutil.copyfile(image.path, folder / image.public_name)
        else:
            (folder / image.public_name).write_bytes(image.content)


def write_readings(into: Path, reuse: Path | None) -> None:
    """The readings of Han characters, for queries in pinyin and homophones; they depend on no site."""
    earlier = reuse / READINGS if reuse else None
    if earlier and earlier.is_file():
        take_over(earlier, into / READINGS)
    else:
        write_json(into / READINGS, build_readings())
