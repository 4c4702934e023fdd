"""What a page is, in the vocabulary of schema.org, as JSON-LD. It says nothing that the page does not show.

The block that holds it is data: browsers neither run it nor measure it by the Content-Security-Policy (HTML, "prepare
the script element").
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kb.locales import Locale
from kb.rendering.plain_text import plain_questions
from web.frame import Address, NamedLink, Question, Subject
from web.serving import Serving

JsonObject = dict[str, Any]


@lru_cache(maxsize=512)
def questions_in(html: str) -> tuple[Question, ...]:
    """The questions that an article's HTML answers in entries of their own, in reading order, without markup."""
    return tuple(Question(question, answer) for question, answer in plain_questions(html))


def graph(serving: Serving, locale: Locale, address: Address) -> Mapping[str, Any] | None:
    """The description of a page shown to readers of `locale`; None for one whose address says nothing of it."""
    subject = address.subject
    if subject is None or address.canonical is None:
        return None
    url = serving.urls.absolute(address.at(address.canonical))
    if not subject.trail:
        things = [_website(locale, subject, url)]
    else:
        own = NamedLink(subject.title, address.at(locale))
        things = [_breadcrumb(serving, (*subject.trail, own))]
    if subject.is_article:
        things.append(_article(serving, address.canonical, subject, url))
    if subject.questions:
        things.append(_questions(address.canonical, subject, url))
    return {"@context": "https://schema.org", "@graph": things}


def _website(locale: Locale, subject: Subject, url: str) -> JsonObject:
    site: JsonObject = {"@type": "WebSite", "name": subject.title, "url": url, "inLanguage": locale.tag}
    if subject.description:
        site["description"] = subject.description
    return site


def _breadcrumb(serving: Serving, links: tuple[NamedLink, ...]) -> JsonObject:
    items = [
        {"@type": "ListItem", "position": position, "name": link.title, "item": serving.urls.absolute(link.url)}
        for position, link in enumerate(links, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _article(serving: Serving, locale: Locale, subject: Subject, url: str) -> JsonObject:
    site, urls = serving.site, serving.urls
    publisher = {"@type": "Organization", "name": site.text(site.name, locale), "url": urls.absolute(urls.home(locale))}
    article: JsonObject = {
        "@type": "Article",
        "headline": subject.title,
        "inLanguage": locale.tag,
        "mainEntityOfPage": url,
        "author": publisher,
        "publisher": publisher,
    }
    if subject.description:
        article["description"] = subject.description
    if subject.updated:
        article["dateModified"] = subject.updated.isoformat()
    if image := serving.library.share_image:
        article["image"] = urls.absolute(urls.media(image.name))
    return article


def _questions(locale: Locale, subject: Subject, url: str) -> JsonObject:
    answered = [
        {"@type": "Question", "name": each.text, "acceptedAnswer": {"@type": "Answer", "text": each.answer}}
        for each in subject.questions
    ]
    return {"@type": "FAQPage", "url": url, "inLanguage": locale.tag, "mainEntity": answered}
