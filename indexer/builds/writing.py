"""Writing the parts of a build other than its articles: the library, catalogs, media, indexes and manifest."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog

from indexer.analysis.analyzers import Analysis
from indexer.builds.fingerprints import engine_fingerprint
from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import (
    Heading,
    PublishedArticle,
    PublishedLibrary,
    PublishedTranslation,
    StaleSection,
)
from indexer.builds.published import CATALOGS, INDEX, LEXICON, MEDIA, READINGS, suggestions_path
from indexer.builds.rendering import Images, RenderedLibrary
from indexer.correction.lexicon import build_lexicon
from indexer.correction.readings import build_readings
from indexer.documents import documents_of
from indexer.engines.whoosh import WhooshEngine
from indexer.model import IndexDocument
from indexer.suggestions.entries import made_from, suggestion_entries
from indexer.suggestions.model import SuggestionFile
from indexer.thesaurus import TermWords
from kb.catalogs import compile_catalog
from kb.errors import IndexUnavailableError
from kb.locales import Locale
from kb.media import Image, read_image
from kb.model import Article, Library, Term, Translation
from kb.rendering.article import RenderedArticle
from kb.translation_state import SUMMARY, TITLE, compare

DOCUMENTS_DIGEST = "documents.sha256"
WRITTEN_BY = "written-by.txt"

READING_SPEED = {"zh": 400, "ja": 450, "ko": 500, "th": 700}
"""Characters read in a minute, by language; others are counted in words."""
WORDS_A_MINUTE = 220


def published_library(library: Library, rendered: RenderedLibrary) -> PublishedLibrary:
    """The library as readers see it, from a library without drafts."""
    articles = {slug: _article(library, article, rendered) for slug, article in library.articles.items()}
    redirects = {alias: slug for slug, article in library.articles.items() for alias in article.aliases}
    logo = _logo(library)
    public_logo = logo.public_name if logo else None
    return PublishedLibrary(library.site, library.categories, articles, redirects, public_logo, term_words(library))


def _logo(library: Library) -> Image | None:
    return read_image(library.root / library.site.logo) if library.site.logo else None


def term_words(library: Library) -> dict[str, tuple[TermWords, ...]]:
    """The words of the trade by locale tag, in the order of the terms files."""
    return {
        tag: tuple(TermWords(term.id, (term.term, *term.synonyms), term.article) for term in terms)
        for tag, terms in library.terms.items()
    }


def _article(library: Library, article: Article, rendered: RenderedLibrary) -> PublishedArticle:
    translations = {
        tag: _translation(library, translation, rendered.articles[article.slug, tag])
        for tag, translation in article.translations.items()
    }
    related = tuple(slug for slug in article.related if slug in library.articles)
    return PublishedArticle(article.slug, article.category_id, article.order, related, article.risk, translations)


def _translation(library: Library, translation: Translation, rendered: RenderedArticle) -> PublishedTranslation:
    return PublishedTranslation(
        slug=translation.slug,
        locale=translation.locale,
        title=rendered.title,
        summary=rendered.summary,
        updated=translation.updated,
        reading_minutes=reading_minutes(rendered, translation.locale),
        headings=tuple(Heading(*heading) for heading in rendered.headings),
        stale=_stale(library, translation),
    )


def _stale(library: Library, translation: Translation) -> tuple[StaleSection, ...]:
    """What a reader should know to be old. A translation that was never stamped is not known to be."""
    source = library.source_of(translation)
    if source is None or not translation.source:
        return ()
    titles = {section.id: section.title for section in (*source.sections, *translation.sections)}
    titles |= {TITLE: translation.title, SUMMARY: translation.title}
    return tuple(StaleSection(id, titles.get(id, id)) for id in compare(translation, source).stale)


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
    """Images under the names they are served by, and the site's logo."""
    folder = into / MEDIA
    folder.mkdir()
    published = [image for shown in images.values() for image in shown.values()]
    if logo := _logo(library):
        published.append(logo)
    for image in {image.public_name: image for image in published}.values():
        if image.content is None:
            shutil.copyfile(image.path, folder / image.public_name)
        else:
            (folder / image.public_name).write_bytes(image.content)


