"""What may be suggested, and what a build writes down so that serving it needs no dictionary."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["article", "term"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title or a term that a visitor may mean. `slug` is empty for a term that no article explains.

    `highlights` are what of the text was typed, `[start, end)` in code points, in order, disjoint.
    """

    text: str
    kind: Kind
    slug: str
    category_id: str
    section_id: str = ""
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SuggestionEntry:
    """A suggestion with its keys.

    `weight` orders texts of equal length, small first. `key` is what `folded` makes of the text; `starts` are the
    indexes in it at which words begin, 0 left out. Each of `readings` spells the key character by character,
    separated by spaces: pinyin for Chinese, keystrokes for Hangul, anything else as itself; there are none where
    every character stands for itself, and several where a character is read in several ways.
    """

    text: str
    kind: Kind
    slug: str
    category_id: str
    section_id: str
    weight: int
    key: str
    starts: tuple[int, ...]
    readings: tuple[str, ...]

    @property
    def suggestion(self) -> Suggestion:
        """What is shown."""
        return Suggestion(self.text, self.kind, self.slug, self.category_id, self.section_id)


@dataclass(frozen=True, slots=True)
class SuggestionFile:
    """The entries of one locale in their file, and for each the tag of the locale it is written in.

    `keyed_by` is the hash of what makes keys of texts, so that a later build takes over those of texts it has again.
    """

    keyed_by: str
    written_in: tuple[str, ...]
    entries: tuple[SuggestionEntry, ...]
