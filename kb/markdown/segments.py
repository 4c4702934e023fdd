"""What a translator translates in a Markdown text: its words in pieces, each with its exact place.

A segment is a paragraph, an item, a cell, a heading's words: what one line or block says, without the marks that make
it one. Whatever lies between segments (marks, ids, code, blank lines) is the text's structure, which a translation
shares with its source. Offsets are code points of the text as given, whose lines must end in `\\n`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from markdown.util import BLOCK_LEVEL_ELEMENTS

from kb.markdown.code import BODIES_KEPT
from kb.markdown.lines import SEPARATOR, TAB, Kind, Line, cells, is_rule, read_line
from kb.markdown.sections import INTRO, Heading, headings


@dataclass(frozen=True, slots=True)
class Segment:
    """Words between `start` and `end`. `text` is what stands there without what begins its further lines: `margin`.

    `section` is the id of its section; `part` the id of the question it stands in, or else that of its section.
    `box` are the names of the callouts and questions around it, `note` is what a translator should know of its
    surroundings, such as the head of a cell's column.
    """

    kind: Kind
    section: str
    part: str
    text: str
    start: int
    end: int
    box: str = ""
    margin: str = ""
    note: str = ""

    def written(self, text: str) -> str:
        """Other words as they would stand in the place of these."""
        return f"\n{self.margin}".join(text.split("\n"))


_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")
_HASHES = re.compile(r"#{1,6}[ \t]+")
_TITLE = re.compile(r"(?P<words>.*?)(?:[ \t]*\{[^{}]*\})?[ \t]*#*[ \t]*")
_BLOCK = re.compile(r"(?P<marks>/{3,})[ \t]*(?:(?P<name>[^\s|/]+)[ \t]*(?:\|[ \t]*(?P<words>.*?))?)?[ \t]*")
_QUESTION = re.compile(r"(?P<words>.*?)(?:\s*\{#(?P<id>[^\s{}]+)\})?\s*")
_OPTION = re.compile(r"[\w-]+:(?:\s.*|$)")
_ATTRIBUTES = re.compile(r"\{:?(?!\{)[^{}]+\}[ \t]*")
_REFERENCE = re.compile(r"\[(?!\^)[^\]]+\]:[ \t]*\S")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?=[\s/>]|$)")
_ANY_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\([ \t]*(?:<[^<>]*>|[^\s()\\]*)(?:[ \t]+(?:\"(?P<caption>[^\"]*)\"|'(?P<other>[^']*)'))?[ \t]*\)"
    r"(?:\{[^{}]*\})?[ \t]*"
)
_VOID = frozenset({"hr"})
FAQ = "faq"


@dataclass(frozen=True, slots=True)
class _Opened:
    """A callout or question that is open: its slashes and name, the question's id and words."""

    marks: str
    name: str
    id: str
    words: str


@lru_cache(maxsize=BODIES_KEPT)
def segments(body: str) -> tuple[Segment, ...]:
    """The segments of a body in reading order. They do not overlap."""
    return tuple(_Scanner(body).scan())


