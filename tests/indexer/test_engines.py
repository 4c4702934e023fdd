"""What any search engine behind the seam must do."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.analysis.analyzers import Analysis, QueryTokens, analysis_for
from indexer.analysis.scripts import is_unspaced
from indexer.engines.base import Engine, Index, Place, Ranked
from indexer.engines.execution import SILENT, TERM
from indexer.engines.fields import K1, WEIGHTS, B, SectionReader
from indexer.engines.schema import FIELDS
from indexer.engines.whoosh import FEW_TO_SEARCH, WhooshEngine, WhooshIndex
from indexer.model import IndexDocument
from indexer.query import Alternative, Clause, Query, literal_query
from kb.errors import IndexUnavailableError
from kb.locales import Locale

ENGINES = [WhooshEngine()]

TITLES = {
    "fees": "提现手续费是多少",
    "arrived": "充值未到账怎么办",
    "identity": "怎么做身份认证",
    "margin": "杠杆交易规则",
    "locked": "账户被锁定了怎么办",
}
TEXTS = {
    "fees": "每笔提现收一次固定的手续费，USDT 走 TRC20 最便宜。",
    "arrived": "先查交易哈希，确认数不够就再等等。",
    "identity": "提交证件照片，通常一天内审完。",
    "margin": "借币交易要付利息，风险率过低会被强平。",
    "locked": "连续输错密码五次，账户会锁定两小时。",
}


def documents() -> list[IndexDocument]:
    return [
        IndexDocument(slug, "_intro", f"category-{slug}", TITLES[slug], "", "", TEXTS[slug], (f"keyword{slug}",))
        for slug in TITLES
    ]


ENGLISH = [
    IndexDocument("limit", "_intro", "c", "Limit orders", "", "", "A limit order waits for your price.", ()),
    IndexDocument("other", "_intro", "c", "Orders", "", "", "There is a limit to each order: your price waits.", ()),
]


@pytest.fixture(params=ENGINES, ids=lambda engine: type(engine).__name__)
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param


@pytest.fixture
def analysis() -> Analysis:
    return analysis_for(Locale("zh-Hans"))


@pytest.fixture
def index(engine: Engine, analysis: Analysis, tmp_path: Path) -> Iterator[Index]:
    engine.write(tmp_path / "index", documents(), analysis)
    index = engine.open(tmp_path / "index")
    yield index
    index.close()


def slugs(index: Index, analysis: Analysis, query: str) -> list[str]:
    return slugs_of(index, index.search(literal_query(analysis.query(query))))


def slugs_of(index: Index, ranked: Ranked) -> list[str]:
    return [index.place(number).slug for number in ranked.documents.tolist()]


def same(first: Ranked, second: Ranked) -> bool:
    return all(
        np.array_equal(getattr(first, name), getattr(second, name)) for name in ("documents", "scores", "supports")
    )


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("提现手续费", "fees"),
        ("提現手續費", "fees"),
        ("trc20", "fees"),
        ("充值没到账", "arrived"),
        ("keywordmargin", "margin"),
        ("密码输错账户锁定", "locked"),
    ],
)
def test_the_right_section_is_first(index: Index, analysis: Analysis, query: str, slug: str) -> None:
    """Words of the title, the text and the keywords find their section first."""
    assert slugs(index, analysis, query)[0] == slug


def test_matches_are_ranked(index: Index, analysis: Analysis) -> None:
    """Matches come best first, each with a positive score and support."""
    matches = index.search(literal_query(analysis.query("交易手续费怎么办")))
    assert len(matches) > 1
    assert matches.scores.tolist() == sorted(matches.scores.tolist(), reverse=True)
    assert all(score > 0 for score in matches.scores)
    assert all(support >= 0 for support in matches.supports)


def test_support_grows_with_agreement(index: Index, analysis: Analysis) -> None:
    """One word of several supports a match less than two that meet in it, and those less than all."""
    supports = [
        index.search(literal_query(analysis.query(query))).supports[0]
        for query in ("利息 zebra walrus", "借币 利息 walrus", "借币 利息")
    ]
    assert supports == sorted(supports)
    assert len(set(supports)) == 3


def test_what_was_stored_comes_back(index: Index, analysis: Analysis) -> None:
    """A match leads to the section's titles and text as they were written."""
    number = int(index.search(literal_query(analysis.query("提现手续费"))).documents[0])
    section = index.section(number)
    assert section.place == index.place(number) == Place("fees", "_intro", "category-fees")
    assert (section.title, section.section_title, section.text) == (TITLES["fees"], "", TEXTS["fees"])
    assert index.number_of("fees", "_intro") == index.number_of("fees", "unknown") == number
    assert index.number_of("nowhere", "_intro") is None
    article = index.articles[number]
    assert (index.slugs[article], index.category_ids[index.categories[article]]) == ("fees", "category-fees")


