"""The unit of everything that is indexed, asked and highlighted."""

from typing import NamedTuple


class Token(NamedTuple):
    """A term and where it stands.

    `position` is its ordinal among the tokens of the text; tokens that overlap may share one. `start` and `end`
    are code points of the original text, `[start, end)`, whatever normalisation and filters made of it.
    """

    text: str
    position: int
    start: int
    end: int


Span = tuple[int, int, int]
"""A stretch `[start, end)` of normalised text that becomes a token, and how many positions after the one before."""
