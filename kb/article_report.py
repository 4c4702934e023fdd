"""Everything a site knows of one article: how it stands in each language, what leads to it, and what it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kb.facts import names_in
from kb.markdown.references import Kind, references
from kb.model import Article, Library, Translation
from kb.problems import SourceRef
from kb.rendering.links import Target, parse_target
from kb.site import Site
from kb.translation_status import State, standing


@dataclass(frozen=True, slots=True)
class LocaleReport:
    """One language of an article. `state` is its status, or `stale`, `unstamped` or `missing`; `stale` are the sections
    to bring up to date. What is missing has no `path`.
    """

    locale: str
    state: str
    path: str = ""
    title: str = ""
    stale: tuple[str, ...] = ()
    updated: date | None = None
    review_by: date | None = None
    owner: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkHere:
    """A link that leads to an article: from which, and where it stands."""

    slug: str
    place: SourceRef


@dataclass(frozen=True, slots=True)
class TermHere:
    """A term that an article explains."""

    locale: str
    id: str
    term: str


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """An article and its surroundings. Slugs and names are in order, each once; `settings` are keys of `site.yaml`."""

    slug: str
    category: str
    category_title: str
    locales: tuple[LocaleReport, ...]
    links_here: tuple[LinkHere, ...]
    links_to: tuple[str, ...]
    related: tuple[str, ...]
    related_from: tuple[str, ...]
    terms: tuple[TermHere, ...]
    settings: tuple[str, ...]
    facts: tuple[str, ...]
    redirects_from: tuple[str, ...]
    redirect: str | None
    publish_at: datetime | None
    expire_at: datetime | None


def report_on(article: Article, library: Library) -> ArticleReport:
    """What is known of an article of a library, as it is at the time that its statuses are of."""
    slug = article.slug
    texts = [f"{each.title}\n{each.summary}\n{each.body}" for each in article.translations.values()]
    targets = {target for each in article.translations.values() for target, _ in _article_links(each)}
    return ArticleReport(
        slug=slug,
        category=article.category_id,
        category_title=_category_title(article, library),
        locales=tuple(_locales(article, library)),
        links_here=tuple(_links_here(slug, library)),
        links_to=tuple(sorted(targets - {slug})),
        related=article.related,
        related_from=tuple(each.slug for each in library.articles.values() if slug in each.related),
        terms=tuple(
            TermHere(tag, term.id, term.term)
            for tag, terms in library.terms.items()
            for term in terms
            if term.article == slug
        ),
        settings=tuple(_settings(slug, library.site)),
        facts=tuple(sorted({name for text in texts for name in names_in(text)})),
        redirects_from=(*article.aliases, *(each.slug for each in library.articles.values() if each.redirect == slug)),
        redirect=article.redirect,
        publish_at=article.publish_at,
        expire_at=article.expire_at,
    )


def _category_title(article: Article, library: Library) -> str:
    """In the source's language; a category that could not be read has none."""
    category = library.category(article.category_id)
    return library.site.text(category.titles, library.site.source_locale) if category else ""


def _locales(article: Article, library: Library) -> Iterator[LocaleReport]:
    source = article.translations.get(library.site.source_locale.tag)
    for locale in library.site.locales:
        translation = article.translations.get(locale.tag)
        if translation is None:
            yield LocaleReport(locale.tag, State.MISSING)
            continue
        state, sections = State.CURRENT, tuple[str, ...]()
        if source and source is not translation:
            state, sections = standing(translation, source)
        yield LocaleReport(
            locale.tag,
            state if state in (State.STALE, State.UNSTAMPED) else translation.status,
            translation.path,
            translation.title,
            sections if translation.source else (),
            translation.updated,
            translation.review_by,
            translation.owner,
            translation.questions,
        )


def _article_links(translation: Translation) -> Iterator[tuple[str, SourceRef]]:
    for each in references(translation.body, translation.path, translation.body_line):
        target = parse_target(each.target) if each.kind is Kind.LINK else None
        if target and target.kind is Target.ARTICLE:
            yield target.name, each.place


def _links_here(slug: str, library: Library) -> Iterator[LinkHere]:
    for translation in library.translations():
        if translation.slug != slug:
            for target, place in _article_links(translation):
                if target == slug:
                    yield LinkHere(translation.slug, place)


def _settings(slug: str, site: Site) -> Iterator[str]:
    if site.contact == slug:
        yield "contact"
    if slug in site.emergencies:
        yield "emergencies"
    if any(incident.article == slug for incident in site.incidents):
        yield "incidents"
    for key, links in (("legal_links", site.legal_links), ("social_links", site.social_links)):
        if any(link.url.partition("#")[0] == f"article:{slug}" for link in links):
            yield key
