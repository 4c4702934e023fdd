"""Problems as other programs read them."""

import pytest

from cli.output import is_colored, print_problems
from kb.problems import Problem, Severity, SourceRef


def test_annotations_escape_what_would_end_a_property(capsys) -> None:  # type: ignore[no-untyped-def]
    """As GitHub's toolkit does, so that any file name and message arrives whole."""
    place = SourceRef("articles/a,b:c 5%.md", 2, 3)
    print_problems([Problem("file-name", Severity.ERROR, place, "50%: one,\ntwo")], github=True)
    assert capsys.readouterr().out == (
        "::error file=articles/a%2Cb%3Ac 5%25.md,line=2,col=3,title=file-name::50%25: one,%0Atwo\n"
    )


@pytest.mark.parametrize(
    ("is_terminal", "environment", "colored"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_only_terminals_that_show_colours_get_them(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, environment: dict[str, str], colored: bool
) -> None:
    """NO_COLOR asks for none, where it says anything."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    assert is_colored() == colored
