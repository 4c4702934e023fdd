"""Titles as the beginning of bodies: some rankings do better with one field than with the sum of two."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.engines.base import Ask, SearchEngine
from bench.sets import Text


@dataclass(frozen=True, slots=True)
class OneField:
    """Another engine, given texts without titles."""

    engine: SearchEngine

    @property
    def configuration(self) -> str:
        """As without it, and that it is so."""
        return f"{self.engine.configuration}, one field"

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        self.engine.write(directory, [Text(text.id, "", f"{text.title}\n{text.body}") for text in texts])

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions."""
        return self.engine.open(directory)
