"""The style sheet inside a drawing, read so that a page can show the drawing without it.

Pages forbid inline styles. What a drawing's `<style>` says of its shapes becomes attributes of the shapes; only what is
understood here is read, and anything else makes the drawing stay an image.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = re.compile(r"\s*([^{}]+?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*", re.DOTALL)
_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_COMPOUND = re.compile(r'(?P<tag>[A-Za-z]+|\*)?(?P<rest>(?:\.[\w-]+|\[[\w-]+="[^"\]]*"\])*)')
_CONDITION = re.compile(r'\.([\w-]+)|\[([\w-]+)="([^"\]]*)"\]')

Declarations = Mapping[str, str]
Ancestors = tuple[ElementTree.Element, ...]


@dataclass(frozen=True, slots=True)
class _Compound:
    """One step of a selector: a tag, and classes or attributes it must have."""

    tag: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str], ...]

    def matches(self, element: ElementTree.Element) -> bool:
        if self.tag not in ("", "*", local_name(element)):
            return False
        if not self.classes <= set(element.get("class", "").split()):
            return False
        return all(element.get(name) == value for name, value in self.attributes)


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector's steps, outermost first, how specific it is, and what it declares."""

    steps: tuple[_Compound, ...]
    specificity: tuple[int, int]
    declarations: Declarations

    def matches(self, element: ElementTree.Element, ancestors: Ancestors) -> bool:
        """Whether the rule is about an element, its ancestors given outermost first."""
        *outer, last = self.steps
        if not last.matches(element):
            return False
        remaining = iter(ancestors)
        return all(any(step.matches(each) for each in remaining) for step in outer)


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The rules in ascending order of weight, and the custom properties that change in the dark."""

    rules: tuple[Rule, ...]
    dark: frozenset[str]

    def declared(self, element: ElementTree.Element, ancestors: Ancestors) -> dict[str, str]:
        """What the rules and the element's own `style` say of an element."""
        found: dict[str, str] = {}
        for rule in self.rules:
            if rule.matches(element, ancestors):
                found |= rule.declarations
        return found | declarations(element.get("style", ""))


def local_name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def read_style(text: str) -> StyleSheet:
    """The rules of a style sheet.

    Raises:
        ValueError: it says something that attributes cannot say.
    """
    rules: list[Rule] = []
    dark: set[str] = set()
    for selectors, body in _blocks(_COMMENT.sub(" ", text)):
        if selectors.startswith("@"):
            dark |= _dark_properties(selectors, body)
            continue
        declared = declarations(body)
        for selector in selectors.split(","):
            steps = tuple(_compound(step) for step in selector.split())
            if not steps:
                raise ValueError(f"the selector {selectors!r} is empty")
            weight = (sum(len(step.classes) + len(step.attributes) for step in steps), sum(map(_has_tag, steps)))
            rules.append(Rule(steps, weight, declared))
    return StyleSheet(tuple(sorted(rules, key=lambda rule: rule.specificity)), frozenset(dark))


def declarations(body: str) -> dict[str, str]:
    """The properties of a block or a `style` attribute.

    Raises:
        ValueError: one is malformed, or marked as important.
    """
    declared: dict[str, str] = {}
    for each in body.split(";"):
        if not each.strip():
            continue
        name, colon, value = each.partition(":")
        if not colon or "!" in value or "{" in each:
            raise ValueError(f"{each.strip()!r} cannot be an attribute")
        declared[name.strip()] = " ".join(value.split())
    return declared


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while text[position:].strip():
        block = _BLOCK.match(text, position)
        if block is None:
            raise ValueError("the style sheet cannot be read")
        yield block[1], block[2]
        position = block.end()


def _dark_properties(query: str, body: str) -> set[str]:
    """The custom properties that the dark form sets; shapes may not be styled in the dark alone."""
    names: set[str] = set()
    if not _DARK.fullmatch(query):
        raise ValueError(f"{query!r} cannot be an attribute")
    for _, declared in _blocks(body):
        names |= set(declarations(declared))
    if not all(name.startswith("--") for name in names):
        raise ValueError("only custom properties may differ in the dark")
    return names


def _compound(text: str) -> _Compound:
    match = _COMPOUND.fullmatch(text)
    if match is None:
        raise ValueError(f"the selector {text!r} is not understood")
    conditions = _CONDITION.findall(match["rest"])
    classes = frozenset(name for name, _, _ in conditions if name)
    attributes = tuple((name, value) for _, name, value in conditions if name)
    return _Compound(match["tag"] or "", classes, attributes)


def _has_tag(step: _Compound) -> bool:
    return step.tag not in ("", "*")
