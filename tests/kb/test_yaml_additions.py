"""Adding to a YAML file as text: nothing but the addition changes."""

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kb.yaml_additions import NotEditableError, add_entry, add_item, scalar


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("locales: [en]  # ours\n", "locales: [en, fr]  # ours\n"),
        ("locales: [en, ar,]\n", "locales: [en, ar, fr,]\n"),
        ("locales: [\n  en,\n  ar\n]\n", "locales: [\n  en,\n  ar, fr\n]\n"),
        (
            "locales:\n- en\n- ar # Arabic\n\n# next\nname: {}\n",
            "locales:\n- en\n- ar # Arabic\n- fr\n\n# next\nname: {}\n",
        ),
        ("locales:\n  - en\nname: {}\n", "locales:\n  - en\n  - fr\nname: {}\n"),
        ("locales:\r\n  - en\r\n", "locales:\r\n  - en\r\n  - fr\r\n"),
        ("locales:\n  - en", "locales:\n  - en\n  - fr"),
        ("name: [Combien ?]\nlocales: [en]\n", "name: [Combien ?]\nlocales: [en, fr]\n"),
    ],
)
def test_an_item_is_added_as_the_list_is_written(text: str, wanted: str) -> None:
    """In brackets or on lines of its own, comments and line ends kept."""
    assert add_item(text, ["locales"], "fr") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a: 1\n", "a: 1\nname:\n  fr: Aide\n"),
        ("a: 1", "a: 1\nname:\n  fr: Aide\n"),
        ("name: {}\n", "name: {fr: Aide}\n"),
        ("name: {en: Help} # ours\n", "name: {en: Help, fr: Aide} # ours\n"),
        ("name:\n  en: Help\n\n# next\na: 1\n", "name:\n  en: Help\n  fr: Aide\n\n# next\na: 1\n"),
        ("name:\n  en: |\n    Help\n    me\na: 1\n", "name:\n  en: |\n    Help\n    me\n  fr: Aide\na: 1\n"),
        ("name:\r\n  en: Help\r\na: 1\r\n", "name:\r\n  en: Help\r\n  fr: Aide\r\na: 1\r\n"),
        ("name:\n  en:\n    - Help\n    - me\na: 1\n", "name:\n  en:\n    - Help\n    - me\n  fr: Aide\na: 1\n"),
    ],
)
def test_an_entry_is_added_as_the_mapping_is_written(text: str, wanted: str) -> None:
    """A mapping that is not there is made at the end of the file."""
    assert add_entry(text, ["name"], "fr", "Aide") == wanted


@pytest.mark.parametrize(
    "text", ["name: Help\n", "name:\n", "- name\n", "name: {en: &a Help}\nb: *a\nname: 1\n", "name: [\n"]
)
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    """Never changed into something else."""
    with pytest.raises(NotEditableError):
        add_entry(text, ["name"], "fr", "Aide")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
@example("A?")  # PyYAML ends a bare text at a question mark between brackets
def test_any_text_can_be_written(text: str) -> None:
    """Also where commas and brackets mean something."""
    assert yaml.safe_load(f"[{scalar(text)}]") == [text]
    assert yaml.safe_load(f"a: {scalar(text)}") == {"a": text}
