"""Tables and their figures."""

import math

import pytest

from bench.tables import difference, figure, geometric_mean, ratio, share, table


def test_a_table_is_markdown_whose_columns_stand_below_each_other() -> None:
    """Also with Chinese, which is twice as wide."""
    assert table(["set", "p50"], [["中文", ".9"], ["en", "12.25"]]) == (
        "| set  |   p50 |\n| ---- | ----: |\n| 中文 |    .9 |\n| en   | 12.25 |"
    )


@pytest.mark.parametrize(("value", "text"), [(0.9624, ".962"), (1.0, "1.000"), (0.0, ".000")])
def test_a_measure_is_written_as_in_the_field(value: float, text: str) -> None:
    """Without the zero before the point."""
    assert share(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.0104, "+.010"), (-0.25, "-.250"), (0.0, "+.000"), (1.0, "+1.000")])
def test_a_difference_has_its_sign(value: float, text: str) -> None:
    """Whichever it is."""
    assert difference(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1234"), (12.34, "12.3"), (1.234, "1.23"), (0.0123, "0.012"), (math.nan, "–")]
)
def test_a_figure_has_about_three_digits(value: float, text: str) -> None:
    """A dash says that it was not measured."""
    assert figure(value) == text


def test_ratios_say_the_same_from_both_sides() -> None:
    """Twice and half cancel."""
    assert geometric_mean([2, 0.5]) == pytest.approx(1)
    assert math.isnan(geometric_mean([]))
    assert (ratio(3, 2), ratio(3, 0)) == ("1.50", "–")
