"""How much there is to translate."""

import pytest

from kb.locales import Locale
from kb.text_amount import amount, unit_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("提现手续费", 5),
        ("提现 USDT 到账", 5),
        ("Don't pay 1,000.50 for it.", 5),
        ("提现 {{fact:fee-usdt}}", 2),
        ("See [the fees](article:withdrawal-fees#how).", 3),
        ("## How it works {#how}", 3),
        ("/// faq | Why? {#why}\nBecause.\n///", 2),
        ("Run `kb build` now", 2),
        ("```\nkb build\n```\n", 0),
        ("<kbd>Enter</kbd>", 1),
        ("출금 수수료", 2),
        ("ウォレット", 5),
        ("رسوم السحب", 2),
        ("رُسُومُ السَّحْبِ", 2),
        ("खाते में पैसे जोड़ें।", 4),
        ("پول می‌شود", 2),
    ],
)
def test_characters_count_where_words_have_no_spaces_and_words_elsewhere(text: str, number: int) -> None:
    """What a translator leaves as it is counts nothing."""
    assert amount(text) == number


@pytest.mark.parametrize(
    ("tag", "unit"), [("zh-Hant", "characters"), ("ja", "characters"), ("ko", "words"), ("en", "words")]
)
def test_the_unit_is_that_of_the_source(tag: str, unit: str) -> None:
    """As agencies of its market count."""
    assert unit_of(Locale(tag)) == unit
