"""Reading Markdown: sections, and references with their places."""

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.markdown.code import mask_code
from kb.markdown.references import Kind, destinations, references
from kb.markdown.sections import split_sections

BODY = """Intro with [a link](article:fees#how "title").

## 手续费 {#fees}

Text.

```
## not a heading
[not](a-link)
```

### Deeper {#deeper .wide}

![alt](media/a.svg "Caption") and `[code](x)` and {{fact:fee}} and <b class="x">raw</b>.
"""


def test_sections_are_what_stands_under_headings_and_code_is_no_heading() -> None:
    """The text before the first heading is a section of its own."""
    sections = split_sections(BODY, body_line=10)
    assert [(each.id, each.title, each.level, each.line) for each in sections] == [
        ("_intro", "", 1, 10),
        ("fees", "手续费", 2, 12),
        ("deeper", "Deeper", 3, 21),
    ]
    assert "## not a heading" in sections[1].text


def test_references_carry_their_place_and_code_is_not_looked_into() -> None:
    """Line and column are those of the file."""
    found = [(each.kind, each.target, each.place.line, each.place.column) for each in references(BODY, "a.md", 10)]
    assert found == [
        (Kind.LINK, "article:fees#how", 10, 12),
        (Kind.IMAGE, "media/a.svg", 23, 1),
        (Kind.FACT, "fee", 23, 51),
        (Kind.HTML, "b", 23, 68),
        (Kind.HTML, "b", 23, 84),
    ]


def test_an_image_inside_a_link_is_both() -> None:
    """The link and the image are found."""
    found = {(each.kind, each.target) for each in references("[![alt](a.png)](article:x)", "a.md")}
    assert found == {(Kind.LINK, "article:x"), (Kind.IMAGE, "a.png")}


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[x]:\n  article:y\n", ["article:y"]),
        ('[x]:\narticle:y "Fees"\n', ["article:y"]),
        ("[x]:\nTwo words\n", []),
        ("[x]:\n\narticle:y\n", []),
    ],
)
def test_the_destination_of_a_definition_may_stand_on_the_next_line(text: str, targets: list[str]) -> None:
    """Where it is rendered as a link, and nowhere else."""
    assert [each.target for each in references(text, "a.md")] == targets
    assert [text[start:end] for start, end in destinations(text)] == targets
    assert ('href="article:y"' in markdown.markdown(f"{text}\n[x]")) == bool(targets)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("""<b title="a>b" onclick='x'>c</b>""", ["""<b title="a>b" onclick='x'>""", "</b>"]),
        ('<b title="x> <script>', ['<b title="x>', "<script>"]),
        ('<b title="x>\n\n<i class="y">', ['<b title="x>', '<i class="y">']),
        ("<svg/onload=x> a < b > c <br/>", ["<svg/onload=x>", "<br/>"]),
        ("<help@example.com> <https://a.example>", []),
    ],
)
def test_a_tag_ends_where_browsers_end_it(text: str, tags: list[str]) -> None:
    """A `>` in quotes is part of a value; a quote that is never closed hides nothing."""
    assert [each.text for each in references(text, "a.md") if each.kind is Kind.HTML] == tags


@given(st.text(alphabet=st.sampled_from("`~#[]()<>{}!|/ab \n\t中\\"), max_size=200))
def test_masking_keeps_every_offset_and_line(text: str) -> None:
    """Whatever the text, nothing moves."""
    masked = mask_code(text)
    assert len(masked) == len(text)
    assert [index for index, char in enumerate(masked) if char == "\n"] == [
        index for index, char in enumerate(text) if char == "\n"
    ]


@given(st.text(alphabet=st.sampled_from("`~#[]()<>{}!|/ab \n\t中\\:="), max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises."""
    split_sections(text)
    references(text, "a.md")
