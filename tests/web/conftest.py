"""A small site in three languages, and a build of it that lives in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient

from indexer.analysis.analyzers import analysis_for
from indexer.builds.model import (
    BuildManifest,
    Heading,
    PublishedArticle,
    PublishedLibrary,
    PublishedTranslation,
    StaleSection,
)
from indexer.glossary.building import glossary_file
from indexer.glossary.glossary import Glossary
from indexer.model import SearchHit, SearchRequest, SearchResults, Snippet
from indexer.suggestions.entries import suggestion_file
from indexer.suggestions.suggester import Suggester
from kb.locales import Locale
from kb.model import Category, Term
from kb.problems import SourceRef
from kb.rendering.links import LOCALE_MARK
from kb.site import Incident, Link, Site
from web.app import create_app

ZH, EN, AR, HANT = Locale("zh-Hans"), Locale("en"), Locale("ar"), Locale("zh-Hant")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

SITE = Site(
    name={"zh-Hans": "松月帮助中心", "en": "Songyue Help Centre", "ar": "مركز مساعدة Songyue"},
    tagline={"zh-Hans": "你遇到了什么问题？", "en": "What do you need help with?"},
    locales=(ZH, HANT, EN, AR),
    source_locale=ZH,
    base_url="http://localhost",
    fallbacks={"zh-Hant": (ZH, EN), "ar": (EN, ZH)},
    contact="contact-support",
    emergencies=("deposit-not-arrived",),
    search_examples={"zh-Hans": ("充值未到账", "提现手续费"), "en": ("deposit not arrived",)},
    disclaimers={"transfer": {"zh-Hans": "转出前逐字核对网络。", "en": "Check the network before you send."}},
    legal_links=(Link({"zh-Hans": "用户协议", "en": "Terms"}, "https://example.com/terms"),),
    social_links=(Link({"en": "Example on Mastodon"}, "https://social.example/@help"),),
    incidents=(
        Incident(
            {"zh-Hans": "TRC20 提现正在维护。", "en": "TRC20 withdrawals are paused."},
            start=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
            end=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
            article="withdrawal-fees",
        ),
    ),
)

TERMS = {
    "zh-Hans": (
        Term("withdrawal", ZH, "提现", ("提币",), "把资产转出账户。", "withdrawal-limits", SourceRef("terms.yaml")),
        Term("whale", ZH, "巨鲸", (), "持有大量资产的人。", None, SourceRef("terms.yaml")),
    ),
    "en": (
        Term(
            "withdrawal",
            EN,
            "withdrawal",
            ("payout",),
            "Moving assets out of your account.",
            "withdrawal-limits",
            SourceRef("terms.yaml"),
        ),
    ),
}

BODY = '<h2 id="how-fees-work">{heading}</h2><p>{text} <a href="{base}/{mark}/contact/contact-support">→</a></p>'


def translated(slug: str, locale: Locale, title: str, summary: str, **changes: object) -> PublishedTranslation:
    """A translation with two sections."""
    headings = (Heading("how-fees-work", title, 2), Heading("limits", title, 2))
    plain = PublishedTranslation(slug, locale, title, summary, date(2026, 11, 20), 3, headings, ())
    return replace(plain, **changes)  # type: ignore[arg-type]


def written(slug: str, category: str, titles: dict[str, str], **changes: object) -> PublishedArticle:
    """An article with a title in each of some languages."""
    translations = {tag: translated(slug, Locale(tag), title, f"{title}。") for tag, title in titles.items()}
    plain = PublishedArticle(slug, category, 1, (), None, translations)
    return replace(plain, **changes)  # type: ignore[arg-type]


def library(site: Site = SITE) -> PublishedLibrary:
    """Two categories, four articles: one in every language, one stale in English, two in Chinese only."""
    fees = written(
        "withdrawal-fees",
        "deposits-withdrawals",
        {"zh-Hans": "提现手续费怎么算", "en": "How withdrawal fees work", "ar": "كيف تُحتسب رسوم السحب"},
        related=("deposit-not-arrived",),
        risk="transfer",
    )
    missing = written("deposit-not-arrived", "deposits-withdrawals", {"zh-Hans": "充值未到账怎么办"})
    limits = written("withdrawal-limits", "deposits-withdrawals", {"zh-Hans": "提现限额", "en": "Withdrawal limits"})
    stale = translated(
        "withdrawal-limits", EN, "Withdrawal limits", "Limits.", stale=(StaleSection("how-fees-work", "Daily limits"),)
    )
    limits = replace(limits, translations={**limits.translations, "en": stale})
    contact = written("contact-support", "contact", {"zh-Hans": "联系客服", "en": "Contact support"})
    categories = (
        Category(
            "deposits-withdrawals", 1, "wallet", {"zh-Hans": "充值与提现", "en": "Deposits and withdrawals"}, {}, ""
        ),
        Category("contact", 2, "chat", {"zh-Hans": "联系客服", "en": "Contact"}, {}, ""),
    )
    articles = {article.slug: article for article in (fees, missing, limits, contact)}
    return PublishedLibrary(site, categories, articles, {"fees": "withdrawal-fees"}, site.logo, {})


class TitleSearcher:
    """Finds articles whose title contains the query, the reader's language first."""

    def __init__(self, library: PublishedLibrary) -> None:
        self._library = library

    def search(self, request: SearchRequest) -> SearchResults:
        """Hits in the order of the library."""
        own: list[SearchHit] = []
        others: list[SearchHit] = []
        for article in self._library.articles.values():
            shown = self._library.shown(article, request.locale)
            if shown and (start := shown.title.lower().find(request.text.lower())) >= 0:
                hit = self._hit(article, shown, (start, start + len(request.text)), request)
                (others if hit.is_fallback else own).append(hit)
        found = own + others
        counts = {hit.category_id: sum(1 for each in found if each.category_id == hit.category_id) for hit in found}
        kept = [hit for hit in found if request.category in (None, hit.category_id)]
        page = kept[request.offset : request.offset + request.limit]
        return SearchResults(request, tuple(page), len(kept), counts)

    @staticmethod
    def _hit(
        article: PublishedArticle, shown: PublishedTranslation, span: tuple[int, int], request: SearchRequest
    ) -> SearchHit:
        return SearchHit(
            article.slug,
            article.category_id,
            shown.locale,
            shown.locale != request.locale,
            shown.title,
            "how-fees-work",
            shown.headings[0].title,
            Snippet(shown.title, (span,)),
            1.5,
        )


