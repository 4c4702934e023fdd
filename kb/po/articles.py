"""The words of an article as units: title, summary, keywords and questions, then each piece of its body."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from kb.facts import Fact, names_in
from kb.locales import Locale
from kb.markdown.lines import Kind
from kb.markdown.segments import Segment
from kb.model import Translation
from kb.po.alignment import Alignment, align
from kb.po.unit import ANEW, Unit, as_lines, has_words
from kb.problems import SourceRef
from kb.translation_state import SUMMARY, TITLE, compare, section_hashes

PREFIX = "article:"

OldWords = Callable[[Translation, Mapping[str, str]], Translation | None]
"""The source as it was when it had these hashes of sections, or None where nobody knows."""

UNKNOWN: OldWords = lambda _source, _hashes: None  # noqa: E731 - a value of this type, not a function of its own

ASKED = {
    "keywords": ANEW.format("words people who speak this language type and the article does not contain"),
    "questions": ANEW.format("questions in the words of people who speak this language, which this article answers"),
}

NAMES = {
    Kind.HEADING: "Heading",
    Kind.IMAGE: "What the image shows, for people who cannot see it",
    Kind.CAPTION: "Caption of the image",
    Kind.CALLOUT: "Title of a box",
    Kind.QUESTION: "A reader's question",
    Kind.CELL: "Cell of a table",
    Kind.TERM: "Word that is explained",
    Kind.DEFINITION: "Explanation",
    Kind.ITEM: "List item",
    Kind.FOOTNOTE: "Footnote",
    Kind.HTML: "HTML: translate the words between the tags only",
}


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """An article's units, its body's alignment, and its translation where there is one."""

    source: Translation
    translation: Translation | None
    locale: Locale
    units: tuple[Unit, ...]
    alignment: Alignment

    @property
    def unpaired(self) -> list[SourceRef]:
        """Where the translation has pieces that stand for nothing in its source."""
        if self.translation is None:
            return []
        return [_place(self.translation, piece) for piece in self.alignment.unpaired if has_words(piece.text)]


def article_words(
    source: Translation,
    translation: Translation | None,
    locale: Locale,
    facts: Mapping[str, Fact],
    old_words: OldWords = UNKNOWN,
) -> ArticleWords:
    """What there is to translate of an article, and what is translated."""
    alignment = align(source.body, translation.body if translation else None)
    units = [*_header(source, translation), *_body(source, translation, alignment)]
    if translation:
        units = _marked_stale(units, source, translation, old_words)
    units = [replace(unit, notes=(*unit.notes, *facts_now(unit.source, facts, locale))) for unit in units]
    return ArticleWords(source, translation, locale, tuple(units), alignment)


def _header(source: Translation, translation: Translation | None) -> Iterator[Unit]:
    hashes = section_hashes(source)
    address = f"{PREFIX}{source.slug}"
    title = _unless_filled(source.title, translation.title if translation else "", TITLE, translation)
    yield Unit(
        f"{address}/title", source.title, title, source.place("title"), TITLE, hashes[TITLE],
        ("Title of the article: the reader's question or task",),
    )  # fmt: skip
    if source.summary:
        summary = _unless_filled(source.summary, translation.summary if translation else "", SUMMARY, translation)
        yield Unit(
            f"{address}/summary", source.summary, summary, source.place("summary"), SUMMARY, hashes[SUMMARY],
            ("One or two sentences that already answer",),
        )  # fmt: skip
    for key, note in ASKED.items():
        if words := getattr(source, key):
            own = as_lines(getattr(translation, key)) if translation else ""
            yield Unit(f"{address}/{key}", as_lines(words), own, source.place(key), notes=(note,), is_list=True)


def _body(source: Translation, translation: Translation | None, alignment: Alignment) -> Iterator[Unit]:
    hashes = section_hashes(source)
    titles = {section.id: section.title for section in source.sections}
    for pair in alignment.pairs:
        piece = pair.source
        if not has_words(piece.text):
            continue
        target = _unless_filled(piece.text, pair.target.text if pair.target else "", piece.section, translation)
        notes = [NAMES[piece.kind]] if piece.kind in NAMES else []
        if piece.kind is not Kind.HEADING and titles.get(piece.section):
            notes.append(f"Under: {titles[piece.section]}")
        if piece.note and piece.kind not in {Kind.CALLOUT, Kind.QUESTION, Kind.CAPTION}:
            notes.append(f"{piece.note[0].upper()}{piece.note[1:]}")
        if translation and piece.section in alignment.uneven:
            what = "paired by likeness: check that it stands for this" if target else "has no counterpart yet"
            notes.append(f"In {translation.path} this section is built otherwise; this part {what}")
        yield Unit(
            f"{PREFIX}{source.slug}#{pair.name}", piece.text, target, _place(source, piece), piece.section,
            hashes.get(piece.section, ""), tuple(notes),
            is_stale=bool(target) and piece.section in alignment.uneven,
        )  # fmt: skip


def _unless_filled(source: str, target: str, section: str, translation: Translation | None) -> str:
    """What a translation says, unless these are the source's words, which stand in until somebody translates them."""
    is_filled = source == target and translation is not None and section not in translation.source
    return "" if is_filled else target


def _place(translation: Translation, piece: Segment) -> SourceRef:
    return SourceRef(translation.path, translation.body_line + translation.body.count("\n", 0, piece.start))


def facts_now(text: str, facts: Mapping[str, Fact], locale: Locale) -> Iterator[str]:
    """What the facts in a text say today."""
    for name in dict.fromkeys(names_in(text)):
        if fact := facts.get(name):
            yield f"{{{{fact:{name}}}}} is now {fact.format(locale)}"


def _marked_stale(units: list[Unit], source: Translation, translation: Translation, old_words: OldWords) -> list[Unit]:
    """The units whose source changed since it was translated: those of changed sections, or where it is known what
    the source said then, only those that changed.
    """
    stale = set(compare(translation, source).stale)
    if not stale:
        return units
    old = old_words(source, {id: value for id, value in translation.source.items() if id in stale})
    before = _words_before(source, old) if old else {}
    marked = []
    for unit in units:
        if unit.section in stale and unit.target:
            said = before.get(unit.context, "")
            unit = replace(
                unit, is_stale=unit.is_stale or said != unit.source, previous="" if said == unit.source else said
            )
        marked.append(unit)
    for section in stale:  # what changed may be no unit of its own: then all of the section must be looked at
        own = [unit for unit in marked if unit.section == section]
        if own and not any(unit.is_stale or not unit.target for unit in own):
            marked = [replace(unit, is_stale=True) if unit.section == section else unit for unit in marked]
    return marked


def _words_before(source: Translation, old: Translation) -> dict[str, str]:
    """What the source said at each unit's place."""
    alignment = align(source.body, old.body)
    words = {f"{PREFIX}{source.slug}#{pair.name}": pair.target.text for pair in alignment.pairs if pair.target}
    address = f"{PREFIX}{source.slug}"
    return {**words, f"{address}/title": old.title, f"{address}/summary": old.summary}
