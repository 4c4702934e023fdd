"""Making the glossary of a locale. Only a build asks for it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from indexer.analysis.analyzers import Analysis
from indexer.glossary.finding import Mention, TermFinder
from indexer.glossary.model import ArticleTerms, GlossaryEntry, GlossaryFile, TermUse
from indexer.glossary.ordering import in_order
from kb.locales import Locale
from kb.model import Term
from kb.rendering.passages import passages

_QUOTES = "\"'“”„‘’«»‹›「」『』"


def glossary_file(
    locale: Locale,
    terms: Sequence[Term],
    bodies: Mapping[str, str],
    analysis: Analysis,
    mark: str,
    earlier: GlossaryFile | None = None,
) -> GlossaryFile:
    """The terms that have a definition, in order, and where articles use them. `bodies` is HTML by slug.

    An article that `earlier` has too is not read again; `mark` is the hash of the code and of the analysis.
    """
    defined = {term.id: term for term in terms if term.definition}
    entries = [_entry(term, group, bodies) for group, term in in_order(locale, defined.values())]
    found_by = "\0".join([mark, *(repr((term.id, term.term, term.synonyms, term.everyday)) for term in terms)])
    homes = {term.id: term.article for term in terms if term.definition}
    finder: TermFinder | None = None
    articles: dict[str, ArticleTerms] = {}
    for slug, html in bodies.items():
        # What an article explains itself is not explained in it.
        explained = [id for id, home in homes.items() if home != slug]
        made_from = sha256("\0".join([found_by, *explained, html]).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        before = earlier.articles.get(slug) if earlier else None
        if before is None or before.made_from != made_from:
            finder = finder or TermFinder(locale, terms, analysis)
            before = ArticleTerms(made_from, _uses(html, finder, explained))
        articles[slug] = before
    return GlossaryFile(tuple(entries), articles)


def _entry(term: Term, group: str, bodies: Mapping[str, str]) -> GlossaryEntry:
    article = term.article or ""
    body = bodies.get(article, "").casefold()
    is_in_article = any(name.casefold() in body for name in (term.term, *term.synonyms))
    return GlossaryEntry(term.id, term.term, term.synonyms, term.definition, article, is_in_article, group)


def _uses(html: str, finder: TermFinder, explained: Sequence[str]) -> tuple[TermUse, ...]:
    """The first use of each term outside links and headings; a telling word goes before a short synonym."""
    wanted = frozenset(explained)
    first: dict[str, TermUse] = {}
    for passage in passages(html):
        if not passage.has_room:
            continue
        for mention in finder.mentions(passage.text):
            known = first.get(mention.term)
            is_better = known is None or (mention.is_telling and not known.is_telling)
            if mention.term not in wanted or not is_better or _is_quoted(passage.text, mention):
                continue
            if span := passage.linkable(mention.start, mention.end):
                first[mention.term] = TermUse(mention.term, *span, mention.is_telling)
    return tuple(sorted(first.values(), key=lambda use: use.start))


def _is_quoted(text: str, mention: Mention) -> bool:
    """Whether the word stands alone in quotation marks: somebody else's word for what may be something else."""
    before, after = text[max(0, mention.start - 1) : mention.start], text[mention.end : mention.end + 1]
    return bool(before) and bool(after) and before in _QUOTES and after in _QUOTES
