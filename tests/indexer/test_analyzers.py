"""What every analyzer must keep, whatever its language, and what particular parts promise."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzers import (
    ANALYZERS,
    DEFAULT,
    QUERY_CHARACTERS,
    QUERY_TOKENS,
    Analyzer,
    analysis_for,
    fingerprint,
    silent_terms,
)
from indexer.analysis.chinese import ChineseWords
from indexer.analysis.han import simplify
from indexer.analysis.normalise import normalise
from indexer.analysis.scripts import IGNORABLE, combining_marks
from kb.locales import Locale, parse_locale

ROWS = [*ANALYZERS.items(), ("default", DEFAULT)]
EACH_ANALYZER = pytest.mark.parametrize(
    "analyzer",
    [pytest.param(getattr(row, part), id=f"{name} {part}") for name, row in ROWS for part in ("words", "ngrams")],
)

TEXTS = (
    "提现手续费是多少？ USDT-TRC20",
    "充值未到賬，槓桿交易",
    "ﬁat ＵＳＤＴ ½ ㎏ Straße İstanbul",
    "cafe\u0301 de\u0301po\u0302t",
    "출금 수수료 \u1112\u1161\u11ab",
    "ｳｫﾚｯﾄ ガス代",
    "ค่าธรรมเนียม น้ำ",
    "रुपये निकासी",
    "الرُّسُوم",
    "soft\u00adhyphen zero\u200bwidth 🧑‍🚀",
    "\x00 \ud800 \udfff 😀",
    "币" * 1000,
    "",
)

ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=40),
    st.text(alphabet="提现手續費ｶﾞが각\u1100\u1161ﬁßİ\u0301\u00ad\ud800\x00aé ०ुำ\u0e48", max_size=40),
)


def check_contract(analyzer: Analyzer, text: str) -> None:
    """The contract of tokens: offsets within the original, cut from what the token was made of, positions in order."""
    position = 0
    for token in analyzer.tokens(text):
        assert token.text
        assert 0 <= token.start < token.end <= len(text)
        assert token.position >= position
        position = token.position
        bare = Analyzer(analyzer.words, analyzer.unspaced, (), analyzer.simplify)
        source = normalise(text[token.start : token.end])
        source = simplify(source) if analyzer.simplify else source
        if not analyzer.filters:
            assert token.text in source.text
        assert any(char.isalnum() for char in source.text) or any(bare.tokens(source.text))


@EACH_ANALYZER
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_tokens_of_real_text(analyzer: Analyzer, text: str) -> None:
    """Offsets slice the original to what each token was made of, and positions never decrease."""
    check_contract(analyzer, text)


@settings(max_examples=150, deadline=None)
@given(text=ANY_TEXT, name=st.sampled_from(["zh", "ja", "ko", "th", "ar", "hi", "vi", "en", "tr", "default"]))
def test_tokens_of_any_text(text: str, name: str) -> None:
    """No text makes an analyzer raise or break the contract of its tokens."""
    row = dict(ROWS)[name]
    check_contract(row.words, text)
    check_contract(row.ngrams, text)
    row.query(text)


def without_invisibles(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text if not is_invisible(char))


def is_invisible(char: str) -> bool:
    return char in "\u00ad\u200b\u200c\u200d\u2060\ufeff" or "\ufe00" <= char <= "\ufe0f"


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_normalisation_is_that_of_unicode(text: str) -> None:
    """Normalising piece by piece, to keep offsets, gives what NFKC and case folding give for the whole."""
    mapped = normalise(text)
    whole = unicodedata.normalize("NFKC", without_invisibles(text)).casefold().replace("i\u0307", "i")
    assert mapped.text == unicodedata.normalize("NFKC", whole)
    if mapped.origins is not None:
        assert len(mapped.origins) == len(mapped.text)


def test_invisible_characters_are_listed_once() -> None:
    """Soft hyphens, joiners and variation selectors vanish from words."""
    assert len(IGNORABLE) == len("\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff")
    assert normalise("with\u00addraw\u200bal\ufe0f").text == "withdrawal"


CHINESE = (
    "提现手续费按币种和网络每笔固定收取，与金额无关。充值未到账时，先确认交易哈希和确认数。",
    "杠杆交易有强平风险，合约资金费率每八小时结算一次，请先了解规则再开仓。",
    "身份认证需要护照或身份证照片，人脸识别失败可以重新提交，审核通常在一天内完成。",
)


@pytest.mark.parametrize("text", CHINESE)
@pytest.mark.filterwarnings("ignore:pkg_resources is deprecated")
def test_chinese_words_are_jiebas(text: str) -> None:
    """The fast segmenter cuts Chinese as jieba does in search mode without guessing."""
    import jieba

    jieba.setLogLevel("ERROR")
    reference = jieba.Tokenizer()
    words = ChineseWords()
    for run in filter(None, "".join(char if char.isalnum() else " " for char in text).split()):
        ours = [run[start:end] for start, end, _ in words(run)]
        assert ours == [word for word, _, _ in reference.tokenize(run, mode="search", HMM=False)]


def test_query_is_cut() -> None:
    """A query counts 128 distinct tokens of its first 256 characters, however long it is."""
    long = "".join(chr(0x4E00 + 37 * number) for number in range(500))
    tokens = analysis_for(Locale("zh-Hans")).query(long)
    assert len(tokens.words) == len(tokens.ngrams) == QUERY_TOKENS
    assert analysis_for(Locale("en")).query(" " * QUERY_CHARACTERS + "withdraw").words == ()


@pytest.mark.parametrize("text", ["AND OR NOT", "' OR '1'='1", "the", "的", "我们 不", "x"])
def test_stop_words_alone_ask_nothing(text: str) -> None:
    """Stop words and single letters are no query by themselves."""
    assert not any(analysis_for(Locale("zh-Hans")).query(text).words)


def test_stop_words_stay_in_questions() -> None:
    """Beside another word a stop word is looked for as well."""
    assert analysis_for(Locale("en")).query("how to withdraw").words == ("how", "to", "withdraw")


@pytest.mark.parametrize(("one", "other"), [("zh-Hans", "zh-Hant"), ("pt-BR", "pt-PT"), ("sw", "mt")])
def test_locales_share_their_languages_analysis(one: str, other: str) -> None:
    """Scripts and regions of a language share a row of the table, languages without a row the default."""
    assert analysis_for(parse_locale(one)) == analysis_for(parse_locale(other))


def test_fingerprint_tells_analyses_apart() -> None:
    """A fingerprint is stable, and changes with the language and with a site's terms."""
    chinese = analysis_for(Locale("zh-Hans"), ["未到账"])
    assert fingerprint(chinese) == fingerprint(analysis_for(Locale("zh-Hant"), ["未到賬", "未到账"]))
    marks = {fingerprint(each) for each in (chinese, analysis_for(Locale("zh-Hans")), analysis_for(Locale("en")))}
    assert len(marks) == 3


