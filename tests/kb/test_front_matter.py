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
        (
            "title: a\nstatus: publishd",
            "3:9: front-matter: 'status' must be 'draft', 'published' or 'retired', not 'publishd'",
        ),
        ("title: a\nupdated: 2026-13-40", "3:10: front-matter: '2026-13-40' cannot be read: month must be in 1..12"),
        ("title: a\nupdated: soon", "3:10: front-matter: 'updated' must be a date like 2026-11-21, not 'soon'"),
        ("title: a\norder: yes", "3:8: front-matter: 'order' must be a whole number, not the truth value true"),
        ("title: a\nupdated: 0", "3:10: front-matter: 'updated' must be a date like 2026-11-21, not '0'"),
        ("title: a\nreview_by: '0'", "3:12: front-matter: 'review_by' must be a date like 2026-11-21, not '0'"),
        (f"title: {'[' * 100_000}", "2:57: front-matter: lists and mappings are nested more than 50 deep"),
        (f"title: 0x{'f' * 9_000}", "2:8: front-matter: the number is too large to be read"),
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


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\f", "\v", "\x1c", "\x85"])
def test_only_line_feeds_end_a_line(character: str) -> None:
    """A separator inside a paragraph is neither the end of the front matter nor a line of its own."""
    file = parse(f"---\ntitle: a\n---\nb{character}---\n", "a.md")
    assert (file.body, file.body_line) == (f"b{character}---\n", 4)
    assert parse(f"---{character}\ntitle: a\n---\n", "a.md").front_matter is None


@pytest.mark.parametrize(
    ("header", "trusted"),
    [("title: a", True), ("title: a\nkind: b", False), ("status: drfat", False), ("status: draft\nkind: b", True)],
)
def test_the_status_of_a_file_with_mistakes_is_trusted_only_if_it_says_draft(header: str, trusted: bool) -> None:
    """What cannot be read might have been the word that keeps it from readers."""
    assert parse(f"---\n{header}\n---\n", "a.md").is_trusted is trusted