def write_suggestions(
    locale: Locale, published: PublishedLibrary, terms: Sequence[Term], marks: Mapping[str, str], *,
    into: Path, reuse: Path | None,
) -> None:  # fmt: skip
    """What is suggested in one locale while a visitor types; taken from `reuse` where it was made from the same."""
    origin = made_from(locale, published, terms, marks)
    earlier = _earlier_suggestions(suggestions_path(reuse, locale)) if reuse else None
    if earlier is None or earlier.made_from != origin:
        earlier = SuggestionFile(origin, suggestion_entries(locale, published, terms))
    write_json(suggestions_path(into, locale), earlier)


def _earlier_suggestions(path: Path) -> SuggestionFile | None:
    try:
        return read_json(path, SuggestionFile)
    except IndexUnavailableError:
        return None


def write_index(
    locale: Locale, documents: Sequence[IndexDocument], terms: Sequence[Term], analysis: Analysis, mark: str, *,
    into: Path, reuse: Path | None,
) -> None:  # fmt: skip
    """The index of one locale, and the lexicon by which typing errors are mended.

    Those over the same documents and terms, analysed alike (`mark` is the analysis' fingerprint), are copied from
    `reuse`.
    """
    digest = _digest(documents, terms, mark)
    target = into / INDEX / locale.tag
    earlier = reuse / INDEX / locale.tag if reuse else None
    if earlier and (earlier / DOCUMENTS_DIGEST).is_file() and (earlier / DOCUMENTS_DIGEST).read_text("ascii") == digest:
        shutil.copytree(earlier, target)
        return
    WhooshEngine().write(target, documents, analysis, earlier=_reusable(earlier, mark))
    write_json(target / LEXICON, build_lexicon(locale, _texts(documents), terms, analysis))
    (target / DOCUMENTS_DIGEST).write_text(digest, encoding="ascii")
    (target / WRITTEN_BY).write_text(_written_by(mark), encoding="ascii")


def _written_by(mark: str) -> str:
    """Changes when the same section could be indexed differently."""
    return f"{engine_fingerprint()} {mark}"


def _reusable(earlier: Path | None, mark: str) -> Path | None:
    """The earlier index if the same code and analysis wrote it."""
    written_by = earlier / WRITTEN_BY if earlier else None
    is_ours = written_by is not None and written_by.is_file() and written_by.read_text("ascii") == _written_by(mark)
    return earlier if is_ours else None


def _texts(documents: Sequence[IndexDocument]) -> Iterator[str]:
    """Every text of the documents once, each keyword by itself."""
    seen: set[str] = set()
    for document in documents:
        for text in (document.title, document.summary, *document.keywords, document.section_title, document.text):
            if text and text not in seen:
                seen.add(text)
                yield text


def documents_in(locale: Locale, library: Library, rendered: RenderedLibrary) -> list[IndexDocument]:
    """What the index of one locale holds."""
    return [
        document
        for slug, article in library.articles.items()
        if locale.tag in article.translations
        for document in documents_of(article, article.translations[locale.tag], rendered.articles[slug, locale.tag])
    ]


def write_readings(into: Path, reuse: Path | None) -> None:
    """The readings of Han characters, for queries in pinyin and homophones; they depend on no site."""
    earlier = reuse / READINGS if reuse else None
    if earlier and earlier.is_file():
        shutil.copyfile(earlier, into / READINGS)
    else:
        write_json(into / READINGS, build_readings())


def _digest(documents: Sequence[IndexDocument], terms: Sequence[Term], mark: str) -> str:
    digest = sha256(f"{engine_fingerprint()} {mark}".encode())
    for each in (*documents, *terms):
        digest.update(repr(each).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
