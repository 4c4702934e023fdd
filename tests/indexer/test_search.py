"""Searching a small help centre as its readers do."""

from collections.abc import Callable

import pytest

from indexer.finding import ALWAYS_LISTED, TAIL_SUPPORT
from indexer.model import IndexDocument, SearchRequest, SearchResults
from indexer.search import Searcher
from indexer.thesaurus import TermWords
from kb.errors import SearchError
from kb.locales import Locale

ZH, HANT, EN, JA = Locale("zh-Hans"), Locale("zh-Hant"), Locale("en"), Locale("ja")


def slugs(results: SearchResults) -> list[str]:
    return [hit.slug for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("提现手续费", "withdrawal-fees"),
        ("KYC认证流程", "kyc-verification"),
        ("杠杆交易规则", "margin-trading"),
        ("充值未到账", "deposit-not-arrived"),
        ("充值没到账怎么办？", "deposit-not-arrived"),
        ("矿工费", "withdrawal-fees"),
        ("实名", "kyc-verification"),
        ("密码输错了账户被锁", "account-locked"),
    ],
)
def test_chinese_questions_find_their_article(searcher: Searcher, query: str, slug: str) -> None:
    """Keywords and whole questions in Chinese find the right article first."""
    assert slugs(searcher.search(SearchRequest(query, ZH)))[0] == slug


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("提現手續費", "withdrawal-fees"),
        ("KYC認證流程", "kyc-verification"),
        ("槓桿交易規則", "margin-trading"),
        ("充值未到賬", "deposit-not-arrived"),
    ],
)
def test_traditional_chinese_finds_simplified_articles(searcher: Searcher, query: str, slug: str) -> None:
    """A query in Traditional Chinese finds Simplified articles, marked as another locale's."""
    hit = searcher.search(SearchRequest(query, HANT)).hits[0]
    assert (hit.slug, hit.locale, hit.is_fallback) == (slug, ZH, True)


def test_an_article_is_one_hit(searcher: Searcher) -> None:
    """Sections of one article are one hit, shown by the best of them, with its words marked."""
    results = searcher.search(SearchRequest("手续费怎么算", ZH))
    assert slugs(results).count("withdrawal-fees") == 1
    hit = results.hits[0]
    assert (hit.title, hit.section_id, hit.section_title) == ("提现手续费是多少", "手续费怎么算", "手续费怎么算")
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.highlights] == ["手续费"]
    assert hit.score > 0
    assert not hit.is_fallback


def test_own_locale_comes_before_fallbacks(make_searcher: Callable[..., Searcher]) -> None:
    """A reader's own locale comes first, then articles that only another locale has; none comes twice."""
    chinese = [
        IndexDocument("memo", "_intro", "c", "USDT memo", "", "", "USDT memo 忘填怎么办", ()),
        IndexDocument("tag", "_intro", "c", "USDT memo tag", "", "", "USDT memo 与 tag", ()),
    ]
    english = [IndexDocument("memo", "_intro", "c", "Forgotten memo", "", "", "The memo of a USDT deposit", ())]
    results = make_searcher({ZH: chinese, EN: english}).search(SearchRequest("usdt memo", EN))
    assert [(hit.slug, hit.locale, hit.is_fallback) for hit in results.hits] == [("memo", EN, False), ("tag", ZH, True)]
    assert results.total == 2


def test_a_locale_without_an_index_is_answered_by_its_fallbacks(searcher: Searcher) -> None:
    """A locale that was never indexed still gets what its fallback chain finds."""
    hit = searcher.search(SearchRequest("提现手续费", JA)).hits[0]
    assert (hit.slug, hit.is_fallback) == ("withdrawal-fees", True)


@pytest.mark.parametrize("locale", [ZH, EN])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "？！",
        "😀😀😀",
        "*:*",
        "secret:draft",
        "asdkjhqwe",
        "今天天气怎么样",
        "附近修车店",
        "sourdough bread recipe",
        "AND OR NOT",
        "' OR '1'='1",
        "((((((",
        "\x00\ud800",
    ],
)
def test_unanswerable_queries_find_nothing(searcher: Searcher, query: str, locale: Locale) -> None:
    """What no article answers, and what is no question, returns no hits rather than noise."""
    results = searcher.search(SearchRequest(query, locale))
    assert (results.hits, results.total, dict(results.categories)) == ((), 0, {})


def test_pages(searcher: Searcher) -> None:
    """Pages cut one ranking, and the total counts articles over all of them."""
    whole = searcher.search(SearchRequest("账户提现手续费密码", ZH))
    assert whole.total == len(whole.hits) > 1
    pages = [
        searcher.search(SearchRequest("账户提现手续费密码", ZH, limit=1, offset=at)) for at in range(whole.total + 1)
    ]
    assert [slugs(page) for page in pages] == [*([slug] for slug in slugs(whole)), []]
    assert {page.total for page in pages} == {whole.total}
    assert searcher.search(SearchRequest("提现手续费", ZH, limit=0)).hits == ()


