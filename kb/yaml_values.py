"""Changes single values in YAML text. Comments, order, quotes and every other character stay as they are.

Lines must end in `\\n`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from kb.yaml_nodes import KeyPath, end_of
from kb.yaml_source import LOADER, Value, read_yaml

Words = str | tuple[str, ...]

_PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*")
LONG = 24
"""A list whose longest entry has more characters than that gets a line for each."""


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def edit_yaml(text: str, changes: Mapping[KeyPath, Words]) -> str:
    """The text with other values at these paths; a key that is missing is added at the end of its mapping.

    Raises:
        ValueError: the text cannot be read, or is written in a way in which this value alone cannot be changed.
    """
    if not changes:
        return text
    before = _value(text)
    root = yaml.compose(text, Loader=LOADER)
    edits = [(_edit(text, root, path, words), -len(path)) for path, words in changes.items()]
    # Keys added at one place follow each other as they were asked for, those of an inner mapping first.
    edits.sort(key=lambda each: (each[0].start, each[0].end, each[1]))
    for edit, _ in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    wanted = before
    for path, words in changes.items():
        wanted = _with(wanted, path, words)
    try:
        done = _value(text) == wanted
    except ValueError:
        done = False
    if not done:
        named = ", ".join(".".join(map(str, path)) for path in changes)
        raise ValueError(f"{named} cannot be changed alone as the YAML is written; put it on a line of its own, quoted")
    return text


def _value(text: str) -> Value:
    document = read_yaml(text, "", check="")
    if document.problems:
        problem = document.problems[0]
        raise ValueError(f"line {problem.source.line}: {problem.message}")
    return document.value


def _with(value: Value, path: KeyPath, words: Words) -> Value:
    if not path:
        return words if isinstance(words, str) else list(words)
    key, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(key, int):
        return [_with(each, rest, words) if number == key else each for number, each in enumerate(value)]
    inner = value if isinstance(value, dict) else {}
    return {**inner, str(key): _with(inner.get(str(key)), rest, words)}


def _edit(text: str, root: yaml.Node | None, path: KeyPath, words: Words) -> _Edit:
    node, in_flow = root, False
    for depth, key in enumerate(path):
        in_flow = in_flow or bool(isinstance(node, yaml.CollectionNode) and node.flow_style)
        child = _child(node, key)
        if child is None:
            if depth < len(path) - 1 or not isinstance(node, yaml.MappingNode) or not node.value:
                raise ValueError(
                    f"there is no {'.'.join(map(str, path[: depth + 1]))} to change; write it by hand first"
                )
            return _addition(text, node, str(key), words, in_flow=in_flow)
        node = child
    if isinstance(words, tuple):
        return _list(text, node, words, in_flow=in_flow)
    return _scalar_edit(text, node, words, in_flow=in_flow)


def _child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if str(name.value) == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        found: yaml.Node = node.value[key]
        return found
    return None


def _scalar_edit(text: str, node: yaml.Node | None, words: str, *, in_flow: bool) -> _Edit:
    if not isinstance(node, yaml.ScalarNode):
        raise ValueError("a text is expected where a list or a mapping stands; mend it by hand")
    start, end = node.start_mark.index, node.end_mark.index
    new = scalar(words, style=node.style or "", in_flow=in_flow)
    if start == end:
        new = f" {new}"
    elif text[start:end].endswith("\n"):
        new += "\n"
    return _Edit(start, end, new)


def _list(text: str, node: yaml.Node | None, words: Sequence[str], *, in_flow: bool) -> _Edit:
    """A list replaced; entries that stay keep the way they are written."""
    if isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index:
        return _Edit(node.start_mark.index, node.end_mark.index, f" {_flow_list(words)}")
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(each, yaml.ScalarNode) for each in node.value):
        raise ValueError("a list of texts is expected; mend it by hand")
    in_flow = in_flow or bool(node.flow_style)
    styles = [each.style or "" for each in node.value]
    style = styles[0] if styles and len(set(styles)) == 1 and styles[0] in {"'", '"'} else ""
    as_written = {each.value: text[each.start_mark.index : each.end_mark.index] for each in node.value}
    entries = [as_written.get(word) or scalar(word, style=style, in_flow=in_flow) for word in words]
    start = node.start_mark.index
    if node.flow_style:
        return _Edit(start, node.end_mark.index, f"[{', '.join(entries)}]")
    if not entries:
        return _Edit(start, end_of(node).index, "[]")
    between = f"\n{' ' * node.start_mark.column}- "
    return _Edit(start, end_of(node).index, f"- {between.join(entries)}")


def _addition(text: str, node: yaml.MappingNode, key: str, words: Words, *, in_flow: bool) -> _Edit:
    name = key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
    end = end_of(node).index
    if in_flow or node.flow_style:
        place = end_of(node.value[-1][1]).index
        value = scalar(words, in_flow=True) if isinstance(words, str) else _flow_list(words)
        return _Edit(place, place, f", {name}: {value}")
    indent = " " * node.value[0][0].start_mark.column
    line = f"{indent}{name}:{value_text(words, indent)}"
    if text[:end].endswith("\n"):
        return _Edit(end, end, f"{line}\n")
    line_end = text.find("\n", end)
    place = len(text) if line_end < 0 else line_end
    return _Edit(place, place, f"\n{line}")


def value_text(words: Words, indent: str = "") -> str:
    """A value as it stands right after a key's colon in a block; `indent` is what the key's line begins with."""
    if isinstance(words, str):
        return f" {scalar(words)}"
    if max(map(len, words), default=0) <= LONG:
        return f" {_flow_list(words)}"
    return "".join(f"\n{indent}  - {scalar(word)}" for word in words)


def _flow_list(words: Sequence[str]) -> str:
    return f"[{', '.join(scalar(word, in_flow=True) for word in words)}]"


def scalar(words: str, *, style: str = "", in_flow: bool = False) -> str:
    """A text as a YAML scalar: in the style wanted (`'`, `"`, or plain) if it can be read back from it, or quoted."""
    quoted = json.dumps(words, ensure_ascii=False)
    single = "'" + words.replace("'", "''") + "'"
    for candidate in {"": (words, quoted), "'": (single, quoted)}.get(style, (quoted,)):
        frame, wanted = ("[{}]", [words]) if in_flow else ("k: {}\n", {"k": words})
        try:
            if "\n" not in candidate and _value(frame.replace("{}", candidate)) == wanted:
                return candidate
        except ValueError:
            continue
    return quoted
