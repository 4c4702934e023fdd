"""Suggestions while a visitor types: what half a word finds, in which order, and where it leads."""

import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import PublishedArticle, PublishedLibrary, PublishedTranslation
from indexer.builds.published import PublishedBuild, open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from indexer.suggestions.entries import suggestion_file
from indexer.suggestions.keys import fold, folded, keystrokes
from indexer.suggestions.model import SuggestionFile
from indexer.suggestions.prefixes import PrefixIndex
from indexer.suggestions.suggester import Suggester
from indexer.thesaurus import TermWords
from kb.errors import IndexUnavailableError
from kb.loader import load
from kb.locales import Locale
from kb.model import Term
from kb.problems import SourceRef
from kb.site import Site

ZH, HANT, EN, KO, JA, AR, ES = map(Locale, ("zh-Hans", "zh-Hant", "en", "ko", "ja", "ar", "es"))

# Slug → title by locale tag.
TITLES = {
    "withdrawal-fees": {"zh-Hans": "提现手续费是多少", "zh-Hant": "提領手續費是多少", "en": "What withdrawals cost", "ko": "출금 수수료와 아끼는 방법", "ja": "出金手数料", "es": "Comisiones de retiro", "ar": "كم رسوم السحب"},
    "withdraw": {"zh-Hans": "怎么把币转到钱包"},
    "withdrawal-limits": {"zh-Hans": "提现限额是多少，怎么提高", "en": "Withdrawal limits"},
    "wrong-network": {"zh-Hans": "USDT 提现选错网络怎么办", "en": "I've sent USDT on the wrong network"},
    "kyc": {"zh-Hans": "KYC 身份认证怎么做", "en": "How to verify your identity (KYC)", "es": "Cómo verificar tu identidad"},
    "password": {"zh-Hans": "怎么重置登录密码", "ja": "ログインパスワードの再設定", "en": "Reset your password"},
    "two-factor": {"zh-Hans": "怎么开启双重验证（2FA）", "en": "How to turn on two-factor authentication"},
}  # fmt: skip

# Locale tag → (term and its synonyms, the article it leads to).
TERMS = {
    "zh-Hans": [
        ("提现 提币 出金", "withdraw"),
        ("手续费", "withdrawal-fees"),
        ("双重验证 二次验证", "two-factor"),
        ("巨鲸", None),
        ("草稿", "draft"),
    ],
    "zh-Hant": [("帳戶 戶口", "kyc")],
    "en": [("withdrawal payout", "withdrawal-fees"), ("two-factor 2FA", "two-factor")],
    "ja": [("プログラム", "kyc")],
    "ko": [("출금", "withdrawal-fees"), ("가게", "kyc")],
    "ar": [("الإيداع", "kyc")],
}


def terms_of(table: Mapping[str, list[tuple[str, str | None]]]) -> dict[str, tuple[Term, ...]]:
    """Terms from a table."""
    return {
        tag: tuple(
            Term(words.split()[0], Locale(tag), words.split()[0], tuple(words.split()[1:]), "", article, SourceRef(""))
            for words, article in rows
        )
        for tag, rows in table.items()
    }


def library_of(
    titles: Mapping[str, Mapping[str, str]], terms: Mapping[str, tuple[Term, ...]] | None = None
) -> PublishedLibrary:
    """A library of titles."""
    locales = (ZH, HANT, EN, KO, JA, AR, ES)
    site = Site({}, locales, ZH, "http://localhost", {"zh-Hant": (ZH,), "ko": (EN,), "ja": (EN,)})
    articles = {
        slug: PublishedArticle(
            slug,
            "help",
            1,
            (),
            None,
            {tag: PublishedTranslation(slug, Locale(tag), title, "", None, 1, (), ()) for tag, title in each.items()},
        )
        for slug, each in titles.items()
    }
    words = {
        tag: tuple(TermWords(term.id, (term.term, *term.synonyms)) for term in each)
        for tag, each in (terms or {}).items()
    }
    return PublishedLibrary(site, (), articles, {}, None, words)


