"""What an import passes from step to step: files, pages, and notes of what could not be brought as it was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kb.locales import Locale


class Layout(StrEnum):
    """How a tree says which language a file is in."""

    FOLDERS = "folders"
    SUFFIXES = "suffixes"
    DOCUSAURUS = "docusaurus"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is not in the site as it was in the tree. `line` is 1-based, 0 for the file as a whole.

    `lost` names what the page has one less of, if anything: `links`, `headings` or `code`.
    """

    path: str
    line: int
    kind: str
    message: str
    lost: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Markdown file of the tree. `path` is its name from the tree's folder; `key` its name without locale and
    ending, the same in every language; `folder` where its relative links start from.
    """

    path: str
    key: str
    locale: Locale
    folder: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree as it was found. `others` are files that are neither Markdown nor left out by `notes`."""

    root: Path
    layout: Layout
    source_locale: Locale
    files: tuple[SourceFile, ...]
    others: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def locales(self) -> list[Locale]:
        """The languages of the tree, its source first, the others by tag."""
        others = {file.locale for file in self.files} - {self.source_locale}
        return [self.source_locale, *sorted(others)]


@dataclass(slots=True)
class Heading:
    """A heading of a page: its level, its words, the anchors that lead to it, and the id it gets."""

    level: int
    title: str
    anchors: list[str]
    id: str = ""


@dataclass(slots=True)
class Page:
    """A file on its way: `text` is its Markdown so far, with code kept apart in `code`, and later its headings too.

    `keys` is what its front matter said; `anchors` are names of the page as a whole.
    """

    file: SourceFile
    original: str
    title: str
    keys: Mapping[str, object]
    text: str
    code: list[str]
    headings: list[Heading] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind: str, message: str, snippet: str = "", lost: str = "") -> None:
        """Write down what is not brought as it was; `snippet` says where it stood."""
        offset = self.original.find(snippet) if snippet else -1
        line = self.original.count("\n", 0, offset) + 1 if offset >= 0 else 0
        self.notes.append(Note(self.file.path, line, kind, message, lost))


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every file. `articles` maps a Markdown file to its article, `media` an image to its copies.

    `titled` are the files whose first heading is now the title; `lowered` how many places a lowered check names.
    """

    layout: Layout
    locales: Sequence[str]
    articles: Mapping[str, str]
    titled: frozenset[str]
    media: Mapping[str, Sequence[str]]
    left: Sequence[Note]
    notes: Sequence[Note]
    lowered: Mapping[str, int]

    @property
    def found(self) -> int:
        """How many files the tree has."""
        return len(self.articles) + len(self.media) + len(self.left)

    def kinds(self) -> list[tuple[str, int, int]]:
        """(kind, notes, files) of what was changed, the commonest first."""
        notes = Counter(note.kind for note in self.notes)
        files = {kind: len({note.path for note in self.notes if note.kind == kind}) for kind in notes}
        return [(kind, number, files[kind]) for kind, number in notes.most_common()]
