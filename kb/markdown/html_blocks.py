"""Where a Markdown text is raw HTML, which no reader of prose should look into: from a block's tag to its end.

What begins such a block, and what ends it, is as Python-Markdown has it; a tag that is never closed ends at the next
empty line, as in CommonMark, and does not swallow the rest of the page.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown.util import BLOCK_LEVEL_ELEMENTS

from kb.markdown.code import BODIES_KEPT, blank, mask_fences

_VALUE = r"""\s*=\s*(?:"[^"]*"|'[^']*')"""
_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->"
    rf"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:[\s/](?>{_VALUE}|[^<>\"'])*+)?(?P<empty>(?<=/))?>",
    re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_START = re.compile(r"^ {0,3}(?=<(?:!--|[A-Za-z]))", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n|\Z)")
_NEVER_CLOSED = frozenset({"hr"})


@dataclass(frozen=True, slots=True)
class HtmlBlock:
    """A block of raw HTML or a comment. `missing` are the end tags that it lacks, if any."""

    start: int
    end: int
    missing: str = ""


@lru_cache(maxsize=BODIES_KEPT)
def html_blocks(text: str) -> tuple[HtmlBlock, ...]:
    """The blocks of raw HTML of a text in order; what stands in fenced code is none."""
    if "<" not in text:
        return ()
    masked = mask_fences(text)
    found: list[HtmlBlock] = []
    position = 0
    while start := _START.search(masked, position):
        token = _TOKEN.match(masked, start.end())
        position = start.end() + 1
        if token is not None and _begins(token):
            found.append(_block(masked, token))
            position = found[-1].end
    return tuple(found)


def mask_blocks(text: str) -> str:
    """The same text, as long and with the same lines, with fenced code and blocks of raw HTML blanked out."""
    masked = mask_fences(text)
    for block in html_blocks(text):
        masked = masked[: block.start] + blank(masked[block.start : block.end]) + masked[block.end :]
    return masked


def _begins(token: re.Match[str]) -> bool:
    return token["comment"] is not None or (not token["close"] and token["name"].lower() in BLOCK_LEVEL_ELEMENTS)


def _block(text: str, first: re.Match[str]) -> HtmlBlock:
    """The block that begins with a tag; another that begins on the line where it ends belongs to it."""
    last: re.Match[str] = first
    while (end := _end(text, last)) is not None:
        token = _TOKEN.search(text, end, _end_of_line(text, end))
        if token is None or not _begins(token):
            return HtmlBlock(first.start(), end)
        last = token
    without_gaps = _COMMENT.sub(lambda match: "x" * len(match[0]), text)  # an empty line in a comment ends nothing
    found = _BLANK_LINE.search(without_gaps, last.end())
    stop = found.start() if found else len(text.rstrip("\n"))
    lacking = _open_tags(text[last.start() : stop]).count(last["name"].lower())
    return HtmlBlock(first.start(), stop, f"</{last['name']}>" * lacking)


def _open_tags(text: str) -> list[str]:
    stack: list[str] = []
    for token in _TOKEN.finditer(text):
        _take(stack, token)
    return stack


def _take(stack: list[str], token: re.Match[str]) -> None:
    """What a tag does to the elements that are open: an end tag closes all that stand in its own."""
    if token["comment"] is not None or token["empty"] is not None:
        return
    name = token["name"].lower()
    if not token["close"]:
        stack += [] if name in _NEVER_CLOSED else [name]
    elif name in stack:
        while stack.pop() != name:
            pass


def _end(text: str, first: re.Match[str]) -> int | None:
    """Where the element that begins here ends; None when it does not."""
    if first["comment"] is not None or first["empty"] is not None or first["name"].lower() in _NEVER_CLOSED:
        return first.end()
    stack: list[str] = []
    for token in _TOKEN.finditer(text, first.start()):
        _take(stack, token)
        if not stack:
            return token.end()
    return None


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
