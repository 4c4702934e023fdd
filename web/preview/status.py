"""What there is to do on a site, as a page: translations by locale and category, drafts, reviews and problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indexer.preview.build import PreviewBuild
from indexer.preview.standing import Reason, Standing
from kb.locales import Locale
from kb.model import Translation
from kb.problems import Problem
from kb.translation_gaps import Gaps
from kb.translation_state import SUMMARY, TITLE
from kb.translation_status import ArticleStatus, Counts, State, translation_status
from web.frame import NamedLink
from web.urls import Urls

SOON = timedelta(days=30)
"""Reviews that are due within this time are shown."""
UNFINISHED = (Reason.DRAFT, Reason.UNREADABLE, Reason.NO_SOURCE)
"""Why files are listed among the drafts."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """A translation that has work: `sections` lead to what changed or, where nothing is translated, to the source."""

    title: str
    url: str
    path: str
    state: State
    amount: int
    sections: tuple[NamedLink, ...]


@dataclass(frozen=True, slots=True)
class LocaleToDo:
    """A locale's counts, whole and by category title, what there is to do, what else of it has no words, and the
    addresses of words in YAML whose source changed."""

    locale: Locale
    counts: Counts
    categories: tuple[tuple[str, Counts], ...]
    to_do: tuple[ToDo, ...]
    gaps: Gaps
    changed_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file with what it is listed for: what keeps it from readers, or the day of a review."""

    title: str
    url: str
    path: str
    locale: Locale
    day: date | None = None
    is_overdue: bool = False
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the page shows. `dated` are sources that a date shows or takes down, the next first; `over` those that
    readers had before.
    """

    source: Locale
    locales: tuple[LocaleToDo, ...]
    drafts: tuple[ListedFile, ...]
    dated: tuple[ListedFile, ...]
    over: tuple[ListedFile, ...]
    reviews: tuple[ListedFile, ...]
    problems: tuple[Problem, ...]


def status_of(build: PreviewBuild, urls: Urls, problems: Sequence[Problem], today: date) -> Status:
    """The state of the site whose files a preview shows."""
    library = build.written
    source = library.site.source_locale

    def url(slug: str, locale: Locale, section: str = "") -> str:
        return urls.article(locale, build.library.articles[slug], section or None)

    def to_do(article: ArticleStatus) -> ToDo:
        where = source if article.state is State.MISSING else article.locale
        sections = () if article.state is State.MISSING else article.sections
        places = tuple(NamedLink(id, url(article.slug, where, "" if id in (TITLE, SUMMARY) else id)) for id in sections)
        address = url(article.slug, article.locale)
        return ToDo(article.title, address, article.path, article.state, article.amount, places)

    def written(translation: Translation) -> ListedFile:
        day = translation.review_by
        address = url(translation.slug, translation.locale)
        is_overdue = day is not None and day < today
        standing = build.standing(translation)
        return ListedFile(translation.title, address, translation.path, translation.locale, day, is_overdue, standing)

    def listed(each: Translation, *reasons: Reason) -> bool:
        standing = build.standing(each)
        return standing is not None and standing.reason in reasons

    locales = tuple(
        LocaleToDo(
            each.locale,
            each.counts(),
            tuple(
                (library.site.text(category.titles, source), each.counts(category.id))
                for category in library.categories
            ),
            tuple(map(to_do, each.to_do)),
            each.gaps,
            tuple(slot.unit.context for slot in each.words.changed),
        )
        for each in translation_status(library)
        if each.locale != source
    )
    everything = library.translations()
    sources = library.sources()
    dated = [written(each) for each in sources if listed(each, Reason.SCHEDULED, Reason.ENDING)]
    over = [written(each) for each in sources if listed(each, Reason.RETIRED, Reason.EXPIRED)]
    due = [
        each
        for each in everything
        if each.review_by and each.review_by <= today + SOON and not listed(each, Reason.RETIRED, Reason.EXPIRED)
    ]
    return Status(
        source,
        locales,
        tuple(written(each) for each in everything if listed(each, *UNFINISHED)),
        tuple(sorted(dated, key=_next_change)),
        tuple(over),
        tuple(sorted(map(written, due), key=lambda each: (each.day or today, each.path))),
        tuple(problems),
    )


def _next_change(listed: ListedFile) -> tuple[datetime, str]:
    """When a date shows an article or takes it down, which orders the list."""
    standing = listed.standing
    assert standing is not None, "it is listed for it"
    at = standing.publish_at if standing.reason is Reason.SCHEDULED else standing.expire_at
    assert at is not None, "such a standing has a date"
    return at, listed.path
