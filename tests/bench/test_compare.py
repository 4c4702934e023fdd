"""Sets, engines and what is said about them. Engines that are not installed are left out."""

import ast
import json
from pathlib import Path

import pytest

import build
from bench.compare import Comparison, costs, losses, quality, ratios
from bench.engines import PEERS
from bench.engines.base import SearchEngine
from bench.engines.zhinan import Zhinan
from bench.measure import Timing
from bench.sets import RetrievalSet, read_set
from bench.trial import Answers, Trial, graded
from indexer.evaluation import evaluate
from kb.errors import ConfigError

LINES = {
    "corpus.jsonl": [
        {"id": "fees", "locale": "en", "title": "Withdrawal_fees", "body": "Each withdrawal costs a fee."},
        {"id": "limits", "locale": "en", "title": "Limits", "body": "Deposits are limited by day; levels raise them."},
        {"id": "keys", "locale": "en", "title": "Security keys", "body": "A key of hardware protects an account."},
    ],
    "queries.jsonl": [
        {"id": 1, "locale": "en", "text": "What are the fees of a withdrawal?", "relevant": ["fees"]},
        {"id": 2, "locale": "en", "text": "Is a hardware key safe?", "relevant": ["keys"]},
        {"id": 3, "locale": "en", "text": "How are deposits limited?", "relevant": ["limits"]},
    ],
}


@pytest.fixture
def given(tmp_path: Path) -> RetrievalSet:
    """A set of three texts and three questions."""
    folder = tmp_path / "small-en"
    folder.mkdir()
    for name, lines in LINES.items():
        (folder / name).write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return read_set(folder)


def trial(given: RetrievalSet, *answers: str, configuration: str = "words") -> Trial:
    """A trial in which each question got the ids in a string."""
    by_question = {question.id: ids.split() for question, ids in zip(given.questions, answers, strict=True)}
    return graded(configuration, given.questions, Answers(by_question, Timing(9, 2, 4), 10), build=1, disk=2)


def test_a_set_is_read_from_its_folder(given: RetrievalSet) -> None:
    """Underscores of titles are spaces, so that every engine reads the words."""
    assert (given.name, given.language, len(given.questions)) == ("small-en", "en", 3)
    assert given.texts[0].title == "Withdrawal fees"


def test_a_folder_without_a_set_is_named(tmp_path: Path) -> None:
    """With the option that says where sets are."""
    with pytest.raises(ConfigError, match=r"corpus\.jsonl does not exist; .*--sets"):
        read_set(tmp_path)


ENGINES = [Zhinan("en"), *(engine for configurations in PEERS.values() for engine in configurations("en"))]


@pytest.mark.filterwarnings("ignore:.*idf.txt:pytest.PytestUnraisableExceptionWarning")  # jieba leaves it open
@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: f"{type(engine).__name__} {engine.configuration}")
def test_every_engine_finds_the_right_text(engine: SearchEngine, given: RetrievalSet, tmp_path: Path) -> None:
    """By any of the words of a question."""
    for name in ("bm25s", "tantivy"):
        if type(getattr(engine, "engine", engine)).__name__.lower() == name:
            pytest.importorskip(name, reason=f"{name} is not installed; `python3 build.py bench` installs it")
    directory = tmp_path / "index"
    directory.mkdir()
    engine.write(directory, given.texts)
    ask = engine.open(directory)
    assert [ask(question.text)[:1] for question in given.questions] == [["fees"], ["keys"], ["limits"]]


def test_no_module_loads_an_engine_before_it_is_measured() -> None:
    """Its memory is part of what is measured; and most of them are not installed."""
    loaded = {
        alias
        for path in (build.ROOT / "bench").rglob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        for alias in _imported(node)
    }
    assert loaded & {"bm25s", "jieba", "numpy", "rjieba", "Stemmer", "tantivy", "whoosh"} == set()


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names] if isinstance(node, ast.Import) else []


def test_answers_are_graded_as_kb_eval_grades_them(given: RetrievalSet) -> None:
    """By the same function."""
    answers = {"1": ["fees"], "2": ["fees", "keys"], "3": []}
    measures = evaluate(given.questions, lambda question: answers[question.id])
    assert trial(given, "fees", "fees keys", "").mrr == measures["all"].mrr == 0.5


def test_the_tables_name_the_best_peer_and_what_it_takes(given: RetrievalSet) -> None:
    """Per set and in the mean."""
    peers = {name: trial(given, "", "", "") for name in PEERS} | {"bm25s": trial(given, "fees", "fees keys", "")}
    comparison = Comparison(given, trial(given, "fees", "keys", "keys limits", configuration=""), peers)
    lines = quality([comparison]).splitlines()
    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        *("small-en", ".833", "words .000", "words .000", "words .000", "words .500", "bm25s", "+.333")
    ]
    assert [cell.strip() for cell in lines[3].split("|")[-4:-1]] == [".500", ".500", "+.333"]
    assert costs(comparison).splitlines()[2].split() == [
        "|",
        "Zhinan",
        "|",
        "2.00",
        "|",
        "4.00",
        "|",
        "9.00",
        "|",
        "1.00",
        "|",
        "10.0",
        "|",
        "2.00",
        "|",
    ]
    assert ratios([comparison]).count("1.00") == 6 * len(PEERS)


def test_the_questions_that_a_peer_answers_better_are_listed(given: RetrievalSet) -> None:
    """The worst first, with the rank of the right answer in both."""
    ours = trial(given, "limits fees", "keys", "")
    comparison = Comparison(given, ours, {"other": trial(given, "fees", "keys", "limits")})
    assert list(losses(comparison)) == [
        "small-en: 2 questions that other answers better; the rank of the right answer here, and there",
        "    -    1  3 How are deposits limited?",
        "    2    1  1 What are the fees of a withdrawal?",
    ]
