"""Rendering: what an article's Markdown becomes, and what it can never become."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.facts import Money
from kb.loader import load
from kb.locales import Locale
from kb.media import Image
from kb.model import Status, Translation
from kb.rendering.article import RenderedArticle
from kb.rendering.links import LOCALE_MARK
from kb.rendering.plain_text import plain_sections
from kb.rendering.renderer import Renderer
from kb.rendering.sanitise import sanitise
from kb.rendering.tree import Surroundings

IMAGE = Image(Path("media/flow.svg"), "flow.0123456789.svg", 640, 320, 1000)
AROUND = Surroundings("/help", {"fees": "deposits", "enable-2fa": "security"}, {"media/flow.svg": IMAGE})
LABELS = {"Note": "注意", "Tip": "提示", "Warning": "警告", "Risk": "风险"}
FACTS = {"fee": Money(Decimal(1), "USDT")}


def translation(body: str, title: str = "标题") -> Translation:
    """An article in Simplified Chinese with this body."""
    return Translation(
        "fees", Locale("zh-Hans"), title, "摘要", (), (), Status.PUBLISHED, None, None, "", body, 1, (), {}, "a.md"
    )


def render(body: str) -> RenderedArticle:
    """The rendered article."""
    return Renderer(FACTS, lambda _, msgid: LABELS.get(msgid, msgid)).render(translation(body), AROUND)


def test_links_to_articles_and_categories_leave_the_locale_open() -> None:
    """The same body serves readers of every language."""
    html = render("[a](article:enable-2fa#steps) [b](category:security) [c](../security/enable-2fa.en.md) [d](#x)").html
    assert f'href="/help/{LOCALE_MARK}/security/enable-2fa#steps"' in html
    assert f'href="/help/{LOCALE_MARK}/security/"' in html
    assert f'href="/help/{LOCALE_MARK}/security/enable-2fa"' in html
    assert 'href="#x"' in html


def test_a_link_to_what_is_no_more_leads_to_what_is_read_instead() -> None:
    """To its beginning, since it has other sections; for machines too."""
    around = replace(AROUND, successors={"old": "enable-2fa", "older": "gone"})
    body = "[a](article:old#steps) [b](../x/old.md) [c](article:older)"
    rendered = Renderer(FACTS, lambda _, msgid: msgid).render(translation(body), around)
    assert rendered.html.count(f'href="/help/{LOCALE_MARK}/security/enable-2fa"') == 2
    assert "<a>c</a>" in rendered.html
    assert f"[a](/help/{LOCALE_MARK}/security/enable-2fa)" in rendered.markdown


def test_links_that_leave_the_site_are_marked_and_links_to_nothing_are_no_links() -> None:
    """Readers see where they go."""
    html = render("[out](https://example.org/) [gone](article:gone) [bad](javascript:alert(1))").html
    assert '<a class="external" href="https://example.org/" rel="external noopener">out</a>' in _sorted(html)
    assert "<a>gone</a>" in html
    assert "javascript" not in html


def _sorted(html: str) -> str:
    return re.sub(
        r"<a ([^>]*)>", lambda match: "<a " + " ".join(sorted(re.findall(r'\S+="[^"]*"', match[1]))) + ">", html
    )


def test_an_e_mail_address_in_angle_brackets_is_a_link() -> None:
    """Markdown hides it behind entities, which must not look like a link to nowhere."""
    assert '<a href="mailto:help@example.com">help@example.com</a>' in render("<help@example.com>").html


def test_percent_encoded_names_mean_the_file_and_are_encoded_when_published() -> None:
    """What the check accepts is what the page shows."""
    image = Image(Path("media/my image.png"), "my image.0123456789.png", 1, 1, 1)
    around = Surroundings("/help", {}, {"media/my image.png": image})
    renderer = Renderer(FACTS, lambda _, msgid: LABELS.get(msgid, msgid))
    html = renderer.render(translation("![图](media/my%20image.png) [文件](<media/my image.png>)"), around).html
    assert 'src="/help/media/my%20image.0123456789.png"' in html
    assert 'href="/help/media/my%20image.0123456789.png"' in html


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://tracker.example/x.gif" alt="">',
        '<img src="//tracker.example/help/media/x.gif">',
        '<img src="/help/media/../x.gif">',
        '<img alt="a>b" src="media/none.png">',
        "![图](https://tracker.example/x.gif)",
        "![图](media/none.png)",
    ],
)
def test_only_images_of_the_site_are_shown(body: str) -> None:
    """No page loads anything from elsewhere, whatever checks say."""
    html = render(f"前 {body} 后").html
    assert "<img" not in html
    assert "前" in html
    assert "后" in html


def test_an_image_published_by_the_site_may_be_raw_html() -> None:
    """It is loaded from the site itself."""
    assert '<img src="/help/media/a.png" alt="x">' in render('<img src="/help/media/a.png" alt="x">').html


@pytest.mark.parametrize("address", ["article:nope", "//evil.example", "/\\evil.example", "ftp://a.example", "data:x"])
def test_raw_links_lead_to_pages_or_nowhere(address: str) -> None:
    """Only http, https, mailto, tel and addresses of the site are links."""
    assert "href" not in render(f'<a href="{address}">x</a>').html


def test_the_mark_of_the_locale_in_a_body_is_not_taken_for_one() -> None:
    """A private character that an author pasted does not become the reader's language."""
    rendered = render(f"前{LOCALE_MARK}后")
    assert "前后" in rendered.html
    assert LOCALE_MARK not in rendered.html + rendered.markdown


