"""The cases under tests/cases/analysis, which support agents and translators write."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.analysis.analyzers import Analyzer, analysis_for
from kb.locales import Locale

CASES = Path(__file__).parents[1] / "cases" / "analysis"
FIELDS = ("text", "terms", "words", "ngrams")


@dataclass(frozen=True)
class Case:
    locale: str
    title: str
    fields: dict[str, str]


def read_cases(path: Path) -> Iterator[Case]:
    for block in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = block.splitlines()
        pairs = (line.split(": ", 1) for line in lines if ": " in line)
        yield Case(path.stem, title, {name: value for name, value in pairs if name in FIELDS})


def all_cases() -> list[Case]:
    return [case for path in sorted(CASES.glob("*.md")) if path.stem != "README" for case in read_cases(path)]


def terms_of(analyzer: Analyzer, text: str) -> str:
    return " ".join(token.text for token in analyzer.tokens(text)) or "-"


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.locale}: {case.title}")
def test_case(case: Case) -> None:
    """A text gives the words, and the n-grams if the case names them, that its case file says."""
    analysis = analysis_for(Locale(case.locale), case.fields.get("terms", "").split(","))
    assert terms_of(analysis.words, case.fields["text"]) == case.fields["words"]
    if "ngrams" in case.fields:
        assert terms_of(analysis.ngrams, case.fields["text"]) == case.fields["ngrams"]