def test_combining_marks_are_those_of_all_planes() -> None:
    """The planes that are left out of the search for combining marks have none."""
    every = "".join(filter(lambda char: unicodedata.category(char)[0] == "M", map(chr, range(sys.maxunicode + 1))))
    assert combining_marks() == every


@pytest.mark.parametrize(
    ("tag", "text", "parts"),
    [
        ("zh-Hans", "提现手续费", {"手续", "续费"}),
        ("zh-Hans", "手续 手续费", {"续费"}),
        ("en", "withdrawal fees", set()),
        ("ja", "出金手数料", set()),
    ],
)
def test_parts_stand_only_inside_longer_words(tag: str, text: str, parts: set[str]) -> None:
    """Words that were typed for themselves too are no parts."""
    assert analysis_for(Locale(tag)).query(text).parts == parts


@pytest.mark.parametrize(
    ("tag", "text", "pairs"),
    [
        ("en", "Withdrawal fees on TRC20", ("withdraw fee", "fee on", "on trc20")),
        ("zh-Hans", "提现手续费 usdt trc20", ("usdt trc20",)),
        ("ja", "出金 bitcoin", ()),
        ("vi", "phí rút tiền", ("phí rút", "rút tiền")),
    ],
)
def test_pairs_are_neighbours_between_spaces(tag: str, text: str, pairs: tuple[str, ...]) -> None:
    """Scripts without spaces have n-grams for that."""
    assert analysis_for(Locale(tag)).query(text).pairs == pairs


@pytest.mark.parametrize(
    ("tag", "words", "silent"),
    [
        ("ja", ("退会", "した", "たい"), {"した", "たい"}),
        ("ja", ("ふり", "りこ", "こみ"), set()),
        ("en", ("how", "withdraw"), {"how"}),
        ("zh-Hans", ("我", "的", "手续费"), {"我", "的"}),
    ],
)
def test_grammar_asks_nothing_beside_words_that_do(tag: str, words: tuple[str, ...], silent: set[str]) -> None:
    """In Japanese that is everything in hiragana, unless all of the question is."""
    assert silent_terms(analysis_for(Locale(tag)), words) == silent