@pytest.fixture(scope="module")
def suggester() -> Callable[[Locale], Suggester]:
    """Suggests from the titles and terms above, in any locale."""
    terms = terms_of(TERMS)
    library = library_of(TITLES, terms)
    found = {
        each: Suggester(suggestion_file(each, library, terms.get(each.tag, ()), {}).entries)
        for each in library.site.locales
    }
    return found.__getitem__


def texts(suggester: Suggester, typed: str, limit: int = 8) -> list[str]:
    return [each.text for each in suggester.suggest(typed, limit)]


@pytest.mark.parametrize(
    ("locale", "typed", "text"),
    [
        (ZH, "提", "提现"),
        (ZH, "提现手", "提现手续费是多少"),
        (ZH, "限额", "提现限额是多少，怎么提高"),
        (ZH, "tix", "提现"),
        (ZH, "tixian sh", "提现手续费是多少"),
        (ZH, "TiXian", "提现"),
        (ZH, "ti'xian", "提现"),
        (ZH, "ti\u2006xian\u2006xian", "提现限额是多少，怎么提高"),
        (ZH, "ｔｉｘ", "提现"),
        (ZH, "txsxf", "提现手续费是多少"),
        (ZH, "tixsxf", "提现手续费是多少"),
        (ZH, "txshouxu", "提现手续费是多少"),
        (ZH, "提xian", "提现"),
        (ZH, "tx手续", "提现手续费是多少"),
        (ZH, "usdt ti", "USDT 提现选错网络怎么办"),
        (ZH, "USDT提x", "USDT 提现选错网络怎么办"),
        (ZH, "wangluo usdt", "USDT 提现选错网络怎么办"),
        (ZH, "kyc renz", "KYC 身份认证怎么做"),
        (ZH, "kyc身份", "KYC 身份认证怎么做"),
        (ZH, "shenfen", "KYC 身份认证怎么做"),
        (ZH, "chongzhi", "怎么重置登录密码"),
        (ZH, "提現手續", "提现手续费是多少"),
        (ZH, "置登", "怎么重置登录密码"),
        (ZH, "2fa", "怎么开启双重验证（2FA）"),
        (HANT, "提领", "提領手續費是多少"),
        (HANT, "tiling", "提領手續費是多少"),
        (HANT, "账户", "帳戶"),
        (HANT, "限額", "提现限额是多少，怎么提高"),
        (EN, "WITH", "Withdrawal limits"),
        (EN, "wrong net", "I've sent USDT on the wrong network"),
        (EN, "i’ve se", "I've sent USDT on the wrong network"),
        (EN, "ive sent", "I've sent USDT on the wrong network"),
        (EN, "twofac", "two-factor"),
        (EN, "identity ver", "How to verify your identity (KYC)"),
        (ES, "como ver", "Cómo verificar tu identidad"),
        (ES, "CÓMO VER", "Cómo verificar tu identidad"),
        (KO, "추", "출금 수수료와 아끼는 방법"),
        (KO, "출그", "출금 수수료와 아끼는 방법"),
        (KO, "출금수", "출금 수수료와 아끼는 방법"),
        (KO, "각", "가게"),
        (KO, "ㅊㄱㅅ", "출금 수수료와 아끼는 방법"),
        (JA, "ろぐいん", "ログインパスワードの再設定"),
        (JA, "ﾛｸﾞ", "ログインパスワードの再設定"),
        (JA, "再設", "ログインパスワードの再設定"),
        (AR, "سحب", "كم رسوم السحب"),
        (AR, "ايداع", "الإيداع"),
    ],
)  # fmt: skip
def test_half_a_word_finds_the_text(
    suggester: Callable[[Locale], Suggester], locale: Locale, typed: str, text: str
) -> None:
    """Characters, pinyin, initials, half-typed syllables and mixtures of them find the text they begin."""
    assert text in texts(suggester(locale), typed)


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        (ZH, ""),
        (ZH, " "),
        (ZH, "？！"),
        (ZH, "😀"),
        (ZH, "\ud800\x00"),
        (ZH, "天气"),
        (ZH, "qqqq"),
        (ZH, "ixian"),
        (ZH, "提" * 2000),
        (EN, "drawal"),
        (EN, "提现"),
        (JA, "ログラ"),
        (AR, "بيتزا"),
    ],
)
def test_what_begins_nothing_finds_nothing(
    suggester: Callable[[Locale], Suggester], locale: Locale, typed: str
) -> None:
    """Nothing, noise and the middle of a word suggest nothing."""
    assert suggester(locale).suggest(typed) == ()


