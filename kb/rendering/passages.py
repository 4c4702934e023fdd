"""The words of an article's HTML, paragraph by paragraph, with where each character stands in the HTML.

For those who want to add a link to a word: they read text, and insert at places that were parsed rather than guessed.
"""

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"}
    | {"small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
)
"""What words may stand in without being parted by it; any other tag ends a passage."""
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_NO_LINKS = frozenset(
    {"a", "button", "code", "dfn", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "kbd", "pre", "samp"}
    | {"ruby", "summary", "sup", "svg", "th", "var"}
)
_TITLES = frozenset({"callout-title"})
"""Classes of elements that are headings, though their tags do not say so."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is read as one. The lists have one entry a character of `text`.

    `starts` and `ends` say where it stands in the HTML, as `[start, end)`; `nodes` which run of bare text it belongs
    to, -1 where no link may stand.
    """

    text: str
    starts: list[int]
    ends: list[int]
    nodes: list[int]

    @property
    def has_room(self) -> bool:
        """Whether a link can stand anywhere in it."""
        return any(node >= 0 for node in self.nodes)

    def linkable(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `text[start:end]` stands in the HTML, if a link can be put around it."""
        nodes = set(self.nodes[start:end])
        if len(nodes) != 1 or -1 in nodes:
            return None
        return self.starts[start], self.ends[end - 1]


@dataclass(slots=True)
class _Open:
    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.passages: list[Passage] = []
        self._html = html
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._open = _Open()
        self._around: list[tuple[str, bool]] = []
        self._node = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._border(tag)
        if tag not in _VOID:
            classes = (dict(attrs).get("class") or "").split()
            is_closed = bool(self._around and self._around[-1][1])
            self._around.append((tag, is_closed or tag in _NO_LINKS or not _TITLES.isdisjoint(classes)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its API
        self._border(tag)

    def handle_endtag(self, tag: str) -> None:
        self._border(tag)
        while self._around:
            if self._around.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        at = self._at()
        self._add(data, range(at, at + len(data)), range(at + 1, at + 1 + len(data)))

    def handle_entityref(self, name: str) -> None:  # noqa: ARG002 - its API
        self._reference()

    def handle_charref(self, name: str) -> None:  # noqa: ARG002 - its API
        self._reference()

    def close(self) -> None:
        super().close()
        self._end()

    def _reference(self) -> None:
        at = self._at()
        end = self._html.find(";", at) + 1
        character = unescape(self._html[at:end])
        self._add(character, [at] * len(character), [end] * len(character))

    def _add(self, text: str, starts: range | list[int], ends: range | list[int]) -> None:
        is_closed = bool(self._around and self._around[-1][1])
        self._open.text.append(text)
        self._open.starts += starts
        self._open.ends += ends
        self._open.nodes += [-1 if is_closed else self._node] * len(text)

    def _border(self, tag: str) -> None:
        self._node += 1
        if tag not in _INLINE:
            self._end()

    def _end(self) -> None:
        text = "".join(self._open.text)
        if text.strip():
            self.passages.append(Passage(text, self._open.starts, self._open.ends, self._open.nodes))
        self._open = _Open()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def passages(html: str) -> list[Passage]:
    """The passages of sanitised HTML, in order; none without words."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.passages
