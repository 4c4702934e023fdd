"""Where the nodes of a YAML text stand, for those who change it as text.

PyYAML's own parser gives them, because libyaml's places are not said to be in code points.
"""

import re

import yaml

KeyPath = tuple[str | int, ...]
"""Keys and positions that lead to a value: `("titles", "ja")`, `(3, "definition")`."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def end_of(node: yaml.Node) -> yaml.Mark:
    """Where a value ends; PyYAML counts the comments and blank lines after an indented mapping or list to it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return end_of(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return end_of(node.value[-1])
    return node.end_mark


def after_line_of(text: str, mark: yaml.Mark) -> int:
    """Where the line of a value's end is over; a block of lines ends at the start of the next."""
    line_end = _LINE_END.search(text, mark.index)
    if mark.column == 0:
        return int(mark.index)
    return line_end.end() if line_end else len(text)
