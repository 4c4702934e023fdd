"""Numbers in Han characters."""

import pytest

from kb.han_numbers import han_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("十六进制", {16}),
        ("二十四小时和十分钟", {24, 10}),
        ("二百五十", {250}),
        ("兩千零一", {2001}),
        ("二〇二六", {2026}),
        ("16", set()),
    ],
)
def test_numbers_in_words_have_their_value(text: str, numbers: set[int]) -> None:
    """Below ten thousand."""
    assert han_numbers(text) == numbers
