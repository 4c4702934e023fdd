"""tantivy, by the tokenizers it has for a language; see its documentation of `TextAnalyzerBuilder`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.engines.base import Ask, SearchEngine
from bench.engines.one_field import OneField
from bench.engines.words import search_words
from bench.sets import Text
from indexer.evaluation import RANKS

_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "ro": "romanian",
    "ru": "russian",
    "tr": "turkish",
}
_FIELDS = ("title", "body")
_ANALYZER = "own"
_LONGEST_TOKEN = 40
"""Bytes; what tantivy's own `default` and `en_stem` keep."""


@dataclass(frozen=True, slots=True)
class Tantivy:
    """Stemmed words, plain words, n-grams of two and three characters, or words that jieba cut before."""

    language: str
    configuration: str

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        import tantivy

        schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for field in _FIELDS:
            schema = schema.add_text_field(field, tokenizer_name=_ANALYZER, index_option="freq")
        index = tantivy.Index(schema.build(), path=str(directory))
        index.register_tokenizer(_ANALYZER, self._analyzer())
        writer = index.writer()
        for text in texts:
            own = {"title": self._cut(text.title), "body": self._cut(text.body)}
            writer.add_document(tantivy.Document(id=text.id, **own))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions; any term may match, in either field."""
        import tantivy

        analyzer = self._analyzer()
        index = tantivy.Index.open(str(directory))
        index.register_tokenizer(_ANALYZER, analyzer)
        schema, searcher = index.schema, index.searcher()

        def ask(question: str) -> list[str]:
            terms = [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, field, token, "freq"))
                for token in dict.fromkeys(analyzer.analyze(self._cut(question)))
                for field in _FIELDS
            ]
            found = searcher.search(tantivy.Query.boolean_query(terms), RANKS)
            return [searcher.doc(address)["id"][0] for _, address in found.hits]

        return ask

    def _cut(self, text: str) -> str:
        return " ".join(search_words(text)) if self.configuration == "jieba" else text

    def _analyzer(self) -> Any:
        import tantivy

        grams = self.configuration == "ngram"
        tokenizer = tantivy.Tokenizer.ngram(2, 3) if grams else tantivy.Tokenizer.simple()
        builder = tantivy.TextAnalyzerBuilder(tokenizer).filter(tantivy.Filter.remove_long(_LONGEST_TOKEN))
        builder = builder.filter(tantivy.Filter.lowercase())
        if self.configuration == "stem":
            builder = builder.filter(tantivy.Filter.stemmer(_STEMMERS[self.language]))
        return builder.build()


def configurations(language: str) -> list[SearchEngine]:
    """What to try for a language."""
    names = ("stem",) if language in _STEMMERS else ("jieba" if language == "zh" else "default", "ngram")
    engines = [Tantivy(language, name) for name in names]
    return [*engines, *map(OneField, engines)]
