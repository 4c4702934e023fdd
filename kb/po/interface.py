"""The catalog of the interface's messages: words that came back are written into the entries they belong to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.messages.pofile import denormalize, normalize

from kb.extraction import WIDTH

Key = tuple[str, str]
"""A message's context, empty without one, and its id."""

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d+)\])?)[ \t]*(?=\")")


@dataclass(frozen=True, slots=True)
class _Part:
    """One keyword of an entry with its words: the lines from `first` to before `last`."""

    keyword: str
    words: str
    first: int
    last: int


def with_messages(text: str, strings: Mapping[Key, tuple[str, ...]]) -> str:
    """A catalog's text with other translations of some messages, no longer fuzzy; every other line stays.

    A message with plural forms has a string for each.
    """
    lines = text.split("\n")
    edits: list[tuple[int, int, list[str]]] = []
    for parts in _entries(lines):
        words = {part.keyword: part.words for part in parts}
        new = strings.get((words.get("msgctxt", ""), words.get("msgid", "")))
        if new is None:
            continue
        forms = [part for part in parts if part.keyword.startswith("msgstr")]
        for part, string in zip(forms, new, strict=True):
            quoted = f"{part.keyword} {normalize(string, width=WIDTH)}"
            edits.append((part.first, part.last, quoted.split("\n")))
        edits += _unfuzzied(lines, parts[0].first)
    for first, last, written in sorted(edits, reverse=True):
        lines[first:last] = written
    return "\n".join(lines)


def repeated(text: str) -> Iterator[tuple[int, int]]:
    """The lines on which an entry begins that is in the file already, each with the line of the first.

    Babel would read only one of the two.
    """
    first: dict[Key, int] = {}
    for parts in _entries(text.split("\n")):
        words = {part.keyword: part.words for part in parts}
        line = parts[0].first + 1
        before = first.setdefault((words.get("msgctxt", ""), words.get("msgid", "")), line)
        if before != line:
            yield line, before


def _entries(lines: list[str]) -> Iterator[list[_Part]]:
    """The entries of a catalog, each as its keywords in order."""
    entry: list[_Part] = []
    number = 0
    while number < len(lines):
        match = _KEYWORD.match(lines[number])
        if match is None:
            number += 1
            continue
        last = number + 1
        while last < len(lines) and lines[last].lstrip().startswith('"'):
            last += 1
        if match[1] in {"msgctxt", "msgid"} and entry and entry[-1].keyword.startswith("msgstr"):
            yield entry
            entry = []
        raw = "\n".join([lines[number][match.end() :], *lines[number + 1 : last]])
        entry.append(_Part(match[1], denormalize(raw), number, last))
        number = last
    if entry:
        yield entry


def _unfuzzied(lines: list[str], first: int) -> Iterator[tuple[int, int, list[str]]]:
    """What to do to the comments above an entry so that it is no longer fuzzy."""
    number = first - 1
    while number >= 0 and lines[number].startswith("#"):
        if lines[number].startswith("#,"):
            flags = [flag.strip() for flag in lines[number][2:].split(",")]
            if "fuzzy" in flags:
                kept = [flag for flag in flags if flag != "fuzzy"]
                yield number, number + 1, [f"#, {', '.join(kept)}"] if kept else []
        elif lines[number].startswith("#|"):
            yield number, number + 1, []
        number -= 1
