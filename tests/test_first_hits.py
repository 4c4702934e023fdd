"""What the help centre in this repository must find first; each is a real need, and none is known to the code."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.builds.published import PublishedBuild, open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from indexer.model import SearchRequest
from kb.loader import load
from kb.locales import Locale

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def songyue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublishedBuild]:
    """This repository's site, built from nothing."""
    store = BuildStore(tmp_path_factory.mktemp("builds"))
    report = publish(load(ROOT), store, now=datetime(2026, 11, 21, tzinfo=UTC), verify_promises=False)
    assert report.manifest is not None, [str(problem) for problem in report.problems]
    build = open_current(store)
    yield build
    build.close()


@pytest.mark.parametrize(
    ("tag", "query", "slug"),
    [
        ("zh-Hans", "提现手续费", "withdrawal-fees"),
        ("zh-Hans", "KYC认证流程", "kyc-verification"),
        ("zh-Hans", "杠杆交易规则", "margin-trading-rules"),
        ("zh-Hans", "合约交易风险", "futures-risk"),
        ("zh-Hans", "充值未到账", "deposit-not-arrived"),
        ("zh-Hant", "提現手續費", "withdrawal-fees"),
        ("zh-Hant", "KYC認證流程", "kyc-verification"),
        ("zh-Hant", "槓桿交易規則", "margin-trading-rules"),
        ("zh-Hant", "合約交易風險", "futures-risk"),
        ("zh-Hant", "充值未到賬", "deposit-not-arrived"),
        ("en", "withdrawal fees", "withdrawal-fees"),
        ("en", "identity verification steps", "kyc-verification"),
    ],
)
def test_the_right_article_comes_first(songyue: PublishedBuild, tag: str, query: str, slug: str) -> None:
    """In the visitor's language, or by fallback."""
    hits = songyue.searcher.search(SearchRequest(query, Locale(tag))).hits
    assert [hit.slug for hit in hits][:1] == [slug]


@pytest.mark.parametrize("query", ["*:*", "NOT zzz", "<script>alert(1)</script>", "asdkjhqwe", "", "\0"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ar"])
def test_nothing_is_found_for_syntax_and_noise(songyue: PublishedBuild, tag: str, query: str) -> None:
    """An honest empty answer."""
    assert songyue.searcher.search(SearchRequest(query, Locale(tag))).hits == ()


@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ar"])
def test_a_field_and_a_colon_are_only_words(songyue: PublishedBuild, tag: str) -> None:
    """`secret:draft` asks what `secret draft` asks, and nothing else."""
    answers = [songyue.searcher.search(SearchRequest(text, Locale(tag))) for text in ("secret:draft", "secret draft")]
    assert [hit.slug for hit in answers[0].hits] == [hit.slug for hit in answers[1].hits]


def test_every_article_is_found_by_its_own_title_in_every_language(songyue: PublishedBuild) -> None:
    """Before all others, and as it was typed."""
    missed = []
    for article in songyue.library.articles.values():
        for tag, translation in article.translations.items():
            found = songyue.searcher.search(SearchRequest(translation.title, Locale(tag), limit=1))
            if [hit.slug for hit in found.hits] != [article.slug] or found.corrected_query:
                missed.append(f"{tag}: {translation.title}")
    assert missed == []


def test_no_term_of_the_site_is_taken_for_a_typing_error(songyue: PublishedBuild) -> None:
    """A word that the site itself has is looked for as it is."""
    mistaken = []
    for tag, terms in songyue.library.terms.items():
        for term in terms:
            found = songyue.searcher.search(SearchRequest(term.words[0], Locale(tag), limit=1))
            if found.corrected_query:
                mistaken.append(f"{tag}: {term.words[0]} → {found.corrected_query}")
    assert mistaken == []
