"""bm25s, with the stemmers and stop words that its documentation pairs it with."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.engines.base import Ask
from bench.engines.words import WORD_PATTERNS, words
from bench.sets import Text
from indexer.evaluation import RANKS

_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "hi": "hindi",
    "ro": "romanian",
    "ru": "russian",
    "tr": "turkish",
}
_STOP_WORDS = ("de", "en", "es", "ru", "tr", "zh")
_IDS = "ids.json"
_WORDS = r"(?u)\b\w\w+\b"
"""Its own pattern."""


@dataclass(frozen=True, slots=True)
class Bm25s:
    """With its list of stop words, or with all words. Chinese is cut by jieba first."""

    language: str
    configuration: str

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        import bm25s

        tokens = self._tokens([f"{text.title}\n{text.body}" for text in texts], self._stemmer())
        index = bm25s.BM25()
        index.index(tokens, show_progress=False)
        index.save(str(directory), show_progress=False)
        (directory / _IDS).write_text(json.dumps([text.id for text in texts]), "utf-8")

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions; a text without any of the words is no answer."""
        import bm25s

        index = bm25s.BM25.load(str(directory))
        ids = json.loads((directory / _IDS).read_text("utf-8"))
        count = min(RANKS, len(ids))
        stemmer = self._stemmer()

        def ask(question: str) -> list[str]:
            tokens = self._tokens([question], stemmer)
            numbers, scores = index.retrieve(tokens, k=count, show_progress=False)
            return [ids[number] for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]

        return ask

    def _tokens(self, texts: Sequence[str], stemmer: Any) -> Any:
        import bm25s

        if self.language == "zh":
            texts = [" ".join(words(text)) for text in texts]
        pattern = WORD_PATTERNS.get(self.language, _WORDS)
        stop_words = self.language if self.configuration == "stop words" else None
        return bm25s.tokenize(
            list(texts),
            token_pattern=pattern,
            stopwords=stop_words,
            stemmer=stemmer,
            return_ids=False,
            show_progress=False,
        )

    def _stemmer(self) -> Any:
        if self.language not in _STEMMERS:
            return None
        import Stemmer

        return Stemmer.Stemmer(_STEMMERS[self.language])


def configurations(language: str) -> list[Bm25s]:
    """What to try for a language."""
    names = ("all words", "stop words") if language in _STOP_WORDS else ("all words",)
    return [Bm25s(language, name) for name in names]
