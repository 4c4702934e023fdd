"""Problems as other programs read them."""

from cli.output import print_problems
from kb.problems import Problem, Severity, SourceRef


def test_annotations_escape_what_would_end_a_property(capsys) -> None:  # type: ignore[no-untyped-def]
    """As GitHub's toolkit does, so that any file name and message arrives whole."""
    place = SourceRef("articles/a,b:c 5%.md", 2, 3)
    print_problems([Problem("file-name", Severity.ERROR, place, "50%: one,\ntwo")], github=True)
    assert capsys.readouterr().out == (
        "::error file=articles/a%2Cb%3Ac 5%25.md,line=2,col=3,title=file-name::50%25: one,%0Atwo\n"
    )
