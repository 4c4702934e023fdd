"""Staleness: known by section, from the words of the source."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.front_matter import parse
from kb.history import as_translation
from kb.locales import Locale
from kb.markdown.sections import split_sections
from kb.model import Status, Translation
from kb.translation_state import compare, section_hashes, stamp, still_current

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


def test_front_matter_that_is_read_can_be_stamped_too() -> None:
    """A question mark before a bracket is read by libyaml only."""
    text = FILE.replace("summary", "questions: [Combien ?]\nsummary")
    assert stamp(text, {"how": "1"}) == text.replace("---\nBody", 'source:\n  how: "1"\n---\nBody')


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


WORDS = st.text(
    st.characters(categories=("L", "N"), include_characters="，。’", exclude_characters="\ue000"), min_size=1
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def article(header: str, sections: dict[str, str]) -> Translation:
    """An article of this front matter, with one paragraph a section."""
    body = "".join(f"## Heading {{#{id}}}\n\n{text}\n\n" for id, text in sections.items())
    return as_translation(f"---\n{header}---\n{body}", "a", Locale("en"), "a.md")


@given(
    SENTENCES,
    st.lists(WORDS, max_size=3),
    st.dates(),
    st.booleans(),
    st.sampled_from(["'", '"', None]),
    st.integers(20, 200),
)
def test_the_form_of_the_front_matter_dates_and_keywords_make_nothing_stale(
    title: str, keywords: list[str], day: date, flow: bool, quotes: str | None, width: int
) -> None:
    """Commas, quotes, line breaks and order in YAML are not words that a translator translates."""
    plain = article(yaml.safe_dump({"title": title, "summary": title}), {"how": title})
    keys = {"updated": day, "keywords": keywords, "summary": title, "title": title}
    form = yaml.safe_dump(
        keys, default_flow_style=flow, default_style=quotes, allow_unicode=True, sort_keys=False, width=width
    )
    again = article(form.replace("!!timestamp ", ""), {"how": title})
    assert section_hashes(again) == section_hashes(plain)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), SENTENCES, min_size=1),
    st.data(),
)
def test_a_changed_sentence_makes_its_section_stale_and_no_other(sections: dict[str, str], data: st.DataObject) -> None:
    """Whichever it is, and whatever was changed in it."""
    before = article("title: A\n", sections)
    changed = data.draw(st.sampled_from(sorted(sections)))
    words = sections[changed].split()
    words[data.draw(st.integers(0, len(words) - 1))] += data.draw(WORDS)
    after = article("title: A\n", {**sections, changed: " ".join(words)})
    assert compare(translation(source=section_hashes(before)), after).stale == (changed,)


@given(
    st.lists(st.booleans(), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_a_change_without_meaning_makes_nothing_current_that_was_stale(
    was_stale: list[bool], edited: list[bool]
) -> None:
    """And leaves nothing stale that was current."""
    ids = "abcd"
    first = article("title: A\n", dict.fromkeys(ids, "One."))
    before = article("title: A\n", {id: "Two." if stale else "One." for id, stale in zip(ids, was_stale, strict=True)})
    texts = {section.id: section.text for section in before.sections}
    after = article(
        "title: A\n", {id: texts[id] + " More." if edit else texts[id] for id, edit in zip(ids, edited, strict=True)}
    )
    stamps = still_current(translation(source=section_hashes(first)), before, after)
    state = compare(translation(source=stamps), after)
    assert state.stale == tuple(id for id, stale in zip(ids, was_stale, strict=True) if stale)
