"""Drawings whose words translators edit: one SVG file for all languages, one small text file of labels a language.

`media/flow.svg` holds `{{label:start}}` where words belong; `media/flow.<locale>.yaml` maps `start` to the words. A
`<text data-width="160">` has its words broken into lines of at most that many units, centred on its `y`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from kb.facts import Fact, insert_facts
from kb.locales import Locale

SVG = "http://www.w3.org/2000/svg"
PLACEHOLDER = re.compile(r"\{\{\s*label:([^{}\s]*)\s*\}\}")

LINE_HEIGHT = 1.3
FONT_SIZE = 16.0
NARROW = 0.56
"""The width of an average Latin letter in ems; Han characters are one em wide."""

UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "em": FONT_SIZE}
"""The units of SVG lengths in CSS pixels; an em is taken to be of the usual size."""

_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)\s*", re.IGNORECASE)
_WORD = re.compile(r"\s*[^\s\u2e80-\u9fff\uff00-\uffef]+|\s*.", re.DOTALL)
_CLOSING = "，。、；：？！）」』》”’…,.;:?!)"


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG text with placeholders, and its labels by locale tag."""

    svg: str
    labels: Mapping[str, Mapping[str, str]]

    @property
    def label_ids(self) -> tuple[str, ...]:
        """The ids of the labels that the drawing shows, in order, each once."""
        return tuple(dict.fromkeys(PLACEHOLDER.findall(self.svg)))

    def missing(self, locale: Locale) -> list[str]:
        """The labels that this locale's file does not give."""
        own = self.labels.get(locale.tag, {})
        return [label for label in self.label_ids if not own.get(label, "").strip()]

    def without_place(self, locale: Locale) -> list[str]:
        """The labels of this locale's file that the drawing does not show."""
        return [label for label in self.labels.get(locale.tag, {}) if label not in self.label_ids]

    def in_locale(self, locale: Locale, chain: Iterable[Locale], facts: Mapping[str, Fact]) -> str:
        """The drawing in one language as SVG text; a missing label comes from the fallback chain.

        Raises:
            ValueError: the file is not well-formed XML, or a text's lengths cannot be read.
        """
        words: dict[str, str] = {}
        for each in (*reversed(tuple(chain)), locale):
            words |= {name: insert_facts(text, facts, locale) for name, text in self.labels.get(each.tag, {}).items()}
        return _fill(self.svg, words, locale)


def _fill(svg: str, words: Mapping[str, str], locale: Locale) -> str:
    ElementTree.register_namespace("", SVG)
    root = parse(svg)
    root.set("lang", locale.tag)
    if locale.direction == "rtl":
        root.set("direction", "rtl")

    def fill(text: str) -> str:
        return PLACEHOLDER.sub(lambda match: words.get(match[1], match[1]), text)

    for element in list(root.iter()):
        element.text, element.tail = fill(element.text or ""), fill(element.tail or "")
        for name, value in element.items():
            element.set(name, fill(value))
        if element.tag == f"{{{SVG}}}text" and (width := element.attrib.pop("data-width", "")):
            _wrap(element, element.text, _length("data-width", width))
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def parse(svg: str) -> ElementTree.Element:
    """The drawing as a tree.

    Raises:
        ValueError: it is not well-formed XML.
    """
    try:
        return ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ValueError(f"the drawing is not well-formed XML: {error}") from error


def _length(name: str, text: str) -> float:
    match = _LENGTH.fullmatch(text)
    if match is None or match[2].lower() not in UNITS:
        raise ValueError(f"{name}={text!r} of a text that breaks into lines is no length; write one like 16 or 16px")
    return float(match[1]) * UNITS[match[2].lower()]


def _wrap(element: ElementTree.Element, text: str, width: float) -> None:
    """Replace a text element's words by one `tspan` a line, centred on the element's `y`."""
    size = _length("font-size", element.get("font-size", f"{FONT_SIZE:g}"))
    lines = list(break_lines(text, width / size)) if size > 0 else [text]  # of no size, nothing is seen or broken
    step = size * LINE_HEIGHT
    top = _length("y", element.get("y", "0")) - step * (len(lines) - 1) / 2
    element.text = None
    for number, line in enumerate(lines):
        y = f"{top + number * step:g}"
        ElementTree.SubElement(element, f"{{{SVG}}}tspan", {"x": element.get("x", "0"), "y": y}).text = line


def break_lines(text: str, ems: float) -> Iterator[str]:
    """The text in lines of at most `ems`, broken between words or Han characters, never before closing punctuation."""
    line = ""
    for word in _WORD.findall(text.strip()):
        fits = _ems(line + word) <= ems or word.strip() in _CLOSING
        if line and not fits:
            yield line
            line = word.strip()
        else:
            line += word
    if line:
        yield line


def _ems(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else NARROW for char in text)
