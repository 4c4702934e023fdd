"""Writing what a build holds for each locale: the index, the lexicon, the suggestions and the glossary.

Each is a task that another process can be sent, and takes from the build before what it can.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from indexer.analysis.analyzers import Analysis
from indexer.builds.fingerprints import engine_fingerprint
from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import CountsFile, PublishedLibrary
from indexer.builds.published import INDEX, counts_path, glossary_path, lexicon_path, suggestions_path
from indexer.builds.rendering import RenderedLibrary
from indexer.correction.counts import TextCounts, count_texts
from indexer.correction.lexicon import Lexicon, build_lexicon
from indexer.documents import documents_of, texts_of
from indexer.engines.whoosh import WhooshEngine
from indexer.files import take_over
from indexer.glossary.building import glossary_file
from indexer.glossary.model import GlossaryFile
from indexer.model import IndexDocument
from indexer.suggestions.entries import suggestion_file
from indexer.suggestions.model import SuggestionFile
from kb.errors import IndexUnavailableError
from kb.locales import Locale
from kb.model import Library, Term

DOCUMENTS_DIGEST = "documents.sha256"
WRITTEN_BY = "written-by.txt"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a lexicon is made from: every text of a locale once, those of the build before, and the terms.

    `mark` is the fingerprint of the locale's analysis.
    """

    locale: Locale
    texts: frozenset[str]
    earlier: frozenset[str]
    terms: Sequence[Term]
    analysis: Analysis
    mark: str


def documents_in(locale: Locale, library: Library, rendered: RenderedLibrary) -> list[IndexDocument]:
    """What the index of one locale holds."""
    return [
        document
        for slug, article in library.articles.items()
        if locale.tag in article.translations
        for document in documents_of(article, article.translations[locale.tag], rendered.articles[slug, locale.tag])
    ]


def vocabulary_in(
    locale: Locale, library: Library, rendered: RenderedLibrary, analysis: Analysis, mark: str
) -> Vocabulary:
    """What the lexicon of one locale is made from."""
    texts = {
        text
        for slug, article in library.articles.items()
        if locale.tag in article.translations
        for text in texts_of(rendered.articles[slug, locale.tag], article.translations[locale.tag].keywords)
    }
    records = rendered.earlier.get(locale.tag, ())
    earlier = {text for record in records for text in texts_of(record.article, record.keywords)}
    terms = library.terms.get(locale.tag, ())
    return Vocabulary(locale, frozenset(texts), frozenset(earlier), terms, analysis, mark)


def write_index(
    locale: Locale, documents: Sequence[IndexDocument], analysis: Analysis, mark: str, into: Path, reuse: Path | None
) -> None:
    """The index of one locale; what the one in `reuse` has of the same sections, analysed alike, is taken from there.

    `mark` is the fingerprint of the analysis.
    """
    digest = _digest(mark, documents)
    target = into / INDEX / locale.tag
    earlier = reuse / INDEX / locale.tag if reuse else None
    if earlier and (earlier / DOCUMENTS_DIGEST).is_file() and (earlier / DOCUMENTS_DIGEST).read_text("ascii") == digest:
        shutil.copytree(earlier, target, copy_function=_take_over)
        return
    written_by = f"{engine_fingerprint()} {mark}"
    same_code = earlier and (earlier / WRITTEN_BY).is_file() and (earlier / WRITTEN_BY).read_text("ascii") == written_by
    WhooshEngine().write(target, documents, analysis, earlier=earlier if same_code else None)
    (target / DOCUMENTS_DIGEST).write_text(digest, encoding="ascii")
    (target / WRITTEN_BY).write_text(written_by, encoding="ascii")


def _take_over(earlier: str, target: str) -> None:
    take_over(Path(earlier), Path(target))


def write_lexicon(vocabulary: Vocabulary, into: Path, reuse: Path | None) -> None:
    """The lexicon by which typing errors are mended in one locale, and the counts that the next build begins with.

    Only texts that came or went since `reuse` are counted; the sums are those of counting all.
    """
    locale = vocabulary.locale
    counted = _digest(vocabulary.mark, ["\0".join(sorted(vocabulary.texts))])
    made = _digest(counted, vocabulary.terms)
    counts_file, lexicon_file = counts_path(into, locale), lexicon_path(into, locale)
    before = _earlier(counts_path(reuse, locale), CountsFile) if reuse else None
    lexicon = _earlier(lexicon_path(reuse, locale), Lexicon) if reuse and before else None
    if reuse and before and lexicon and before.lexicon_made_from == made:
        take_over(counts_path(reuse, locale), counts_file)
        take_over(lexicon_path(reuse, locale), lexicon_file)
        return
    counts = _counts(vocabulary, before)
    write_json(counts_file, CountsFile(counted, made, counts))
    sounds = lexicon.sounds if lexicon and locale.language == "zh" else {}
    write_json(lexicon_file, build_lexicon(locale, counts, vocabulary.terms, sounds))


def _counts(vocabulary: Vocabulary, before: CountsFile | None) -> TextCounts:
    """The sums over all texts, from those of the build before if they are of the texts that it is known to have had."""
    locale, analysis = vocabulary.locale, vocabulary.analysis
    if before is None or before.made_from != _digest(vocabulary.mark, ["\0".join(sorted(vocabulary.earlier))]):
        return count_texts(locale, vocabulary.texts, analysis)
    came, went = vocabulary.texts - vocabulary.earlier, vocabulary.earlier - vocabulary.texts
    return before.counts.changed(count_texts(locale, came, analysis), count_texts(locale, went, analysis))


def write_suggestions(
    locale: Locale,
    published: PublishedLibrary,
    terms: Sequence[Term],
    marks: Mapping[str, str],
    into: Path,
    reuse: Path | None,
) -> None:
    """What is suggested in one locale while a visitor types; the keys of unchanged texts come from `reuse`."""
    earlier = _earlier(suggestions_path(reuse, locale), SuggestionFile) if reuse else None
    write_json(suggestions_path(into, locale), suggestion_file(locale, published, terms, marks, earlier))


def write_glossary(
    locale: Locale,
    terms: Sequence[Term],
    bodies: Mapping[str, str],
    analysis: Analysis,
    mark: str,
    into: Path,
    reuse: Path | None,
) -> None:
    """The glossary of one locale, and where its articles use the terms; unchanged articles are taken from `reuse`.

    `bodies` is their HTML by slug, `mark` the fingerprint of the analysis.
    """
    earlier = _earlier(glossary_path(reuse, locale), GlossaryFile) if reuse else None
    found_by = f"{engine_fingerprint()} {mark}"
    write_json(glossary_path(into, locale), glossary_file(locale, terms, bodies, analysis, found_by, earlier))


def bodies_in(locale: Locale, library: Library, rendered: RenderedLibrary) -> dict[str, str]:
    """The HTML of the articles of one locale, by slug."""
    return {
        slug: rendered.articles[slug, locale.tag].html
        for slug, article in library.articles.items()
        if locale.tag in article.translations
    }


def _earlier(path: Path, kind: type[T]) -> T | None:
    try:
        return read_json(path, kind)
    except IndexUnavailableError:
        return None


def _digest(mark: str, parts: Iterable[object]) -> str:
    """A hash of what something is made from: the code, a mark, and parts in their order."""
    digest = sha256(f"{engine_fingerprint()} {mark}".encode())
    for part in parts:
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
