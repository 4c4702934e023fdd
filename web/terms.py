"""The site's terms as pages show them: marked in articles, in the glossary, and as an answer to their own name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import escape

from indexer.builds.model import PublishedTranslation
from indexer.glossary.model import GlossaryEntry, TermUse
from indexer.suggestions.keys import fold
from kb.locales import Locale
from web.frame import NamedLink, article_link
from web.serving import serving

ORIGIN = "en"
"""The language in which the words of the trade were coined; readers of others often know them by it."""


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term with its definition, both in `locale`.

    `original` is what it is called in English, empty where that is the same; `article` explains it, if one does.
    """

    anchor: str
    term: str
    original: str
    definition: str
    locale: Locale
    url: str
    article: NamedLink | None


def glossary_locale(locale: Locale) -> Locale | None:
    """The locale whose glossary a reader is shown: theirs, else the first along the fallback chain that has one."""
    current = serving()
    chain = (locale, *current.library.fallbacks(locale))
    return next((each for each in chain if current.build.glossary(each).entries), None)


def written_glossaries() -> list[Locale]:
    """The locales that have a glossary of their own."""
    current = serving()
    return [each for each in current.site.locales if current.build.glossary(each).entries]


def glossary_url(locale: Locale) -> str | None:
    """Where the glossary is that readers of a locale are shown, if the site has one."""
    return serving().urls.glossary(locale) if glossary_locale(locale) else None


def explained(entry: GlossaryEntry, written_in: Locale, reader: Locale) -> ExplainedTerm:
    """An entry of a locale's glossary, for a reader of perhaps another."""
    current = serving()
    shown = glossary_locale(reader)
    is_listed = shown is not None and current.build.glossary(shown).entry(entry.id) is not None
    return ExplainedTerm(
        entry.anchor,
        entry.term,
        _original(entry, written_in),
        entry.definition,
        written_in,
        current.urls.glossary(reader if is_listed else written_in, entry.anchor),
        article_link(current, reader, entry.article),
    )


def with_terms(translation: PublishedTranslation, reader: Locale) -> tuple[str, list[ExplainedTerm]]:
    """An article's HTML in which terms lead to the list of them, and that list."""
    build = serving().build
    html = build.body(translation)
    glossary = build.glossary(translation.locale)
    marks = [(use, entry) for use in glossary.marks(translation.slug) if (entry := glossary.entry(use.term))]
    marked = "".join(_marked(html, marks))
    return marked, [explained(entry, translation.locale, reader) for _, entry in marks]


def entry_unless_explained(text: str, reader: Locale) -> str | None:
    """Where a term is defined whose article does not have the word; None if one has it, or the text is no term."""
    current = serving()
    shown = glossary_locale(reader)
    entry = current.build.glossary(shown).named(text) if shown else None
    return current.urls.glossary(reader, entry.anchor) if entry and not entry.is_in_article else None


def named_term(text: str, reader: Locale) -> ExplainedTerm | None:
    """The term that a text is, word for word, in whatever language; in the reader's, or the nearest that defines it."""
    current = serving()
    if not text:
        return None
    chain = (reader, *current.library.fallbacks(reader))
    glossaries = {locale: current.build.glossary(locale) for locale in (*chain, *current.site.locales)}
    named = next((found for glossary in glossaries.values() if (found := glossary.named(text))), None)
    if named is None:
        return None
    defined = ((locale, entry) for locale in chain if (entry := glossaries[locale].entry(named.id)))
    return next((explained(entry, locale, reader) for locale, entry in defined), None)


def _original(entry: GlossaryEntry, written_in: Locale) -> str:
    current = serving()
    origin = next((each for each in current.site.locales if each.language == ORIGIN != written_in.language), None)
    original = current.build.glossary(origin).entry(entry.id) if origin else None
    return original.term if original and not _contains(entry.term, original.term) else ""


@lru_cache(maxsize=4096)
def _contains(term: str, original: str) -> bool:
    """Whether a term holds another, however it is written; remembered, for articles explain the same few again."""
    return fold(original) in fold(term)


def _marked(html: str, marks: list[tuple[TermUse, GlossaryEntry]]) -> Iterator[str]:
    at = 0
    for use, entry in marks:
        anchor = escape(entry.anchor)
        yield html[at : use.start]
        yield f'<a class="term" href="#_term-{anchor}" aria-describedby="_definition-{anchor}">'
        yield html[use.start : use.end]
        yield "</a>"
        at = use.end
    yield html[at:]
