"""What a Markdown text refers to: links, images, facts and raw HTML, each with its place."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kb.facts import PLACEHOLDER
from kb.markdown.code import BODIES_KEPT, mask_code
from kb.problems import SourceRef


class Kind(StrEnum):
    """What a reference is."""

    LINK = "link"
    IMAGE = "image"
    FACT = "fact"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference. `target` is the destination as written, the fact's name or the tag; `text` the link's words or the
    image's alternative.

    For HTML, `text` is the whole tag as written.
    """

    kind: Kind
    target: str
    text: str
    place: SourceRef


_INLINE = re.compile(
    r"\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
"""A link, or an image where `!` stands before it: a pattern that begins with one character is found much faster."""
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<text>[^\]\n]+)\]:[ \t]*(?:\n[ \t]*(?=\S+[ \t]*(?:[\"'(].*)?$))?<?(?P<target>[^\s>]+)>?",
    re.MULTILINE,
)
"""The destination of a link may stand on the next line, with nothing but a title after it."""
_AUTOLINK = re.compile(r"<(?P<target>(?:https?|mailto|ftp|javascript|data|file):[^<>\s]*)>", re.IGNORECASE)
_VALUE = r"""=\s*"(?:[^"\n]|\n(?!\s*\n))*"|=\s*'(?:[^'\n]|\n(?!\s*\n))*'"""
"""A quoted value, which may hold `<` and `>`, but no empty line: that ends the paragraph and with it the tag."""
_HTML = re.compile(rf"</?(?P<tag>[A-Za-z][A-Za-z0-9-]*)(?:[\s/](?>{_VALUE}|[^<>])*+)?>")


@lru_cache(maxsize=BODIES_KEPT)
def references(text: str, path: str, first_line: int = 1) -> tuple[Reference, ...]:
    """The references of a text in reading order. Code is not looked into, except for facts, which code may show."""
    masked = mask_code(text)
    found = [*_links(masked), *_html(masked), *_facts(text)]
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return tuple(
        Reference(kind, target, words, _place(starts, offset, path, first_line))
        for offset, kind, target, words in sorted(found)
    )


def destinations(text: str) -> list[tuple[int, int]]:
    """Where the destinations of links and images stand, as `[start, end)` in reading order; code is not looked into."""
    masked = mask_code(text)
    found = [*_inline_destinations(masked), *(match.span("target") for match in _DEFINITION.finditer(masked))]
    return sorted(found)


def _inline_destinations(masked: str) -> Iterator[tuple[int, int]]:
    for match in _INLINE.finditer(masked):
        yield match.span("bare" if match["angled"] is None else "angled")
        inner = match.start("text")
        yield from ((inner + start, inner + end) for start, end in _inline_destinations(match["text"]))


_Found = tuple[int, Kind, str, str]


def _links(masked: str) -> Iterator[_Found]:
    for match in _INLINE.finditer(masked):
        target = match["angled"] if match["angled"] is not None else match["bare"]
        is_image = masked[max(0, match.start() - 1) : match.start()] == "!"
        yield match.start() - is_image, Kind.IMAGE if is_image else Kind.LINK, target, match["text"]
        for offset, inner, inner_target, words in _links(match["text"]):  # an image inside a link
            yield match.start("text") + offset, inner, inner_target, words
    if "]:" in masked:
        for match in _DEFINITION.finditer(masked):
            yield match.start(), Kind.LINK, match["target"], match["text"]
    for match in _AUTOLINK.finditer(masked):
        yield match.start(), Kind.LINK, match["target"], match["target"]


def _html(masked: str) -> Iterator[_Found]:
    for match in _HTML.finditer(masked):
        yield match.start(), Kind.HTML, match["tag"].lower(), match[0]


def _facts(text: str) -> Iterator[_Found]:
    for match in PLACEHOLDER.finditer(text):
        yield match.start(), Kind.FACT, match[1], match[0]


def _place(starts: list[int], offset: int, path: str, first_line: int) -> SourceRef:
    line = bisect_right(starts, offset) - 1
    return SourceRef(path, first_line + line, offset - starts[line] + 1)
