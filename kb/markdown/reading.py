"""A segment, and what is known of a text while its lines are read: the block that is open and what is around it."""

import re
from dataclasses import dataclass

from kb.markdown.html_blocks import HtmlBlock, html_blocks
from kb.markdown.lines import TAB, Kind, Line, read_line
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


_IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\([ \t]*(?:<[^<>]*>|[^\s()\\]*)(?:[ \t]+(?:\"(?P<caption>[^\"]*)\"|'(?P<other>[^']*)'))?[ \t]*\)"
    r"(?:\{[^{}]*\})?[ \t]*"
)


@dataclass(frozen=True, slots=True)
class Box:
    """A callout or question that is open: its slashes and name, the question's id and words."""

    marks: str
    name: str
    id: str
    words: str


class Reading:
    """A text that is being read. `open` are the lines of the block that is open, `boxes` the callouts and questions
    around it, `depth` the lists around it, `at` the number of the line that is next. `headings`, with their numbers,
    and `html` are by the offset of their first line.
    """

    def __init__(self, body: str) -> None:
        self.lines: list[Line] = []
        start = 0
        for text in body.split("\n"):
            self.lines.append(read_line(text, start))
            start += len(text) + 1
        self.headings: dict[int, tuple[int, Heading]] = {
            heading.start: (number, heading) for number, heading in enumerate(headings(body), start=1)
        }
        self.html: dict[int, HtmlBlock] = {body.rfind("\n", 0, each.start) + 1: each for each in html_blocks(body)}
        self.found: list[Segment] = []
        self.open: list[Line] = []
        self.last: list[Line] = []
        self.section = INTRO
        self.boxes: list[Box] = []
        self.depth = 0
        self.at = 0

    def add(self, kind: Kind, start: int, text: str, note: str = "", margin: str = "", end: int | None = None) -> None:
        if text:
            question = next((each for each in reversed(self.boxes) if each.id), None)
            note = note or (f"answers: {question.words}" if question else "")
            part = question.id if question else self.section
            box = "/".join(each.name for each in self.boxes)
            stop = start + len(text) if end is None else end
            self.found.append(Segment(kind, self.section, part, text, start, stop, box, margin, note))

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
