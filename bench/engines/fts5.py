"""SQLite's full-text search, by the tokenizers of its documentation (https://www.sqlite.org/fts5.html)."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.engines.base import Ask
from bench.sets import Text
from indexer.evaluation import RANKS

_TOKENIZERS = {
    "words": "unicode61 remove_diacritics 2",
    "porter": "porter unicode61 remove_diacritics 2",
    "trigram": "trigram",
}
_DATABASE = "texts.sqlite3"


@dataclass(frozen=True, slots=True)
class Fts5:
    """One of the tokenizers; ranked by bm25()."""

    configuration: str

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        connection = sqlite3.connect(directory / _DATABASE)
        tokenizer = _TOKENIZERS[self.configuration]
        connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, body, tokenize='{tokenizer}')")
        rows = ((text.id, text.title, text.body) for text in texts)
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
        connection.commit()
        connection.close()

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions; any term may match."""
        connection = sqlite3.connect(directory / _DATABASE)
        statement = f"SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT {RANKS}"
        return lambda question: [row[0] for row in connection.execute(statement, (self._expression(question),))]

    def _expression(self, question: str) -> str:
        terms = trigrams(question) if self.configuration == "trigram" else question.split()
        return " OR ".join('"' + term.replace('"', '""') + '"' for term in dict.fromkeys(terms)) or '""'


def trigrams(text: str) -> Iterator[str]:
    """Every three neighbouring characters of every word."""
    return (word[at : at + 3] for word in text.split() for at in range(len(word) - 2))


def configurations(language: str) -> list[Fts5]:
    """What to try for a language."""
    return [Fts5(name) for name in _TOKENIZERS if name != "porter" or language == "en"]
