"""Lists as our Markdown reads them: an empty line before the first item, and four spaces a level.

CommonMark takes whatever indentation the marker needs; ours would join such items to the paragraph before them.
"""

import re
from dataclasses import dataclass

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+|$)(?P<text>.*)")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_STARTS = re.compile(r"#{1,6}[ \t]|/{3,}|\||>|<")
DEEP = "    "


@dataclass(slots=True)
class _Item:
    """An open list item: the columns of its marker and of its text, its kind, and whether it had an empty line."""

    marker: int
    content: int
    kind: str
    had_blank: bool = False


def convert(text: str) -> str:
    """The text with its lists rewritten."""
    out: list[str] = []
    open_items: list[_Item] = []
    was_blank = True
    for line in text.split("\n"):
        expanded = line.expandtabs(4)
        indent = len(expanded) - len(expanded.lstrip())
        if not expanded.strip():
            was_blank = True
            for each in open_items:
                each.had_blank = True
            out.append("")
            continue
        match = None if _RULE.fullmatch(line) else _ITEM.fullmatch(expanded)
        if match and _begins(match, open_items, out, was_blank):
            _close(open_items, indent)
            _add(match, indent, open_items, out)
        elif open_items and (indent > open_items[0].marker or not (was_blank or _STARTS.match(line))):
            while (
                len(open_items) > 1
                and was_blank
                and indent < open_items[-1].content
                and indent <= open_items[-1].marker
            ):
                open_items.pop()
            extra = max(0, indent - open_items[-1].content) if was_blank or indent > open_items[-1].content else 0
            out.append(f"{DEEP * len(open_items)}{' ' * (extra // 4 * 4)}{expanded.lstrip()}")
        else:
            open_items.clear()
            out.append(line)
        was_blank = False
    return "\n".join(out)


def _begins(match: re.Match[str], open_items: list[_Item], out: list[str], was_blank: bool) -> bool:
    """Whether a line that looks like an item is one: a number in the middle of a paragraph is not."""
    indent = len(match["indent"])
    if not open_items:
        if indent > 3 or not match["text"].strip():
            return False
        return was_blank or match["marker"][:-1] in ("", "1") or not out
    return indent < open_items[-1].content + 4


def _close(open_items: list[_Item], indent: int) -> None:
    """Leave the items that a line with this indentation no longer belongs to."""
    while open_items and indent < open_items[-1].content and not _is_deeper(open_items[-1], indent):
        open_items.pop()


def _is_deeper(item: _Item, indent: int) -> bool:
    """Two or three spaces deeper than a marker means a level deeper, also after `10. `."""
    return indent >= item.marker + 2


def _add(match: re.Match[str], indent: int, open_items: list[_Item], out: list[str]) -> None:
    level = len(open_items)
    kind = match["marker"][-1]
    if out and out[-1].strip() and _needs_blank(out, level):
        out.append("")
    spaces = min(len(match["space"]) or 1, 4)
    marker = f"{match['marker'][:-1]}." if kind == ")" else match["marker"]
    open_items.append(_Item(indent, indent + len(match["marker"]) + spaces, kind))
    out.append(f"{DEEP * level}{marker}{match['space'] or ' '}{match['text']}".rstrip())


def _needs_blank(out: list[str], level: int) -> bool:
    """Whether the lines since the last empty one are a paragraph, which would swallow the item."""
    for line in reversed(out):
        if not line.strip():
            return True
        if _ITEM.fullmatch(line) and len(line) - len(line.lstrip()) <= len(DEEP) * level:
            return False
    return True
