"""The text of a new article, with front matter to fill in and headings that suit what it answers."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.locales import Locale
from kb.model import Translation
from kb.yaml_values import scalar, value_text

REVIEW_AFTER = 6
"""Months after which somebody must look at a new article again."""

SUMMARY_HINT = "one or two sentences that already answer"
KEYWORDS_HINT = "words people type that the text does not contain"
QUESTIONS_HINT = "questions that must find this article"


class ArticleKind(StrEnum):
    """What an article does for its reader."""

    STEPS = "steps"
    QUESTION = "question"
    CONCEPT = "concept"


Headings = dict[str, str]
"""A heading by language, or by language and script where a language has several."""

OUTLINES: dict[ArticleKind, tuple[tuple[str, Headings, str], ...]] = {
    ArticleKind.STEPS: (
        (
            "before-you-start",
            {
                "zh-Hans": "开始之前",
                "zh-Hant": "開始之前",
                "en": "Before you start",
                "ja": "始める前に",
                "ko": "시작하기 전에",
                "es": "Antes de empezar",
                "ar": "قبل أن تبدأ",
            },
            "",
        ),
        (
            "steps",
            {
                "zh-Hans": "操作步骤",
                "zh-Hant": "操作步驟",
                "en": "Steps",
                "ja": "手順",
                "ko": "진행 방법",
                "es": "Pasos",
                "ar": "الخطوات",
            },
            "\n1.\n",
        ),
        (
            "if-it-fails",
            {
                "zh-Hans": "没有成功怎么办",
                "zh-Hant": "沒有成功怎麼辦",
                "en": "If it does not work",
                "ja": "うまくいかないとき",
                "ko": "잘 되지 않을 때",
                "es": "Si no funciona",
                "ar": "إذا لم ينجح الأمر",
            },
            "",
        ),
    ),
    ArticleKind.QUESTION: (
        (
            "why",
            {
                "zh-Hans": "为什么会这样",
                "zh-Hant": "為什麼會這樣",
                "en": "Why this happens",
                "ja": "原因",
                "ko": "원인",
                "es": "Por qué ocurre",
                "ar": "لماذا يحدث هذا",
            },
            "",
        ),
        (
            "what-to-do",
            {
                "zh-Hans": "怎么办",
                "zh-Hant": "怎麼辦",
                "en": "What to do",
                "ja": "対処方法",
                "ko": "해결 방법",
                "es": "Qué hacer",
                "ar": "ما العمل",
            },
            "",
        ),
    ),
    ArticleKind.CONCEPT: (
        (
            "how-it-works",
            {
                "zh-Hans": "怎么运作",
                "zh-Hant": "如何運作",
                "en": "How it works",
                "ja": "仕組み",
                "ko": "작동 방식",
                "es": "Cómo funciona",
                "ar": "كيف يعمل",
            },
            "",
        ),
        (
            "what-it-means",
            {
                "zh-Hans": "对你有什么影响",
                "zh-Hant": "對你有什麼影響",
                "en": "What it means for you",
                "ja": "ご利用への影響",
                "ko": "나에게 어떤 영향이 있나요",
                "es": "Qué significa para ti",
                "ar": "ماذا يعني لك ذلك",
            },
            "",
        ),
    ),
}
"""The sections of each kind: id, heading, and what its text begins with."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What the person who writes an article has decided before it is written."""

    title: str
    locale: Locale
    kind: ArticleKind
    owner: str = ""

    def text(self, today: date) -> str:
        """The whole file: a draft, to be reviewed in half a year."""
        header = [
            *_opening(self.title, [("summary", '""', SUMMARY_HINT), ("keywords", "[]", KEYWORDS_HINT)]),
            f"questions: []  # {QUESTIONS_HINT}",
            "status: draft",
            f"updated: {today}",
            f"review_by: {months_after(today, REVIEW_AFTER)}",
        ]
        if self.owner:
            header.append(f"owner: {scalar(self.owner)}")
        body = "".join(
            f"\n## {_heading(headings, self.locale)} {{#{id}}}\n{start}" for id, headings, start in OUTLINES[self.kind]
        )
        return _file(header, body)


def translation_to_write(source: Translation, today: date) -> str:
    """A draft translation in the words of its source, with its headings and ids, and no stamp.

    Keywords and questions are not translated but written anew, so the source's stand beside them.
    """
    fields = [("keywords", "[]", ", ".join(source.keywords)), ("questions", "[]", " / ".join(source.questions))]
    header = [f"title:{value_text(source.title)}"]
    if source.summary:
        header.append(f"summary:{value_text(source.summary)}")
    header += [_line(key, value, _one_line(hint)) for key, value, hint in fields if hint]
    return _file([*header, "status: draft", f"updated: {today}"], source.body)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _opening(title: str, fields: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    yield f"title:{value_text(title)}"
    for key, value, hint in fields:
        yield _line(key, value, hint)


def _line(key: str, value: str, hint: str) -> str:
    return f"{key}: {value}  # {hint}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _heading(headings: Headings, locale: Locale) -> str:
    return headings.get(locale.tag) or headings.get(locale.language) or headings["en"]


def _file(header: Sequence[str], body: str) -> str:
    lines = "\n".join(header)
    return f"---\n{lines}\n---\n{body}"