@pytest.mark.parametrize(
    "query",
    ["*:*", "*", "slug:*", "[* TO *]", "{a TO z]", "~~~~^^^^", "(" * 500, "🙂", "\x00", "\ud800", "", "?" * 20_000],
)
def test_query_syntax_is_only_text(index: Index, analysis: Analysis, query: str) -> None:
    """What a query parser would run as a command finds nothing here, and breaks nothing."""
    assert slugs(index, analysis, query) == []


@pytest.mark.parametrize("query", ["slug:fees", "section_id:_intro", "category_id:category", "NOT zzz", "text:*"])
def test_stored_fields_cannot_be_asked_for(index: Index, analysis: Analysis, query: str) -> None:
    """Naming a field in a query reads no field."""
    assert slugs(index, analysis, query) == []


def test_long_queries_are_answered(index: Index, analysis: Analysis) -> None:
    """A thousand Chinese characters are a query like any other."""
    assert slugs(index, analysis, "提现手续费" * 200)[0] == "fees"


def test_threads_get_the_answers_of_one(index: Index, analysis: Analysis) -> None:
    """Eight threads searching 500 times each get what one thread gets."""
    queries = [
        literal_query(analysis.query(text)) for text in ("提现手续费", "充值未到账", "身份认证", "交易规则", "账户密码")
    ]
    expected = [index.search(query) for query in queries]

    def search_often(first: int) -> bool:
        return all(same(index.search(queries[at % 5]), expected[at % 5]) for at in range(first, first + 500))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(search_often, range(8)))


def test_reopening_gives_the_same_answers(engine: Engine, analysis: Analysis, tmp_path: Path, index: Index) -> None:
    """An index opened again, or written again from the same documents, ranks alike."""
    query = literal_query(analysis.query("交易手续费怎么办"))
    engine.write(tmp_path / "again", documents(), analysis)
    for directory in ("index", "again"):
        other = engine.open(tmp_path / directory)
        assert same(other.search(query), index.search(query))
        other.close()


def test_equal_sections_keep_their_order(engine: Engine, analysis: Analysis, tmp_path: Path) -> None:
    """Sections that match alike come in the order they were written."""
    twins = [IndexDocument(slug, "_intro", "c", "提现", "", "", "手续费", ()) for slug in ("b", "a", "c")]
    engine.write(tmp_path / "twins", twins, analysis)
    index = engine.open(tmp_path / "twins")
    assert slugs(index, analysis, "提现手续费") == ["b", "a", "c"]
    index.close()


def test_an_empty_index_finds_nothing(engine: Engine, analysis: Analysis, tmp_path: Path) -> None:
    """A locale without articles has an index too."""
    engine.write(tmp_path / "empty", [], analysis)
    index = engine.open(tmp_path / "empty")
    assert slugs(index, analysis, "提现手续费") == []
    index.close()


def test_writing_replaces(engine: Engine, analysis: Analysis, tmp_path: Path) -> None:
    """Writing to a directory leaves nothing of the index that was there."""
    engine.write(tmp_path / "index", documents(), analysis)
    engine.write(tmp_path / "index", documents()[:1], analysis)
    index = engine.open(tmp_path / "index")
    assert slugs(index, analysis, "杠杆交易") == []
    index.close()


def test_a_missing_index_names_the_remedy(engine: Engine, tmp_path: Path) -> None:
    """Opening what is not there says which command writes it."""
    with pytest.raises(IndexUnavailableError, match=r"nowhere is missing or damaged .* run `kb build`"):
        engine.open(tmp_path / "nowhere")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh leaves the broken file open
@pytest.mark.parametrize("content", [b"", b"not an index", b"\x80\x04\x95" * 50])
def test_a_damaged_index_names_the_remedy(engine: Engine, analysis: Analysis, tmp_path: Path, content: bytes) -> None:
    """Opening files that were overwritten is one error with a remedy, not the library's."""
    engine.write(tmp_path / "index", documents(), analysis)
    for file in (tmp_path / "index").iterdir():
        file.write_bytes(content)
    with pytest.raises(IndexUnavailableError, match="run `kb build`"):
        engine.open(tmp_path / "index")