def test_categories(searcher: Searcher) -> None:
    """A category filters hits and total; the counts say what each category would give."""
    query = "账户提现手续费密码"
    whole = searcher.search(SearchRequest(query, ZH))
    assert sum(whole.categories.values()) == whole.total
    for category, count in whole.categories.items():
        filtered = searcher.search(SearchRequest(query, ZH, category=category))
        assert filtered.total == count
        assert {hit.category_id for hit in filtered.hits} == {category}
        assert filtered.categories == whole.categories
    assert searcher.search(SearchRequest(query, ZH, category="nonsense")).total == 0


@pytest.mark.parametrize(("limit", "offset"), [(-1, 0), (1, -1)])
def test_negative_pages_are_refused(searcher: Searcher, limit: int, offset: int) -> None:
    """A page that cannot be is an error, not an empty answer."""
    with pytest.raises(SearchError, match="must not be negative"):
        searcher.search(SearchRequest("提现", ZH, limit=limit, offset=offset))


def test_searching_again_gives_the_same(searcher: Searcher) -> None:
    """The same request has the same answer."""
    request = SearchRequest("提现手续费", ZH)
    assert searcher.search(request) == searcher.search(request)


def test_a_question_in_another_language_finds_the_readers_own_article(searcher: Searcher) -> None:
    """English words typed under Chinese lead to the Chinese article, not to its English translation."""
    hit = searcher.search(SearchRequest("verify your identity", ZH)).hits[0]
    assert (hit.slug, hit.locale, hit.is_fallback, hit.title) == ("kyc-verification", ZH, False, "怎么做身份认证")


def test_a_question_in_another_language_falls_back_where_nothing_is_translated(searcher: Searcher) -> None:
    """An article that exists in a fallback language only is shown in that one."""
    hit = searcher.search(SearchRequest("verify your identity", HANT)).hits[0]
    assert (hit.slug, hit.locale, hit.is_fallback) == ("kyc-verification", ZH, True)


def test_a_hit_in_other_words_says_which(make_searcher: Callable[..., Searcher]) -> None:
    """By the name that the section or its titles use; nothing where they use the words typed."""
    documents = [
        IndexDocument("named", "_intro", "c", "提现限额", "", "", "每天最多提现一百万。", ()),
        IndexDocument("typed", "_intro", "c", "提币限额", "", "", "每天最多提币一百万。", ()),
    ]
    terms = {"zh-Hans": (TermWords("withdrawal", ("提现", "提币", "出金")),)}
    hits = make_searcher({ZH: documents}, terms).search(SearchRequest("提币", ZH)).hits
    assert {hit.slug: [(each.typed, each.name) for each in hit.other_names] for hit in hits} == {
        "named": [("提币", "提现")],
        "typed": [],
    }


def test_a_hit_found_in_another_language_says_in_which(make_searcher: Callable[..., Searcher]) -> None:
    """And is shown in the reader's."""
    chinese = [IndexDocument("memo", "_intro", "c", "备注忘填怎么办", "", "", "充值时忘填了备注。", ())]
    english = [IndexDocument("memo", "_intro", "c", "Forgotten memo", "", "", "You forgot the memo of a deposit.", ())]
    (hit,) = make_searcher({ZH: chinese, EN: english}).search(SearchRequest("forgotten memo", ZH)).hits
    assert (hit.locale, hit.found_in) == (ZH, EN)


FILLER = [
    IndexDocument(f"filler-{n:03}", "_intro", "other", f"Chapter {n}", "", "", f"Story{n}.", ()) for n in range(120)
]


def test_an_empty_answer_says_what_came_nearest(make_searcher: Callable[..., Searcher]) -> None:
    """The categories of articles that share a word that tells something; none where nobody has any word of it."""
    document = IndexDocument(
        "kyc", "_intro", "account", "Verify your identity", "", "", "A photo of your document.", ()
    )
    searcher = make_searcher({EN: [document, *FILLER]})
    results = searcher.search(SearchRequest("weather, rain, museums and document trains in paris", EN))
    assert (results.hits, results.nearest) == ((), ("account",))
    assert searcher.search(SearchRequest("the zzzz", EN)).nearest == ()


def test_what_answers_far_worse_is_left_off_a_long_list(make_searcher: Callable[..., Searcher]) -> None:
    """The first few stay, whatever they score."""
    text = "withdrawal fee " * 3
    best = [
        IndexDocument(f"best-{n}", "_intro", "c", "Withdrawal fee", "", "", text, ("withdrawal fee",)) for n in (1, 2)
    ]
    weak = [IndexDocument(f"weak-{n}", "_intro", "c", "News", "", "", "A fee is due.", ()) for n in range(8)]
    searcher = make_searcher({EN: [*best, *weak, *FILLER]})
    assert len(searcher.finder.asked("withdrawal fee", EN, least=TAIL_SUPPORT).found) == 10
    listed = slugs(searcher.search(SearchRequest("withdrawal fee", EN, limit=50)))
    assert set(listed[:2]) == {"best-1", "best-2"}
    assert len(listed) == ALWAYS_LISTED
