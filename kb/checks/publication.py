"""Checks of when articles are shown, and of what leads to those that are not."""

from collections.abc import Iterator, Mapping

from kb.checks.base import Finding, Subject, no_article
from kb.markdown.references import Kind, references
from kb.model import Article, Status, Translation
from kb.rendering.links import Target, parse_target


def faults(subject: Subject) -> Iterator[Finding]:
    """Dates in the wrong order, and redirects that never happen or lead nowhere."""
    library = subject.library
    for source in library.sources():
        article = library.articles[source.slug]
        if article.publish_at and article.expire_at and article.expire_at <= article.publish_at:
            yield source.place("expire_at"), "'expire_at' is not after 'publish_at', so nobody sees the article"
        if article.redirect is not None:
            yield from _redirect(article.redirect, article, source, subject)


def _redirect(slug: str, article: Article, source: Translation, subject: Subject) -> Iterator[Finding]:
    articles = subject.library.articles
    place = source.place("redirect")
    if article.expire_at is None and source.status is not Status.RETIRED:
        yield place, "'redirect' has no effect without 'status: retired' or 'expire_at'; remove it"
    if slug == article.slug:
        yield place, "an article cannot redirect to itself; name another"
    elif slug not in articles:
        yield place, no_article(slug, subject.library)
    else:
        target = articles[slug].translations.get(source.locale.tag)
        if target is None or not (target.is_finished or articles[slug].redirect):
            status = target.status if target and target.status is not Status.DRAFT else "a draft"
            yield place, f"article {slug!r} is {status}; redirect to one readers see"


def hidden_links(subject: Subject) -> Iterator[Finding]:
    """Links to articles that are retired, expired or not yet to be seen.

    They lead to what is read instead; where there is nothing, their words are shown without a link.
    """
    library = subject.library
    hidden = {each.slug: each.status for each in library.sources() if each.status in _HIDDEN}
    successors = library.published().successors if hidden else {}
    for translation in library.translations():
        if not translation.is_finished:
            continue
        for link in references(translation.body, translation.path, translation.body_line):
            target = parse_target(link.target) if link.kind is Kind.LINK else None
            if target and target.kind is Target.ARTICLE and target.name in hidden:
                yield link.place, _message(library.articles[target.name], hidden[target.name], successors)
    for source in library.sources():
        for number, slug in enumerate(library.articles[source.slug].related):
            if source.is_finished and hidden.get(slug) in (Status.RETIRED, Status.EXPIRED):
                place = source.place(f"related.{number}")
                instead = f"name {successors[slug]!r} instead" if slug in successors else "remove it"
                yield place, f"related article {slug!r} is {hidden[slug]}, so it is not listed; {instead}"


_HIDDEN = (Status.RETIRED, Status.EXPIRED, Status.SCHEDULED)


def _message(article: Article, status: Status, successors: Mapping[str, str]) -> str:
    if status is Status.SCHEDULED:
        return f"article {article.slug!r} is not shown before {article.publish_at}; until then this is no link"
    if successor := successors.get(article.slug):
        return f"article {article.slug!r} is {status}, so this leads to {successor!r}; see that it fits, and link there"
    return f"article {article.slug!r} is {status}, so this is no link any more; remove it, or link to another"
