"""Checks of settings and terms against the content: a setting that has no effect is a mistake."""

from collections.abc import Iterable, Iterator, Mapping

from kb.checks.base import Finding, Subject
from kb.media import read_image
from kb.validation import suggestion


def site_references(subject: Subject) -> Iterator[Finding]:
    """Articles, locales and files that `site.yaml` names and the site does not have."""
    library, site = subject.library, subject.library.site
    tags = {locale.tag for locale in site.locales}
    if site.source_locale.tag not in tags:
        yield subject.setting("source_locale"), f"{site.source_locale} is not among 'locales'; add it there"
    for key, slug in _articles_used(subject):
        if slug not in library.articles:
            yield subject.setting(key), f"there is no article {slug!r}{suggestion(slug, library.articles)}"
    for key, used in _locales_used(subject):
        for tag in used:
            if tag not in tags:
                yield subject.setting(f"{key}.{tag}"), f"{tag!r} is not among 'locales'{suggestion(tag, tags)}"
    if site.logo:
        try:
            read_image(library.root / site.logo)
        except FileNotFoundError:
            yield subject.setting("logo"), f"there is no file {site.logo!r} in the site's folder"
        except (OSError, ValueError) as error:
            yield subject.setting("logo"), f"{site.logo!r} cannot be the logo: {error}"


def _articles_used(subject: Subject) -> Iterator[tuple[str, str]]:
    site = subject.library.site
    if site.contact:
        yield "contact", site.contact
    for number, slug in enumerate(site.emergencies):
        yield f"emergencies.{number}", slug
    for number, incident in enumerate(site.incidents):
        if incident.article:
            yield f"incidents.{number}.article", incident.article


def _locales_used(subject: Subject) -> Iterator[tuple[str, Iterable[str]]]:
    site = subject.library.site
    yield "name", site.name
    yield "tagline", site.tagline
    yield "search_examples", site.search_examples
    yield "fallbacks", site.fallbacks
    for tag, chain in site.fallbacks.items():
        yield f"fallbacks.{tag}", [locale.tag for locale in chain]
    for name, texts in site.disclaimers.items():
        yield f"disclaimers.{name}", texts
    for number, incident in enumerate(site.incidents):
        yield f"incidents.{number}.message", incident.message
    for key, links in (("legal_links", site.legal_links), ("social_links", site.social_links)):
        for number, link in enumerate(links):
            yield f"{key}.{number}.titles", link.titles


def term_articles(subject: Subject) -> Iterator[Finding]:
    """Terms explained by articles that do not exist, and words that stand for two terms."""
    articles = subject.library.articles
    for terms in subject.library.terms.values():
        owners: dict[str, str] = {}
        for term in terms:
            if term.article is not None and term.article not in articles:
                yield (
                    term.source,
                    f"term {term.id!r}: there is no article {term.article!r}{suggestion(term.article, articles)}",
                )
            for word in dict.fromkeys(each.casefold() for each in (term.term, *term.synonyms)):
                if word in owners:
                    yield term.source, f"{word!r} stands for {owners[word]!r} and {term.id!r}; keep it in one"
                owners.setdefault(word, term.id)


def check_settings(subject: Subject, known: Mapping[str, bool]) -> Iterator[Finding]:
    """Settings of checks that do not exist, or that may not be lowered. `known` says which are for safety."""
    for name in subject.library.site.checks:
        place = subject.setting(f"checks.{name}")
        if name not in known:
            yield place, f"there is no check {name!r}{suggestion(name, known)}"
        elif known[name]:
            yield place, f"check {name!r} protects readers and cannot be lowered or switched off; remove the setting"
