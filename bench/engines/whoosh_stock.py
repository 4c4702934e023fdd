"""Whoosh as it comes: its analyzers or jieba's for it, its BM25F, its searcher."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.engines.base import Ask, SearchEngine
from bench.engines.one_field import OneField
from bench.engines.words import WORD_PATTERNS, quiet_jieba
from bench.sets import Text
from indexer.evaluation import RANKS

_FIELDS = ("title", "body")


@dataclass(frozen=True, slots=True)
class Whoosh:
    """With jieba's ChineseAnalyzer, or with Whoosh's LanguageAnalyzer for the language."""

    language: str
    configuration: str

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        from whoosh import fields, index

        analyzer = self._analyzer()
        schema = fields.Schema(id=fields.STORED, **{name: fields.TEXT(analyzer=analyzer) for name in _FIELDS})
        writer = index.create_in(str(directory), schema).writer()
        for text in texts:
            writer.add_document(id=text.id, title=text.title, body=text.body)
        writer.commit()

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions; any word may match.

        Of the parser's syntax nothing is left: a question mark would be a wildcard.
        """
        from whoosh import index, qparser

        if self.configuration == "jieba":
            quiet_jieba()
        opened = index.open_dir(str(directory))
        searcher = opened.searcher()
        plugins = [qparser.WhitespacePlugin(), qparser.MultifieldPlugin(list(_FIELDS))]
        parser = qparser.QueryParser(None, opened.schema, plugins=plugins, group=qparser.OrGroup)
        return lambda question: [hit["id"] for hit in searcher.search(parser.parse(question), limit=RANKS)]

    def _analyzer(self) -> Any:
        if self.configuration == "jieba":
            quiet_jieba()
            from jieba.analyse import ChineseAnalyzer

            return ChineseAnalyzer()
        from whoosh.analysis import LanguageAnalyzer

        pattern = {"expression": WORD_PATTERNS[self.language]} if self.language in WORD_PATTERNS else {}
        return LanguageAnalyzer(self.language, **pattern)


def configurations(language: str) -> list[SearchEngine]:
    """What to try for a language."""
    jieba, own = Whoosh(language, "jieba"), Whoosh(language, "language")
    return [jieba, OneField(jieba)] if language == "zh" else [jieba, own, OneField(own)]
