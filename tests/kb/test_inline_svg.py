"""Drawings within pages: what they keep, and what they can never bring in."""

from pathlib import Path

import pytest

from kb.facts import Fact
from kb.locales import Locale
from kb.media import Image
from kb.model import Status, Translation
from kb.rendering.inline_svg import LARGEST, inline_svg
from kb.rendering.renderer import Renderer
from kb.rendering.tree import Surroundings

ROOT = Path(__file__).parents[2]
FACTS: dict[str, Fact] = {}


def drawn(inside: str, attributes: str = "") -> str | None:
    """A drawing with this inside, as a page holds it."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" {attributes}>{inside}</svg>'
    return inline_svg(svg.encode())


def page_with(svg: str, body: str = '![流程 "A" <b>](media/flow.svg "充值流程")') -> str:
    """The HTML of an article that shows a drawing."""
    image = Image(Path("media/flow.svg"), "flow.0123456789.svg", 64, 32, len(svg), svg.encode())
    article = Translation(
        "fees", Locale("zh-Hans"), "标题", "", (), (), Status.PUBLISHED, None, None, "", body, 1, (), {}, "a.md"
    )
    around = Surroundings("/help", {}, {"media/flow.svg": image})
    return Renderer(FACTS, lambda _, msgid: msgid).render(article, around).html


SOUND = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><title>t</title>'
    '<defs><marker id="head"><path d="M0 0"/></marker></defs><path d="M0 0" marker-end="url(#head)"/>'
    "<text>充值</text></svg>"
)


def test_a_drawing_is_part_of_the_page_under_the_name_that_the_article_gives_it() -> None:
    """Its words can be selected and found; its file stays, for whoever wants it larger."""
    html = page_with(SOUND)
    assert "<img" not in html
    assert '<svg class="drawing" role="img" aria-label="流程 &quot;A&quot; &lt;b&gt;" width="64" height="32"' in html
    assert ">充值</text>" in html
    assert "<title>" not in html
    assert 'href="/help/media/flow.0123456789.svg"' in html
    assert 'aria-label="View larger: 充值流程"' in html


def test_ids_are_unique_on_a_page_that_shows_a_drawing_twice() -> None:
    """And references lead to the drawing's own."""
    html = page_with(SOUND, "![a](media/flow.svg)\n\n![b](media/flow.svg)")
    for number in (1, 2):
        assert html.count(f'id="_drawing-{number}-head"') == 1
        assert html.count(f'marker-end="url(#_drawing-{number}-head)"') == 1


def test_a_drawing_within_a_line_of_text_stays_an_image() -> None:
    """Only figures are drawn."""
    assert "<svg" not in page_with(SOUND, "前 ![a](media/flow.svg) 后")


def test_attributes_are_never_taken_for_images() -> None:
    """However an author spells them."""
    text = '<a title="<div class=&quot;picture&quot;><img src=&quot;/help/media/flow.0123456789.svg&quot;>">x</a>'
    assert "<svg" not in page_with(SOUND, text + "\n\n![.svg](media/none.svg)")


def test_what_the_style_sheet_says_becomes_attributes() -> None:
    """Pages forbid inline styles; colours named like the page's follow the reader's theme."""
    style = """<style>/* light */ svg { --ink: #111; --mine: #abc; font-family: "PingFang SC", sans-serif }
      @media (prefers-color-scheme: dark) { svg { --ink: #eee; } }
      text { fill: var(--ink); text-anchor: middle }
      .a, g .b { fill: var(--mine) }
      .code { font-family: ui-monospace, monospace }
      svg[direction="rtl"] .far { transform: translate(10px, 0) scale(-1, 1) }</style>"""
    words = '<g><text class="b">x</text></g><text class="code">y</text><text class="b far" style="fill: none">z</text>'
    svg = drawn(style + words, 'direction="rtl"')
    assert svg is not None
    assert '<g><text fill="#abc" text-anchor="middle">x</text></g>' in svg
    assert '<text fill="var(--ink,#111)" text-anchor="middle" font-family="var(--mono)">y</text>' in svg
    assert '<text fill="none" text-anchor="middle" transform="translate(10, 0) scale(-1, 1)">z</text>' in svg
    for gone in ("style", "class", "PingFang", "@media"):
        assert gone not in svg