@dataclass
class MemoryBuild:
    """A published build without files, except the folders a test gives it."""

    library: PublishedLibrary
    catalogs: Path = Path("no-catalogs")
    media: Path = Path("no-media")
    build_id: str = "b1"
    is_closed: bool = False
    is_warm: bool = False
    glossaries: dict[Locale, Glossary] = field(default_factory=dict)
    searcher: TitleSearcher = field(init=False)
    manifest: BuildManifest = field(init=False)

    def __post_init__(self) -> None:
        self.searcher = TitleSearcher(self.library)
        self.manifest = BuildManifest(1, self.build_id, NOW, "digest", {}, {"articles": len(self.library.articles)})

    def suggester(self, locale: Locale) -> Suggester:
        """Titles, and two terms, one of which leads to no article."""
        return Suggester(suggestion_file(locale, self.library, TERMS.get(locale.tag, ()), {}).entries)

    def glossary(self, locale: Locale) -> Glossary:
        """The terms of a locale, found in its articles."""
        if locale not in self.glossaries:
            shown = [each.translations.get(locale.tag) for each in self.library.articles.values()]
            bodies = {each.slug: self.body(each) for each in shown if each}
            terms = TERMS.get(locale.tag, ())
            self.glossaries[locale] = Glossary(glossary_file(locale, terms, bodies, analysis_for(locale), ""))
        return self.glossaries[locale]

    def warm(self) -> None:
        """Remember that it was asked for."""
        self.is_warm = True

    def body(self, translation: PublishedTranslation) -> str:
        """One section with a link to another article."""
        assert not self.is_closed
        base = self.library.site.base_path
        return BODY.format(heading=translation.title, text=translation.summary, base=base, mark=LOCALE_MARK)

    def markdown(self, translation: PublishedTranslation) -> str:
        """The article's text with a link to another article."""
        return f"# {translation.title}\n\n[→](/{LOCALE_MARK}/contact/contact-support)\n"

    def close(self) -> None:
        """Refuse to be used from now on."""
        self.is_closed = True


BuildMaker = Callable[..., MemoryBuild]
ClientMaker = Callable[..., FlaskClient]


@pytest.fixture
def build_of() -> BuildMaker:
    """Makes a build of the small site, with other settings where a test names them."""

    def make(build_id: str = "b1", **settings: object) -> MemoryBuild:
        site = replace(SITE, **settings)  # type: ignore[arg-type]
        return MemoryBuild(library(site), build_id=build_id)

    return make


@pytest.fixture
def client_of(build_of: BuildMaker) -> ClientMaker:
    """Makes a visitor of the small site, with other settings where a test names them."""

    def make(*, clock: Callable[[], datetime] = lambda: NOW, build_id: str = "b1", **settings: object) -> FlaskClient:
        return create_app(build_of(build_id, **settings), clock=clock).test_client()

    return make


@pytest.fixture
def app(build_of: BuildMaker) -> Flask:
    """The application of the small site."""
    return create_app(build_of(), clock=lambda: NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor of the small site."""
    return app.test_client()


@pytest.fixture
def translated_client(tmp_path: Path) -> FlaskClient:
    """A visitor of the small site whose interface speaks some Chinese."""
    catalog = Catalog(locale="zh_Hans")
    catalog.add("This page does not exist", "这个页面不存在")
    catalog.add(("%(num)d minute to read", "%(num)d minutes to read"), ("阅读约 %(num)d 分钟",))
    target = tmp_path / "zh_Hans" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalog)
    return create_app(MemoryBuild(library(), catalogs=tmp_path), clock=lambda: NOW).test_client()


@pytest.fixture
def many_results() -> FlaskClient:
    """A visitor of a site on which `Withdrawal` finds three pages in English."""
    own = library()
    extra: Sequence[PublishedArticle] = [
        written(f"withdrawal-{number}", "deposits-withdrawals", {"zh-Hans": "提现", "en": f"Withdrawal {number}"})
        for number in range(25)
    ]
    grown = replace(own, articles={**own.articles, **{article.slug: article for article in extra}})
    return create_app(MemoryBuild(grown), clock=lambda: NOW).test_client()
