"""Problems found in a site, each with the place to mend it. Nothing here decides what is a problem."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops the build, a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class SourceRef:
    """A place in a file of the site: `path` relative to the site with `/`, `line` and `column` counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: the id of the check, where it is, and what happened and what to do about it."""

    check: str
    severity: Severity
    source: SourceRef
    message: str

    def __str__(self) -> str:
        suffix = " (warning)" if self.severity is Severity.WARNING else ""
        return f"{self.source}: {self.check}: {self.message}{suffix}"


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def in_reading_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sorted by file, line and column, without repetitions."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.source, problem.check, problem.message))
