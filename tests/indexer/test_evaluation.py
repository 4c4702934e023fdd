"""Measures of search, and the files that hold questions."""

import pytest

from indexer.evaluation import evaluate, read_questions
from kb.errors import ContentError

LINES = """{"id": 1, "locale": "en", "text": "fees", "kind": "keyword", "relevant": {"fees": 2, "limits": 1}}
{"id": 2, "locale": "en", "text": "2fa", "kind": "keyword", "relevant": ["enable-2fa"]}

{"id": 3, "locale": "zh-Hans", "text": "天气", "kind": "negative", "relevant": {}}
"""


def test_the_measures_are_those_of_the_field() -> None:
    """An acceptable answer first, the best second; the other question unanswered; the unanswerable rightly empty."""
    answers = {"1": ["limits", "fees"], "2": [], "3": []}
    measures = evaluate(read_questions(LINES, "q.jsonl"), lambda question: answers[question.id])
    everything = measures["all"]
    assert (everything.answerable, everything.unanswerable, everything.rightly_empty) == (2, 1, 1.0)
    assert (everything.hit_at_1_best, everything.hit_at_1, everything.hit_at_3, everything.empty) == (
        0.0,
        0.5,
        0.5,
        0.5,
    )
    assert everything.mrr == 0.5
    assert everything.ndcg == pytest.approx(((1 + 3 / 1.58496) / (3 + 1 / 1.58496)) / 2, rel=1e-4)
    assert set(measures) == {"all", "kind keyword", "kind negative", "locale en", "locale zh-Hans"}


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"id": 1}', '{"id": 1, "locale": "en", "text": "x", "relevant": 3}']
)
def test_a_line_that_is_no_question_is_named(line: str) -> None:
    """By file and line."""
    with pytest.raises(ContentError, match=r"q\.jsonl:2: not a question with id, locale, text and relevant"):
        read_questions(LINES.splitlines()[0] + "\n" + line, "q.jsonl")


def test_subtypes_can_be_measured_apart() -> None:
    """They count for nothing else then; others of the file stay where they are."""
    lines = LINES.replace('"2fa", "kind": "keyword"', '"2fa", "kind": "keyword", "subtype": "fuzzy"')
    measures = evaluate(read_questions(lines, "q.jsonl"), lambda _question: ["enable-2fa"], apart=["fuzzy"])
    assert measures["subtype fuzzy"].hit_at_1_best == 1.0
    assert measures["all"].answerable == 1
    assert measures["kind keyword"].answerable == 1
    assert "subtype fuzzy" not in evaluate(read_questions(lines, "q.jsonl"), lambda _question: [])
