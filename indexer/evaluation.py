"""How well searches answer graded questions: the measures, and the reading of the files that hold questions."""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.errors import ContentError

RANKS = 10
"""How many answers are looked at."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked, and the grade of each right answer: 2 best, 1 acceptable. None means none is right.

    `kind` and, within it, `subtype` say what is special about the question; either may be empty.
    """

    id: str
    locale: str
    text: str
    kind: str
    relevant: Mapping[str, int]
    subtype: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the questions that have an answer, and the share of the others that got none.

    `mrr` and `ndcg` are at ten and five; `unanswerable` counts questions without a right answer.
    """

    answerable: int
    hit_at_1_best: float
    hit_at_1: float
    hit_at_3: float
    mrr: float
    ndcg: float
    empty: float
    unanswerable: int
    rightly_empty: float


def read_questions(text: str, name: str) -> list[Question]:
    """The questions of a file with one JSON object a line: `id`, `locale`, `text`, `relevant`, maybe `kind`, `subtype`.

    `relevant` grades answers by name, or lists the right ones.

    Raises:
        ContentError: a line is no such object.
    """
    questions = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            relevant = fields["relevant"]
            grades = relevant if isinstance(relevant, dict) else dict.fromkeys(relevant, 2)
            kind, subtype = fields.get("kind", ""), fields.get("subtype") or ""
            questions.append(Question(str(fields["id"]), fields["locale"], fields["text"], kind, grades, subtype))
        except (ValueError, KeyError, TypeError) as error:
            raise ContentError(
                f"{name}:{number}: not a question with id, locale, text and relevant ({error})"
            ) from error
    return questions


def evaluate(
    questions: Iterable[Question], answer: Callable[[Question], Sequence[str]], apart: Collection[str] = ()
) -> dict[str, Measures]:
    """The measures of all questions, of each locale and of each kind, by name; `answer` gives names, best first.

    Questions of the subtypes `apart` count only for these.
    """
    groups: dict[str, list[tuple[Question, list[str]]]] = defaultdict(list)
    for question in questions:
        ranked = list(dict.fromkeys(answer(question)))[:RANKS]
        names = ["all", f"locale {question.locale}", f"kind {question.kind}" if question.kind else ""]
        for name in [f"subtype {question.subtype}"] if question.subtype in apart else filter(None, names):
            groups[name].append((question, ranked))
    return {name: _measures(groups[name]) for name in sorted(groups, key=lambda name: (name != "all", name))}


def _measures(answered: Sequence[tuple[Question, list[str]]]) -> Measures:
    graded = [(question.relevant, ranked) for question, ranked in answered if question.relevant]
    others = [ranked for question, ranked in answered if not question.relevant]
    return Measures(
        answerable=len(graded),
        hit_at_1_best=_mean(ranked[:1] and grades.get(ranked[0]) == max(grades.values()) for grades, ranked in graded),
        hit_at_1=_mean(ranked[:1] and ranked[0] in grades for grades, ranked in graded),
        hit_at_3=_mean(any(name in grades for name in ranked[:3]) for grades, ranked in graded),
        mrr=_mean(_reciprocal_rank(grades, ranked) for grades, ranked in graded),
        ndcg=_mean(_ndcg(grades, ranked[:5]) for grades, ranked in graded),
        empty=_mean(not ranked for _, ranked in graded),
        unanswerable=len(others),
        rightly_empty=_mean(not ranked for ranked in others),
    )


def _mean(values: Iterable[object]) -> float:
    numbers = [float(value) if isinstance(value, bool | float | int) else float(bool(value)) for value in values]
    return sum(numbers) / len(numbers) if numbers else 0.0


def _reciprocal_rank(grades: Mapping[str, int], ranked: Sequence[str]) -> float:
    return next((1 / rank for rank, name in enumerate(ranked, start=1) if name in grades), 0.0)


def _ndcg(grades: Mapping[str, int], ranked: Sequence[str]) -> float:
    """Normalised discounted cumulative gain with exponential gains (Järvelin and Kekäläinen 2002)."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:5])
    return _gain([grades.get(name, 0) for name in ranked]) / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2.0**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades))
