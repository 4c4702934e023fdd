"""Facts: fees, limits and times that are written once in `facts.yaml` and inserted by name, formatted by CLDR.

`{{fact:name}}` stands for a fact in bodies, titles, summaries and diagram labels.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from kb.locales import Locale

PLACEHOLDER = re.compile(r"\{\{\s*fact:([^{}\s]*)\s*\}\}")

_DIGIT_BEFORE_HAN = re.compile(r"(?<=[0-9])(?=[\u4e00-\u9fff])")

_CENTS = re.compile(r"\.0+")

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"

# Currencies shown with their CLDR symbol; all others are tickers, shown as number and code.
SYMBOL_CURRENCIES = frozenset({"USD", "EUR", "GBP", "JPY", "KRW", "CNY", "HKD", "TWD", "SGD"})

UNITS = {unit: f"duration-{unit}" for unit in ("second", "minute", "hour", "day", "week", "month", "year")}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency or coin."""

    amount: Decimal
    currency: str

    def format(self, locale: Locale) -> str:
        """`1 USDT`, `US$10`."""
        if self.currency in SYMBOL_CURRENCIES:
            whole = self.amount == self.amount.to_integral_value()
            pattern = locale.cldr.currency_formats["standard"].pattern
            return format_currency(
                self.amount,
                self.currency,
                format=_CENTS.sub("", pattern) if whole else pattern,
                locale=locale.cldr,
                currency_digits=not whole,
            )
        return f"{_decimal(self.amount, locale)}{NO_BREAK_SPACE}{self.currency}"


@dataclass(frozen=True, slots=True)
class Percent:
    """A share; `percent: 0.1` is one in a thousand."""

    percent: Decimal

    def format(self, locale: Locale) -> str:
        """`0.1%`, with the locale's sign and spacing."""
        return format_percent(self.percent / 100, locale=locale.cldr, decimal_quantization=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A bare count."""

    number: Decimal

    def format(self, locale: Locale) -> str:
        """`1,200`."""
        return _decimal(self.number, locale)


@dataclass(frozen=True, slots=True)
class Duration:
    """A span of time, or a range of spans when `until` is given."""

    amount: Decimal
    unit: str
    until: Decimal | None = None

    def format(self, locale: Locale) -> str:
        """`24 hours`, `1–3 days`; the unit agrees with the larger end of a range."""
        last = self.amount if self.until is None else self.until
        text = _unit(last, UNITS[self.unit], locale)
        if self.until is None:
            return text
        end = _decimal(last, locale)
        if end not in text:  # a dual such as Arabic's says its number without a digit; a hundred never does
            text = _unit(Decimal(100), UNITS[self.unit], locale).replace(_decimal(Decimal(100), locale), end, 1)
        return text.replace(end, f"{_decimal(self.amount, locale)}{EN_DASH}{end}", 1)


@dataclass(frozen=True, slots=True)
class Text:
    """Words that must agree everywhere, by locale tag."""

    text: Mapping[str, str]

    def format(self, locale: Locale) -> str:
        """The words of this locale, or the name of the gap: loading reports a missing locale first."""
        return self.text.get(locale.tag, "")


Fact = Money | Percent | Number | Duration | Text


def _decimal(value: Decimal, locale: Locale) -> str:
    return format_decimal(value, locale=locale.cldr, decimal_quantization=False)


def _unit(value: Decimal, unit: str, locale: Locale) -> str:
    """CLDR's long form; some languages define only the short one, for which Babel writes the unit's id instead."""
    text = ""
    for length in ("long", "short", "narrow"):
        text = str(format_unit(value, unit, length=length, locale=locale.cldr))
        if unit not in text:
            break
    return _DIGIT_BEFORE_HAN.sub(" ", text) if locale.language == "zh" else text


def insert_facts(text: str, facts: Mapping[str, Fact], locale: Locale) -> str:
    """`text` with every placeholder of a known fact replaced; unknown names stay as they are, for the check to name."""
    return PLACEHOLDER.sub(_formatter(facts, locale), text)


def _formatter(facts: Mapping[str, Fact], locale: Locale) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        fact = facts.get(match[1])
        return match[0] if fact is None else fact.format(locale)

    return replace


def names_in(text: str) -> list[str]:
    """The names of the facts that a text inserts, in order."""
    return PLACEHOLDER.findall(text)
