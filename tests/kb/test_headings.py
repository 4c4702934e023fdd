"""Headings: what the reader of Markdown finds is what readers see, in any text that editors may write."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import Treeprocessor

from kb.markdown.sections import headings, split_sections
from kb.markdown.segments import segments
from kb.rendering.blocks import HelpBlocks
from kb.rendering.plain_text import plain_sections
from kb.rendering.renderer import markdown_with

CASES = (
    ("## 手续费 {#fees}", [("手续费", 2, "fees")]),
    ("## 手续费{#fees}", [("手续费", 2, "fees")]),
    ("   ## Fees {#fees}", [("Fees", 2, "fees")]),
    ("    ## code", []),
    ("#tag and\n##also", []),
    ("## C# {#c}", [("C#", 2, "c")]),
    ("## Fees ##", [("Fees", 2, None)]),
    ("## Fees {#fees} ##", [("Fees", 2, "fees")]),
    ("## Fees ## {#fees}", [("Fees", 2, "fees")]),
    ("## Fees {: #fees .wide lang=en }", [("Fees", 2, "fees")]),
    ("## Use {name}", [("Use {name}", 2, None)]),
    ("## Use `{#name}` *now* {#use}", [("Use `{#name}` *now*", 2, "use")]),
    ("##", [("", 2, None)]),
    ("## {#empty}", [("", 2, "empty")]),
    ("####### seven", []),
    ("text\n## Fees\nmore", [("Fees", 2, None)]),
    ("`a\n## Fees\nb`", [("Fees", 2, None)]),
    ("Fees {#fees}\n----", [("Fees", 2, "fees")]),
    ("Use `kb`\n===", [("Use `kb`", 1, None)]),
    ("two\nlines\n---", []),
    ("- item\n---", []),
    ("[a]: https://a.example\n---", []),
    ("| a |\n|---|\n| b |\n## Fees", [("Fees", 2, None)]),
    ("- item\n\n    text\n## Fees", [("Fees", 2, None)]),
    ("- ## in an item\n\n    ## deeper", []),
    ("> ## in a quotation", []),
    ("[^1]: ## in a note\n\nx[^1]", []),
    ("/// note\n## In a box {#box}\n///", [("In a box", 2, "box")]),
    ("```\n# code\n````\n## Fees", [("Fees", 2, None)]),
    ("~~~ py title=x y\n# code\n~~~\n## Fees", [("Fees", 2, None)]),
    ("  ```\n# code\n  ```\n## Fees", [("Fees", 2, None)]),
    ("- ```\n  # code\n  ```\n\n## Fees", [("Fees", 2, None)]),
    ("```\n## never closed", []),
    ("<!-- \n## hidden\n-->\n## Fees", [("Fees", 2, None)]),
    ("<!-- never closed\n\n## Fees", [("Fees", 2, None)]),
    ("<div>\n\n## raw\n\n</div>\n\n## Fees", [("Fees", 2, None)]),
    ("<p>never closed\n\n## Fees", [("Fees", 2, None)]),
    ("## A {#x}\n## A {#x}", [("A", 2, "x"), ("A", 2, "x")]),
)


def made(body: str) -> list[tuple[str, int, str | None]]:
    """The headings that rendering makes, with their words before markup is read."""
    found: list[tuple[str, int, str | None]] = []

    class Headings(Treeprocessor):
        def run(self, root: ElementTree.Element) -> None:
            for element in root.iter():
                if re.fullmatch("h[1-6]", element.tag):
                    found.append((element.text or "", int(element.tag[1]), element.get("id")))

    converter = markdown_with(HelpBlocks({"note": "Note"}))
    converter.treeprocessors.register(Headings(converter), "headings", 100)
    html = str(converter.convert(body))
    shown = [
        (int(level), identifier or None)
        for level, identifier in re.findall(r'<h([1-6])(?: (?!id=)[\w-]+="[^"]*")*(?: id="([^"]*)")?', html)
    ]
    assert shown == [(level, identifier) for _, level, identifier in found], html
    assert "\ue014" not in html
    return found


def read(body: str) -> list[tuple[str, int, str | None]]:
    """The headings that are read from the text."""
    return [(each.title, each.level, each.id) for each in headings(body)]


@pytest.mark.parametrize(("body", "expected"), CASES)
def test_headings_are_those_of_common_mark_outside_lists_and_quotations(
    body: str, expected: list[tuple[str, int, str | None]]
) -> None:
    """One case an awkward way to write one, or not to; the page has the same."""
    assert read(body) == expected
    assert [(text.replace("\\{", "{"), level, identifier) for text, level, identifier in made(body)] == expected


PIECES = (
    *(body for body, _ in CASES),
    *("text", "**bold** 文字", "- item", "1. step", "    deeper", "> quotation", "| a | b |\n|---|---|\n| c | d |"),
    *("/// note", "/// faq | Why? {#why}", "///", "```py", "```", "~~~", "---", "===", "", "", ":   meaning"),
    *("<div>", "</div>", "<b>x</b>", "<!-- c -->", "<details>\n<summary>s</summary>", "</details>", "![i](m.png)"),
    *(
        "[^1]: note",
        "x[^1]",
        "{: .wide }",
        "`code",
        "<!-- c --><p>open",
        "\\# no",
        "#",
        "\t## tab",
        "##\ttab {#tab}",
        "&lt;p&gt; <br>",
    ),
)
# A comment never closed before a fence that holds a whole one is read otherwise by segments still.
DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from([each for each in PIECES if not each.startswith("<!-- never")]),
        st.sampled_from(["\n", "\n\n", "\n\n\n"]),
    ),
    min_size=1,
    max_size=12,
).map(lambda parts: "".join(piece + gap for piece, gap in parts))


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_what_is_read_as_a_heading_is_one_on_the_page_and_nothing_else_is(body: str) -> None:
    """Words, levels, ids and order, whatever stands around."""
    assert [(text.replace("\\{", "{"), level, id) for text, level, id in made(body)] == read(body)


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_sections_and_segments_have_every_heading_once(body: str) -> None:
    """What search, links and translators take for a section is what the page shows as one."""
    titles = [each.title for each in split_sections(body) if each.id != "_intro"]
    assert titles == [title for title, _, _ in read(body)]
    pieces = {each.start: each.text for each in segments(body)}
    for heading in headings(body):
        assert not heading.title or pieces[heading.words] == heading.title
        assert body[heading.words :].startswith(heading.title)


def test_a_heading_ends_the_question_it_stands_in() -> None:
    """For search as for links: its words are not the question's."""
    html = '<h2 id="a">A</h2><details class="faq" id="q"><summary>Q</summary><p>one</p><h3 id="h">H</h3><p>two</p></details><p>three</p>'
    found = [(each.id, each.title, each.text) for each in plain_sections(html)]
    assert found == [("a", "A", ""), ("q", "Q", "one"), ("h", "H", "two\nthree")]
