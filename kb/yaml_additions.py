"""Adding to a YAML file as text, so that its comments, its order and its quotes stay as people wrote them.

Every edit is read back and compared with what was meant; a file written in a way that does not allow it is refused.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import yaml

from kb.yaml_nodes import after_line_of, end_of
from kb.yaml_source import LOADER, TEXT_LOADER

_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[^\W\d_](?:[\w ’().!/-]*[\w’().!])?")


class NotEditableError(ValueError):
    """The text cannot be edited without changing more than was asked for; the message says what to do by hand."""


def add_entry(text: str, path: Sequence[str], key: str, value: str | Sequence[str]) -> str:
    """The text with `key: value` added at the end of the mapping at `path`; a mapping that is not there is made.

    Raises:
        NotEditableError: nothing can be added there.
    """
    return _checked(text, [*path, key], value, _with_entry(text, path, key, value))


def add_item(text: str, path: Sequence[str], item: str) -> str:
    """The text with an item added at the end of the list at `path`.

    Raises:
        NotEditableError: nothing can be added there.
    """
    node = _node(text, path)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise _refused(path, item)
    if node.flow_style:
        position = node.value[-1].end_mark.index
        edited = f"{text[:position]}, {scalar(item)}{text[position:]}"
    else:
        edited = _with_line(text, node, f"{' ' * node.start_mark.column}- {scalar(item)}")
    before = _value(text, path)
    return _checked(text, path, [*before, item], edited)


def scalar(text: str) -> str:
    """A text as YAML writes it anywhere: bare where nothing can be made of it but text, else in double quotes."""
    if _PLAIN.fullmatch(text) and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _with_entry(text: str, path: Sequence[str], key: str, value: str | Sequence[str]) -> str:
    written = scalar(value) if isinstance(value, str) else f"[{', '.join(map(scalar, value))}]"
    node = _node(text, path)
    if node is None and len(path) == 1:
        end = _line_end_of(text)
        gap = "" if not text or text.endswith(("\n", "\r")) else end
        return f"{text}{gap}{scalar(path[0])}:{end}  {scalar(key)}: {written}{end}"
    if not isinstance(node, yaml.MappingNode):
        raise _refused(path, key)
    entry = f"{scalar(key)}: {written}"
    if node.flow_style:
        last = node.value[-1][1] if node.value else None
        position = last.end_mark.index if last else node.start_mark.index + 1
        return f"{text[:position]}{', ' if last else ''}{entry}{text[position:]}"
    return _with_line(text, node, " " * node.start_mark.column + entry)


def _with_line(text: str, node: yaml.Node, line: str) -> str:
    """The text with a line after the last of a block."""
    end = _line_end_of(text)
    position = after_line_of(text, end_of(node))
    gap = "" if text[:position].endswith(("\n", "\r")) else end
    return f"{text[:position]}{gap}{line}{end if not gap else ''}{text[position:]}"


def _line_end_of(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


def _node(text: str, path: Sequence[str]) -> yaml.Node | None:
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise NotEditableError("the YAML cannot be read; 'kb check' says where") from error
    for key in path:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in entries if name.value == key), None)
    return node


def _value(text: str, path: Sequence[str]) -> Any:
    value = yaml.load(text, Loader=TEXT_LOADER)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _checked(text: str, path: Sequence[str], value: object, edited: str) -> str:
    """The edited text, if it says what the text said and `value` at `path`."""
    wanted = yaml.load(text, Loader=TEXT_LOADER) or {}
    within = wanted
    for key in path[:-1]:
        within = within.setdefault(key, {}) if isinstance(within, dict) else None
    if not isinstance(within, dict):
        raise _refused(path[:-1], path[-1])
    within[path[-1]] = list(value) if not isinstance(value, str) and isinstance(value, Sequence) else value
    try:
        said = yaml.load(edited, Loader=TEXT_LOADER)
    except yaml.YAMLError:
        said = None
    if said != wanted:
        raise _refused(path[:-1], path[-1])
    return edited


def _refused(path: Sequence[str], what: str) -> NotEditableError:
    return NotEditableError(f"{what!r} cannot be added to {'.'.join(path)!r} as it is written; add it by hand")