def test_a_closed_index_says_so(engine: Engine, analysis: Analysis, tmp_path: Path) -> None:
    """Searching after closing is an error, in this thread and in others."""
    engine.write(tmp_path / "index", documents(), analysis)
    index = engine.open(tmp_path / "index")
    index.close()
    query = literal_query(analysis.query("提现手续费"))
    with pytest.raises(IndexUnavailableError, match="closed"):
        index.search(query)
    with ThreadPoolExecutor(1) as pool, pytest.raises(IndexUnavailableError, match="closed"):
        pool.submit(index.search, query).result()


@pytest.mark.parametrize(
    "query", ["提现手续费", "交易手续费怎么办", "密码 账户 锁定", "利息", "USDT 交易", "keywordfees"]
)
def test_arrays_rank_as_the_library_does(analysis: Analysis, tmp_path: Path, query: str) -> None:
    """The posting lists give the scores of Whoosh's own searcher, section by section."""
    WhooshEngine().write(tmp_path / "index", documents(), analysis)
    index = WhooshEngine().open(tmp_path / "index")
    tokens = analysis.query(query)
    ranked = index.search(replace(literal_query(tokens), ngrams=(), pairs=(), parts=frozenset()))
    scores = dict(zip(ranked.documents.tolist(), ranked.scores.tolist(), strict=True))
    assert scores == pytest.approx(_scores_of_the_library(index, tokens), rel=1e-5)
    assert scores
    index.close()


def _scores_of_the_library(index: WhooshIndex, tokens: QueryTokens) -> dict[int, float]:
    scores: dict[int, float] = {}
    searcher = index.library_searcher()
    for field in FIELDS:
        for term in tokens.words:
            if (field, term) not in searcher.reader():
                continue
            matcher = searcher.postings(field, term)
            while matcher.is_active():
                scores[matcher.id()] = scores.get(matcher.id(), 0.0) + WEIGHTS[field] * matcher.score()
                matcher.next()
    searcher.close()
    return scores


@pytest.mark.parametrize("query", ["提现手续费", "交易规则和利息", "limit order price"])
@pytest.mark.parametrize("family", ["ngrams", "pairs"])
def test_what_the_library_does_not_keep_is_ranked_by_the_formula(tmp_path: Path, query: str, family: str) -> None:
    """N-grams and pairs of words add BM25 with Lucene's idf, times their weight."""
    analysis = analysis_for(Locale("en" if query.isascii() else "zh-Hans"))
    own = ENGLISH if query.isascii() else documents()
    WhooshEngine().write(tmp_path / "index", own, analysis)
    index = WhooshEngine().open(tmp_path / "index")
    asked = literal_query(analysis.query(query))
    parts = [[part for part in index.explain(asked, at) if part.field == family] for at in range(len(own))]
    found = [sum(part.score for part in each) for each in parts]
    texts = [SectionReader(analysis).terms(document).fields[family] for document in own]
    assert found == pytest.approx([WEIGHTS[family] * score for score in _bm25(getattr(asked, family), texts)], rel=1e-3)
    with_family = dict(zip(*_scored(index.search(asked)), strict=True))
    without = dict(zip(*_scored(index.search(replace(asked, **{family: ()}))), strict=True))
    for number, score in without.items():
        assert with_family[number] - score == pytest.approx(found[number], abs=1e-3)
    index.close()


def _scored(ranked: Ranked) -> tuple[list[int], list[float]]:
    return ranked.documents.tolist(), ranked.scores.tolist()


def _bm25(terms: Sequence[str], texts: Sequence[Sequence[str]]) -> list[float]:
    """Robertson and Zaragoza (2009), section 3.4.2, with the idf of Lucene's BM25Similarity."""
    average = sum(map(len, texts)) / len(texts) or 1.0
    scores = [0.0] * len(texts)
    for term in terms:
        having = sum(term in text for text in texts)
        idf = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        for at, text in enumerate(texts):
            count = text.count(term)
            scores[at] += idf * count * (K1 + 1) / (count + K1 * (1 - B + B * len(text) / average))
    return scores


def ways(*alternatives: tuple[tuple[str, ...], float]) -> Query:
    """A query of one clause."""
    return Query((Clause(tuple(Alternative(words, weight) for words, weight in alternatives)),), ())


def test_another_word_for_the_same_finds_what_the_typed_one_does_not(index: Index) -> None:
    """With its weight; and two ways that match are no more than the better one."""
    typed = index.search(ways((("提现",), 1.0)))
    other = index.search(ways((("提币",), 1.0), (("提现",), 0.5)))
    assert slugs_of(index, other) == slugs_of(index, typed) == ["fees"]
    assert other.scores[0] == pytest.approx(TERM * typed.scores[0] / 2)
    both = index.search(ways((("提现",), 1.0), (("手续费",), 0.5)))
    fee = index.search(ways((("手续费",), 1.0)))
    assert both.scores[0] == pytest.approx(TERM * max(typed.scores[0], fee.scores[0] / 2))


