"""Snippets: which piece of a section is shown, and what in it is marked."""

from collections.abc import Collection, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzers import analysis_for
from indexer.analysis.token import Token
from indexer.engines.base import Mark
from indexer.engines.fields import SectionReader, stored_text
from indexer.model import IndexDocument, Snippet
from indexer.snippets import SPACED_LENGTH, UNSPACED_LENGTH, snippet
from kb.locales import Locale


def cut(text: str, query: str, tag: str = "zh-Hans") -> Snippet:
    analysis = analysis_for(Locale(tag))
    document = IndexDocument("slug", "_intro", "c", "", "", "", text, ())
    terms, asked = SectionReader(analysis).terms(document), analysis.query(query)
    return snippet(stored_text(document), _marks(terms.words, asked.words), _marks(terms.ngrams, asked.ngrams))


def _marks(tokens: Iterable[Token], asked: Collection[str]) -> list[Mark]:
    return [Mark(token.start, token.end, token.text) for token in tokens if token.text in asked]


def marked(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.highlights]


@pytest.mark.parametrize(
    ("tag", "text", "query", "words"),
    [
        ("zh-Hans", "每笔提现收一次手续费。", "提现手续费", ["提现", "手续费"]),
        ("zh-Hans", "提现手续费按网络收取。", "提现手续费", ["提现手续费"]),
        ("zh-Hant", "每筆提現收一次手續費。", "提现手续费", ["提現", "手續費"]),
        ("zh-Hans", "未到账的充值", "充值没到账", ["到账", "充值"]),
        ("en", "Withdrawing costs a fee; fees differ.", "withdrawal fees", ["Withdrawing", "fee", "fees"]),
        ("en", "Deposits are free.", "deposi", []),
        ("zh-Hans", "选 TRC20 网络，ＵＳＤＴ 最便宜", "usdt trc20", ["TRC20", "ＵＳＤＴ"]),
        ("ja", "出金手数料はいくら", "手数料", ["手数料"]),
        ("ko", "출금 수수료는 얼마", "수수료", ["수수료"]),
        ("th", "ค่าธรรมเนียมการถอนเงิน", "ถอนเงิน", ["ถอนเงิน"]),
        ("ar", "تُخصم الرسوم مرة", "رسوم", ["الرسوم"]),
    ],
)
def test_words_of_the_original_are_marked(tag: str, text: str, query: str, words: list[str]) -> None:
    """Whole words are marked as the text writes them, overlapping matches as one, pieces of Latin words never."""
    assert marked(cut(text, query, tag)) == words


def test_single_characters_are_left_unmarked_beside_words() -> None:
    """Where words match, a stray 的 or 是 is not worth a mark."""
    assert marked(cut("手续费是固定的", "手续费是多少")) == ["手续费"]


def test_the_densest_piece_is_shown() -> None:
    """A long section is cut around the place where most of the query stands together."""
    text = "提现。" + "无关的话，" * 60 + "到账数量等于提现数量减去手续费。" + "别的事情，" * 60
    found = cut(text, "提现手续费")
    assert "提现数量减去手续费" in found.text
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert len(found.text) <= UNSPACED_LENGTH + 2
    assert marked(found) == ["提现", "手续费"]


def test_latin_pieces_begin_and_end_at_words() -> None:
    """A piece of spaced text is about 200 characters and cuts no word in two."""
    text = "unrelated words here " * 30 + "the withdrawal fee is fixed and " + "other things follow after " * 30
    found = cut(text, "withdrawal fee", "en")
    assert len(found.text) <= SPACED_LENGTH + 2
    assert set(found.text.strip("…").split()) <= set(text.split())
    assert marked(found) == ["withdrawal", "fee"]


def test_a_piece_begins_at_its_sentence() -> None:
    """Where the sentence of a match begins near enough, so does the snippet."""
    text = "第一句没有关系。" * 20 + "这里说的是每笔提现的手续费。" + "后面的话。" * 40
    assert cut(text, "手续费").text.startswith("…这里说的是每笔提现")


def test_short_text_is_shown_whole() -> None:
    """Text that fits is shown without an ellipsis, its lines joined by spaces."""
    assert cut("第一行\n\n  第二行手续费 ", "手续费") == Snippet("第一行 第二行手续费", ((7, 10),))


@pytest.mark.parametrize("text", ["", "没有这些词的正文"])
def test_without_a_match_the_beginning_is_shown(text: str) -> None:
    """A section found by its title alone shows how it begins."""
    assert cut(text, "手续费") == Snippet(text)


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet="提现手续费的。，! \n\tabc é\u0301ก่ำ\u00adÅ한ｶﾞ😀\ud800", max_size=500),
    query=st.sampled_from(["提现手续费", "abc", "한국 ก่ำ", "é ガ"]),
    tag=st.sampled_from(["zh-Hans", "en", "th", "ko", "ja"]),
)
def test_highlights_are_within_the_text(text: str, query: str, tag: str) -> None:
    """Highlights are in order, disjoint, not empty and inside the snippet, whatever the text."""
    found = cut(text, query, tag)
    end = 0
    for start, stop in found.highlights:
        assert end <= start < stop <= len(found.text)
        end = stop
    assert len(found.text) <= SPACED_LENGTH + 2
