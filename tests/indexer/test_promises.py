"""The questions that articles promise to answer."""

from indexer.promises import broken_promises
from indexer.search import Searcher
from kb.locales import Locale
from kb.model import Status, Translation
from kb.problems import Severity, SourceRef

ZH = Locale("zh-Hans")


def promising(slug: str, *questions: str) -> Translation:
    path = f"articles/help/{slug}.zh-Hans.md"
    return Translation(
        slug=slug,
        locale=ZH,
        title="",
        summary="",
        keywords=(),
        questions=questions,
        status=Status.PUBLISHED,
        updated=None,
        review_by=None,
        owner="",
        body="",
        body_line=1,
        sections=(),
        source={},
        path=path,
        places={f"questions.{number}": SourceRef(path, 5 + number, 5) for number in range(len(questions))},
    )


def test_kept_promises_are_no_problem(searcher: Searcher) -> None:
    """A question that finds its article among the first three is no problem."""
    kept = [promising("withdrawal-fees", "提现手续费是多少", "矿工费"), promising("kyc-verification", "怎么实名")]
    assert list(broken_promises(searcher, kept)) == []


def test_a_question_that_finds_nothing(searcher: Searcher) -> None:
    """A question without any hit is an error at its own line."""
    (problem,) = broken_promises(searcher, [promising("withdrawal-fees", "提现手续费", "今天天气怎么样")])
    assert (problem.check, problem.severity) == ("promise", Severity.ERROR)
    assert problem.source == SourceRef("articles/help/withdrawal-fees.zh-Hans.md", 6, 5)
    assert problem.message.startswith("the question '今天天气怎么样' finds nothing; use its words in the title")


def test_a_question_that_finds_others(searcher: Searcher) -> None:
    """A question that finds other articles names what stood above."""
    (problem,) = broken_promises(searcher, [promising("margin-trading", "提现手续费是多少")])
    assert "does not find this article, after withdrawal-fees" in problem.message
