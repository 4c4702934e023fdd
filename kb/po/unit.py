"""One entry of an export: words of the source, and what the site says for them in another language."""

import re
from dataclasses import dataclass

from kb.problems import SourceRef

ANEW = "Write anew, do not translate: {}. One a line, as many as you like."
"""What is said of lists of words that people type: each language has its own."""

_NOT_WORDS = re.compile(r"\{\{[^{}]*\}\}|`[^`]*`|\]\([^)]*\)|\{[:#][^{}]*\}|<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Unit:
    """Words and their translation.

    `context` is the entry's address in the site: unique, and the same as long as the words' place is. `section` is
    the id under which the translation is stamped with `section_hash`, both empty where nothing is stamped; what
    stands in YAML is stamped under its context.
    `is_list` tells that lines are entries of a list, which each language writes anew.
    `previous` is what the source said when it was translated, `is_stale` that it has changed since.
    """

    context: str
    source: str
    target: str
    place: SourceRef
    section: str = ""
    section_hash: str = ""
    notes: tuple[str, ...] = ()
    is_list: bool = False
    is_stale: bool = False
    previous: str = ""


def has_words(text: str) -> bool:
    """Whether there is anything to translate: a letter outside placeholders, code, addresses and tags."""
    return any(map(str.isalpha, _NOT_WORDS.sub("", text)))


def as_lines(words: tuple[str, ...] | list[str]) -> str:
    """A list as one text."""
    return "\n".join(word.replace("\n", " ") for word in words)


def from_lines(text: str) -> tuple[str, ...]:
    """A list from its text, without empty lines and repetitions."""
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))
