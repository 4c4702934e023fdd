"""Segments of Markdown: the words between the marks, each with its exact place."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.loader import load
from kb.markdown.lines import Kind
from kb.markdown.segments import segments
from kb.rendering.blocks import HelpBlocks
from kb.rendering.renderer import markdown_with
from kb.rendering.skeleton import block_tags

ROOT = Path(__file__).parents[2]

TABLES = (
    ("一句话。", [("paragraph", "一句话。")]),
    ("第一行\n第二行  \n第三行\n\n下一段", [("paragraph", "第一行\n第二行  \n第三行"), ("paragraph", "下一段")]),
    ("## 手续费 {#fees}\n正文", [("heading", "手续费"), ("paragraph", "正文")]),
    ("## Fees ##\n", [("heading", "Fees")]),
    ("Fees\n====\n\ntext", [("heading", "Fees"), ("paragraph", "text")]),
    (
        "- 一\n- 二\n    - 二之一\n\n    同属二\n",
        [("item", "一"), ("item", "二"), ("item", "二之一"), ("paragraph", "同属二")],
    ),
    ("1. 一\n2. 二\n   接着\n", [("item", "一"), ("item", "二\n接着")]),
    ("- a\n\n    ```\n    code\n    ```\n\n- b", [("item", "a"), ("item", "b")]),
    ("- a\n\n        code\n\n- b", [("item", "a"), ("item", "b")]),
    ("text\n\n    code\n\ntext", [("paragraph", "text"), ("paragraph", "text")]),
    ("> 引\n> 用\n\n> > 深", [("quote", "引\n用"), ("quote", "深")]),
    ("> - 项\n> - 目", [("item", "项"), ("item", "目")]),
    (
        "| 币 | `a|b` \\| 费 |\n| --- | :-: |\n| BTC | |\n| ETH | 2 |",
        [("cell", "币"), ("cell", "`a|b` \\| 费"), ("cell", "BTC"), ("cell", "ETH"), ("cell", "2")],
    ),
    ("a | b\n--|--\n1 | 2", [("cell", "a"), ("cell", "b"), ("cell", "1"), ("cell", "2")]),
    ("/// note\n正文\n///", [("paragraph", "正文")]),
    ("/// risk | 小心\n正文\n///\n后", [("callout", "小心"), ("paragraph", "正文"), ("paragraph", "后")]),
    ("/// faq | 能退吗？ {#refund}\n能。\n///", [("question", "能退吗？"), ("paragraph", "能。")]),
    ("/// note | T\n    attrs: {class: wide}\n\ntext\n///", [("callout", "T"), ("paragraph", "text")]),
    (
        "提现\n:   转出。\n\n:   也说出金。\n",
        [("term", "提现"), ("definition", "转出。"), ("definition", "也说出金。")],
    ),
    ("a\nb\n\n:   both\n\n    more", [("term", "a"), ("term", "b"), ("definition", "both"), ("paragraph", "more")]),
    ("话[^1]\n\n[^1]: 注\n    再注", [("paragraph", "话[^1]"), ("footnote", "注\n再注")]),
    ('![图](media/a.svg "说明")', [("image", "图"), ("caption", "说明")]),
    ("![图](media/a.svg){width=20}", [("image", "图")]),
    ("见 ![图](media/a.svg) 和字", [("paragraph", "见 ![图](media/a.svg) 和字")]),
    ("```python\n# not a heading\n```\n~~~\n- x\n~~~\nafter", [("paragraph", "after")]),
    ("<div>\n<p>words</p>\n\n</div>\n\nafter", [("html", "<div>\n<p>words</p>\n\n</div>"), ("paragraph", "after")]),
    ("<!-- a\nb -->\nafter", [("paragraph", "after")]),
    ("<br>inline", [("paragraph", "<br>inline")]),
    ("text\n{: .wide }", [("paragraph", "text")]),
    ("---\n\n* * *\n\n[a]: https://x.example\n\nend", [("paragraph", "end")]),
    ("**bold** start\n*em* start", [("paragraph", "**bold** start\n*em* start")]),
    ("{{fact:fee}} 起", [("paragraph", "{{fact:fee}} 起")]),
    ("", []),
    ("```\nnever closed\n\n## x", []),
)


@pytest.mark.parametrize(("body", "expected"), TABLES)
def test_words_are_told_from_marks(body: str, expected: list[tuple[str, str]]) -> None:
    """One case a kind of block."""
    assert [(str(piece.kind), piece.text) for piece in segments(body)] == expected


def test_what_stands_in_a_question_belongs_to_it() -> None:
    """Its id is a steadier address than a number in the section."""
    body = "## 问 {#faq}\n前\n\n/// faq | 甲？ {#a}\n答\n///\n\n后\n"
    parts = [(piece.section, piece.part, piece.text) for piece in segments(body)]
    assert parts == [
        ("faq", "faq", "问"),
        ("faq", "faq", "前"),
        ("faq", "a", "甲？"),
        ("faq", "a", "答"),
        ("faq", "faq", "后"),
    ]


def test_a_cell_says_its_column_and_row() -> None:
    """Alone, "2" means nothing to a translator."""
    notes = [piece.note for piece in segments("| 币 | 费用 |\n| - | - |\n| BTC | 免费 |")]
    assert notes[-1] == "column: 费用; row: BTC"


def test_further_lines_are_written_behind_the_marks_they_had() -> None:
    """A quotation stays one, and so does what belongs to an item."""
    quote, item = segments("> a\n> b\n\n- c\n")
    assert quote.written("x\ny") == "x\n> y"
    assert item.written("x\ny") == "x\n    y"


def library_bodies() -> list[str]:
    """Every article in the repository, and every body of the table above."""
    articles = [each.body for each in load(ROOT).library.translations()]
    return [*articles, *(body for body, _ in TABLES)]


BODIES = library_bodies()


def test_places_are_exact_and_do_not_overlap() -> None:
    """What stands between `start` and `end` is the segment as it is written."""
    for body in BODIES:
        at = 0
        for piece in segments(body):
            assert at <= piece.start < piece.end
            written = body[piece.start : piece.end]
            assert written == piece.text or (len(piece.text.split("\n")) == len(written.split("\n")) > 1)
            assert written == written.strip()
            at = piece.end


@given(st.text(alphabet="a汉 \n#-*>|`:/!()[]{}^1.=~<div\t", max_size=120))
@settings(max_examples=400, deadline=None)
def test_any_text_can_be_read(body: str) -> None:
    """Whatever is typed: no error, places in order, and each piece stands where it says."""
    at = 0
    for piece in segments(body):
        assert at <= piece.start <= piece.end <= len(body)
        assert piece.text.split("\n")[0].strip() in body[piece.start : piece.end]
        at = piece.end


def rendered(body: str) -> str:
    """A body as HTML, before links and images are resolved; callouts without a title have none."""
    return str(markdown_with(HelpBlocks({"note": ""})).convert(body))


def numbered(body: str) -> str:
    """A body in which each segment says its number only."""
    for number, piece in reversed(list(enumerate(segments(body)))):
        if piece.kind is not Kind.HTML:
            body = body[: piece.start] + f"wörd{number}x" + body[piece.end :]
    return body


RENDERED = [
    *(each.body for each in load(ROOT).library.translations() if each.locale.tag in {"zh-Hans", "en", "ar"}),
    *(body for body, _ in TABLES if "<" not in body and "never closed" not in body),
]


def test_other_words_leave_the_page_as_it_is_built() -> None:
    """The renderer sees the same blocks whatever the segments say, each segment once, and no word is outside of one."""
    for body in RENDERED:
        html = rendered(numbered(body))
        assert block_tags(numbered(body)) == block_tags(body), body
        for number, piece in enumerate(segments(body)):
            assert html.count(f"wörd{number}x") == (0 if piece.kind is Kind.HTML else 1), (piece, html)
        text = re.sub(r"<pre.*?</pre>|<sup.*?</sup>|<[^>]*>|&#\d+;|wörd\d+x", "", html, flags=re.DOTALL)
        assert not [letter for letter in text if letter.isalnum()], (text, body)


BLOCKS = (
    *("一段话\n两行", "## 手续费 {#fees}", "Fees\n----", "###", "#tag", "- 一\n- 二\n    - 三", "1. 一\n\n    ## 粗"),
    *(
        "> ## 引\n> 用",
        "> - 项",
        "| a | b |\n|---|---|\n| c | d |\n## 后 {#after}",
        "/// note | 小心\n## 内 {#in}\n///",
    ),
    *(
        "/// faq | 能吗？ {#can}\n能。\n\n### 深 {#deep}\n话\n///",
        "```py\n# no\n````",
        "- ```\n  # no\n  ```",
        "    code",
    ),
    *("<div>\n\nraw\n</div>\n话", "<p>raw\nraw", "<!-- c\n\n-->", "<!-- c --> 话", "<!-- open", "{: .alone }"),
    *("词\n:   义", "注[^1]", '![图](m.svg "说明")', "---", "[a]: https://a.example", "**粗** `码`", "话\n{: .wide }"),
)


@given(st.lists(st.sampled_from(BLOCKS), max_size=8).map("\n\n".join))
@settings(max_examples=200, deadline=None)
def test_every_word_of_a_page_comes_from_one_segment(body: str) -> None:
    """Whatever blocks follow each other: no word of the page is outside of a segment, none is in two, none is lost."""
    html = rendered(numbered(body))
    assert block_tags(numbered(body)) == block_tags(body)
    for number, piece in enumerate(segments(body)):
        assert html.count(f"wörd{number}x") == (0 if piece.kind is Kind.HTML else 1), (piece, html)
        html = html.replace(piece.text, "") if piece.kind is Kind.HTML else html
    text = re.sub(r"<pre.*?</pre>|<!--.*?-->|<[^>]*>|&\w+;|wörd\d+x", "", html, flags=re.DOTALL)
    assert not [letter for letter in text if letter.isalnum()], (text, html)


@given(st.lists(st.sampled_from(BLOCKS), max_size=8).map("\n\n".join))
def test_segments_and_what_lies_between_are_the_text(body: str) -> None:
    """Writing every segment back as it was changes no character."""
    written = body
    for piece in reversed(segments(body)):
        written = written[: piece.start] + piece.written(piece.text) + written[piece.end :]
    assert written == body
