"""Tables as our Markdown reads them: one line of dashes, below the head.

Kramdown and others also draw lines above the head and between rows, with `+` and `=` in them.
"""

import re
from itertools import groupby

_RULE = re.compile(r"[ \t]*[|+](?=[^-=\n]*[-=])[-=:+| \t]*")


def convert(text: str) -> str:
    """The text with the lines of its tables rewritten."""
    if "|" not in text:
        return text
    out: list[str] = []
    for is_table, group in groupby(text.split("\n"), lambda line: line.lstrip().startswith(("|", "+-", "+="))):
        lines = list(group)
        out += _table(lines) if is_table else lines
    return "\n".join(out)


def _table(lines: list[str]) -> list[str]:
    rules = [number for number, line in enumerate(lines) if _RULE.fullmatch(line)]
    if not rules or (rules == [1] and not re.search("[+=]", lines[1])):
        return lines
    rows = [line for number, line in enumerate(lines) if number not in rules]
    below_head = next((lines[number] for number in rules if number), None)
    if not rows or below_head is None:
        return lines
    rule = re.sub(r"\+", "|", below_head.replace("=", "-"))
    return [rows[0], rule, *rows[1:]]
