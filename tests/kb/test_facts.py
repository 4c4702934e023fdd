"""Facts: written once, formatted for each language."""

from decimal import Decimal

import pytest

from kb.facts import Duration, Fact, Money, Number, Percent, insert_facts
from kb.facts_file import read_facts
from kb.locales import Locale

FEE = Money(Decimal("0.0002"), "BTC")


@pytest.mark.parametrize(
    ("fact", "tag", "text"),
    [
        (FEE, "zh-Hans", "0.0002\u00a0BTC"),
        (FEE, "es", "0,0002\u00a0BTC"),
        (Money(Decimal(5000000), "USDT"), "en", "5,000,000\u00a0USDT"),
        (Money(Decimal(10), "USD"), "en", "$10"),
        (Money(Decimal(50000), "USD"), "en", "$50,000"),
        (Money(Decimal(50000), "USD"), "zh-Hans", "US$50,000"),
        (Money(Decimal(100000), "USD"), "es", "100.000\u00a0US$"),
        (Money(Decimal(1000), "JPY"), "ja", "￥1,000"),
        (Money(Decimal("10.5"), "USD"), "es", "10,50\u00a0US$"),
        (Percent(Decimal("0.08")), "en", "0.08%"),
        (Percent(Decimal("0.08")), "es", "0,08\u00a0%"),
        (Number(Decimal(1200)), "en", "1,200"),
        (Duration(Decimal(24), "hour"), "zh-Hans", "24 小时"),
        (Duration(Decimal(24), "hour"), "ja", "24 時間"),
        (Duration(Decimal(24), "hour"), "ko", "24시간"),
        (Duration(Decimal(1), "day"), "en", "1 day"),
        (Duration(Decimal(1), "day", Decimal(3)), "en", "1–3 days"),
        (Duration(Decimal(1), "day", Decimal(3)), "zh-Hant", "1–3 天"),
        (Duration(Decimal(2), "hour"), "ar", "ساعتان"),
        (Duration(Decimal(1), "minute", Decimal(2)), "ar", "1–2 دقيقة"),
    ],
)
def test_a_fact_reads_as_the_language_writes_it(fact: Fact, tag: str, text: str) -> None:
    """Separators, units and plurals come from CLDR."""
    assert fact.format(Locale(tag)) == text


def test_placeholders_of_unknown_facts_stay_for_the_check_to_name() -> None:
    """Nothing is lost when a name is wrong."""
    text = insert_facts("{{fact:fee}} {{ fact:fee }} {{fact:nope}}", {"fee": FEE}, Locale("en"))
    assert text == "0.0002\u00a0BTC 0.0002\u00a0BTC {{fact:nope}}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("fee: 3", "1:6: facts: fact 'fee': must have the keys of one of"),
        ("fee: {amount: much, currency: X}", "1:6: facts: fact 'fee': 'amount' must be a number, not 'much'"),
        ("fee: {amount: yes, currency: X}", "1:6: facts: fact 'fee': 'amount' must be a number, not True"),
        ("t: {duration: 3, unit: houer}", "1:4: facts: fact 't': unknown unit 'houer' (did you mean 'hour'?)"),
        ("n: {number: 1.0e+99999}", "1:4: facts: fact 'n': 'number' may have 18 digits before and after the point"),
        ("n: {number: 1.0e-99999}", "1:4: facts: fact 'n': 'number' may have 18 digits before and after the point"),
        ("w: {text: {en: a, zh-Hans: b, fr: c}}", "1:31: facts: fact 'w': 'fr' is not a locale of the site"),
        ("w: {text: {en: hi}}", "1:4: facts: fact 'w' has no words for zh-Hans; add them"),
    ],
)
def test_what_is_not_a_fact_is_named(line: str, message: str) -> None:
    """With its line, and the sound ones are kept."""
    facts, problems = read_facts(f"{line}\nok: {{percent: 0.1}}\n", "facts.yaml", [Locale("zh-Hans"), Locale("en")])
    assert str(problems[0]).startswith(f"facts.yaml:{message}")
    assert facts["ok"] == Percent(Decimal("0.1"))