@pytest.mark.parametrize(
    ("locale", "typed", "text", "marked"),
    [
        (ZH, "提现", "提现手续费是多少", "提现"),
        (ZH, "tixian sh", "提现手续费是多少", "提现手"),
        (ZH, "txsxf", "提现手续费是多少", "提现手续费"),
        (ZH, "提xian", "提现限额是多少，怎么提高", "提现"),
        (ZH, "提現手續", "提现手续费是多少", "提现手续"),
        (ZH, "wangluo usdt", "USDT 提现选错网络怎么办", "USDT|网络"),
        (ZH, "置登", "怎么重置登录密码", "置登"),
        (ES, "como ver", "Cómo verificar tu identidad", "Cómo ver"),
        (EN, "how turn", "How to turn on two-factor authentication", "How|turn"),
        (KO, "ㅊㄱ", "출금 수수료와 아끼는 방법", "출금"),
    ],
)
def test_what_was_typed_is_marked(
    suggester: Callable[[Locale], Suggester], locale: Locale, typed: str, text: str, marked: str
) -> None:
    """In the text as it is written, whichever way it was typed."""
    (found,) = (each for each in suggester(locale).suggest(typed) if each.text == text)
    assert "|".join(text[start:end] for start, end in found.highlights) == marked


def test_beginnings_come_before_words_and_short_texts_before_long(suggester: Callable[[Locale], Suggester]) -> None:
    """What begins with the query precedes that of which a word does; among equals the shorter comes first."""
    assert texts(suggester(ZH), "提现") == [
        "提现",
        "提现手续费是多少",
        "提现限额是多少，怎么提高",
        "USDT 提现选错网络怎么办",
    ]
    titles = {"a": {"en": "Fees and more"}, "b": {"en": "Fees"}, "c": {"en": "All fees"}, "d": {"en": "Fees, paid"}}
    assert texts(Suggester(suggestion_file(EN, library_of(titles), (), {}).entries), "fee") == [
        "Fees",
        "Fees, paid",
        "Fees and more",
        "All fees",
    ]


def test_an_article_comes_once(suggester: Callable[[Locale], Suggester]) -> None:
    """By its title, or by the term that leads there where only the term begins with the query."""
    found = suggester(ZH).suggest("shou")
    assert [(each.text, each.kind, each.slug) for each in found] == [("手续费", "term", "withdrawal-fees")]
    found = suggester(EN).suggest("two")
    assert [(each.text, each.kind) for each in found] == [("two-factor", "term")]
    for typed in ("t", "ti", "提", "w", "sh"):
        slugs = [each.slug for each in suggester(ZH).suggest(typed) if each.slug]
        assert len(slugs) == len(set(slugs))


def test_a_title_stands_for_its_article_where_a_term_is_no_better() -> None:
    """A term that matches no better than the title of its article is left out."""
    terms = terms_of({"en": [("fees", "fees"), ("feedback", "feedback")]})["en"]
    library = library_of({"fees": {"en": "Fees, limits and times"}, "feedback": {"en": "Tell us"}})
    found = Suggester(suggestion_file(EN, library, terms, {}).entries).suggest("fee")
    assert [(each.text, each.kind) for each in found] == [("Fees, limits and times", "article"), ("feedback", "term")]


def test_no_text_comes_twice() -> None:
    """A term that reads like a title is left out, and so is a word that two terms share."""
    terms = terms_of({"en": [("fees", "other"), ("refund", "fees"), ("refund", "other")]})["en"]
    suggester = Suggester(
        suggestion_file(EN, library_of({"fees": {"en": "Fees"}, "other": {"en": "Other"}}), terms, {}).entries
    )
    assert [(each.text, each.slug) for each in suggester.suggest("fee")] == [("Fees", "fees")]
    assert [each.text for each in suggester.suggest("ref")] == ["refund"]


