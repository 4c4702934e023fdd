"""Reading the words of HTML with where they stand, for those who put links around them."""

import pytest

from kb.rendering.passages import passages


def linkable(html: str, word: str) -> list[str | None]:
    """What stands in the HTML at each place where a passage has the word; None where no link may stand."""
    found = []
    for passage in passages(html):
        at = passage.text.find(word)
        while at >= 0:
            span = passage.linkable(at, at + len(word))
            found.append(html[span[0] : span[1]] if span else None)
            at = passage.text.find(word, at + 1)
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<p>先付fee再说</p>",
        "<ul><li>fee</li></ul>",
        "<p>a &amp; b &lt;fee&gt;</p>",
        "<p>one\ntwo <strong>fee</strong></p>",
        '<details class="faq"><summary>Why?</summary><p>The fee.</p></details>',
        "<table><tbody><tr><td>fee</td></tr></tbody></table>",
        "<dl><dd>fee</dd></dl>",
        '<div class="callout callout-note"><p class="callout-title">Note</p><p>fee</p></div>',
    ],
)
def test_text_can_carry_a_link(html: str) -> None:
    """The place is that of the word itself, whatever stands before it."""
    assert linkable(html, "fee") == ["fee"]


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="/x">the <em>fee</em></a></p>',
        "<h2>fee</h2>",
        "<p><code>fee</code></p>",
        "<pre><code>fee</code></pre>",
        '<details class="faq"><summary>The fee?</summary><p>Yes.</p></details>',
        '<div class="callout"><p class="callout-title">fee</p></div>',
        "<table><thead><tr><th>fee</th></tr></thead></table>",
        "<dl><dt>fee</dt></dl>",
        "<svg><text>fee</text></svg>",
        "<figure><figcaption>fee</figcaption></figure>",
        "<p><strong>f</strong>ee</p>",
    ],
)
def test_links_headings_code_and_drawings_are_left_alone(html: str) -> None:
    """The word is read as part of its passage, and no link may stand there."""
    assert linkable(html, "fee") == [None]


def test_a_character_reference_is_one_character() -> None:
    """Its place in the HTML is all of it."""
    html = "<p>A&amp;B</p>"
    assert linkable(html, "A&B") == ["A&amp;B"]


def test_paragraphs_are_passages_of_their_own() -> None:
    """Emphasis parts no words; a break, a cell or a paragraph does."""
    html = "<p>提<em>现</em>了<br>再</p><table><tr><td>一</td><td>二</td></tr></table>"
    assert [passage.text for passage in passages(html)] == ["提现了", "再", "一", "二"]
