"""What the commands of `kb i18n` ask of the files they write from."""

from collections.abc import Collection, Iterable

from kb.errors import ContentError
from kb.problems import Problem, errors_of


def refuse_errors(problems: Iterable[Problem], paths: Collection[str]) -> None:
    """What was read of a file with errors is in part a guess: no file may be written from it.

    Raises:
        ContentError: there is an error in one of the files at `paths`.
    """
    for problem in errors_of(problems):
        if problem.source.path in paths:
            raise ContentError(f"{problem}; mend it first, nothing was written")
