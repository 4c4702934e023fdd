"""The prose of an article: what its readers read as sentences, with everything hidden that is none.

Code, addresses, tags, ids, placeholders and facts are never prose: no rule of style sees them, so none can change them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.front_matter import UNTITLED
from kb.markdown.code import BODIES_KEPT, code_spans
from kb.markdown.lines import Kind
from kb.markdown.segments import Segment, segments
from kb.model import Translation
from kb.problems import SourceRef

HIDDEN = "\ufffc"
"""Stands for each character that is not prose; it is neither a letter, nor a space, nor punctuation."""

_NO_PROSE = re.compile(
    r"\{\{[^{}]*\}\}|\{[#.:][^{}\n]*\}"  # placeholders and attributes; then where links and notes lead
    r"|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\]\[[^\]\n]*\]|\[\^[^\]\s]+\](?:\([^()\n]*\))?"
    r"|<!--.*?-->|<[^<>\n]*>|&#?\w+;|:[a-z0-9_+-]+:|\\."
    r"|(?:https?://|www\.)[^\s<>，。！？；：、（）“”「」《》]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.DOTALL | re.ASCII,
)

_LABEL = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]*)\]:", re.MULTILINE)
_BRACKETED = re.compile(r"\[([^\[\]\n]+)\]")
_SPACES = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A title, a summary, or a segment of the body. `key` is the front matter key, empty in the body.

    `text` is as written and `prose` as long, with what is no prose hidden. `start` is its offset in the body.
    """

    key: str
    kind: Kind
    text: str
    prose: str
    start: int

    def place(self, translation: Translation, offset: int = 0) -> SourceRef:
        """Where a character of it stands; in front matter, where its value begins."""
        if self.key:
            return translation.place(self.key)
        before = translation.body[: self.start + offset]
        line = before.count("\n")
        return SourceRef(translation.path, translation.body_line + line, len(before) - before.rfind("\n"))


def prose_of(text: str) -> str:
    """The text, as long and with the same lines, with what is no prose hidden."""
    labels = {match[1].casefold() for match in _LABEL.finditer(text)}
    for start, end in code_spans(text):
        text = f"{text[:start]}{_hidden(text[start:end])}{text[end:]}"
    text = _NO_PROSE.sub(lambda match: _hidden(match[0]), text)
    if labels:  # words in brackets that name an address elsewhere
        text = _BRACKETED.sub(lambda match: _hidden(match[0]) if match[1].casefold() in labels else match[0], text)
    return text


def _hidden(text: str) -> str:
    return re.sub(r"[^\n]", HIDDEN, text)


def heads(title: str, summary: str) -> Iterator[Piece]:
    """The pieces of a front matter."""
    for key, kind, text in (("title", Kind.HEADING, title), ("summary", Kind.PARAGRAPH, summary)):
        if text and text != UNTITLED:
            yield Piece(key, kind, text, prose_of(text), 0)


@lru_cache(maxsize=BODIES_KEPT)
def body_pieces(body: str) -> tuple[Piece, ...]:
    """The pieces of a body; raw HTML is not looked into."""
    prose = prose_of(body)
    return tuple(_piece(body, prose, each) for each in segments(body) if each.kind is not Kind.HTML)


def _piece(body: str, prose: str, segment: Segment) -> Piece:
    """The piece of a segment, with the white space up to the end of its line."""
    end = segment.end
    spaces = _SPACES.match(body, end)
    if spaces and (spaces[0] == " " or body[spaces.end() : spaces.end() + 2] in {"", "\n", "\n\n"}):
        # Elsewhere, two spaces may break the line.
        end = spaces.end() if body[spaces.end() : spaces.end() + 1] in {"", "\n"} else end
    text = body[segment.start : end]
    # A caption stands where a link leads to, and is prose all the same.
    own = prose_of(text) if segment.kind is Kind.CAPTION else prose[segment.start : end]
    return Piece("", segment.kind, text, own, segment.start)


def pieces(translation: Translation) -> Iterator[Piece]:
    """Every piece of an article, in reading order."""
    yield from heads(translation.title, translation.summary)
    yield from body_pieces(translation.body)
