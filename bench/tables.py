"""Tables in Markdown, as they are printed and as `docs/benchmarks.md` keeps them."""

import math
import unicodedata
from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column reads from the left, the others from the right."""
    widths = [max(_width(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join("| " + " | ".join(_padded(row, widths)) + " |" for row in [headings, rule, *rows])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    spaces = [" " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
    return [row[0] + spaces[0], *(space + cell for cell, space in zip(row[1:], spaces[1:], strict=True))]


def _width(text: str) -> int:
    """Columns on a terminal, where Chinese takes two a character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def share(value: float) -> str:
    """A measure between 0 and 1, as it is usual in the field: .962."""
    return f"{value:.3f}".removeprefix("0")


def difference(value: float) -> str:
    """How far a measure lies above or below another: +.012."""
    return f"{value:+.3f}".replace("0.", ".", 1)


def figure(value: float) -> str:
    """A time or a size in three significant digits; a dash where it could not be measured."""
    if math.isnan(value):
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:.{digits}f}"


def ratio(value: float, other: float) -> str:
    """How many times `value` is of `other`."""
    return f"{value / other:.2f}" if other else "–"


def geometric_mean(values: Sequence[float]) -> float:
    """The mean of ratios, which says the same whichever side is the numerator; NaN for none."""
    return math.exp(math.fsum(map(math.log, values)) / len(values)) if values else math.nan
