"""One engine on one set: how well it answers, how fast, and what it takes."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.engines.base import SearchEngine
from bench.measure import Timing, in_new_process, own_memory, seconds, size_on_disk, timed
from bench.sets import RetrievalSet, Text
from indexer.evaluation import Question, evaluate


@dataclass(frozen=True, slots=True)
class Answers:
    """The ids that each question was answered with, best first, and what answering took; `memory` in MB."""

    by_question: Mapping[str, Sequence[str]]
    timing: Timing
    memory: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What one configuration of an engine did on one set. Sizes in MB, `build` in seconds."""

    configuration: str
    mrr: float
    answers: Answers
    build: float
    disk: float


def run(engine: SearchEngine, given: RetrievalSet) -> Trial:
    """Index the texts in one process, ask the questions in another."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        build = in_new_process(_written, engine, Path(folder), given.texts)
        answers = in_new_process(_answered, engine, Path(folder), given.questions)
        disk = size_on_disk(Path(folder))
    return graded(engine.configuration, given.questions, answers, build=build, disk=disk)


def graded(configuration: str, questions: Sequence[Question], answers: Answers, *, build: float, disk: float) -> Trial:
    """A trial with its answers graded as `kb eval` grades them."""
    measures = evaluate(questions, lambda question: answers.by_question[question.id])
    return Trial(configuration, measures["all"].mrr, answers, build, disk)


def _written(engine: SearchEngine, directory: Path, texts: Sequence[Text]) -> float:
    return seconds(lambda: engine.write(directory, texts))


def _answered(engine: SearchEngine, directory: Path, questions: Sequence[Question]) -> Answers:
    """Half of the questions warm what the others are timed with; all of them are graded."""
    by_question: dict[str, Sequence[str]] = {}
    before = own_memory()
    ask = engine.open(directory)

    def answer(question: Question) -> None:
        by_question[question.id] = ask(question.text)

    timing = timed(answer, questions)
    return Answers(by_question, timing, own_memory() - before)