def test_a_longer_word_for_the_same_is_no_more(index: Index) -> None:
    """A synonym of three words scores less for each of them than the words would that were typed."""
    typed = index.search(ways((("交易", "哈希"), 1.0)))
    other = index.search(ways((("利息",), 1.0), (("交易", "哈希"), 1.0)))
    arrived = slugs_of(index, typed).index("arrived")
    assert other.scores[slugs_of(index, other).index("arrived")] < typed.scores[arrived] * TERM


def test_words_of_another_way_stand_side_by_side(tmp_path: Path) -> None:
    """`cash out` is not where `out` and `cash` stand apart."""
    texts = {"apart": "Out of cash? Deposit.", "together": "You cash out here."}
    own = [IndexDocument(slug, "_intro", "c", "", "", "", text, ()) for slug, text in texts.items()]
    WhooshEngine().write(tmp_path / "index", own, analysis_for(Locale("en")))
    index = WhooshEngine().open(tmp_path / "index")
    way = Alternative(("cash", "out"), 1.0, ("cash out",))
    assert slugs_of(index, index.search(Query((Clause((Alternative(("payout",)), way)),), ()))) == ["together"]
    index.close()


def test_other_ways_match_only_whole(index: Index) -> None:
    """`cash out` is no match where only `out` stands; what was typed may match in part."""
    assert len(index.search(ways((("zzz",), 1.0), (("提现", "walrus"), 0.8)))) == 0
    assert slugs_of(index, index.search(ways((("提现", "walrus"), 1.0))))[0] == "fees"


@pytest.mark.parametrize(
    "file",
    [
        "words-documents.npy",
        "ngrams-keys.npy",
        "pairs-impacts.npy",
        "words-marks-to.npy",
        "places.json",
        "stored.jsonl",
    ],
)
def test_missing_posting_lists_name_the_remedy(analysis: Analysis, tmp_path: Path, file: str) -> None:
    """An index without its arrays is damaged."""
    WhooshEngine().write(tmp_path / "index", documents(), analysis)
    (tmp_path / "index" / file).unlink()
    with pytest.raises(IndexUnavailableError, match="run `kb build`"):
        WhooshEngine().open(tmp_path / "index")


def test_the_order_of_words_ranks_but_is_no_evidence(tmp_path: Path) -> None:
    """Of two sections with the same words, the one that has them side by side as asked is first; support ignores it."""
    analysis = analysis_for(Locale("en"))
    WhooshEngine().write(tmp_path / "index", ENGLISH, analysis)
    index = WhooshEngine().open(tmp_path / "index")
    asked = literal_query(analysis.query("limit order price"))
    assert slugs_of(index, index.search(asked)) == ["limit", "other"]
    apart = dict(zip(*_supports(index.search(replace(asked, pairs=()))), strict=True))
    assert dict(zip(*_supports(index.search(asked)), strict=True)) == apart
    index.close()


def _supports(ranked: Ranked) -> tuple[list[int], list[float]]:
    return ranked.documents.tolist(), ranked.supports.tolist()


def test_silent_words_rank_but_find_nothing(index: Index, analysis: Analysis) -> None:
    """A word that asks nothing adds a part of what it would add, where something else is found."""
    silent = index.search(Query((Clause((Alternative(("怎么办",)),), is_silent=True),), ()))
    assert len(silent) == 0
    both = Query((Clause((Alternative(("账户",)),)), Clause((Alternative(("锁定",)),), is_silent=True)), ())
    plain = index.search(ways((("账户",), 1.0)))
    word = index.search(ways((("锁定",), 1.0)))
    found = index.search(both)
    assert found.scores[0] == pytest.approx(plain.scores[0] + SILENT * word.scores[0])
    assert found.supports.tolist() == plain.supports.tolist()


@pytest.mark.parametrize("query", ["提现手续费是多少", "借币 利息 walrus", "怎么做身份认证 keywordidentity"])
def test_the_parts_of_an_explanation_are_the_score(index: Index, analysis: Analysis, query: str) -> None:
    """What each term adds in each field sums up to the score of the section."""
    asked = literal_query(analysis.query(query), silent=("怎么",))
    ranked = index.search(asked)
    for number, score in zip(ranked.documents.tolist(), ranked.scores.tolist(), strict=True):
        assert sum(part.score for part in index.explain(asked, number)) == pytest.approx(score, rel=1e-5)
    fields = {part.field for part in index.explain(asked, int(ranked.documents[0]))}
    assert {"words", "title", "ngrams"} <= fields | {"title"}


