"""How far a translation has fallen behind its source, section by section.

A translation's front matter holds, under `source`, the hash of each source section it was made from. The hash is of
the words, so that white space, heading ids and dates do not make a translation stale, and a changed sentence does.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

import yaml

from kb.front_matter import split
from kb.line_ends import BOM
from kb.model import Translation
from kb.yaml_nodes import after_line_of, end_of
from kb.yaml_source import LOADER, Value, read_yaml

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


def still_current(translation: Translation, before: Translation, source: Translation) -> dict[str, str]:
    """The stamps of a translation after a change of its source that needs no translating.

    Only sections that said what the source said `before` the change are stamped anew. What was stale stays so, and so
    do sections that the change added or removed, since a translation cannot have said them all along.
    """
    then, now = section_hashes(before), section_hashes(source)
    return {id: now[id] if id in now and then.get(id) == value else value for id, value in translation.source.items()}


SOURCE = "source"
_PLAIN_KEY = re.compile(r"\w[\w-]*")


def stamp(text: str, hashes: Mapping[str, str]) -> str:
    """An article file's text with its `source` block replaced, or added at the end of its front matter.

    Nothing else in the file changes; a byte order mark and the file's own line ends are kept.

    Raises:
        ValueError: the text has no front matter, or none that can be stamped without changing more.
    """
    if "\r" in text and "\n" not in text:  # only files from an old Macintosh
        return stamp(text.replace("\r", "\n"), hashes).replace("\n", "\r")
    content = text.removeprefix(BOM)
    parts = split(content)
    if parts is None:
        raise ValueError("there is no front matter to stamp; the file must begin with one between two '---' lines")
    header = parts[0]
    fence = content[: content.index("\n") + 1]
    before = _keys(header)
    first, last, indent = _source_block(header)
    end = "\r\n" if fence.endswith("\r\n") else "\n"
    entries = "".join(f'{indent}  {_key(id)}: "{value}"{end}' for id, value in hashes.items())
    stamped = f"{header[:first]}{indent}{SOURCE}:{end}{entries}{header[last:]}"
    if not _says(stamped, {**before, SOURCE: dict(hashes)}):
        raise ValueError("the front matter is written in a way that cannot be stamped; write one key a line")
    start = len(text) - len(content) + len(fence)
    return text[:start] + stamped + text[start + len(header) :]


def _key(section_id: str) -> str:
    return section_id if _PLAIN_KEY.fullmatch(section_id) else json.dumps(section_id, ensure_ascii=False)


def _says(header: str, wanted: Mapping[str, Value]) -> bool:
    try:
        return _keys(header) == wanted
    except ValueError:
        return False


def _keys(header: str) -> dict[str, Value]:
    document = read_yaml(header, "", check="", line_offset=1)
    if document.problems:
        problem = document.problems[0]
        raise ValueError(f"line {problem.source.line}: {problem.message}")
    if document.value is None:
        return {}
    if not isinstance(document.value, dict):
        raise ValueError("the front matter must be keys and values")
    return document.value


def _source_block(header: str) -> tuple[int, int, str]:
    """Where the lines of `source` begin and end in a front matter, or both at its end, and how far keys are indented.

    In code points.
    """
    try:
        root = yaml.compose(header, Loader=LOADER)
    except yaml.YAMLError as error:
        raise ValueError("the YAML cannot be read; 'kb check' says where") from error
    if not isinstance(root, yaml.MappingNode):
        return len(header), len(header), ""
    indent = " " * root.start_mark.column
    for key, value in root.value:
        if key.value == SOURCE:
            return key.start_mark.index - key.start_mark.column, after_line_of(header, end_of(value)), indent
    return len(header), len(header), indent
