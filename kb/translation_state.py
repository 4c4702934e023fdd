"""How far a translation has fallen behind its source, section by section.

A translation's front matter holds, under `source`, the hash of each source section it was made from. The hash is of
the words, so that white space, heading ids and dates do not make a translation stale, and a changed sentence does.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from kb.front_matter import split
from kb.model import Translation

TITLE = "_title"
SUMMARY = "_summary"


@dataclass(frozen=True, slots=True)
class TranslationState:
    """The ids of source sections that changed since, that came since, and that the source no longer has."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Whether the translation says what the source says today."""
        return not (self.changed or self.added or self.removed)

    @property
    def stale(self) -> tuple[str, ...]:
        """The sections of the source that a reader of the translation sees in an old form or not at all."""
        return (*self.changed, *self.added)


def text_hash(text: str) -> str:
    """Twelve hexadecimal digits that stay the same while the words of a text do."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def section_hashes(source: Translation) -> dict[str, str]:
    """The hash of each part of a source that is translated, by section id, in reading order."""
    hashes = {TITLE: text_hash(source.title)}
    if source.summary:
        hashes[SUMMARY] = text_hash(source.summary)
    for section in source.sections:
        hashes[section.id] = text_hash(f"{section.title}\n{section.text}")
    return hashes


def compare(translation: Translation, source: Translation) -> TranslationState:
    """What changed in the source since the translation was stamped. One never stamped is stale throughout."""
    now = section_hashes(source)
    stamped = translation.source
    return TranslationState(
        changed=tuple(id for id, value in now.items() if id in stamped and stamped[id] != value),
        added=tuple(id for id in now if id not in stamped),
        removed=tuple(id for id in stamped if id not in now),
    )


_SOURCE_BLOCK = re.compile(r"^source:[^\n]*\n(?:[ \t]+[^\n]*\n|[ \t]*\n(?=[ \t]))*", re.MULTILINE)


def stamp(text: str, hashes: Mapping[str, str]) -> str:
    """An article file's text with its `source` block replaced, or added at the end of its front matter.

    Nothing else in the file changes.

    Raises:
        ValueError: the text has no front matter.
    """
    parts = split(text)
    if parts is None:
        raise ValueError("the file has no front matter to stamp")
    header, _, _ = parts
    end = "\r\n" if "\r\n" in header else "\n"
    block = f"source:{end}" + "".join(f'  {id}: "{value}"{end}' for id, value in hashes.items())
    stamped = _SOURCE_BLOCK.sub("", header) + block
    start = text.index(header, text.index("\n") + 1) if header else text.index("\n") + 1
    return text[:start] + stamped + text[start + len(header) :]