class _Scanner:
    """Reads a body line by line. `open` are the lines of the block that is being read, `depth` the lists around it."""

    def __init__(self, body: str) -> None:
        self.headings: dict[int, tuple[int, Heading]] = {
            heading.start: (number, heading) for number, heading in enumerate(headings(body), start=1)
        }
        self.lines: list[Line] = []
        start = 0
        for text in body.split("\n"):
            self.lines.append(read_line(text, start))
            start += len(text) + 1
        self.found: list[Segment] = []
        self.open: list[Line] = []
        self.last: list[Line] = []
        self.section = INTRO
        self.blocks: list[_Opened] = []
        self.depth = 0
        self.at = 0

    def scan(self) -> list[Segment]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += next((taken for rule in _RULES if (taken := rule(self, line))), 0) or self.words(line)
        self.close()
        return self.found

    def add(self, kind: Kind, start: int, text: str, note: str = "", margin: str = "", end: int | None = None) -> None:
        if text:
            question = next((each for each in reversed(self.blocks) if each.id), None)
            note = note or (f"answers: {question.words}" if question else "")
            part = question.id if question else self.section
            box = "/".join(each.name for each in self.blocks)
            stop = start + len(text) if end is None else end
            self.found.append(Segment(kind, self.section, part, text, start, stop, box, margin, note))

    def blank(self, line: Line) -> int:
        if not line.is_blank:
            return 0
        self.close()
        return 1

    def code(self, line: Line) -> int:
        """A fenced block, or an indented one."""
        if opening := _FENCE.match(line.content):
            self.close()
            closing = re.compile(rf"[ \t>]*{re.escape(opening[1][0])}{{{len(opening[1])},}}[ \t]*")
            rest = self.lines[self.at + 1 :]
            inside = next((number for number, each in enumerate(rest) if closing.fullmatch(each.text)), len(rest))
            return min(inside + 2, len(rest) + 1)
        return int(not self.open and line.indent >= TAB * (self.depth + 1))

    def heading(self, line: Line) -> int:
        number, heading = self.headings.get(line.start, (0, None))
        if heading is None:
            if not (marks := _HASHES.match(line.content)):
                return 0
            self.close()
            words = _TITLE.fullmatch(line.content, marks.end())
            self.add(Kind.HEADING, line.words + marks.end(), words["words"] if words else "")
            return 1
        self.close()
        self.section, self.depth, self.blocks = heading.id or f"section-{number}", 0, []
        offset = line.text.find(heading.title, 0 if not line.text.startswith("#") else heading.level)
        self.add(Kind.HEADING, line.start + offset, heading.title.rstrip("#").rstrip())
        return 1 + sum(line.start < each.start <= heading.end for each in self.lines[self.at + 1 : self.at + 2])

    def block(self, line: Line) -> int:
        """The head or the end of a callout or question."""
        if not (match := _BLOCK.fullmatch(line.content)):
            return 0
        self.close()
        marks, name, words = match["marks"], match["name"], match["words"] or ""
        if name is None:
            while self.blocks and self.blocks.pop().marks != marks:
                pass
            return 1
        kind, identifier, note = Kind.CALLOUT, "", f"title of the box: {name}"
        if name == FAQ and (question := _QUESTION.fullmatch(words)):
            kind, words, identifier, note = (
                Kind.QUESTION,
                question["words"],
                question["id"] or "",
                "a reader's question",
            )
        self.blocks.append(_Opened(marks, name, identifier, words))
        self.add(kind, line.words + max(0, match.start("words")), words, note=note)
        options = 0
        for each in self.lines[self.at + 1 :]:
            if each.indent < TAB or not _OPTION.fullmatch(each.content):
                break
            options += 1
        return 1 + options

    def html(self, line: Line) -> int:
        """A block of raw HTML to its closing tag: Markdown does not look into it."""
        if line.content.startswith(("<!--", "<?", "<!")):
            mark = "-->" if line.content.startswith("<!--") else ">"
            self.close()
            return self._until(lambda text: mark in text)
        match = _TAG.match(line.content)
        if match is None or match["name"].lower() not in BLOCK_LEVEL_ELEMENTS:
            return 0
        self.close()
        name, balance = match["name"].lower(), 0
        taken = 0
        for each in self.lines[self.at :]:
            for tag in _TAG.finditer(each.text):
                if tag["name"].lower() == name:
                    balance += -1 if tag["close"] else 1
            taken += 1
            if balance <= 0 or name in _VOID:
                break
        else:
            taken = self._until(lambda text: not text.strip())
        self._raw(self.lines[self.at : self.at + taken])
        return taken

    def _until(self, is_last: Callable[[str], bool]) -> int:
        rest = self.lines[self.at :]
        return next((number + 1 for number, each in enumerate(rest) if is_last(each.text)), len(rest))

    def _raw(self, lines: list[Line]) -> None:
        while lines and not lines[-1].text.strip():
            lines = lines[:-1]
        if lines:
            rest = [each.text for each in lines[1:]]
            text = "\n".join([lines[0].content, *rest]).rstrip()
            if any(map(str.isalpha, _ANY_TAG.sub("", text))):
                self.add(Kind.HTML, lines[0].words, text)

    def furniture(self, line: Line) -> int:
        """Lines that say nothing: thematic breaks, attributes, addresses of links."""
        alone = not line.is_new and (is_rule(line.content) or _REFERENCE.match(line.content))
        if not (alone or _ATTRIBUTES.fullmatch(line.content)):
            return 0
        self.close()
        return 1

    def table(self, line: Line) -> int:
        following = self.lines[self.at + 1 : self.at + 2]
        if self.open or "|" not in line.content or not following:
            return 0
        if "-" not in following[0].content or not SEPARATOR.fullmatch(following[0].content):
            return 0
        self.settle(line)
        heads = [line.content[start:end] for start, end in cells(line.content)]
        self._row(line, [])
        taken = 2
        for each in self.lines[self.at + 2 :]:
            if not each.text.strip():
                break
            self._row(each, heads)
            taken += 1
        return taken

    def _row(self, line: Line, heads: list[str]) -> None:
        begin = len(line.text) - len(line.text.lstrip(" \t>")) if not heads else line.words - line.start
        content = line.text[begin:]
        spans = list(cells(content))
        first = content[slice(*spans[0])] if spans else ""
        for number, (start, end) in enumerate(spans):
            note = "head of a column"
            if heads:
                column = heads[number] if number < len(heads) else ""
                note = f"column: {column}" + (f"; row: {first}" if number and first else "")
            self.add(Kind.CELL, line.start + begin + start, content[start:end], note=note)

    def words(self, line: Line) -> int:
        """A line of a paragraph, or one that begins an item, a definition, a note."""
        open_quotes = self.open[0].quotes if self.open else 0
        if line.is_new or line.quotes > open_quotes:
            if line.kind is Kind.DEFINITION:
                self.terms()
            self.close()
        if not self.open:
            self.settle(line)
        self.open.append(line)
        return 1

    def settle(self, line: Line) -> None:
        """How deep in lists a block begins; what it begins itself counts."""
        self.depth = min(self.depth, line.indent // TAB)
        if line.is_new:
            self.depth = line.indent // TAB + 1

    def terms(self) -> None:
        """The lines above a definition are the words it defines, also with a blank line between."""
        if self.open and self.open[0].is_new:
            return
        lines, self.open = self.open, []
        if not lines and self.last and self.found and self.found[-1].start == self.last[0].words:
            if self.found[-1].kind is not Kind.PARAGRAPH:
                return
            lines = self.last
            self.found.pop()
        for each in lines:
            self.add(Kind.TERM, each.words, each.content.rstrip())

    def close(self) -> None:
        """End the block that is being read, if any."""
        lines, self.open = self.open, []
        if not lines:
            return
        self.last = lines
        if not lines[0].content.strip():
            return
        start, end = lines[0].words, lines[-1].words + len(lines[-1].content.rstrip())
        image = _IMAGE.fullmatch(lines[0].content) if len(lines) == 1 else None
        if image:
            self.add(Kind.IMAGE, start + image.start("alt"), image["alt"])
            caption = "caption" if image["caption"] is not None else "other"
            self.add(
                Kind.CAPTION, start + max(0, image.start(caption)), image[caption] or "", note="shown below the image"
            )
            return
        text = "\n".join(each.content for each in lines).rstrip()
        quotes = "> " * lines[0].quotes
        margin = lines[1].before if len(lines) > 1 else quotes + " " * (TAB * self.depth)
        self.add(lines[0].kind, start, text, margin=margin, end=end)


_RULES = (
    _Scanner.blank,
    _Scanner.code,
    _Scanner.heading,
    _Scanner.block,
    _Scanner.html,
    _Scanner.table,
    _Scanner.furniture,
)
