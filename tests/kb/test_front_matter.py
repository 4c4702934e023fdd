"""Front matter: every mistake has its place and says what to do."""

import pytest

from kb.front_matter import parse

GOOD = "---\ntitle: 提现手续费\nkeywords: [出币]\nupdated: 2026-11-20\nsource: {how: '123456789012'}\n---\n正文\n"


def problems(text: str) -> list[str]:
    """What is wrong with a file, as the command prints it."""
    return [str(problem) for problem in parse(text, "articles/a/b.en.md").problems]


def test_a_sound_file_is_split_into_front_matter_and_body() -> None:
    """The body keeps its line number in the file."""
    file = parse(GOOD, "a.md")
    assert file.front_matter is not None
    assert file.front_matter.title == "提现手续费"
    assert (file.body, file.body_line, file.problems) == ("正文\n", 7, ())


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("titel: x", "2:1: front-matter: unknown key 'titel' (did you mean 'title'?)"),
        ("title: no", "2:8: front-matter: 'title' must be text, not the truth value false (YAML reads yes, no, on and"),
        ("title: 1.10", "2:8: front-matter: 'title' must be text, not '1.10'; put it in quotes"),
        ("title:", "2:7: front-matter: 'title' must be text, not nothing; put it in quotes"),
        ("title: ' '", "2:8: front-matter: 'title' is empty; write it"),
        ("title: a\nkeywords: b", "3:11: front-matter: 'keywords' must be a list, not 'b'; write [b]"),
        ("title: a\nrelated: [b, no]", "3:14: front-matter: 'related[2]' must be text, not the truth value false"),
        ("title: a\nstatus: publishd", "3:9: front-matter: 'status' must be 'draft' or 'published', not 'publishd'"),
        ("title: a\nupdated: 2026-13-40", "3:10: front-matter: '2026-13-40' cannot be read: month must be in 1..12"),
        ("title: a\nupdated: soon", "3:10: front-matter: 'updated': input should be a valid date"),
        ("title: a\ntitle: b", "3:1: front-matter: 'title' is given twice, first on line 2; keep one"),
        ("title: a: b", "2:9: front-matter: the YAML cannot be read: mapping values are not allowed here"),
        ("title: *x", "2:8: front-matter: YAML aliases (*name) are not used here; write the value out"),
        ("- a", "1:1: front-matter: the front matter must be keys and values, with at least a title"),
        ("summary: a", "2:1: front-matter: 'title' is missing; add it"),
    ],
)
def test_a_mistake_is_named_with_its_line_column_and_remedy(header: str, message: str) -> None:
    """Each broken header gives a message that begins like this."""
    found = problems(f"---\n{header}\n---\nbody\n")
    assert any(line.startswith(f"articles/a/b.en.md:{message}") for line in found), found


def test_one_mistake_does_not_hide_the_next() -> None:
    """All are reported in one reading, and the sound keys are kept."""
    file = parse("---\ntitle: a\nkeywords: b\nrisk: [x]\nsummary: kept\n---\n", "a.md")
    assert len(file.problems) == 2
    assert file.front_matter is not None
    assert file.front_matter.summary == "kept"


@pytest.mark.parametrize("text", ["", "no front matter", "---\ntitle: never closed\n"])
def test_a_file_without_closed_front_matter_is_a_problem_on_its_first_line(text: str) -> None:
    """The message says what the file must begin with."""
    assert problems(text) == [
        "articles/a/b.en.md:1:1: front-matter: the file must begin with front matter between two '---' lines, "
        "with at least a title"
    ]
