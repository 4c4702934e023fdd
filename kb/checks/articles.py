"""Checks of front matter against the rest of the site."""

from collections.abc import Iterator

from kb.checks.base import Finding, Subject, no_article
from kb.model import Status
from kb.names import SLUG
from kb.validation import suggestion


def missing_source(subject: Subject) -> Iterator[Finding]:
    """A translation of nothing."""
    source = subject.library.site.source_locale
    for translation in subject.library.translations():
        if source.tag not in subject.library.articles[translation.slug].translations:
            name = f"{translation.slug}.{source}.md"
            yield translation.place(""), f"there is no source {name} beside this translation; write it or remove this"


def unknown_related(subject: Subject) -> Iterator[Finding]:
    """Related articles that do not exist."""
    articles = subject.library.articles
    for article in articles.values():
        source = article.translations.get(subject.library.site.source_locale.tag)
        for number, slug in enumerate(article.related):
            if source is None:
                continue
            if slug not in articles:
                yield source.place(f"related.{number}"), no_article(slug, subject.library)
            elif slug == article.slug:
                yield source.place(f"related.{number}"), "an article is not related to itself; remove it"


def alias_clash(subject: Subject) -> Iterator[Finding]:
    """Former slugs that never were one, or that another article uses, now or formerly."""
    owners: dict[str, str] = {}
    articles = subject.library.articles
    for article in articles.values():
        source = article.translations.get(subject.library.site.source_locale.tag)
        for number, alias in enumerate(article.aliases):
            if source is None:
                continue
            place = source.place(f"aliases.{number}")
            if not SLUG.fullmatch(alias):
                yield place, f"alias {alias!r} must be lower-case ASCII letters, digits and single hyphens"
            elif alias in articles:
                yield place, f"alias {alias!r} is the slug of an article, so it can never redirect; remove it"
            elif alias in owners:
                yield place, f"alias {alias!r} already belongs to {owners[alias]!r}; keep it in one article"
            else:
                owners[alias] = article.slug


def unknown_risk(subject: Subject) -> Iterator[Finding]:
    """Disclaimers that `site.yaml` does not define."""
    known = subject.library.site.disclaimers
    for article in subject.library.articles.values():
        source = article.translations.get(subject.library.site.source_locale.tag)
        if article.risk is not None and article.risk not in known and source is not None:
            message = f"site.yaml defines no disclaimer {article.risk!r}{suggestion(article.risk, known)}"
            yield source.place("risk"), message


def overdue_review(subject: Subject) -> Iterator[Finding]:
    """Published articles whose review date has passed."""
    for translation in subject.library.translations():
        due = translation.review_by
        if due is not None and due < subject.today and translation.is_published:
            who = f" by {translation.owner}" if translation.owner else ""
            yield translation.place("review_by"), f"review{who} was due on {due}; review it and set the next date"


def draft_leak(subject: Subject) -> Iterator[Finding]:
    """Published translations of a source that readers may not see yet."""
    library = subject.library
    for translation in library.translations():
        source = library.source_of(translation)
        if source is not None and translation.is_finished and source.status is Status.DRAFT:
            message = "this translation is published but its source is a draft; make it a draft or publish the source"
            yield translation.place("status"), message
