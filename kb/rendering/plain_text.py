"""The words of rendered HTML, section by section, as search reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from kb.markdown.sections import INTRO

_BLOCKS = frozenset(
    {"address", "blockquote", "br", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4"}
    | {"h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul"}
)
_APPARATUS = frozenset({"footnote-ref", "footnote-backref", "play"})
"""Classes of what holds no words of the author's."""
_SKIPPED = frozenset({"a", "style", "sup", "svg"})
"""Elements that may be left out whole; the words of drawings stand in no order that reads."""
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
"""So that 10 to the power of 6 does not read as 106."""
_ENTRY = "faq"
"""The class of an entry that answers a question."""
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


class _Words(HTMLParser):
    """Gathers words in `into`, with the line ends that blocks make and without what is no word of the author's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.in_row = False
        self.is_first_cell = True
        self.skipped = 0
        self.raised = False

    @property
    def into(self) -> list[str]:
        """Where the words at this place belong."""
        raise NotImplementedError

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipped or _is_apparatus(tag, attrs):
            self.skipped += tag in _SKIPPED
        self.raised = self.raised or tag == "sup"
        if tag == "tr":
            self.in_row = self.is_first_cell = True
        if tag in _BLOCKS:
            self.into.append("\n")
        elif tag in _CELLS:
            self.into.append("" if self.is_first_cell else _BETWEEN_CELLS)
            self.is_first_cell = False

    def handle_endtag(self, tag: str) -> None:
        if self.skipped and tag in _SKIPPED:
            self.skipped -= 1
        self.raised = self.raised and tag != "sup"
        if tag == "tr":
            self.in_row = False
        if tag in _BLOCKS:
            self.into.append("\n")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.in_row and not data.strip():
            data = " "
        self.into.append(data.translate(_RAISED) if self.raised else data)


class _Sections(_Words):
    def __init__(self) -> None:
        super().__init__()
        self.sections = [_Open(INTRO, 1)]
        self.question: _Open | None = None
        self.depth = 0
        self.in_title = False

    @property
    def into(self) -> list[str]:
        section = self.question or self.sections[-1]
        return section.title if self.in_title else section.text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        id = dict(attrs).get("id") or ""
        if tag in _HEADINGS:
            self.close_question()  # a heading in an answer begins a section of its own, as everywhere
            self.sections.append(_Open(id, int(tag[1])))
        elif tag == "details":
            self.depth += 1
            if self.depth == 1 and id:
                self.question = _Open(id, self.sections[-1].level + 1)
        super().handle_starttag(tag, attrs)
        if tag in _HEADINGS or (tag == "summary" and self.question and self.depth == 1):
            self.in_title = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS or tag == "summary":
            self.in_title = False
        if tag == "details":
            self.depth -= 1
            if self.depth == 0:
                self.close_question()
        super().handle_endtag(tag)

    def close_question(self) -> None:
        """What follows a question belongs to the section around it."""
        if self.question is None:
            return
        parent = self.sections[-1]
        self.sections += [self.question, _Open(parent.id, parent.level, parent.title)]
        self.question = None


class _Entries(_Words):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[_Open] = []
        self.around: list[str] = []
        self.depth = 0
        self.in_title = False

    @property
    def into(self) -> list[str]:
        if not self.depth:
            return self.around
        return self.entries[-1].title if self.in_title else self.entries[-1].text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and (self.depth or _ENTRY in _classes(attrs)):
            self.depth += 1
            if self.depth == 1:
                self.entries.append(_Open("", 1))
        super().handle_starttag(tag, attrs)
        if tag == "summary" and self.depth == 1:
            self.in_title = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary":
            self.in_title = False
        super().handle_endtag(tag)
        if tag == "details" and self.depth:
            self.depth -= 1


def _classes(attrs: list[tuple[str, str | None]]) -> list[str]:
    return (dict(attrs).get("class") or "").split()


def _is_apparatus(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    return tag in {"svg", "style"} or not _APPARATUS.isdisjoint(_classes(attrs))


def plain_sections(html: str) -> tuple[PlainSection, ...]:
    """The sections of an article's HTML in reading order: the introduction, one per heading, one per question.

    What follows a question belongs to the section around it. Sections without words are left out.
    """
    reader = _Sections()
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


def plain_questions(html: str) -> tuple[tuple[str, str], ...]:
    """The questions that have entries of their own in an article's HTML, in reading order, each with its whole answer.

    What is folded away within an answer belongs to it. Entries that pictures alone answer are left out.
    """
    reader = _Entries()
    reader.feed(html)
    reader.close()
    read = ((_words(each.title), _words(each.text)) for each in reader.entries)
    return tuple((question, answer) for question, answer in read if question and answer)


def _words(pieces: list[str]) -> str:
    lines = ("".join(pieces)).split("\n")
    return "\n".join(line for line in (" ".join(each.split()) for each in lines) if line)
