"""Where a Markdown text is code, which no reader of prose should look into."""

import re
from functools import lru_cache

BODIES_KEPT = 4096
"""Texts whose reading is remembered: rendering and many checks read the same body."""

_FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
# It looks back after the first backtick, not before it: what begins with one character is found much faster.
_INLINE = re.compile(r"(`(?<![`\\]`)`*)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)


@lru_cache(maxsize=BODIES_KEPT)
def mask_code(text: str) -> str:
    """The same text, as long and with the same lines, with fenced and inline code blanked out."""
    return _INLINE.sub(_blank, _mask_fences(text))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _mask_fences(text: str, spans: list[tuple[int, int]] | None = None) -> str:
    """The text with fenced code blanked out, whose places are added to `spans`."""
    if "```" not in text and "~~~" not in text:
        return text
    parts: list[str] = []
    position = 0
    while opening := _FENCE.search(text, position):
        mark = opening["fence"]
        closing = re.compile(rf"^[ \t]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        end = closing.search(text, opening.end())
        stop = end.end() if end else len(text)
        parts += [text[position : opening.start()], re.sub(r"[^\n]", " ", text[opening.start() : stop])]
        if spans is not None:
            spans.append((opening.start(), stop))
        position = stop
    return "".join([*parts, text[position:]])


def code_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where inline and fenced code begins and ends, in order; its white space counts, unlike in `mask_code`."""
    fences: list[tuple[int, int]] = []
    masked = _mask_fences(text, fences)
    return tuple(sorted([*fences, *(match.span() for match in _INLINE.finditer(masked))]))
