"""What a query that finds little may have meant: the cases under tests/cases/correction, and what holds for any text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.analyzers import analysis_for
from indexer.builds.json_files import read_json, write_json
from indexer.correction.corrector import MOST, Corrector
from indexer.correction.counts import count_texts
from indexer.correction.keyboards import dachen_keys, hangul_from_keys, keys_from_hangul, pinyin_from_dachen
from indexer.correction.lexicon import Lexicon, build_lexicon
from indexer.correction.pieces import pieces
from indexer.correction.readings import CharacterReadings, build_readings
from kb.locales import Locale
from kb.model import Term
from kb.problems import SourceRef

CASES = Path(__file__).parents[1] / "cases" / "correction"
LOCALES = sorted(path.stem for path in CASES.glob("*.md") if path.stem != "README")


@dataclass(frozen=True)
class Case:
    locale: str
    title: str
    typed: str
    name: str
    value: str


def fields(text: str, *names: str) -> list[tuple[str, str]]:
    pairs = (line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return [(name, value) for name, value in pairs if name in names]


def read_cases(locale: str) -> Iterator[Case]:
    for block in (CASES / f"{locale}.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, rest = block.partition("\n")
        typed = ""
        for name, value in fields(rest, "typed", "expected", "among"):
            if name == "typed":
                typed = value
            else:
                yield Case(locale, title, typed, name, value)


@lru_cache(maxsize=1)
def readings() -> CharacterReadings:
    return build_readings()


@cache
def lexicon(locale: str) -> Lexicon:
    site = (CASES / f"{locale}.md").read_text(encoding="utf-8").split("\n## ")[0]
    texts = [value for _, value in fields(site, "text")]
    terms = [name.split(", ") for _, name in fields(site, "term")]
    return lexicon_of(locale, texts, *(term(locale, *names) for names in terms))


def lexicon_of(locale: str, texts: Iterable[str], *terms: Term) -> Lexicon:
    names = [name for term in terms for name in (term.term, *term.synonyms)]
    counts = count_texts(Locale(locale), texts, analysis_for(Locale(locale), names))
    return build_lexicon(Locale(locale), counts, terms)


@cache
def corrector(locale: str) -> Corrector:
    return Corrector(lexicon(locale), readings())


def term(locale: str, name: str, *synonyms: str) -> Term:
    return Term(name, Locale(locale), name, synonyms, "", None, SourceRef("terms.yaml", 1, 1))


@pytest.mark.parametrize(
    "case", [case for locale in LOCALES for case in read_cases(locale)], ids=lambda case: f"{case.locale}: {case.typed}"
)
def test_case(case: Case) -> None:
    """A typed query is corrected as its case file says."""
    found = [correction.text for correction in corrector(case.locale).corrections(case.typed)]
    if case.name == "among":
        assert case.value in found
    else:
        assert (found or ["-"])[0] == case.value


@pytest.mark.parametrize("locale", LOCALES)
@given(text=st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text(locale: str, text: str) -> None:
    """Any text gives at most four other texts, the likeliest first, at costs from 0 to 1."""
    found = corrector(locale).corrections(text)
    costs = [correction.cost for correction in found]
    assert len(found) <= MOST
    assert costs == sorted(costs)
    assert all(0 <= cost <= 1 for cost in costs)
    assert text not in [correction.text for correction in found]
    assert all(correction.text.strip() for correction in found)


@pytest.mark.parametrize("locale", LOCALES)
@given(
    text=st.text(alphabet="abcdefghijklmnopqrstuvwxyz 提现体手续费充冲值客服입금출ㅂ1346;/'-@.ログイン", max_size=60)
)
@settings(deadline=None, max_examples=60)
def test_any_text_like_a_query(locale: str, text: str) -> None:
    """Whatever is typed from the letters that corrections work on never raises, and what has digits stays in place."""
    for correction in corrector(locale).corrections(text):
        assert correction.text != text


@given(text=st.text(max_size=60))
def test_pieces_cover_the_text(text: str) -> None:
    """The pieces of a text are the text, in order and without holes."""
    cut = list(pieces(text))
    assert "".join(piece.text for piece in cut) == text
    assert all(text[piece.start : piece.end] == piece.text for piece in cut)


@pytest.mark.parametrize("locale", LOCALES)
def test_written_and_read_back(locale: str, tmp_path: Path) -> None:
    """A lexicon and the readings come back from a build's files as they were, so that nothing is computed twice."""
    write_json(tmp_path / "lexicon.json", lexicon(locale))
    write_json(tmp_path / "readings.json", readings())
    assert read_json(tmp_path / "lexicon.json", Lexicon) == lexicon(locale)
    assert read_json(tmp_path / "readings.json", CharacterReadings) == readings()


