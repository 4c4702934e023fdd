"""What a hit is shown by: the titles and text of every section, mapped into memory and read one at a time.

The library stores the same, but each of its searchers, one a thread, holds a copy of its whole segment.
"""

import json
import mmap
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.engines.fields import stored_text
from indexer.engines.postings import Array
from indexer.model import IndexDocument

STORED = "stored.jsonl"
STARTS = "stored-starts.npy"


class StoredTexts:
    """The stored sections of an index, one line of JSON each."""

    def __init__(self, content: mmap.mmap | bytes, starts: Array) -> None:
        self._content = content
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts) - 1

    def of(self, document: int) -> tuple[str, str, str]:
        """The article's title, the section's, and its text."""
        line = self._content[int(self._starts[document]) : int(self._starts[document + 1])]
        title, section_title, text = json.loads(line)
        return title, section_title, text

    @classmethod
    def open(cls, directory: Path) -> "StoredTexts":
        """The sections that `write_stored` wrote.

        Raises:
            OSError, ValueError: they are missing or damaged.
        """
        starts = np.asarray(np.load(directory / STARTS))
        path = directory / STORED
        if path.stat().st_size != starts[-1]:
            raise ValueError(f"{path.name} has {path.stat().st_size} bytes, not {starts[-1]}")
        if not starts[-1]:
            return cls(b"", starts)
        with path.open("rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), starts)


def write_stored(directory: Path, documents: Sequence[IndexDocument]) -> None:
    """Write what is shown of the sections."""
    lines = [
        json.dumps([document.title, document.section_title, stored_text(document)]).encode() + b"\n"
        for document in documents
    ]
    (directory / STORED).write_bytes(b"".join(lines))
    np.save(directory / STARTS, np.cumsum([0, *map(len, lines)]).astype(np.uint64))
