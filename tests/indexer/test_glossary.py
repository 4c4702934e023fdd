"""Terms in articles: what is recognised as a term, where, and which of them are marked; and the glossary's order."""

import pytest

from indexer.analysis.analyzers import analysis_for
from indexer.glossary.building import glossary_file
from indexer.glossary.finding import TermFinder
from indexer.glossary.glossary import MOST_MARKED, Glossary
from indexer.glossary.ordering import in_order
from kb.locales import Locale
from kb.model import Term
from kb.problems import SourceRef


def term(locale: str, name: str, *synonyms: str, id: str = "", **more: object) -> Term:
    """A term with a definition, under its name as its id unless another is given."""
    said = {"definition": f"{name}.", "article": None, "source": SourceRef("terms.yaml"), **more}
    return Term(id or name, Locale(locale), name, synonyms, **said)  # type: ignore[arg-type]


def found(locale: str, text: str, *terms: Term) -> list[str]:
    """The words of a text that are recognised as terms."""
    words = [word for each in terms for word in (each.term, *each.synonyms)]
    finder = TermFinder(Locale(locale), terms, analysis_for(Locale(locale), words))
    return [text[mention.start : mention.end] for mention in finder.mentions(text)]


@pytest.mark.parametrize(
    ("locale", "name", "text", "expected"),
    [
        ("en", "network fee", "A network fee, and Network fees.", ["network fee", "Network fees"]),
        ("en", "limit", "Limits, not limited or unlimited.", ["Limits"]),
        ("en", "futures", "Futures in the future.", ["Futures"]),
        ("en", "two-factor authentication", "two factor authentication", ["two factor authentication"]),
        ("en", "NFT", "An NFT, two NFTs, an nft.", ["NFT", "NFTs"]),
        ("en", "mail", "Write to e-mail or mail@mail.example, by mail.", ["mail"]),
        ("es", "comisión de retiro", "Las comisiones de retiro", ["comisiones de retiro"]),
        ("es", "orden límite", "dos órdenes límite; ordena", ["órdenes límite"]),
        ("zh-Hans", "提现", "提现需要多久？正在提现", ["提现", "提现"]),
        ("zh-Hans", "手续", "手续费和手续", ["手续"]),
        ("zh-Hans", "验证器 App", "打开验证器App", ["验证器App"]),
        ("zh-Hant", "提領", "提領手續費與提領", ["提領", "提領"]),
        ("ja", "出金", "出金を申請する。再出金や出金先ではない。", ["出金"]),
        ("ja", "ログ", "プログラムのログを見る", ["ログ"]),
        ("ja", "メモ", "メモリではなくメモ", ["メモ"]),
        ("ko", "출금", "출금을 하려면, 출금하세요. 출금수수료와 재출금은 아님", ["출금", "출금"]),
        ("ko", "이중 인증", "이중인증과 이중 인증", ["이중인증", "이중 인증"]),
        ("ar", "محفظة", "المحفظة ومحفظتك وبالمحفظة ومحفظات", ["المحفظة", "وبالمحفظة"]),
        ("ar", "رسوم السحب", "رسوم السَّحب، ورسوم سحب", ["رسوم السَّحب"]),
    ],
)
def test_a_term_is_found_by_word(locale: str, name: str, text: str, expected: list[str]) -> None:
    """In the forms that are surely the same word, and never inside a longer one."""
    assert found(locale, text, term(locale, name)) == expected


def test_an_arabic_word_with_its_owner_is_the_word() -> None:
    """A possessor is written to its word."""
    assert found("ar", "افتح محفظتك الآن", term("ar", "محفظة")) == ["محفظتك"]


def test_the_longest_term_wins() -> None:
    """A term inside another is not one of its own."""
    terms = (term("zh-Hans", "提现"), term("zh-Hans", "提现手续费"), term("zh-Hans", "手续费"))
    assert found("zh-Hans", "提现手续费是提现的手续费", *terms) == ["提现手续费", "提现", "手续费"]
    english = (term("en", "fee"), term("en", "network fee"))
    assert found("en", "A network fee is a fee.", *english) == ["network fee", "fee"]


def test_everyday_words_are_not_found() -> None:
    """A word that an editor calls everyday is left alone, and the term's other words are not."""
    spread = term("en", "spread", "bid-ask spread", everyday=("spread",))
    assert found("en", "Spread your risk; the bid-ask spread is small.", spread) == ["bid-ask spread"]


def glossary(locale: str, terms: list[Term], bodies: dict[str, str]) -> Glossary:
    """The glossary of terms and articles."""
    words = [word for each in terms for word in (each.term, *each.synonyms)]
    return Glossary(glossary_file(Locale(locale), terms, bodies, analysis_for(Locale(locale), words), "code"))


def marked(own: Glossary, html: str, slug: str = "article") -> list[tuple[str, str]]:
    """The ids of the terms marked in an article, each with its word."""
    return [(use.term, html[use.start : use.end]) for use in own.marks(slug)]


def test_only_the_first_use_is_marked_and_a_synonym_counts_as_its_term() -> None:
    """One mark a term, in reading order, outside links and headings."""
    html = '<h2>提现</h2><p><a href="/x">提现</a>，提币要付矿工费，提现也要。</p>'
    terms = [term("zh-Hans", "提现", "提币出金", "提币"), term("zh-Hans", "矿工费")]
    assert marked(glossary("zh-Hans", terms, {"article": html}), html) == [("矿工费", "矿工费"), ("提现", "提现")]