def test_an_image_alone_is_a_figure_with_its_size_and_caption() -> None:
    """The page does not move while the image loads."""
    html = render('![流程图](media/flow.svg "充值流程")').html
    assert html.startswith('<figure><div class="picture"><img ')
    for attribute in (
        'src="/help/media/flow.0123456789.svg"',
        'alt="流程图"',
        'width="640"',
        'height="320"',
        'loading="lazy"',
    ):
        assert attribute in html
    assert "<figcaption>充值流程</figcaption>" in html


def test_callouts_have_a_word_in_the_articles_language() -> None:
    """Never colour alone; a title of one's own replaces the word."""
    html = render("/// warning\n危险\n///\n\n/// risk | 资产可能损失\n正文\n///\n").html
    assert '<div class="callout callout-warning">\n<p class="callout-title">警告</p>' in html
    assert '<p class="callout-title">资产可能损失</p>' in html


def test_a_question_opens_from_its_id() -> None:
    """Inline Markdown works in the question."""
    html = render("/// faq | 能 **退** 吗？ {#refund}\n不能。\n///\n").html
    assert '<details class="faq" id="refund">' in html
    assert "<summary>能 <strong>退</strong> 吗？</summary>" in html


def test_top_level_numbered_lists_are_steps() -> None:
    """A list inside a step is an ordinary list."""
    html = render("1. 一\n    1. 里\n2. 二\n\n- 点\n").html
    assert html.count('<ol class="steps" role="list">') == 1
    assert "<ol>" in html


def test_tables_scroll_in_their_box_and_align_by_class() -> None:
    """Inline styles are not allowed on any page."""
    html = render("| 币 | 费 |\n|:--|--:|\n| USDT | {{fact:fee}} |\n").html
    assert '<div class="table-wrap" role="group" tabindex="0">' in html
    assert 'class="align-right"' in html
    assert "1&nbsp;USDT" in html
    assert "style=" not in html


def test_what_may_be_wide_is_scrolled_by_the_keyboard() -> None:
    """A table's box has the name of its section, also inside another block; code takes the focus as it is."""
    html = render("## 费用 {#fees}\n\n/// note\n\n| 币 |\n|---|\n| USDT |\n///\n\n```\n代码\n```\n").html
    assert '<div aria-labelledby="fees" class="table-wrap" role="group" tabindex="0">' in html
    assert '<pre class="highlight" tabindex="0">' in html


def test_a_line_break_between_han_characters_is_no_space_and_code_keeps_its_lines() -> None:
    """Chinese prose may be wrapped in the source."""
    rendered = render("第一行\n第二行\nLatin\nwords\n\n```\n代码\n代码\n```\n")
    assert "第一行第二行" in rendered.html
    assert "Latin\nwords" in rendered.html
    assert "代码\n代码" in rendered.html


def test_footnotes_definition_lists_and_code_work() -> None:
    """The whole dialect."""
    html = render("注[^1]\n\n[^1]: 脚注\n\n术语\n:   释义\n\n```python\nprint(1)\n```\n").html
    assert '<section class="footnote"' in html or 'class="footnote"' in html
    assert "<dt>术语</dt>" in html
    assert '<code class="language-python">' in html


def test_headings_and_words_are_given_by_section_and_question() -> None:
    """Search reads what the page shows, facts included."""
    rendered = render(
        "开头\n\n## 费用 {#fee}\n\n每笔 {{fact:fee}}。\n\n/// faq | 退吗？ {#refund}\n不退。\n///\n\n末尾\n"
    )
    assert rendered.headings == (("fee", "费用", 2),)
    assert [(each.id, each.title, each.text) for each in rendered.sections] == [
        ("_intro", "", "开头"),
        ("fee", "费用", "每笔 1 USDT。\n末尾"),
        ("refund", "退吗？", "不退。"),
    ]


def test_the_markdown_for_machines_links_to_categories() -> None:
    """In the reader's language, like links to articles."""
    assert f"[安全](/help/{LOCALE_MARK}/security/)" in render("[安全](category:security)").markdown


