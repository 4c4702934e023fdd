"""Pseudo-locales: every word of a text changes, nothing else does."""

import re

import pytest

from kb.pseudo import accented, mirrored, pseudo_markdown


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Search", "[!! Šéåŕçĥ öñé !!]"),
        ("Page %(number)s of %(pages)s", "[!! Þåĝé %(number)s öƒ %(pages)s öñé !!]"),
        ("Costs {{fact:fee-usdt}}", "[!! Çöšţš {{fact:fee-usdt}} öñé !!]"),
        ("<strong>No</strong>, see <a href='/x'>it</a>", "[!! <strong>Ñö</strong>, šéé <a href='/x'>îţ</a> öñé !!]"),
        ("100 %", "100 %"),
        ("", ""),
    ],
)
def test_a_message_is_accented_longer_and_marked(text: str, wanted: str) -> None:
    """Placeholders and tags stay; what has no letters too."""
    assert accented(text) == wanted


def test_a_message_grows_by_a_third() -> None:
    """As much as translations of English do."""
    text = "Withdrawals are locked while we look into what happened to your account"
    letters = [len(re.findall(r"[^\W\d_]", each)) for each in (text, accented(text))]
    assert 1.2 < letters[1] / letters[0] < 1.45


def test_words_run_from_right_to_left() -> None:
    """Each on its own, so that lines still break between them."""
    assert mirrored("Page %(number)s") == "\u200f\u202ePage\u202c\u200f %(number)s"


BODY = """Some [words](article:fees#how "A title") and `code`.

## How {#how}

- [ ] One **two**
1. Three

| Coin | Fee |
| --- | ---: |
| `a|b` | {{fact:fee}} |

/// faq | Why? {#why}
Because.
///

![A picture](media/flow.svg "Below it")

```
Left alone
```

> Quoted
Term
: Meaning

[^1]: A note
[ref]: https://help.example/path
"""


def test_markdown_keeps_its_structure() -> None:
    """Destinations, ids, code, facts, tables and blocks; the words of images are marked by themselves."""
    assert pseudo_markdown(BODY, lambda words: f"<{words}>" if words else "").splitlines() == [
        '<Some [words](article:fees#how "A title") and `code`.>',
        "",
        "## <How> {#how}",
        "",
        "- [ ] <One **two**>",
        "1. <Three>",
        "",
        "| <Coin> | <Fee> |",
        "| --- | ---: |",
        "| <`a|b`> | <{{fact:fee}}> |",
        "",
        "/// faq | <Why?> {#why}",
        "<Because.>",
        "///",
        "",
        '![<A picture>](media/flow.svg "<Below it>")',
        "",
        "```",
        "Left alone",
        "```",
        "",
        "> <Quoted>",
        "<Term>",
        ": <Meaning>",
        "",
        "[^1]: <A note>",
        "[ref]: https://help.example/path",
    ]


def test_destinations_are_not_accented() -> None:
    """They would lead nowhere."""
    changed = pseudo_markdown(BODY, accented)
    for kept in ("](article:fees#how ", "`code`", "{#how}", "{{fact:fee}}", "(media/flow.svg ", "Left alone", "{#why}"):
        assert kept in changed
    assert "Because" not in changed
