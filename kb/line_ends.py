"""Text files as they are on disk: a byte order mark and line ends of any kind, which edits of the text keep."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

BOM = "\ufeff"
_END = re.compile(r"\r\n|\r|\n")


def plain(text: str) -> str:
    """The text without a byte order mark, its lines ended by `\\n`."""
    return _END.sub("\n", text.removeprefix(BOM))


def as_it_was(before: str, text: str) -> str:
    """A changed text with the byte order mark and line ends that `before` has.

    Lines that stay keep their own end; new ones take that of the first line.
    """
    mark = BOM if before.startswith(BOM) else ""
    ends = _END.findall(before)
    usual = ends[0] if ends else "\n"
    if len(set(ends)) <= 1:
        return mark + text.replace("\n", usual)
    return mark + "".join(_mixed(before.removeprefix(BOM), text, usual))


def _mixed(before: str, text: str, usual: str) -> Iterator[str]:
    ends = [*_END.findall(before), ""]
    old, new = plain(before).split("\n"), text.split("\n")
    for what, first, last, start, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for number in range(start, stop):
            same = what == "equal" or last - first == stop - start
            end = ends[first + number - start] if same else usual
            yield new[number] + ("" if number == len(new) - 1 else end or usual)