def test_the_markdown_for_machines_shows_images_where_they_are_published() -> None:
    """With their alternative text and caption; relative to its own address they would lead nowhere."""
    text = render('![流程图](media/flow.svg "充值流程") ![图](media/flow.svg)').markdown
    assert '![流程图](/help/media/flow.0123456789.svg "充值流程") ![图](/help/media/flow.0123456789.svg)' in text


def test_the_markdown_for_machines_has_title_facts_and_working_links() -> None:
    """Front matter and placeholders are gone."""
    text = render("见 [双重验证](article:enable-2fa)，{{fact:fee}}。").markdown
    assert text == f"# 标题\n\n> 摘要\n\n见 [双重验证](/help/{LOCALE_MARK}/security/enable-2fa)，1\u00a0USDT。\n"


ATTACKS = st.sampled_from(
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<svg/onload=alert(1)>",
        '<a href="jav&#x61;script:alert(1)">x</a>', "<iframe src=//evil>", '<p style="x:expression(1)">', "<style>*{}</style>",
        "[x](data:text/html,<script>)", "![x](javascript:1)", "{: onclick=alert(1) }", "<form action=//evil><input>",
        "/// note | <script>x</script>\n", "/// faq | a {#b onclick=x}\n", "///\n", "<math><mi//xlink:href=javascript:1>",
        "`<script>`", "```html\n<script>\n```\n", "# h {#a onclick=b}", "\ue000", "<!-- -->", "&lt;script&gt;",
        "<img src='https://evil/a.gif' alt='<img x='>", "![x](//evil/a.gif)", "<a title=\"<img x=\" href=//evil>", "<img alt=' src='>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(ATTACKS, st.text(max_size=30), st.just("\n\n")), max_size=8))
def test_whatever_the_markdown_says_the_page_is_safe(pieces: list[str]) -> None:
    """No script, style, event handler, frame or form survives, and sanitising again changes nothing."""
    html = render(" ".join(pieces)).html
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    assert not [
        tag for tag in tags if re.search(r"<(script|style|iframe|form|input|svg|math|object)\b|\son\w+=|style=", tag)
    ]
    assert not [
        tag for tag in tags if re.search(r"""(?:href|src)=["']?\s*(javascript|data|vbscript):""", tag, re.IGNORECASE)
    ]
    assert not [tag for tag in tags if tag.startswith("<img") and ' src="/help/media/' not in tag]
    assert not re.search(r'href="[/\\]{2}', html)
    assert sanitise(html, "/help/media/") == html


def test_every_article_of_the_small_site_renders(make_site) -> None:  # type: ignore[no-untyped-def]
    """The fixture is sound."""
    library = load(make_site()).library
    for each in library.translations():
        assert Renderer(library.facts, lambda _, msgid: msgid).render(each, AROUND).html


def test_cells_of_a_table_are_told_apart() -> None:
    """What search shows of a row does not read as one sentence."""
    html = "<table><tr><th>网络</th><th>确认数</th></tr><tr><td>BTC</td><td>2</td></tr></table>"
    assert plain_sections(html)[0].text == "网络 · 确认数\nBTC · 2"


def test_text_after_a_question_belongs_to_its_section() -> None:
    """Two questions in a row do not swallow each other."""
    html = (
        '<h2 id="faq">问答</h2><details class="faq" id="a"><summary>甲</summary><p>一</p></details>'
        '<details class="faq" id="b"><summary>乙</summary><p>二</p></details><p>尾</p>'
    )
    assert [(each.id, each.level, each.text) for each in plain_sections(html)] == [
        ("faq", 2, "尾"),
        ("a", 3, "一"),
        ("b", 3, "二"),
    ]


def test_what_is_folded_within_an_answer_belongs_to_it() -> None:
    """Its summary is no part of the question."""
    html = (
        '<details class="faq" id="a"><summary>甲</summary><p>一</p>'
        '<details id="b"><summary>乙</summary><p>二</p></details><p>三</p></details>'
    )
    assert [(each.id, each.title, each.text) for each in plain_sections(html)] == [("a", "甲", "一\n乙\n二\n三")]


def test_headings_and_questions_have_a_link_to_themselves_that_says_where_it_leads() -> None:
    """Beside their words, so that these stay what they were."""
    html = render("## 费 & *用* \\* {#fee}\n\n/// faq | 退吗？ {#refund}\n不退。\n///\n").html
    assert '<h2 id="fee">费 &amp; <em>用</em> *</h2><a aria-label="Link to “费 &amp; 用 *”" class="link-here"' in html
    assert 'class="heading heading-h2"' in html
    question = html.split("</summary>")[1]
    assert question.strip().startswith('<a aria-label="Link to “退吗？”" class="link-here" href="#refund"></a>')
