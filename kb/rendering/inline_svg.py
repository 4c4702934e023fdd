"""Drawings as part of a page: an allow-list of shapes and attributes, styled by the page's own colours and fonts.

Nothing that can run, load, link or style gets through: a drawing that holds more than the lists name stays an image.
Ids begin with `ID_MARK`, so that each place a drawing is shown in can make them its own.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from xml.etree import ElementTree

from kb.drawings import SVG, parse
from kb.rendering.drawing_style import Ancestors, StyleSheet, local_name, read_style

LARGEST = 12_000
"""Characters of a tidied drawing; a larger one costs readers less as a file that loads when it is looked at."""
ID_MARK = "\ue001"


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TOKENS = _names(
    "paper sheet ink quiet hairline control accent accent-deep accent-wash on-accent risk risk-wash danger "
    "danger-wash mark"
)
"""The page's colours, which a drawing's custom properties of the same name become."""

_ELEMENTS = _names(
    "svg g defs marker path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient "
    "stop clipPath"
)
_WORDS_APART = frozenset({"title", "desc", "metadata", "style"})
"""What is left out: the page names the drawing by its alternative text, and styles it."""
_GEOMETRY = _names(
    "x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height d points viewBox offset rotate textLength "
    "lengthAdjust preserveAspectRatio gradientUnits gradientTransform clipPathUnits markerWidth markerHeight "
    "markerUnits refX refY orient"
)
_INHERITED = _names(
    "fill fill-opacity fill-rule clip-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-opacity stroke-miterlimit font-family font-size font-style font-weight "
    "letter-spacing text-anchor direction marker-start marker-mid marker-end paint-order"
)
_OWN = _names("transform opacity dominant-baseline clip-path vector-effect stop-color stop-opacity text-decoration")
_PRESENTATION = _INHERITED | _OWN
_WITHOUT_EFFECT = frozenset({"class", "style", "role", "version", "baseProfile", "lang"})

_PLAIN = re.compile(r"[\w\s.,%()+\-]*")
_VALUE = re.compile(
    r"(?:[\s,]|\+?[\w.%-]+(?![\w.%(-])|#[0-9a-fA-F]{3,8}\b"
    r"|(?:rgba?|hsla?|translate|scale|rotate|skewX|skewY|matrix)\([\w\s.,%+\-/]*\))*"
)
_VARIABLE = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_LOCAL = re.compile(r"url\(#([A-Za-z][\w-]*)\)")
_ID = re.compile(r"[A-Za-z][\w-]*")
_NUMBER = re.compile(r"\d*\.\d{4,}")
_PIXELS = re.compile(r"(?<=\d)px\b")
_SIZE = re.compile(r"\d+(?:\.\d+)?")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=256)
def inline_svg(drawing: bytes) -> str | None:
    """The inside of an HTML `<svg …>` tag from its attributes on, or None if the drawing must stay an image."""
    try:
        root = parse(drawing.decode())
        if root.tag != f"{{{SVG}}}svg" or ID_MARK in drawing.decode():
            return None
        style = read_style("".join(each.text or "" for each in root.iter(f"{{{SVG}}}style")))
        tidy = "".join(_Writer(style, root).written())
    except ValueError:
        return None
    return tidy if len(tidy) <= LARGEST else None


class _Writer:
    """Writes what the lists allow.

    Raises:
        ValueError: there is more.
    """

    def __init__(self, style: StyleSheet, root: ElementTree.Element) -> None:
        self._style = style
        self._root = root
        self._colours = {
            name.removeprefix("--"): value
            for name, value in style.declared(root, ()).items()
            if name.startswith("--")
        }  # fmt: skip

    def written(self) -> Iterator[str]:
        """The attributes of the root, `>`, its children and its end tag."""
        root = self._root
        width, height = (_PIXELS.sub("", root.attrib.pop(name, "")) for name in ("width", "height"))
        if _SIZE.fullmatch(width) and _SIZE.fullmatch(height):
            root.set("width", width)
            root.set("height", height)
            root.attrib.setdefault("viewBox", f"0 0 {width} {height}")
        if "viewBox" not in root.attrib:
            raise ValueError("the drawing has no size to be scaled from")
        root.attrib.setdefault("direction", "ltr")
        root.attrib.setdefault("font-size", "16")
        yield from self._element(root, (), {})

    def _element(self, element: ElementTree.Element, ancestors: Ancestors, inherited: dict[str, str]) -> Iterator[str]:
        name = local_name(element)
        if name not in _ELEMENTS or (name == "svg") is bool(ancestors) or element.tag != f"{{{SVG}}}{name}":
            raise ValueError(f"<{name}> has no place in a page")
        attributes, styles = self._attributes(element), self._styles(element, ancestors)
        shown = {key: value for key, value in styles.items() if key in _OWN or inherited.get(key) != value}
        tag = "".join(f' {key}="{escape(value)}"' for key, value in {**attributes, **shown}.items())
        inside = "".join(self._children(element, (*ancestors, element), inherited | styles))
        if name == "svg":
            yield f"{tag}>{inside}</svg>"
        elif inside or name in ("text", "tspan"):
            yield f"<{name}{tag}>{inside}</{name}>"
        elif name != "defs":
            yield f"<{name}{tag}/>"

    def _children(self, element: ElementTree.Element, ancestors: Ancestors, inherited: dict[str, str]) -> Iterator[str]:
        holds_words = local_name(element) in ("text", "tspan")
        if not holds_words and (element.text or "").strip():
            raise ValueError("words stand outside of a text")
        if holds_words:
            yield escape(_SPACES.sub(" ", element.text or ""), quote=False)
        for child in element:
            if not isinstance(child.tag, str):  # a comment or an instruction
                continue
            if local_name(child) not in _WORDS_APART:
                yield from self._element(child, ancestors, inherited)
            if holds_words:
                yield escape(_SPACES.sub(" ", child.tail or ""), quote=False)

    def _attributes(self, element: ElementTree.Element) -> dict[str, str]:
        """Geometry and ids; whatever else is not known to be without effect is refused."""
        kept: dict[str, str] = {}
        for name, value in element.items():
            if name == "id" and _ID.fullmatch(value):
                kept["id"] = f"{ID_MARK}{value}"
            elif name in _GEOMETRY and _PLAIN.fullmatch(value):
                kept[name] = _tidy(value)
            elif name not in _PRESENTATION | _WITHOUT_EFFECT and not name.startswith(("data-", "aria-")):
                raise ValueError(f"the attribute {name} has no place in a page")
        return kept

    def _styles(self, element: ElementTree.Element, ancestors: Ancestors) -> dict[str, str]:
        """What attributes say of an element's looks, and over them its style sheet."""
        given = {name: value for name, value in element.items() if name in _PRESENTATION}
        styles: dict[str, str] = {}
        for name, value in {**given, **self._style.declared(element, ancestors)}.items():
            if name.startswith("--"):
                if ancestors:
                    raise ValueError(f"{name} is set below the root")
            elif name == "font-family":
                if "monospace" in value:
                    styles[name] = "var(--mono)"
            elif name in _PRESENTATION:
                styles[name] = self._value(value)
            else:
                raise ValueError(f"{name} cannot be an attribute")
        return styles

    def _value(self, value: str) -> str:
        """A value in which colours are the page's, and references are to the drawing itself."""
        if local := _LOCAL.fullmatch(value):
            return f"url(#{ID_MARK}{local[1]})"
        if not _VALUE.fullmatch(_VARIABLE.sub("none", value)):
            raise ValueError(f"{value!r} cannot be an attribute")
        return _VARIABLE.sub(self._colour, _tidy(value))

    def _colour(self, variable: re.Match[str]) -> str:
        name = variable[1]
        own = self._colours.get(name, "")
        if not own or not _VALUE.fullmatch(own):
            raise ValueError(f"--{name} has no value of its own")
        if name in TOKENS:  # with the drawing's own, for whoever shows an article without our style sheet
            return f"var(--{name},{own})"
        if f"--{name}" in self._style.dark:
            raise ValueError(f"--{name} changes in the dark, and the page has no such colour")
        return own


def _tidy(value: str) -> str:
    """The value without units and digits that change nothing one could see."""
    plain = _NUMBER.sub(lambda match: f"{float(match[0]):.3f}".rstrip("0").rstrip("."), value)
    return _SPACES.sub(" ", _PIXELS.sub("", plain)).strip()
