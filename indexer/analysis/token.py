"""The unit of everything that is indexed, asked and highlighted."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Token:
    """A term and where it stands.

    `position` is its ordinal among the tokens of the text; tokens that overlap may share one. `start` and `end`
    are code points of the original text, `[start, end)`, whatever normalisation and filters made of it.
    """

    text: str
    position: int
    start: int
    end: int


class Span(NamedTuple):
    """A stretch `[start, end)` of normalised text that becomes a token, `step` positions after the one before."""

    start: int
    end: int
    step: int = 1
