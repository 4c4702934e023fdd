"""Public retrieval sets: texts, and questions whose right text is known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.evaluation import Question, read_questions
from kb.errors import ConfigError

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "eval"
SETS = SHARED / "retrieval"
"""Where sets are looked for unless the command says otherwise."""

# The order of the tables: Chinese first, then by script.
NAMES = (
    "cmrc-zh-Hans",
    *(f"xquad-{language}" for language in ("zh", "en", "es", "de", "ro", "tr", "vi", "ru", "el", "ar", "hi", "th")),
)


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched for."""

    id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Texts and questions of one language; `locale` is a BCP 47 tag."""

    name: str
    locale: str
    texts: Sequence[Text]
    questions: Sequence[Question]

    @property
    def language(self) -> str:
        """The primary language subtag."""
        return self.locale.split("-", 1)[0]


def read_set(folder: Path) -> RetrievalSet:
    """The set in a folder that holds `corpus.jsonl` and `queries.jsonl`.

    Raises:
        ConfigError: the folder does not.
        ContentError: a question is malformed.
    """
    corpus, queries = folder / "corpus.jsonl", folder / "queries.jsonl"
    for file in (corpus, queries):
        if not file.is_file():
            raise ConfigError(f"{file} does not exist; name the folder of the sets with --sets")
    lines = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    texts = [Text(line["id"], line.get("title", "").replace("_", " "), line["body"]) for line in lines]
    questions = read_questions(queries.read_text("utf-8"), str(queries))
    return RetrievalSet(folder.name, lines[0]["locale"], texts, questions)
