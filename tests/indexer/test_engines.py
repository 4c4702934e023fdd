"""What any search engine behind the seam must do."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.analysis.analyzers import Analysis, QueryTokens, analysis_for
from indexer.engines.base import Engine, Index
from indexer.engines.whoosh import FAMILIES, WEIGHTS, WhooshEngine, WhooshIndex
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
    return [match.slug for match in index.search(literal_query(analysis.query(query)))]


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
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert all(match.score > 0 and match.support >= 0 for match in matches)


def test_support_grows_with_agreement(index: Index, analysis: Analysis) -> None:
    """One word of several supports a match less than two that meet in it, and those less than all."""
    supports = [
        index.search(literal_query(analysis.query(query)))[0].support
        for query in ("利息 zebra walrus", "借币 利息 walrus", "借币 利息")
    ]
    assert supports == sorted(supports)
    assert len(set(supports)) == 3


def test_what_was_stored_comes_back(index: Index, analysis: Analysis) -> None:
    """A match leads to the section's titles and text as they were written."""
    match = index.search(literal_query(analysis.query("提现手续费")))[0]
    section = index.section(match.document)
    assert (section.slug, section.section_id, section.category_id) == ("fees", "_intro", "category-fees")
    assert (section.title, section.section_title, section.text) == (TITLES["fees"], "", TEXTS["fees"])
    assert match.category_id == "category-fees"


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
        return all(index.search(queries[at % 5]) == expected[at % 5] for at in range(first, first + 500))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(search_often, range(8)))


def test_reopening_gives_the_same_answers(engine: Engine, analysis: Analysis, tmp_path: Path, index: Index) -> None:
    """An index opened again, or written again from the same documents, ranks alike."""
    query = literal_query(analysis.query("交易手续费怎么办"))
    engine.write(tmp_path / "again", documents(), analysis)
    for directory in ("index", "again"):
        other = engine.open(tmp_path / directory)
        assert other.search(query) == index.search(query)
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
    scores = {match.document: match.score for match in index.search(literal_query(tokens))}
    assert scores == pytest.approx(_scores_of_the_library(index, tokens), rel=1e-5)
    assert scores
    index.close()


def _scores_of_the_library(index: WhooshIndex, tokens: QueryTokens) -> dict[int, float]:
    scores: dict[int, float] = {}
    for family, fields in FAMILIES.items():
        for field in fields:
            for term in getattr(tokens, family):
                if (field, term) not in index.searcher().reader():
                    continue
                matcher = index.searcher().postings(field, term)
                while matcher.is_active():
                    scores[matcher.id()] = scores.get(matcher.id(), 0.0) + WEIGHTS[field] * matcher.score()
                    matcher.next()
    return scores


def ways(*alternatives: tuple[tuple[str, ...], float]) -> Query:
    """A query of one clause."""
    return Query((Clause(tuple(Alternative(words, weight) for words, weight in alternatives)),), ())


def test_another_word_for_the_same_finds_what_the_typed_one_does_not(index: Index) -> None:
    """With its weight; and two ways that match are no more than the better one."""
    typed = index.search(ways((("提现",), 1.0)))
    other = index.search(ways((("提币",), 1.0), (("提现",), 0.5)))
    assert [match.slug for match in other] == [match.slug for match in typed] == ["fees"]
    assert other[0].score == pytest.approx(typed[0].score / 2)
    both = index.search(ways((("提现",), 1.0), (("手续费",), 0.5)))
    assert both[0].score == pytest.approx(max(typed[0].score, index.search(ways((("手续费",), 1.0)))[0].score / 2))


def test_other_ways_match_only_whole(index: Index) -> None:
    """`cash out` is no match where only `out` stands; what was typed may match in part."""
    assert index.search(ways((("zzz",), 1.0), (("提现", "walrus"), 0.8))) == ()
    assert index.search(ways((("提现", "walrus"), 1.0)))[0].slug == "fees"


@pytest.mark.parametrize("file", ["words-documents.npy", "ngrams-terms.npy", "words-impacts.npy"])
def test_missing_posting_lists_name_the_remedy(analysis: Analysis, tmp_path: Path, file: str) -> None:
    """An index without its arrays is damaged."""
    WhooshEngine().write(tmp_path / "index", documents(), analysis)
    (tmp_path / "index" / file).unlink()
    with pytest.raises(IndexUnavailableError, match="run `kb build`"):
        WhooshEngine().open(tmp_path / "index")
