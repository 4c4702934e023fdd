"""What is translated, what is out of date and what is missing, in the order in which readers need it.

First come the emergencies of `site.yaml`, then the article that leads to people, then the articles in the editors'
order: that of their category, then their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.locales import Locale
from kb.model import Article, Library, Translation
from kb.text_amount import amount
from kb.translation_gaps import Gaps, gaps_by_locale
from kb.translation_state import SUMMARY, TITLE, compare
from kb.word_stamps import StaleWords, stale_words


class State(StrEnum):
    """How a translation stands to its source."""

    CURRENT = "current"
    STALE = "stale"
    UNSTAMPED = "unstamped"
    DRAFT = "draft"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ArticleStatus:
    """One article in one locale. `title` is the source's, `path` the file that is there or is to be written.

    `sections` are the ids of what is to be translated or compared, `amount` how much of the source that is: characters
    of scripts without spaces, words of others.
    """

    slug: str
    category_id: str
    locale: Locale
    state: State
    title: str
    path: str
    sections: tuple[str, ...]
    amount: int

    @property
    def is_to_do(self) -> bool:
        """Whether a translator has work here."""
        return self.state is not State.CURRENT


@dataclass(frozen=True, slots=True)
class Counts:
    """Articles by how they stand; never stamped ones are `stale`, drafts are `drafts` and nothing else."""

    translated: int
    stale: int
    drafts: int
    missing: int
    amount: int


@dataclass(frozen=True, slots=True)
class LocaleStatus:
    """A locale's articles, most needed first, what else of it has no words, and which words in YAML are stale.

    The source locale has no articles.
    """

    locale: Locale
    articles: tuple[ArticleStatus, ...]
    gaps: Gaps
    words: StaleWords

    @property
    def to_do(self) -> tuple[ArticleStatus, ...]:
        """The articles with work, the one that readers need most first."""
        return tuple(article for article in self.articles if article.is_to_do)

    def counts(self, category_id: str | None = None) -> Counts:
        """The articles counted, of one category or all."""
        chosen = [each for each in self.articles if category_id in (None, each.category_id)]
        number = {state: sum(each.state is state for each in chosen) for state in State}
        return Counts(
            translated=number[State.CURRENT],
            stale=number[State.STALE] + number[State.UNSTAMPED],
            drafts=number[State.DRAFT],
            missing=number[State.MISSING],
            amount=sum(each.amount for each in chosen),
        )


def translation_status(
    library: Library, locales: Sequence[Locale] | None = None, category_id: str | None = None
) -> tuple[LocaleStatus, ...]:
    """How each locale stands, in the site's order; only `locales` and only one category where they are given.

    Drafts of the source are left out: they are not ready to be translated. Of a category alone, only the articles are
    told, since the rest belongs to none.
    """
    wanted = library.site.locales if locales is None else locales
    articles = [each for each in by_need(library) if category_id in (None, each.category_id)]
    gaps = gaps_by_locale(library, wanted) if category_id is None else {}
    return tuple(
        LocaleStatus(
            locale,
            tuple(_articles(library, articles, locale)) if locale != library.site.source_locale else (),
            gaps.get(locale.tag, Gaps()),
            stale_words(library, locale) if category_id is None else StaleWords(),
        )
        for locale in wanted
    )


def by_need(library: Library) -> list[Article]:
    """The articles, the one that readers need most first."""
    urgent = [*library.site.emergencies, library.site.contact or ""]
    rank = {slug: number for number, slug in enumerate(dict.fromkeys(urgent))}
    return sorted(library.articles.values(), key=lambda article: rank.get(article.slug, len(rank)))


def _articles(library: Library, articles: Sequence[Article], locale: Locale) -> Iterator[ArticleStatus]:
    for article in articles:
        source = article.translations.get(library.site.source_locale.tag)
        if source is None or not source.is_published:
            continue
        translation = article.translations.get(locale.tag)
        state, sections = standing(translation, source)
        amounts = _amounts(source)
        yield ArticleStatus(
            slug=article.slug,
            category_id=article.category_id,
            locale=locale,
            state=state,
            title=source.title,
            path=translation.path if translation else f"{source.path.removesuffix(f'.{source.locale}.md')}.{locale}.md",
            sections=sections,
            amount=sum(amounts.get(id, 0) for id in sections),
        )


def standing(translation: Translation | None, source: Translation) -> tuple[State, tuple[str, ...]]:
    """How a translation stands to its source, and the ids of the sections that are to be translated or compared."""
    if translation is None:
        return State.MISSING, tuple(_amounts(source))
    state = compare(translation, source)
    if not translation.is_published:
        return State.DRAFT, state.stale
    if not translation.source:
        return State.UNSTAMPED, state.stale
    return (State.CURRENT, ()) if state.is_current else (State.STALE, (*state.stale, *state.removed))


def _amounts(source: Translation) -> Mapping[str, int]:
    """How much each part of a source holds, by section id."""
    parts = {TITLE: amount(source.title), SUMMARY: amount(source.summary)}
    parts |= {section.id: amount(f"{section.title}\n{section.text}") for section in source.sections}
    return {id: number for id, number in parts.items() if id != SUMMARY or source.summary}
