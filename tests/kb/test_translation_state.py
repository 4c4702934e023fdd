"""Staleness: known by section, from the words of the source."""

import pytest

from kb.front_matter import parse
from kb.locales import Locale
from kb.markdown.sections import split_sections
from kb.model import Status, Translation
from kb.translation_state import compare, section_hashes, stamp

BODY = "Intro.\n\n## How {#how}\n\nIt costs 1.\n\n## Who {#who}\n\nYou.\n"


def translation(body: str = BODY, title: str = "Fees", source: dict[str, str] | None = None) -> Translation:
    """An article with this body, stamped with these hashes."""
    sections = split_sections(body)
    return Translation(
        "fees",
        Locale("en"),
        title,
        "",
        (),
        (),
        Status.PUBLISHED,
        None,
        None,
        "",
        body,
        1,
        sections,
        source or {},
        "a.md",
    )


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        (BODY, ()),
        (BODY.replace("\n\nIt costs 1.", "\n\n  It   costs\n1."), ()),
        (BODY.replace("{#how}", "{#how .wide}"), ()),
        (BODY.replace("costs 1", "costs 2"), ("how",)),
        (BODY.replace("## Who", "## Whom"), ("who",)),
        (BODY.replace("Intro.", "Introduction."), ("_intro",)),
    ],
)
def test_a_changed_sentence_makes_its_section_stale_and_white_space_does_not(
    body: str, changed: tuple[str, ...]
) -> None:
    """Nothing but words counts."""
    stamped = translation(source=section_hashes(translation()))
    assert compare(stamped, translation(body)).changed == changed


def test_new_and_removed_sections_are_told_apart() -> None:
    """A renamed heading id is one of each."""
    stamped = translation(source=section_hashes(translation()))
    state = compare(stamped, translation(BODY.replace("{#who}", "{#whom}")))
    assert (state.changed, state.added, state.removed) == ((), ("whom",), ("who",))
    assert not state.is_current


def test_a_changed_title_makes_a_translation_stale() -> None:
    """Titles are translated too."""
    stamped = translation(source=section_hashes(translation()))
    assert compare(stamped, translation(title="Costs")).changed == ("_title",)


FILE = "---\ntitle: Fees # the title\nsummary: 'a: b'\n---\nBody\n"


@pytest.mark.parametrize(
    "text",
    [
        FILE,
        FILE.replace("---\nBody", "source:\n  how: \"000000000000\"\n  gone: '1'\n---\nBody"),
        FILE.replace("summary", "source: {how: '000000000000'}\nsummary"),
        FILE.replace("summary", "source:\n    how: '000000000000'\n\n    who: '1'\nsummary"),
        FILE.replace("summary", 'source: {\n  how: "0",\n  who: "1"\n}\nsummary'),
        FILE.replace("summary", '"source": {\n  how: "0"\n  }  # of May\nsummary'),
        FILE.replace("summary", "source:\nsummary"),
        FILE.replace("summary", "source:\n  how: |\n    0\nsummary"),
    ],
)
def test_stamping_replaces_the_source_block_and_changes_nothing_else(text: str) -> None:
    """Comments, order and quoting of the other keys stay as the translator wrote them."""
    stamped = stamp(text, {"how": "123456789012", "who": "12e456789012"})
    front_matter = parse(stamped, "a.md").front_matter
    assert front_matter is not None
    assert front_matter.source == {"how": "123456789012", "who": "12e456789012"}
    block = 'source:\n  how: "123456789012"\n  who: "12e456789012"\n'
    assert block in stamped
    assert stamped.replace(block, "") == FILE
    assert stamp(stamped, front_matter.source) == stamped


def test_a_comment_after_the_source_block_is_kept() -> None:
    """It belongs to the next key."""
    text = FILE.replace("summary", "source:\n  how: '0'\n\n# shown in lists\nsummary")
    assert stamp(text, {"how": "1"}) == text.replace("'0'", '"1"')


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_keeps_its_line_ends_and_byte_order_mark(end: str, mark: str) -> None:
    """Only the stamped lines are ours."""
    text = mark + FILE.replace("\n", end)
    wanted = FILE.replace("---\nBody", 'source:\n  how: "1"\n---\nBody')
    assert stamp(text, {"how": "1"}) == mark + wanted.replace("\n", end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Body\n", "no front matter"),
        ("---\ntitle: Fees\n", "no front matter"),
        ("---\n{title: Fees}\n---\n", "one key a line"),
        ("---\n- Fees\n---\n", "keys and values"),
        ("---\ntitle: 'Fees\n---\n", "line 3: the YAML cannot be read"),
        ("---\ntitle: Fees\nsource: {}\nsource: {}\n---\n", "line 4: 'source' is given twice"),
    ],
)
def test_what_cannot_be_stamped_is_refused_with_the_reason(text: str, message: str) -> None:
    """And never changed into something else."""
    with pytest.raises(ValueError, match=message):
        stamp(text, {"how": "1"})


def test_any_section_id_can_be_stamped() -> None:
    """Also one that means something to YAML."""
    hashes = {"no": "1", "1.10": "2", "费用": "3", "- a": "4", '"': "5"}
    front_matter = parse(stamp(FILE, hashes), "a.md").front_matter
    assert front_matter is not None
    assert front_matter.source == hashes
