"""What a translator translates in a Markdown text: its words in pieces, each with its exact place.

A segment is a paragraph, an item, a cell, a heading's words: what one line or block says, without the marks that make
it one. Whatever lies between segments (marks, ids, code, blank lines) is the text's structure, which a translation
shares with its source. Offsets are code points of the text as given, whose lines must end in `\\n`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from markdown.util import BLOCK_LEVEL_ELEMENTS

from kb.markdown.code import BODIES_KEPT
from kb.markdown.lines import SEPARATOR, TAB, Kind, Line, cells, is_rule
from kb.markdown.reading import Box, Reading, Segment
from kb.markdown.sections import split_title

__all__ = ["Segment", "segments"]

_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_BOX = re.compile(r"(?P<marks>/{3,})[ \t]*(?:(?P<name>[^\s|/]+)[ \t]*(?:\|[ \t]*(?P<words>.*?))?)?[ \t]*")
_QUESTION = re.compile(r"(?P<words>.*?)(?:\s*\{#(?P<id>[^\s{}]+)\})?\s*")
_OPTION = re.compile(r"[\w-]+:(?:\s.*|$)")
_ATTRIBUTES = re.compile(r"\{:?(?!\{)[^{}]+\}[ \t]*")
_REFERENCE = re.compile(r"\[(?!\^)[^\]]+\]:[ \t]*\S")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_VOID = frozenset({"hr"})
FAQ = "faq"


@lru_cache(maxsize=BODIES_KEPT)
def segments(body: str) -> tuple[Segment, ...]:
    """The segments of a body in reading order. They do not overlap."""
    reading = Reading(body)
    while reading.at < len(reading.lines):
        line = reading.lines[reading.at]
        taken = next((taken for rule in _RULES if (taken := rule(reading, line))), 0)
        reading.at += taken or reading.words(line)
    reading.close()
    return tuple(reading.found)


def _blank(reading: Reading, line: Line) -> int:
    if not line.is_blank:
        return 0
    reading.close()
    return 1


def _code(reading: Reading, line: Line) -> int:
    """A fenced block, or an indented one."""
    if opening := _FENCE.match(line.content):
        reading.close()
        before = r"[ \t>]*" if line.quotes else r"[ \t]*"
        closing = re.compile(rf"{before}{re.escape(opening[1][0])}{{{len(opening[1])},}}[ \t]*")
        rest = reading.lines[reading.at + 1 :]
        inside = next((number for number, each in enumerate(rest) if closing.fullmatch(each.text)), len(rest))
        return min(inside + 2, len(rest) + 1)
    return int(not reading.open and line.indent >= TAB * (reading.depth + 1))


def _heading(reading: Reading, line: Line) -> int:
    number, heading = reading.headings.get(line.start, (0, None))
    if heading is not None:
        reading.close()
        reading.section, reading.depth, reading.boxes = heading.id or f"section-{number}", 0, []
        reading.add(Kind.HEADING, heading.words, heading.title)
        return 1 + sum(line.start < each.start <= heading.end for each in reading.lines[reading.at + 1 :][:1])
    marks = _HASHES.match(line.content)
    if marks is None or line.text == line.content:
        return 0
    reading.close()  # in a list or a quotation: bold, and no section
    reading.settle(line)
    reading.add(Kind.HEADING, line.words + marks.end(), split_title(line.content[marks.end() :])[0])
    return 1


def _box(reading: Reading, line: Line) -> int:
    """The head or the end of a callout or question."""
    if not (match := _BOX.fullmatch(line.content)):
        return 0
    reading.close()
    marks, name, words = match["marks"], match["name"], match["words"] or ""
    if name is None:
        while reading.boxes and reading.boxes.pop().marks != marks:
            pass
        return 1
    kind, identifier, note = Kind.CALLOUT, "", f"title of the box: {name}"
    if name == FAQ and (question := _QUESTION.fullmatch(words)):
        words, identifier = question["words"], question["id"] or ""
        kind, note = Kind.QUESTION, "a reader's question"
    reading.boxes.append(Box(marks, name, identifier, words))
    reading.add(kind, line.words + max(0, match.start("words")), words, note=note)
    options = 0
    for each in reading.lines[reading.at + 1 :]:
        if each.indent < TAB or not _OPTION.fullmatch(each.content):
            break
        options += 1
    return 1 + options


def _html(reading: Reading, line: Line) -> int:
    """A block of raw HTML: Markdown does not look into it. What follows on its last line is a paragraph."""
    if (block := reading.html.get(line.start)) is None:
        return _nested_html(reading, line)
    reading.close()
    within = [each for each in reading.lines[reading.at :] if each.start < block.end]
    last = within[-1]
    text = "\n".join(each.text for each in within)[block.start - line.start : block.end - line.start]
    _add_html(reading, block.start, text)
    rest = last.text[block.end - last.start :]
    if rest.strip():
        words = block.end + len(rest) - len(rest.lstrip())
        reading.words(replace(last, words=words, kind=Kind.PARAGRAPH, is_new=False, indent=0, quotes=0))
    return len(within)


def _nested_html(reading: Reading, line: Line) -> int:
    """Raw HTML in a list or a quotation: to its end tag, else to an empty line."""
    rest = reading.lines[reading.at :]
    if line.content.startswith("<!--"):
        taken = next((number for number, each in enumerate(rest, start=1) if "-->" in each.text), 0)
        if taken:
            reading.close()
        return taken
    match = _TAG.match(line.content)
    if match is None or match["name"].lower() not in BLOCK_LEVEL_ELEMENTS:
        return 0
    reading.close()
    taken = _balanced(match["name"].lower(), rest)
    taken = taken or next((number for number, each in enumerate(rest) if not each.text.strip()), len(rest))
    inside = [line.content, *(each.text for each in rest[1:taken])]
    _add_html(reading, line.words, "\n".join(inside).rstrip())
    return taken


def _balanced(name: str, lines: list[Line]) -> int:
    """How many lines an element takes to its end tag; 0 when it has none."""
    balance = 0
    for number, line in enumerate(lines, start=1):
        for tag in _TAG.finditer(line.text):
            if tag["name"].lower() == name:
                balance += -1 if tag["close"] else 1
        if balance <= 0 or name in _VOID:
            return number
    return 0


def _add_html(reading: Reading, start: int, text: str) -> None:
    if not text.startswith("<!--") and any(map(str.isalpha, _ANY_TAG.sub("", text))):
        reading.add(Kind.HTML, start, text)


def _furniture(reading: Reading, line: Line) -> int:
    """Lines that say nothing: thematic breaks, attributes, addresses of links."""
    alone = not line.is_new and (is_rule(line.content) or _REFERENCE.match(line.content))
    if not (alone or (reading.open and _ATTRIBUTES.fullmatch(line.content))):
        return 0
    reading.close()
    return 1


def _table(reading: Reading, line: Line) -> int:
    following = reading.lines[reading.at + 1 : reading.at + 2]
    if reading.open or "|" not in line.content or not following:
        return 0
    if "-" not in following[0].content or not SEPARATOR.fullmatch(following[0].content):
        return 0
    reading.settle(line)
    heads = [line.content[start:end] for start, end in cells(line.content)]
    _row(reading, line, [])
    taken = 2
    for each in reading.lines[reading.at + 2 :]:
        if not each.text.strip() or each.start in reading.headings:
            break
        _row(reading, each, heads)
        taken += 1
    return taken


def _row(reading: Reading, line: Line, heads: list[str]) -> None:
    begin = len(line.text) - len(line.text.lstrip(" \t>")) if not heads else line.words - line.start
    content = line.text[begin:]
    spans = list(cells(content))
    first = content[slice(*spans[0])] if spans else ""
    for number, (start, end) in enumerate(spans):
        note = "head of a column"
        if heads:
            column = heads[number] if number < len(heads) else ""
            note = f"column: {column}" + (f"; row: {first}" if number and first else "")
        reading.add(Kind.CELL, line.start + begin + start, content[start:end], note=note)


_RULES: tuple[Callable[[Reading, Line], int], ...] = (_blank, _code, _heading, _box, _html, _table, _furniture)
"""What a line may begin, in the order in which it is asked; each says how many lines it took."""
