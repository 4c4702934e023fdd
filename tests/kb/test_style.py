"""Style: what is found in prose, what is mended in it, and that nothing else is touched."""

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.checks import STYLE, check_library
from kb.line_ends import plain
from kb.loader import load
from kb.rendering.renderer import markdown_with
from kb.style.mending import mended
from kb.style.sentences import long_sentences, repeated_words
from kb.style.titles import title_fault
from kb.style.typography import DOUBLED, SPACING, TRAILING, WIDTH

ROOT = Path(__file__).parents[2]
ALL = frozenset({SPACING, WIDTH, DOUBLED, TRAILING})
ZH = "articles/deposits/withdrawal-fees.zh-Hans.md"


def body_after(body: str, language: str = "zh") -> str:
    """A body with everything mended that can be."""
    head = "---\ntitle: 标题\n---\n"
    return mended(head + body, "a.md", language, ALL)[0].removeprefix(head)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("用USDT提现", "用 USDT 提现"),
        ("24小时内到账100%的", "24 小时内到账 100% 的"),
        ("第1步:打开C++页面", "第 1 步：打开 C++ 页面"),
        ("价格是1,000.5元", "价格是 1,000.5 元"),
        ("时间14:30到15:00", "时间 14:30 到 15:00"),
        ("你好,世界. 再见.", "你好，世界。再见。"),
        ("中文, English", "中文，English"),
        ("点 **设置**,再点“安全”,再看", "点 **设置**，再点“安全”，再看"),
        ("网络(以太坊)已开", "网络（以太坊）已开"),
        ("双重验证(2FA)的", "双重验证(2FA)的"),
        ("到账。。请稍等，，好", "到账。请稍等，好"),
        ("好。。。", "好。。。"),
        ("ＡＢ２４", "AB24"),
        ("行尾 \n两格  \n完 ", "行尾\n两格  \n完"),
        ("你好,  \n世界", "你好，  \n世界"),
        ("看![图:中](a.png)", "看![图：中](a.png)"),
        ("- 用API\n    - 用`API码,中`的", "- 用 API\n    - 用`API码,中`的"),
        ("| 币BTC | 数量 |\n| --- | --- |\n| 用BTC | 1个 |", "| 币 BTC | 数量 |\n| --- | --- |\n| 用 BTC | 1 个 |"),
        ("## 手续费fee {#fee中}", "## 手续费 fee {#fee中}"),
        ("/// faq | 用API吗? {#a}\n好\n///", "/// faq | 用 API 吗？ {#a}\n好\n///"),
        ('![图](a.png "说明,如下")', '![图](a.png "说明，如下")'),
    ],
)
def test_chinese_is_set_as_its_readers_expect(before: str, after: str) -> None:
    """Spaces, full-width punctuation, and no mark twice; once mended, nothing is left to mend."""
    assert body_after(before) == after
    assert body_after(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "用{{fact:fee中a}}的",
        "见[文档](x,中a.md)和[文档][中a]",
        "[API文档]在此\n\n[API文档]: https://a.example/中a",
        "链接https://a.example/中文?a=1",
        "写信给a@b.com吧",
        "```\n用USDT,提现 \n```",
        "    用USDT,提现",
        "<div>用USDT,提现</div>",
        "第一行用`码 \n码`",
        "a:smile:中",
        "Node.js",
        "+中文",
    ],
)
def test_what_is_no_prose_stays(text: str) -> None:
    """Code, addresses, placeholders, raw HTML."""
    assert body_after(text).replace(" https", "https") == text.replace(" https", "https")


def test_japanese_and_korean_keep_their_spacing() -> None:
    """Japanese puts no space beside Latin letters; its punctuation is full-width all the same. Korean has its own."""
    assert body_after("APIキーを2回,押す", "ja") == "APIキーを2回，押す"
    assert body_after("API키를 2번, 누르세요", "ko") == "API키를 2번, 누르세요"


def test_a_file_keeps_its_line_ends_byte_order_mark_and_keys() -> None:
    """Only the title's words and the body's change."""
    text = "\ufeff---\r\ntitle: 用API  # 注API\r\nkeywords: [用API]\r\nsummary: '好,的'\r\nsource:\r\n  用a: b\r\n---\r\n用API\r\n"
    after, mends = mended(text, "a.md", "zh", ALL)
    assert after == text.replace("title: 用API ", "title: 用 API ").replace("好,的", "好，的").replace(
        "---\r\n用API", "---\r\n用 API"
    )
    assert [str(each) for each in mends] == [
        "a.md:2:1: han-spacing: '用API' → '用 API'",
        "a.md:4:1: punctuation-width: '好,的' → '好，的'",
        "a.md:8:1: han-spacing: '用API' → '用 API'",
    ]


