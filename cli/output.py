"""Problems on a terminal, as JSON, and as annotations of a code review."""

import json
import os
import sys
from collections.abc import Iterable, Sequence

import click

from kb.problems import Problem, Severity, errors_of


def print_problems(problems: Iterable[Problem], *, as_json: bool = False, github: bool = False) -> None:
    """One problem a line on standard output; with `as_json` one JSON document."""
    if as_json:
        click.echo(json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    for problem in problems:
        click.echo(_annotation(problem) if github else str(problem))


def is_colored() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody asked for none (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def summary(problems: Sequence[Problem]) -> str:
    """`3 errors, 1 warning`."""
    errors = len(errors_of(problems))
    return f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}"


def counted(number: int, noun: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "check": problem.check,
        "severity": problem.severity.value,
        "path": problem.source.path,
        "line": problem.source.line,
        "column": problem.source.column,
        "message": problem.message,
    }


def _annotation(problem: Problem) -> str:
    """A workflow command as GitHub Actions reads it."""
    level = "error" if problem.severity is Severity.ERROR else "warning"
    place = problem.source
    file, title = _property(place.path), _property(problem.check)
    message = _escaped(problem.message)
    return f"::{level} file={file},line={place.line},col={place.column},title={title}::{message}"


def _escaped(text: str) -> str:
    """As `@actions/core` escapes data: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts"""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