def test_titles_and_terms_take_turns() -> None:
    """Many short terms leave room for titles, and many titles for terms."""
    titles = {f"a{number}": {"en": f"Order number {number} and what to do"} for number in range(20)}
    titles |= {f"t{number}": {"en": f"Nothing {number}"} for number in range(20)}
    terms = terms_of({"en": [(f"order{number}", f"t{number}") for number in range(20)]})["en"]
    suggester = Suggester(suggestion_file(EN, library_of(titles), terms, {}).entries)
    kinds = [each.kind for each in suggester.suggest("order", 8)]
    assert kinds == ["article", "term"] * 4
    assert len(suggester.suggest("order", 3)) == 3
    assert suggester.suggest("order", 0) == ()


@pytest.mark.parametrize("limit", [1, 2, 5, 20])
def test_the_limit_holds(suggester: Callable[[Locale], Suggester], limit: int) -> None:
    """There are never more suggestions than asked for, and the first are the same whatever the limit."""
    found = suggester(ZH).suggest("zen", limit)
    assert len(found) <= limit
    assert found[:1] == suggester(ZH).suggest("zen", 20)[:1]


def test_untranslated_articles_are_suggested_by_the_title_that_is_shown(
    suggester: Callable[[Locale], Suggester],
) -> None:
    """Where an article is not translated, its title in the fallback language is suggested, Chinese by pinyin too."""
    assert texts(suggester(KO), "wrong") == ["I've sent USDT on the wrong network"]
    assert "提现限额是多少，怎么提高" in texts(suggester(HANT), "xiane")


def test_a_term_without_a_published_article_leads_to_none(suggester: Callable[[Locale], Suggester]) -> None:
    """A term that no article explains, or only a draft, is suggested without one."""
    for typed in ("巨", "草稿"):
        (found,) = suggester(ZH).suggest(typed)
        assert (found.kind, found.slug, found.category_id) == ("term", "", "")


def test_entries_survive_their_file(tmp_path: Path, suggester: Callable[[Locale], Suggester]) -> None:
    """What is read from a build suggests what was written."""
    terms = terms_of(TERMS)
    made = suggestion_file(ZH, library_of(TITLES, terms), terms["zh-Hans"], {})
    write_json(tmp_path / "zh-Hans.json", made)
    read = read_json(tmp_path / "zh-Hans.json", SuggestionFile)
    assert read == made
    assert Suggester(read.entries).suggest("tix") == suggester(ZH).suggest("tix")


def published(root: Path, noon: datetime) -> PublishedBuild:
    """The site, built and opened."""
    store = BuildStore(root / "var" / "builds")
    with store.lock(wait=1, on_wait=lambda _: None):
        publish(load(root), store, now=noon)
    return open_current(store)


def test_a_build_suggests(make_site: Callable[..., Path], noon: datetime) -> None:
    """A published build suggests in every locale, opens each once, and knows no drafts."""
    build = published(make_site(), noon)
    assert [each.slug for each in build.suggester(ZH).suggest("txsxf")] == ["withdrawal-fees"]
    assert build.suggester(ZH) is build.suggester(ZH)
    for locale in build.library.site.locales:
        assert build.suggester(locale).suggest("secret") == ()
    build.close()


