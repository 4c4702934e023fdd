"""The words of rendered HTML, section by section, as search reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from kb.markdown.sections import INTRO

_BLOCKS = frozenset(
    {"address", "blockquote", "br", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul"}
)
_APPARATUS = frozenset({"footnote-backref", "play"})
"""Links whose words are not the author's."""
_CELLS = frozenset({"td", "th"})
_BETWEEN_CELLS = " · "
"""So that the cells of a row do not read as one sentence where search shows them."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class PlainSection:
    """A section, or a single question, without markup. `level` is the heading's; a question's is one below."""

    id: str
    title: str
    level: int
    text: str


@dataclass(slots=True)
class _Open:
    id: str
    level: int
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections = [_Open(INTRO, 1)]
        self.question: _Open | None = None
        self.depth = 0
        self.in_title = False
        self.in_row = False
        self.is_first_cell = True
        self.skipped = 0

    @property
    def current(self) -> _Open:
        return self.question or self.sections[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        is_apparatus = not _APPARATUS.isdisjoint((attributes.get("class") or "").split())
        if tag == "sup" or is_apparatus or self.skipped:
            self.skipped += tag in {"sup", "a"}
        if tag in _HEADINGS:
            self.sections.append(_Open(attributes.get("id") or "", int(tag[1])))
            self.in_title = True
        elif tag == "details":
            self.depth += 1
            if self.depth == 1 and attributes.get("id"):
                self.question = _Open(attributes["id"] or "", self.sections[-1].level + 1)
        elif tag == "summary" and self.question:
            self.in_title = True
        if tag == "tr":
            self.in_row = self.is_first_cell = True
        if tag in _BLOCKS:
            self.current.text.append("\n")
        elif tag in _CELLS:
            self.current.text.append("" if self.is_first_cell else _BETWEEN_CELLS)
            self.is_first_cell = False

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag in {"sup", "a"}:
            self.skipped -= 1
        if tag in _HEADINGS or tag == "summary":
            self.in_title = False
        if tag == "tr":
            self.in_row = False
        if tag == "details":
            self.depth -= 1
            if self.depth == 0 and self.question:
                self.sections.insert(len(self.sections), self.question)
                parent = next(each for each in reversed(self.sections[:-1]) if each.level < self.question.level)
                self.sections.append(_Open(parent.id, parent.level, parent.title))
                self.question = None
        if tag in _BLOCKS:
            self.current.text.append("\n")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.in_row and not data.strip():
            data = " "
        (self.current.title if self.in_title else self.current.text).append(data)


def plain_sections(html: str) -> tuple[PlainSection, ...]:
    """The sections of an article's HTML in reading order: the introduction, one per heading, one per question.

    What follows a question belongs to the section around it. Sections without words are left out.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    merged: dict[str, _Open] = {}
    for section in reader.sections:
        if section.id in merged:
            merged[section.id].text += section.text
        else:
            merged[section.id] = section
    plain = [PlainSection(each.id, _words(each.title), each.level, _words(each.text)) for each in merged.values()]
    return tuple(section for section in plain if section.title or section.text)


def _words(pieces: list[str]) -> str:
    lines = ("".join(pieces)).split("\n")
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)
