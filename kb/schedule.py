"""When the site will next be another because of a date, without any file having changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kb.model import Library, Status


@dataclass(frozen=True, slots=True, order=True)
class DueChange:
    """An article that appears, or disappears, at a time (aware)."""

    at: datetime
    slug: str
    appears: bool


def next_change(library: Library, now: datetime) -> DueChange | None:
    """The first change that comes after `now`; None if no date is ahead."""
    return min((change for change in _changes(library) if now < change.at), default=None)


def _changes(library: Library) -> Iterator[DueChange]:
    for source in library.sources():
        article = library.articles[source.slug]
        if source.status in (Status.DRAFT, Status.RETIRED):
            continue
        if article.publish_at:
            yield DueChange(article.publish_at, article.slug, appears=True)
        if article.expire_at:
            yield DueChange(article.expire_at, article.slug, appears=False)