def test_unchanged_suggestions_are_taken_over(
    make_site: Callable[..., Path], noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change in an article's text alone makes no suggestion anew."""
    root = make_site()
    before = published(root, noon)
    page = root / "articles" / "security" / "enable-2fa.zh-Hans.md"
    page.write_text(page.read_text("utf-8").replace("打开安全中心", "打开你的安全中心"), "utf-8")
    monkeypatch.setattr("indexer.suggestions.entries._keys", None)
    after = published(root, noon + timedelta(minutes=1))
    assert after.manifest.build_id != before.manifest.build_id
    assert after.suggester(ZH).suggest("txsxf") == before.suggester(ZH).suggest("txsxf")
    before.close()
    after.close()


def test_damaged_suggestions_say_so(make_site: Callable[..., Path], noon: datetime) -> None:
    """A build whose suggestions cannot be read says which file is meant."""
    build = published(make_site(), noon)
    (build.directory / "suggestions" / "zh-Hans.json").write_text("{}", "utf-8")
    with pytest.raises(IndexUnavailableError, match=r"suggestions/zh-Hans\.json"):
        build.suggester(ZH)
    build.close()


def test_keys_are_taken_over_only_where_they_would_be_the_same() -> None:
    """Of the same text in the same language, analysed alike."""
    terms = terms_of(TERMS)
    library = library_of(TITLES, terms)
    made = suggestion_file(ZH, library, terms["zh-Hans"], {"zh-Hans": "1"})
    odd = replace(made, entries=tuple(replace(entry, readings=("odd",)) for entry in made.entries))
    taken = suggestion_file(ZH, library, terms["zh-Hans"], {"zh-Hans": "1"}, odd)
    assert taken == odd
    assert suggestion_file(ZH, library, terms["zh-Hans"], {"zh-Hans": "2"}, odd).entries == made.entries
    elsewhere = replace(odd, written_in=("ja",) * len(odd.entries))
    assert suggestion_file(ZH, library, terms["zh-Hans"], {"zh-Hans": "1"}, elsewhere) == made


def test_serving_loads_no_pronunciations() -> None:
    """Only a build loads pypinyin; serving suggestions does not even import it."""
    code = "import sys, indexer.suggestions.suggester, indexer.suggestions.entries; print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_threads_share_a_suggester(suggester: Callable[[Locale], Suggester]) -> None:
    """Many threads get what one gets."""
    typed = ["ti", "tixian", "提", "txsxf", "kyc r", "tx手续", "usdt", "zenme"] * 40
    alone = [suggester(ZH).suggest(each) for each in typed]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(suggester(ZH).suggest, typed)) == alone


@given(st.text(max_size=60))
def test_any_text_may_be_typed(suggester: Callable[[Locale], Suggester], typed: str) -> None:
    """Whatever is typed never raises, and suggests no article twice."""
    for locale in (ZH, EN, KO):
        slugs = [each.slug for each in suggester(locale).suggest(typed) if each.slug]
        assert len(slugs) == len(set(slugs))


@given(st.text(max_size=40))
def test_keys_know_their_origins(text: str) -> None:
    """Every character of a key has an origin in the text, in order, and folding twice changes nothing."""
    found = folded(text)
    assert found.key == fold(text)
    assert len(found.key) == len(found.origins)
    assert list(found.origins) == sorted(found.origins)
    assert all(0 <= origin < len(text) for origin in found.origins)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("提現手續費", "提现手续费"),
        ("Two-Factor “2FA”", "twofactor2fa"),
        ("ｱｶｳﾝﾄ", "あかうんと"),
        ("Câu hỏi thường gặp", "cauhoithuonggap"),
        ("İstanbul Straße", "istanbulstrasse"),
        ("المحفظة", "المحفظه"),
        ("क्रिप्टो", "क्रिप्टो"),
    ],
)
def test_keys(text: str, key: str) -> None:
    """A key keeps letters, digits and the marks that tell words apart, and nothing of their form."""
    assert fold(text) == key


@pytest.mark.parametrize(
    ("text", "keys"), [("출금", "ㅊㅜㄹㄱㅡㅁ"), ("값", "ㄱㅏㅂㅅ"), ("의", "ㅇㅡㅣ"), ("a1提", "a1提")]
)
def test_keystrokes(text: str, keys: str) -> None:
    """Hangul becomes the keys pressed for it, compound letters one by one."""
    assert keystrokes(text) == keys


def test_prefixes_are_those_that_a_scan_finds() -> None:
    """The index finds what comparing every word of every text finds."""
    rng = random.Random(4)
    rows = []
    for number in range(200):
        string = "".join(rng.choices("abc提", k=rng.randint(1, 12)))
        rows.append((number, string, sorted(rng.sample(range(1, len(string)), k=(len(string) - 1) // 3))))
    index = PrefixIndex(rows)
    for _ in range(500):
        prefix = "".join(rng.choices("abc提", k=rng.randint(1, 4)))
        whole = [number for number, string, _ in rows if string.startswith(prefix)]
        inner = [number for number, string, starts in rows if any(string.startswith(prefix, at) for at in starts)]
        found = index.beginning(prefix)
        assert (found.whole, found.inner) == (whole, inner)
        assert index.any_beginning(prefix) == {*whole, *inner}
