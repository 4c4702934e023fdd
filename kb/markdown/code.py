"""Where a Markdown text is code, which no reader of prose should look into."""

import re
from dataclasses import dataclass
from functools import lru_cache

BODIES_KEPT = 4096
"""Texts whose reading is remembered: rendering and many checks read the same body."""

_FENCE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<item>(?:(?:[-*+]|\d+\.)[ \t]+)*)(?P<fence>`{3,}|~{3,})(?P<language>[^\n`]*)$", re.MULTILINE
)
# It looks back after the first backtick, not before it: what begins with one character is found much faster.
_INLINE = re.compile(r"(`(?<![`\\]`)`*)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)


@lru_cache(maxsize=BODIES_KEPT)
def mask_code(text: str) -> str:
    """The same text, as long and with the same lines, with fenced and inline code blanked out."""
    return _INLINE.sub(lambda match: blank(match[0]), mask_fences(text))


def blank(text: str) -> str:
    """Spaces in the place of a text, with its line breaks."""
    return re.sub(r"[^\n]", " ", text)


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced code from `start` to `end`, both fences with their lines. `body` is what stands between them.

    `indent`, `mark` and `language` are those of the first fence, and so is `item`: the marks of the list items that it
    begins. One that is never closed reaches to the text's end.
    """

    start: int
    end: int
    indent: str
    item: str
    mark: str
    language: str
    body: str


def fences(text: str) -> tuple[Fence, ...]:
    """The fenced code of a text in order."""
    if "```" not in text and "~~~" not in text:
        return ()
    found: list[Fence] = []
    position = 0
    while opening := _FENCE.search(text, position):
        mark = opening["fence"]
        closing = re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        end = closing.search(text, opening.end())
        position = end.end() if end else len(text)
        body = text[opening.end() + 1 : end.start() if end else len(text)]
        language = opening["language"].strip()
        found.append(Fence(opening.start(), position, opening["indent"], opening["item"], mark, language, body))
    return tuple(found)


@lru_cache(maxsize=BODIES_KEPT)
def mask_fences(text: str) -> str:
    """The same text, as long and with the same lines, with fenced code blanked out."""
    parts: list[str] = []
    position = 0
    for fence in fences(text):
        parts += [text[position : fence.start], blank(text[fence.start : fence.end])]
        position = fence.end
    return "".join([*parts, text[position:]])


def code_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where inline and fenced code begins and ends, in order; its white space counts, unlike in `mask_code`."""
    blocks = [(fence.start, fence.end) for fence in fences(text)]
    return tuple(sorted([*blocks, *(match.span() for match in _INLINE.finditer(mask_fences(text)))]))
