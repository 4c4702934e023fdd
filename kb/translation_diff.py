"""What changed in a source since a translation was stamped, section by section, beside what the translation says.

The stamp holds hashes, not words. The words come from earlier versions of the source: whichever of them has a section
with the stamped hash is what was translated, and no other is ever shown as that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kb.model import Section, Translation
from kb.translation_state import SUMMARY, TITLE, compare, section_hashes, text_hash
from kb.word_diff import Cut, Piece, cut_at_spaces, word_diff


class SectionChange(StrEnum):
    """What became of a section of the source since."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class OldText:
    """A section as it once was. `origin` says where it was found, for people: a commit, a build."""

    title: str
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One section. `pieces` are empty where the old words are not known (`origin` is then None too).

    `source` is the section as it is now, `translation` that of the translation; None where there is none.
    """

    id: str
    change: SectionChange
    pieces: tuple[Piece, ...]
    origin: str | None
    source: Section | None
    translation: Section | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version of a source: its sections by id, and how people find it."""

    sections: Mapping[str, Section]
    origin: str


def parts_of(article: Translation) -> dict[str, Section]:
    """Title, summary and sections by id, in reading order."""
    title, summary = article.place("title").line, article.place("summary").line
    parts = {TITLE: Section(TITLE, article.title, 1, "", title)}
    if article.summary:
        parts[SUMMARY] = Section(SUMMARY, "", 1, article.summary, summary)
    return parts | {section.id: section for section in article.sections}


def wanted_hashes(translation: Translation, source: Translation) -> dict[str, str]:
    """The stamped hashes of the sections that are different or gone now, by id."""
    state = compare(translation, source)
    return {id: translation.source[id] for id in (*state.changed, *state.removed)}


def find_old(wanted: Mapping[str, str], earlier: Iterable[Earlier]) -> dict[str, OldText]:
    """The words behind stamped hashes, from the first version that has them; no more versions are read than needed."""
    found: dict[str, OldText] = {}
    if not wanted:
        return found
    for version in earlier:
        for id, section in version.sections.items():
            if id in wanted and id not in found and hash_of(section) == wanted[id]:
                found[id] = OldText(section.title, section.text, version.origin)
        if len(found) == len(wanted):
            break
    return found


def hash_of(section: Section) -> str:
    """The hash that a stamp holds of a part of an article."""
    match section.id:
        case "_title":
            return text_hash(section.title)
        case "_summary":
            return text_hash(section.text)
        case _:
            return text_hash(f"{section.title}\n{section.text}")


def translation_diff(
    translation: Translation, source: Translation, old: Mapping[str, OldText], cut: Cut = cut_at_spaces
) -> tuple[SectionDiff, ...]:
    """Every section that a translator has to look at, in the order of the source, removed ones last."""
    return tuple(_sections(translation, source, old, cut))


def _sections(
    translation: Translation, source: Translation, old: Mapping[str, OldText], cut: Cut
) -> Iterator[SectionDiff]:
    state = compare(translation, source)
    now, own = parts_of(source), parts_of(translation)
    for id in section_hashes(source):
        if id in state.changed:
            before = old.get(id)
            pieces = word_diff(_words(before), _words(now[id]), cut) if before else ()
            origin = before.origin if before else None
            yield SectionDiff(id, SectionChange.CHANGED, pieces, origin, now[id], own.get(id))
        elif id in state.added:
            yield SectionDiff(id, SectionChange.ADDED, word_diff("", _words(now[id])), None, now[id], own.get(id))
    for id in state.removed:
        before = old.get(id)
        pieces = word_diff(_words(before), "", cut) if before else ()
        yield SectionDiff(id, SectionChange.REMOVED, pieces, before.origin if before else None, None, own.get(id))


def _words(section: Section | OldText) -> str:
    return "\n\n".join(filter(None, (section.title, section.text)))