def test_what_no_dictionary_has_is_learnt_from_the_texts() -> None:
    """Characters that keep together in the texts are a word of the lexicon; those that merely meet are not."""
    texts = ["什么时候到账", "还没到账吗", "到账后会通知", "到账了", "等它到账", "他到家了"]
    words = lexicon_of("zh-Hans", texts).words
    assert "到账" in words
    assert "到家了" not in words


def test_words_across_a_border_are_no_words() -> None:
    """Of a long word only the words count that it can be parted into."""
    words = lexicon_of("zh-Hans", ["钓鱼网站很多，别上当受骗的当"], term("zh-Hans", "钓鱼网站")).words
    assert {"钓鱼网站", "钓鱼", "网站"} <= set(words)
    assert "鱼网" not in words


def test_long_text_is_left_alone() -> None:
    """A pasted page is no query to correct."""
    assert corrector("zh-Hans").corrections("冲值" * 100) == ()


def test_ambiguous_letters_end() -> None:
    """Letters that can be read in very many ways are given up on, not tried in all of them."""
    assert len(corrector("zh-Hans").corrections("xianxi" * 6)) <= MOST
    assert len(corrector("zh-Hans").corrections("s" * 39)) <= MOST


def test_a_site_without_texts_corrects_nothing() -> None:
    """A locale without articles and terms has nothing to correct to."""
    for locale in LOCALES:
        empty = Corrector(lexicon_of(locale, []), readings())
        assert empty.corrections("冲值 tixian depsoit 츌금 パスワド") == ()


@given(text=st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6))
def test_korean_keys(text: str) -> None:
    """Hangul comes back from the keys that type it, wherever these can only mean that (ㅃ and such need capitals)."""
    keys = keys_from_hangul(text)
    assert keys is not None
    assert keys.isascii()
    typed = hangul_from_keys(keys)
    assert typed is None or keys_from_hangul(typed) == keys


@pytest.mark.parametrize(("keys", "hangul"), [("cnfrma", "출금"), ("rkqt", "값"), ("dlqrma", "입금"), ("Rhc", "꽃"), ("dhksfy", "완료"), ("eoqlwl", "대비지")])  # fmt: skip
def test_korean_syllables(keys: str, hangul: str) -> None:
    """Keys make the syllables that an input method makes of them: a consonant goes to the vowel after it."""
    assert hangul_from_keys(keys) == hangul


@pytest.mark.parametrize("keys", ["xx", "kyc", "usdt", "3", "ㅂ"])
def test_no_korean(keys: str) -> None:
    """Letters that do not make whole syllables are not Hangul."""
    assert hangul_from_keys(keys) is None


@pytest.mark.parametrize(
    ("keys", "pinyin"),
    [
        ("dk4zj6", "ke fu"),
        ("wu6vu04", "ti xian"),
        ("g.3vm4zo4", "shou xu fei"),
        ("kyc", None),
        ("trc20", None),
        ("2fa", None),
    ],
)
def test_zhuyin_keys(keys: str, pinyin: str | None) -> None:
    """Keys of the Dachen layout make syllables; what has no tone, or is no syllable, does not."""
    assert pinyin_from_dachen(keys, readings().zhuyin) == pinyin


def test_zhuyin_layout() -> None:
    """A zhuyin syllable is typed on the keys that the layout gives its symbols, with or without its tone mark."""
    assert dachen_keys("ㄎㄜˋ") == dachen_keys("ㄎㄜ") == "dk"


def test_readings_cover_what_people_type() -> None:
    """The table has the usual readings of common characters, several where words differ, and no Traditional ones."""
    table = readings().by_character
    assert set(table["重"]) == {"zhong", "chong"}
    assert table["提"][0] == "ti"
    assert "lv" in table["绿"]
    assert "費" not in table
