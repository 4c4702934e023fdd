"""YAML text with the place of every key and value, so that a mistake can be named by file, line and column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

import yaml
from yaml.constructor import SafeConstructor

from kb.problems import Problem, Severity, SourceRef

LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML was built with it: ten times as fast, and right about `[Combien ?]`, which PyYAML's own
refuses. What edits YAML reads it with the same one, or what can be read could not be edited.
"""

TEXT_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The same parser, for which every value is text."""

DEEPEST = 50
"""Levels of nesting that are read. PyYAML recurses: beyond some thousands it ends the process instead of raising."""

LARGEST_BITS = 128
"""Size of a whole number that is read; Python refuses to write out much larger ones."""

_NESTING = "[{-:?"
"""Each level of nesting takes at least one of these characters."""

Scalar = str | int | bool | Decimal | date | datetime | None
Value = Scalar | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A parsed YAML text. `places` maps a path such as `related.1` to where its value stands, `""` to the start."""

    value: Value
    path: str
    places: Mapping[str, SourceRef]
    problems: tuple[Problem, ...] = ()

    def place(self, *keys: str | int) -> SourceRef:
        """Where the value at this path stands; where its nearest known parent stands if it is absent."""
        parts = [str(key) for key in keys]
        while parts:
            if found := self.places.get(".".join(parts)):
                return found
            parts.pop()
        return self.places.get("", SourceRef(self.path))


class Mark(Protocol):
    """A place in YAML text, counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Reader:
    path: str
    check: str
    line_offset: int
    places: dict[str, SourceRef] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    constructor: SafeConstructor = field(default_factory=SafeConstructor)

    def ref(self, mark: Mark | None) -> SourceRef:
        if mark is None:
            return SourceRef(self.path, self.line_offset + 1)
        return SourceRef(self.path, mark.line + 1 + self.line_offset, mark.column + 1)

    def report(self, mark: Mark | None, message: str) -> None:
        self.problems.append(Problem(self.check, Severity.ERROR, self.ref(mark), message))

    def read(self, node: yaml.Node, at: str) -> Value:
        self.places[at] = self.ref(node.start_mark)
        match node:
            case yaml.MappingNode():
                return dict(self.read_mapping(node, at))
            case yaml.SequenceNode():
                return [self.read(item, f"{at}.{number}".lstrip(".")) for number, item in enumerate(node.value)]
            case _:
                return self.read_scalar(node)

    def read_mapping(self, node: yaml.MappingNode, at: str) -> Iterator[tuple[str, Value]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.report(key_node.start_mark, "a key must be plain text")
                continue
            key = str(key_node.value)
            if key in seen:
                self.report(key_node.start_mark, f"{key!r} is given twice, first on line {seen[key]}; keep one")
                continue
            seen[key] = self.ref(key_node.start_mark).line
            path = f"{at}.{key}".lstrip(".")
            value = self.read(value_node, path)
            self.places[f"{path}@key"] = self.ref(key_node.start_mark)
            yield key, value

    def read_scalar(self, node: yaml.Node) -> Scalar:
        """YAML 1.1's scalars, with exact decimals instead of binary floats."""
        text = str(node.value)
        if node.tag == "tag:yaml.org,2002:str":
            return text
        if node.tag == "tag:yaml.org,2002:float":
            try:
                return Decimal(text.replace("_", ""))
            except InvalidOperation:
                return text
        try:
            value: Scalar = self.constructor.construct_object(node)
        except (yaml.YAMLError, ValueError) as error:
            reason = getattr(error, "problem", None) or str(error)
            self.report(node.start_mark, f"{text!r} cannot be read: {reason}")
            return None
        if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
            self.report(node.start_mark, "the number is too large to be read")
            return None
        return value


def _refused(text: str) -> tuple[Mark | None, str] | None:
    """The first thing in a text that is YAML but is not composed, and why: an alias, or nesting too deep."""
    if "*" not in text and sum(map(text.count, _NESTING)) <= DEEPEST:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            return event.start_mark, "YAML aliases (*name) are not used here; write the value out"
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return event.start_mark, f"lists and mappings are nested more than {DEEPEST} deep; close the brackets"
    return None


def _in_python(text: str) -> yaml.MarkedYAMLError | None:
    """The error of PyYAML's own parser, so that messages do not depend on how PyYAML was built."""
    try:
        yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return error
    return None


def read_yaml(text: str, path: str, *, check: str, line_offset: int = 0) -> YamlDocument:
    """The value of a YAML text and the places in it. Syntax errors, aliases and repeated keys become problems.

    `line_offset` is the number of lines of the file before the text; `check` the id under which problems are filed.
    Keys are always text, whatever YAML would make of them (`no`, `1.10`).
    """
    reader = _Reader(path, check, line_offset)
    try:
        if refused := _refused(text):
            reader.report(*refused)
            return YamlDocument(None, path, {}, tuple(reader.problems))
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as fast_error:
        error = _in_python(text) or fast_error
        problem = (error.problem or "syntax error").replace("%", "")
        reader.report(error.problem_mark, f"the YAML cannot be read: {problem}; quote text that holds ': ' or '#'")
        return YamlDocument(None, path, {}, tuple(reader.problems))
    except yaml.YAMLError as error:
        reader.report(None, f"the YAML cannot be read: {str(error).splitlines()[0]}")
        return YamlDocument(None, path, {}, tuple(reader.problems))
    value = None if node is None else reader.read(node, "")
    return YamlDocument(value, path, reader.places, tuple(reader.problems))
