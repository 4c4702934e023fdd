"""What commands ask of a site's content before they write to it."""

from collections.abc import Collection, Iterable
from pathlib import PureWindowsPath

from kb.errors import ContentError
from kb.model import Article, Library
from kb.problems import Problem, errors_of
from kb.validation import suggestion


def refuse_errors(problems: Iterable[Problem], paths: Collection[str]) -> None:
    """What was read of a file with errors is in part a guess: no file may be written from it.

    Raises:
        ContentError: there is an error in one of the files at `paths`.
    """
    for problem in errors_of(problems):
        if problem.source.path in paths:
            raise ContentError(f"{problem}; mend it first, nothing was written")


def article_named(slug: str, library: Library) -> Article:
    """The article with this slug, or that once had it; the path of one of its files names it too.

    Raises:
        ContentError: there is none.
    """
    if slug.endswith(".md"):
        slug = PureWindowsPath(slug).name.partition(".")[0]
    if article := library.named(slug):
        return article
    raise ContentError(f"there is no article {slug!r}{suggestion(slug, library.articles)}")
