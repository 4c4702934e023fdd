"""Terms: other words for the same thing, in one language and across languages."""

import pytest

from indexer.query import Query
from indexer.thesaurus import TermWords, Thesaurus, analyses_for
from kb.locales import Locale

ZH, HANT, EN, ES = Locale("zh-Hans"), Locale("zh-Hant"), Locale("en"), Locale("es")
TERMS = {
    "zh-Hans": (
        TermWords("withdrawal", ("提现", "提币", "出金")),
        TermWords("withdrawal-fee", ("提现手续费", "出币费")),
    ),
    "en": (TermWords("withdrawal", ("withdrawal", "cash out")), TermWords("short-position", ("short position",))),
    "es": (TermWords("withdrawal", ("retiro",)),),
}
THESAURUS = Thesaurus(TERMS, analyses_for((ZH, HANT, EN, ES), TERMS))


def ways(query: Query) -> list[set[tuple[str, ...]]]:
    """For each clause, the ways to say it."""
    return [{way.words for way in clause.alternatives} for clause in query.clauses]


def test_a_synonym_asks_for_the_term_and_its_other_synonyms() -> None:
    """What was typed comes first and counts whole."""
    clause = THESAURUS.query("出金", ZH).clauses[0]
    assert "出金" in clause.alternatives[0].words
    assert clause.alternatives[0].weight == 1
    assert ("提现",) in {way.words for way in clause.alternatives[1:]}
    assert all(way.weight < 1 for way in clause.alternatives[1:])


@pytest.mark.parametrize(
    ("query", "locale", "word"),
    [
        ("withdrawal", ZH, ("提现",)),
        ("retiro", ZH, ("提现",)),
        ("提现", ES, ("retir",)),
        ("提領 提现", EN, ("withdraw",)),
        ("CASH OUT", EN, ("withdraw",)),
        ("cash out usdt", ZH, ("提现",)),
    ],
)
def test_a_term_of_any_language_asks_for_that_of_the_readers(query: str, locale: Locale, word: tuple[str, ...]) -> None:
    """Terms with one id in two languages mean the same."""
    assert any(word in way for way in ways(THESAURUS.query(query, locale)))


def test_the_longest_term_wins() -> None:
    """提现手续费 is one thing, not a withdrawal and something else."""
    query = THESAURUS.query("提现手续费", ZH)
    assert len(query.clauses) == 1
    assert any("出" in "".join(way) for way in ways(query)[0])


@pytest.mark.parametrize("text", ["how long is a shortcut", "position of the short", "出金额", "cashout"])
def test_terms_are_not_found_inside_words_or_apart(text: str) -> None:
    """Only where their own words stand side by side."""
    locale = ZH if "出" in text else EN
    assert all(len(clause.alternatives) == 1 for clause in THESAURUS.query(text, locale).clauses)


@pytest.mark.parametrize("text", ["cash it out", "how do I cash my USDC out", "short my position"])
def test_only_words_that_ask_nothing_may_stand_inside_a_term(text: str) -> None:
    """`my` and `it` may, other words may not, nor may the order change."""
    speaks = any(len(clause.alternatives) > 1 for clause in THESAURUS.query(text, EN).clauses)
    assert speaks == ("usdc" not in text.lower())


def test_a_question_without_terms_is_asked_as_it_is() -> None:
    """One clause a word, and nothing for nothing."""
    assert ways(THESAURUS.query("hello world", EN)) == [{("hello",)}, {("world",)}]
    assert THESAURUS.query("", EN) == Query((), ())


def test_a_term_asked_for_twice_is_one_thing() -> None:
    """Whichever of its words are used."""
    clauses = THESAURUS.query("提现 出金", ZH).clauses
    assert sum(len(clause.alternatives) > 1 for clause in clauses) == 1


def test_silent_words_are_not_marked() -> None:
    """They are in every text."""
    assert {"how", "to"}.isdisjoint(THESAURUS.query("how to withdraw", EN).tokens.words)


def test_every_way_is_known_as_people_write_it() -> None:
    """What was typed, and the terms of the site, to be shown."""
    clause = THESAURUS.query("Cash Out usdt", ZH).clauses[0]
    assert [way.text for way in clause.alternatives][:2] == ["Cash Out", "提现"]