def words(text: str) -> str:
    """What is left of a text without its spaces and punctuation."""
    kept = (each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each)[0] not in "PZCS")
    return "".join(kept)


MIXED = st.text(alphabet="中文的，。,.:;!?()（）API09 \n`*[]|-#{}<>/_\"'：、+%～ー々かナ한é", max_size=60)


@settings(deadline=None)
@given(MIXED, st.sampled_from(["zh", "ja", "ko", "en", "ar"]))
def test_words_and_lines_stay_whatever_is_mended(body: str, language: str) -> None:
    """In any text: the same words on the same lines, and mending again changes nothing."""
    after = body_after(body, language)
    assert [words(line) for line in plain(after).split("\n")] == [words(line) for line in plain(body).split("\n")]
    assert body_after(after, language) == after


ALT = re.compile(r'(?<=alt=")[^"]*')
FRAGMENTS = st.lists(
    st.sampled_from(
        ["中文", "的", "USDT", "24", "，", ",", "。", ". ", "!", ":", "(说明)", "(", ")", " ", "  \n", " \n", "\n\n", "\n- ", "\n1. ",
         "`a,中`", "**强,**", "[文字a](https://a.example/中a,b)", "{{fact:fee}}", "\n## 标题a {#a}\n\n", "\n\n> 引用a\n\n", "+", "*", "_",
         "\n\n| 甲a | 乙 |\n| --- | --- |\n| 中1 | 2中 |\n\n", "[^1]", "<b>粗a</b>", "#", "\n\n    码a,中\n\n", "：", "……", "%", "|"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(FRAGMENTS)
def test_readers_get_the_same_words_in_the_same_places(body: str) -> None:
    """Rendered: each element as before, its words the same but for spaces, punctuation and width."""

    def rendered(markdown: str) -> list[str]:
        parts = re.split(r"(<[^>]*>)", markdown_with().convert(markdown))
        kept = [ALT.sub(lambda match: words(match[0]), each) if each[:1] == "<" else words(each) for each in parts]
        return [each for each in kept if each]

    assert rendered(body_after(body)) == rendered(plain(body))


@settings(deadline=None)
@given(MIXED)
def test_code_stays_whatever_stands_beside_it(body: str) -> None:
    """To the last space."""
    code = "```\n中a,中 \n```"
    assert code in body_after(f"用API\n\n{code}\n\n{body.replace('`', '')}")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("这是你的的账户", "zh", ["的的"]),
        ("常常看看，的的确确以赚钱为目的的人，我不得了了", "zh", []),
        ("確認しましたをを押す", "ja", ["をを"]),
        ("Open the the page", "en", ["the the"]),
        ("I know that that had had", "en", []),
        ("Abre la\nla página", "es", []),
        ("Abre la la página", "es", ["la la"]),
        ("천천히 천천히", "ko", []),
        ("Damit klar ist, wer wer ist", "de", []),
        ("If you like it it may help", "es", []),
    ],
)
def test_repeated_words_are_told_from_reduplication(text: str, language: str, found: list[str]) -> None:
    """By the characters and words that nobody doubles on purpose."""
    assert [each for _, each in repeated_words(text, language)] == found


def test_sentences_are_counted_as_their_script_counts() -> None:
    """Characters of Han, words of the others; a decimal point and an address end no sentence, a semicolon does."""
    assert [has for _, has, _ in long_sentences("字" * 91 + "。" + "字" * 90, "zh")] == [91]
    assert [has for _, has, _ in long_sentences("word " * 41 + "1.5", "en")] == [42]
    assert list(long_sentences("word " * 39 + "x; " + "word " * 39, "en")) == []


@pytest.mark.parametrize(("language", "end"), [("hi", "।"), ("ur", "۔"), ("hy", ":"), ("el", ";"), ("ar", "؟")])
def test_a_sentence_ends_as_its_script_ends_it(language: str, end: str) -> None:
    """Not only with a dot."""
    assert list(long_sentences(f"{'word ' * 39}x{end} {'word ' * 39}x{end}", language)) == []


def test_nothing_is_said_of_sentences_where_words_and_ends_cannot_be_told() -> None:
    """Thai puts a space between sentences, and between phrases too."""
    assert list(long_sentences("การถอนเงิน" * 30, "th")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("次のとおりです: 料金 (手数料) です", "次のとおりです: 料金 (手数料) です"),
        ("次のとおりです: 料金 (手数料) です。注：別", "次のとおりです：料金 (手数料) です。注：別"),
        ("次のとおりです: 料金 (手数料) です（注）", "次のとおりです: 料金（手数料）です（注）"),
    ],
)
def test_japanese_may_have_half_width_colons_and_brackets_but_not_both_kinds(before: str, after: str) -> None:
    """Guides of style differ; a text that mixes them follows none."""
    assert body_after(before, "ja") == after