def test_space_comments_and_digits_that_nobody_sees_are_left_out() -> None:
    """They would cost every reader."""
    svg = drawn('\n  <!-- box -->\n  <rect x="1.23456" width="2px"/>\n  <text>a\n  b</text>\n')
    assert svg is not None
    assert svg.endswith('><rect x="1.235" width="2"/><text>a b</text></svg>')


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        '<image href="https://tracker.example/x.gif"/>',
        '<use href="https://evil.example/#x"/>',
        '<use href="#x"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<animate attributeName="href" values="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        '<rect href="#x"/>',
        '<rect xmlns:x="http://www.w3.org/1999/xlink" x:href="javascript:alert(1)"/>',
        '<rect fill="url(https://evil.example/#x)"/>',
        '<rect style="fill: url(//evil.example/x)"/>',
        '<rect style="background: red"/>',
        '<rect style="fill: red !important"/>',
        '<rect fill="image-set(url(x))"/>',
        '<rect fill="var(--unknown)"/>',
        '<rect fill="expression(alert(1))"/>',
        '<rect fill="&quot;&gt;&lt;script&gt;"/>',
        '<rect id="a b"/>',
        '<rect tabindex="0"/>',
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
        "<style>@import url(https://evil.example/x.css);</style>",
        "<style>@font-face { src: url(https://evil.example/f) }</style>",
        "<style>rect:hover { fill: red }</style>",
        "<style>rect { fill: url(https://evil.example/x) }</style><rect/>",
        "<style>svg { --ink: url(https://evil.example/x) } rect { fill: var(--ink) }</style><rect/>",
        "<style>svg { --own: #111 } @media (prefers-color-scheme: dark) { svg { --own: #eee } } rect { fill: var(--own) }</style><rect/>",
        "<style>@media print { rect { fill: red } }</style>",
        "<style>rect { fill: red</style>",
        "<svg/>",
        "<filter/>",
        "words",
    ],
)
def test_a_drawing_with_more_than_shapes_and_words_stays_an_image(inside: str) -> None:
    """Nothing is removed from it and shown all the same: that would not be the drawing."""
    assert drawn(inside) is None


@pytest.mark.parametrize("svg", ["", "no svg", "<svg/>", '<svg xmlns="http://www.w3.org/2000/svg"/>', "\udcff"])
def test_what_is_no_drawing_stays_an_image(svg: str) -> None:
    """A size to scale from is part of one."""
    assert inline_svg(svg.encode("utf-8", "surrogateescape")) is None


def test_entities_are_not_expanded_without_end() -> None:
    """A file that grows to gigabytes when read is refused."""
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
    svg = f'<!DOCTYPE svg [{bombs}]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&e11;</text></svg>'
    assert inline_svg(svg.encode()) is None


def test_a_large_drawing_stays_an_image() -> None:
    """It loads when it is looked at."""
    assert drawn("<path/>" * (LARGEST // 7)) is None


def test_words_are_escaped() -> None:
    """In texts and in attributes."""
    svg = drawn("<text>&lt;b&gt; &amp;amp;</text>")
    assert svg is not None
    assert "<text>&lt;b&gt; &amp;amp;</text>" in svg


@pytest.mark.parametrize("path", sorted(ROOT.glob("articles/*/media/*.svg")), ids=lambda path: path.stem)
def test_the_drawings_of_the_site_are_part_of_its_pages(path: Path) -> None:
    """Each follows the rules of its guide."""
    assert inline_svg(path.read_bytes())
