"""One line of Markdown: what stands before its words, and what its words begin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kb.markdown.code import mask_code

TAB = 4
"""The columns of indentation that Python-Markdown asks of what belongs to a list item."""


class Kind(StrEnum):
    """What a segment is in its text."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    TERM = "term"
    DEFINITION = "definition"
    FOOTNOTE = "footnote"
    CALLOUT = "callout"
    QUESTION = "question"
    IMAGE = "image"
    CAPTION = "caption"
    HTML = "html"


_QUOTE = re.compile(r" {0,3}>[ \t]?")
_MARKS = (
    (Kind.ITEM, re.compile(r"(?:[-*+]|\d+\.)(?:[ \t]+|$)")),
    (Kind.DEFINITION, re.compile(r":[ \t]+")),
    (Kind.FOOTNOTE, re.compile(r"\[\^[^\]\s]+\]:[ \t]*")),
)
_RULE = re.compile(r"(?:[ \t]*([-*_])[ \t]*)(?:\1[ \t]*){2,}")
SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
"""The line below a table's head."""

_PIPE = re.compile(r"\\.|\|", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line and where its words begin. `start` is its offset in the text, `words` that of its words.

    `indent` is the columns of white space before its first mark, behind any `>`; `quotes` the number of `>`. `kind`
    is that of its last mark: PARAGRAPH without one. `is_new` tells whether a mark other than `>` begins it.
    """

    start: int
    words: int
    text: str
    indent: int
    quotes: int
    kind: Kind
    is_new: bool

    @property
    def content(self) -> str:
        """The line from its words on."""
        return self.text[self.words - self.start :]

    @property
    def before(self) -> str:
        """What precedes the words: marks and white space."""
        return self.text[: self.words - self.start]

    @property
    def is_blank(self) -> bool:
        """Whether it has no words and begins nothing."""
        return not self.is_new and not self.content.strip()


def read_line(text: str, start: int) -> Line:
    """A line (without its end) that begins at the offset `start`."""
    at = quotes = 0
    while match := _QUOTE.match(text, at):
        at, quotes = match.end(), quotes + 1
    bare = text[at:].lstrip(" \t")
    indent = len(text[at : len(text) - len(bare)].expandtabs(TAB))
    at = len(text) - len(bare)
    kind, is_new = (Kind.QUOTE if quotes else Kind.PARAGRAPH), False
    while not _RULE.fullmatch(text, at) and (found := _mark(text, at)):
        kind, at, is_new = *found, True
    return Line(start, start + at, text, indent, quotes, kind, is_new)


def _mark(text: str, at: int) -> tuple[Kind, int] | None:
    for kind, pattern in _MARKS:
        if match := pattern.match(text, at):
            return kind, match.end()
    return None


def is_rule(content: str) -> bool:
    """Whether a line is a thematic break."""
    return _RULE.fullmatch(content) is not None


def cells(content: str) -> Iterator[tuple[int, int]]:
    """Where the words of each cell of a table's row begin and end; an empty cell has equal ends."""
    masked = mask_code(content)
    pipes = [match.start() for match in _PIPE.finditer(masked) if match[0] == "|"]
    edges = [-1, *pipes, len(content)]
    spans = list(pairwise(edges))
    if not content[: spans[0][1]].strip() and len(spans) > 1:
        spans = spans[1:]
    if len(spans) > 1 and not content[spans[-1][0] + 1 :].strip():
        spans = spans[:-1]
    for left, right in spans:
        inner = content[left + 1 : right]
        start = left + 1 + len(inner) - len(inner.lstrip())
        yield start, max(start, left + 1 + len(inner.rstrip()))
