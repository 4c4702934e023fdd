"""What every engine in the comparison does: write an index of texts, open it, and answer questions."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from bench.sets import Text

Ask = Callable[[str], Sequence[str]]
"""From a question to the ids of at most ten texts, best first."""


class SearchEngine(Protocol):
    """One engine, configured for one language. Its libraries are imported where they are used, so that the process
    that measures it can tell what they weigh.
    """

    @property
    def configuration(self) -> str:
        """How it is set up, in a word or two."""

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions."""