@pytest.mark.parametrize(
    ("title", "language", "says"),
    [
        ("提现手续费是多少。", "zh", "ends like a sentence"),
        ("出金手数料の確認方法。", "ja", "ends like a sentence"),
        ("출금 수수료를 확인하는 방법.", "ko", "ends like a sentence"),
        ("كيف أسحب أموالي،", "ar", "ends like a sentence"),
        ("Cómo retirar USDT.", "es", "ends like a sentence"),
        ("How fees work.", "en", "ends like a sentence"),
        ("HOW FEES WORK TODAY", "en", "all capitals"),
        ("Withdrawal fee", "en", "only names a thing"),
        ("How do fees work?", "en", None),
        ("API 怎么用", "zh", None),
        ("Comprar en EE. UU.", "es", None),
        ("USDT on TRC20", "en", None),
        ("Who is Songyue Inc.", "en", None),
        ("Είναι το Bitcoin νόμιμο;", "el", None),
        ("Ի՞նչն է սահմանում բիթքոյնի գինը:", "hy", None),
    ],
)
def test_a_title_is_judged_by_its_form_alone(title: str, language: str, says: str | None) -> None:
    """What it means cannot be told in every language."""
    fault = title_fault(title, language, frozenset({"withdrawal fee"}))
    assert (fault is None) if says is None else (fault is not None and says in fault)


def test_the_sites_own_articles_have_no_findings_of_style() -> None:
    """And mending changes none of them."""
    found = [each for each in check_library(load(ROOT), date(2026, 11, 21), style=True) if each.check in STYLE]
    assert found == []
    for path in sorted((ROOT / "articles").glob("*/*.md")):
        text = path.read_text(encoding="utf-8")
        assert mended(text, path.name, path.stem.rpartition(".")[2].split("-")[0], ALL) == (text, [])


def test_style_is_a_warning_that_a_site_can_switch_off(make_site) -> None:  # type: ignore[no-untyped-def]
    """By its id; no build looks at it."""
    root = make_site()
    path = root / ZH
    path.write_text(path.read_text(encoding="utf-8") + "\n用USDT提现你的的币。\n", encoding="utf-8")

    def found() -> list[tuple[str, str]]:
        problems = check_library(load(root), date(2026, 11, 21), style=True)
        return [(each.check, each.severity.value) for each in problems if each.source.line > 20]

    assert found() == [("han-spacing", "warning"), ("han-spacing", "warning"), ("repeated-word", "warning")]
    file = root / "site.yaml"
    file.write_text(
        file.read_text(encoding="utf-8") + "\nchecks: {han-spacing: off, repeated-word: error}\n", encoding="utf-8"
    )
    assert found() == [("repeated-word", "error")]
    assert not {each.check for each in check_library(load(root), date(2026, 11, 21))} & STYLE


def test_a_missing_summary_is_told_where_it_is_to_be_written(make_site) -> None:  # type: ignore[no-untyped-def]
    """In the source alone, or in a translation that lacks what its source has."""
    root = make_site()
    sources = [root / ZH, root / ZH.replace("zh-Hans", "en")]

    def without(path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("summary:")), encoding="utf-8")

    def found() -> list[str]:
        problems = check_library(load(root), date(2026, 11, 21), style=True)
        places = [each.source.path for each in problems if each.check == "missing-summary"]
        return [path for path in places if path in {ZH, ZH.replace("zh-Hans", "en")}]

    without(sources[1])
    assert found() == [ZH.replace("zh-Hans", "en")]
    without(sources[0])
    assert found() == [ZH]
