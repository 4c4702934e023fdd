"""This project, set up as a site without terms: the same analysis, index and ranking that `kb eval` measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engines.base import Ask
from bench.sets import Text
from indexer.evaluation import RANKS

if TYPE_CHECKING:
    from indexer.analysis.analyzers import Analysis
    from indexer.engines.base import Index
    from indexer.model import IndexDocument
    from indexer.search import Searcher
    from kb.locales import Locale


@dataclass(frozen=True, slots=True)
class Zhinan:
    """One locale by itself, without fallbacks."""

    tag: str
    configuration: str = ""

    def write(self, directory: Path, texts: Sequence[Text]) -> None:
        """Index the texts into an empty folder."""
        from indexer.engines.whoosh import WhooshEngine

        WhooshEngine().write(directory, [document_of(text) for text in texts], parts(self.tag)[1])

    def open(self, directory: Path) -> Ask:
        """The index in a folder, ready for questions."""
        from indexer.engines.whoosh import WhooshEngine

        locale, analysis = parts(self.tag)
        finder = searcher_of(WhooshEngine().open(directory), locale, analysis).finder
        return lambda question: finder.slugs(finder.asked(question, locale))[:RANKS]


def parts(tag: str) -> "tuple[Locale, Analysis]":
    """A locale and its analysis."""
    from indexer.thesaurus import analyses_for
    from kb.locales import parse_locale

    locale = parse_locale(tag)
    return locale, analyses_for([locale], {})[locale.tag]


def document_of(text: Text) -> "IndexDocument":
    """A text as an article of one section."""
    from indexer.model import IndexDocument

    return IndexDocument(text.id, "_intro", "", text.title, "", "", text.body, ())


def searcher_of(index: "Index", locale: "Locale", analysis: "Analysis") -> "Searcher":
    """A searcher of one index."""
    from indexer.finding import Finder
    from indexer.search import Searcher
    from indexer.thesaurus import Thesaurus

    return Searcher(Finder({locale.tag: index}, lambda _: (), Thesaurus({}, {locale.tag: analysis})))
