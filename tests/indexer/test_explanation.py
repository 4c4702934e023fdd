"""Why a search answered as it did."""

from collections.abc import Callable

import pytest

from indexer.explanation import explain
from indexer.model import IndexDocument, SearchRequest
from indexer.search import Searcher
from kb.locales import Locale

ZH, HANT, EN = Locale("zh-Hans"), Locale("zh-Hant"), Locale("en")


@pytest.mark.parametrize(
    ("query", "locale"),
    [
        ("提现手续费", ZH),
        ("密码输错了账户被锁", ZH),
        ("withdrawal fees", EN),
        ("提現手續費", HANT),
        ("verify your identity", ZH),
    ],
)
def test_the_parts_of_a_hit_make_its_score(searcher: Searcher, query: str, locale: Locale) -> None:
    """Also of hits in a fallback, and of hits that were found in another language."""
    explained = explain(searcher, SearchRequest(query, locale))
    assert explained.results.hits
    assert [each.hit for each in explained.hits] == list(explained.results.hits)
    for each in explained.hits:
        assert each.section_score == pytest.approx(sum(part.score for part in each.parts))
        assert each.section_score * each.about + each.others == pytest.approx(each.hit.score)
        assert each.others > -1e-4
        assert [part.score for part in each.parts] == sorted((part.score for part in each.parts), reverse=True)


def test_what_was_tried_says_what_it_took(searcher: Searcher) -> None:
    """As typed, and in every other language, with its support and what was needed."""
    attempts = explain(searcher, SearchRequest("verify your identity", ZH)).attempts
    assert [(attempt.kind, attempt.locale) for attempt in attempts] == [("typed", "zh-Hans"), ("other language", "en")]
    typed, other = attempts
    assert typed.support < typed.needed
    assert other.counted == other.support > other.needed


def test_locales_of_one_language_help_each_other(make_searcher: Callable[..., Searcher]) -> None:
    """What the Traditional article says in other words puts its Simplified translation first."""
    simplified = [
        IndexDocument("a-trade", "_intro", "c", "交易规则", "", "", "交易有规则，提现看说明。", ()),
        IndexDocument("withdraw", "_intro", "c", "资产转出", "", "", "交易完再提现。", ()),
    ]
    traditional = [
        IndexDocument("a-trade", "_intro", "c", "交易規則", "", "", "交易的規則。", ()),
        IndexDocument("withdraw", "_intro", "c", "提現與交易", "", "", "交易完再提現，提現要時間。", ()),
    ]
    alone = make_searcher({ZH: simplified}).search(SearchRequest("交易 提现", ZH))
    together = make_searcher({ZH: simplified, HANT: traditional}).search(SearchRequest("交易 提现", ZH))
    assert [hit.slug for hit in alone.hits] == ["a-trade", "withdraw"]
    assert [hit.slug for hit in together.hits] == ["withdraw", "a-trade"]
    assert {hit.locale for hit in together.hits} == {ZH}