def test_a_short_synonym_is_marked_where_nothing_tells_more() -> None:
    """It may mean something else, so the term's own word goes first if the article has it."""
    html = "<p>先提币。</p>"
    assert marked(glossary("zh-Hans", [term("zh-Hans", "提现", "提币")], {"article": html}), html) == [("提现", "提币")]


def test_an_article_does_not_mark_what_it_explains() -> None:
    """Nor what has no definition, nor somebody else's word in quotation marks."""
    html = "<p>Staking and mining; a “whale” has a node.</p>"
    terms = [
        term("en", "staking", article="article"),
        term("en", "mining", definition=""),
        term("en", "whale"),
        term("en", "node"),
    ]
    assert marked(glossary("en", terms, {"article": html}), html) == [("node", "node")]


def test_few_terms_are_marked_and_the_rarer_ones_first() -> None:
    """What most articles use is an everyday word of the site."""
    names = [f"term{number}" for number in range(MOST_MARKED + 2)]
    terms = [term("en", name) for name in (*names, "account")]
    rare, common = " ".join(names[2:]), " ".join(names[:2])
    bodies = {f"a{number}": f"<p>account {common}</p>" for number in range(4)} | {
        "long": f"<p>account {common} {rare}</p>"
    }
    bodies |= {f"b{number}": "<p>account</p>" for number in range(5)}
    own = glossary("en", terms, bodies)
    assert [name for name, _ in marked(own, bodies["long"], "long")] == names[2:]
    assert [name for name, _ in marked(own, bodies["a0"], "a0")] == names[:2]


def test_unchanged_articles_are_not_read_again() -> None:
    """The same comes out with and without an earlier glossary, which is used only for what is still the same."""
    locale, analysis = Locale("en"), analysis_for(Locale("en"))
    terms = [term("en", "fee"), term("en", "node")]
    bodies = {"a": "<p>A fee.</p>", "b": "<p>A node.</p>"}
    earlier = glossary_file(locale, terms, bodies, analysis, "code")
    changed = bodies | {"b": "<p>A node, a fee.</p>"}
    again = glossary_file(locale, terms, changed, analysis, "code", earlier)
    assert again == glossary_file(locale, terms, changed, analysis, "code")
    assert again.articles["a"] is earlier.articles["a"]
    fewer = glossary_file(locale, terms[1:], bodies, analysis, "code", earlier)
    assert fewer.articles["a"].uses == ()


def test_an_entry_is_found_by_its_name_or_a_synonym() -> None:
    """In any case and either Chinese script; a term before another's synonym."""
    own = glossary("zh-Hans", [term("zh-Hans", "提现", "NFT 提币", id="w"), term("zh-Hans", "nft提币", id="n")], {})
    assert [entry.id for name in ("提現", "NFT 提幣") if (entry := own.named(name))] == ["w", "n"]
    assert own.named("提") is None
    assert own.named("") is None


def order(locale: str, *names: str, **readings: str) -> list[tuple[str, str]]:
    """The names in the order of the language, each with its letter."""
    terms = [term(locale, name, reading=readings.get(name, "")) for name in names]
    return [(letter, each.term) for letter, each in in_order(Locale(locale), terms)]


@pytest.mark.parametrize(
    ("locale", "names", "expected"),
    [
        ("en", ["node", "2FA", "Éter", "fee", "API"], ["0–9 2FA", "A API", "E Éter", "F fee", "N node"]),
        ("es", ["oro", "ñandú", "nube", "orden"], ["N nube", "Ñ ñandú", "O orden", "O oro"]),
        ("zh-Hans", ["长期", "成交", "银行", "API", "阿里", "2FA"],
         ["0–9 2FA", "A API", "A 阿里", "C 长期", "C 成交", "Y 银行"]),
        ("zh-Hant", ["提領", "人工", "工單", "鑰匙", "API", "人臉"],
         ["2 畫 人工", "2 畫 人臉", "3 畫 工單", "12 畫 提領", "25 畫 鑰匙", "A–Z API"]),
        ("ja", ["ブロック", "アプリ", "ノード", "クーポン", "API", "板"],
         ["あ アプリ", "か クーポン", "な ノード", "は ブロック", "A–Z API", "漢字 板"]),
        ("ko", ["출금", "거래", "까치", "API"], ["ㄱ 거래", "ㄱ 까치", "ㅊ 출금", "A–Z API"]),
        ("ar", ["محفظة", "الشبكة", "إيداع", "أدلة", "API"],
         ["ا أدلة", "ا إيداع", "ش الشبكة", "م محفظة", "A–Z API"]),
    ],
)  # fmt: skip
def test_each_language_sorts_as_its_readers_look(locale: str, names: list[str], expected: list[str]) -> None:
    """Pinyin, strokes, the fifty sounds, initial consonants, or letters."""
    found = [f"{letter} {name}" for letter, name in order(locale, *names)]
    assert found == expected


def test_a_character_with_two_readings_is_sorted_as_its_entry_says() -> None:
    """Where no dictionary of phrases tells."""
    assert order("zh-Hans", "重置验证", "长期", 重置验证="chóng zhì yàn zhèng") == [("C", "长期"), ("C", "重置验证")]


def test_kanji_are_sorted_by_their_reading() -> None:
    """The entry gives it, or a synonym in hiragana does."""
    assert order("ja", "板", "入金", "ウォレット", 板="いた", 入金="にゅうきん") == [
        ("あ", "板"),
        ("あ", "ウォレット"),
        ("な", "入金"),
    ]
    assert in_order(Locale("ja"), [term("ja", "出金", "しゅっきん")])[0][0] == "さ"