def changes() -> dict[str, list[IndexDocument]]:
    """What may become of the documents of an index, by what happened to them."""
    own = documents()
    changed = replace(own[2], text="提交护照照片，通常两天内审完。")
    added = IndexDocument("api", "_intro", "category-api", "API 密钥怎么管理", "", "", "创建密钥后请马上保存。", ())
    return {
        "nothing": own,
        "one changed": [*own[:2], changed, *own[3:]],
        "one removed": [*own[:1], *own[2:]],
        "one added in front": [added, *own],
        "in another order": own[::-1],
        "all changed": [replace(each, text=each.text + "新的一句。") for each in own],
        "one left twice": [own[3], own[3]],
        "none left": [],
    }


@pytest.mark.parametrize("what", changes())
def test_an_index_written_from_an_earlier_one_is_the_same(analysis: Analysis, tmp_path: Path, what: str) -> None:
    """Whatever changed since: every array is the one that a new index would have, and every section is stored."""
    own = changes()[what]
    WhooshEngine().write(tmp_path / "earlier", documents(), analysis)
    WhooshEngine().write(tmp_path / "fresh", own, analysis)
    WhooshEngine().write(tmp_path / "next", own, analysis, earlier=tmp_path / "earlier")
    for path in sorted((tmp_path / "fresh").glob("*.npy")):
        if path.name != "numbers.npy":
            assert np.array_equal(np.load(path), np.load(tmp_path / "next" / path.name)), path.name
    index = WhooshEngine().open(tmp_path / "next")
    assert [index.section(number).text for number in range(len(own))] == [document.text for document in own]
    index.close()


def test_an_earlier_index_stays_as_it_was(analysis: Analysis, tmp_path: Path) -> None:
    """Writing the next one changes none of its files, though they are shared."""
    WhooshEngine().write(tmp_path / "earlier", documents(), analysis)
    before = {path.name: path.read_bytes() for path in (tmp_path / "earlier").iterdir()}
    WhooshEngine().write(tmp_path / "next", changes()["one changed"], analysis, earlier=tmp_path / "earlier")
    assert {path.name: path.read_bytes() for path in (tmp_path / "earlier").iterdir()} == before


def test_many_changes_one_after_the_other_keep_every_section(analysis: Analysis, tmp_path: Path) -> None:
    """An index that was carried on for many builds still stores what it lists."""
    own = documents()
    WhooshEngine().write(tmp_path / "0", own, analysis)
    for step in range(1, 15):
        own[step % 5] = replace(own[step % 5], text=f"第 {step} 次修改：{own[step % 5].text}")
        WhooshEngine().write(tmp_path / str(step), own, analysis, earlier=tmp_path / str(step - 1))
    index = WhooshEngine().open(tmp_path / "14")
    assert [index.section(number).text for number in range(5)] == [document.text for document in own]
    index.close()


@pytest.mark.parametrize("query", ["提现手续费", "提現 trc20 zebra", "错五", "没有的词"])
def test_marks_are_where_the_terms_stand(index: Index, analysis: Analysis, query: str) -> None:
    """The stored offsets of a query's terms cut them out of the stored text."""
    tokens = analysis.query(query)
    for number in range(len(documents())):
        text = index.section(number).text
        words, ngrams = index.marks(number, tokens)
        assert words == [(t.start, t.end, t.text) for t in analysis.words.tokens(text) if t.text in tokens.words]
        expected = [(t.start, t.end, t.text) for t in analysis.ngrams.tokens(text) if t.text in tokens.ngrams]
        assert ngrams == [mark for mark in expected if is_unspaced(mark[2])]


def test_a_word_that_is_nearly_everywhere_is_still_looked_for(tmp_path: Path) -> None:
    """It is left out beside words that tell more, but not beside words that ask nothing."""
    analysis = analysis_for(Locale("en"))
    own = [
        IndexDocument(f"a{at}", "_intro", "c", "", "", "", f"Withdrawals, part {at}.", ())
        for at in range(FEW_TO_SEARCH)
    ]
    own.append(IndexDocument("how", "_intro", "c", "How to withdraw", "", "", "How to do it with a hardware key.", ()))
    WhooshEngine().write(tmp_path / "index", own, analysis)
    index = WhooshEngine().open(tmp_path / "index")
    for text in ("how to withdraw", "withdraw hardware key"):
        query = literal_query(analysis.query(text), silent=("how", "to"))
        assert slugs_of(index, index.search(query))[0] == "how"
    assert len(index.search(literal_query(analysis.query("how to withdraw"), silent=("how", "to")))) == len(own)
    index.close()
