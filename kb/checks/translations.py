"""Checks of translations against their source."""

from collections import Counter
from collections.abc import Iterator

from kb import word_stamps
from kb.agreement import links, names_in_code, numbers, numbers_in_words
from kb.checks.base import Finding, Subject
from kb.checks.references import place_of
from kb.facts import names_in
from kb.model import Section, Translation
from kb.problems import SourceRef
from kb.translation_state import SUMMARY, TITLE, compare


def stale_translations(subject: Subject) -> Iterator[Finding]:
    """Sections, and words that stand in YAML, whose source changed after they were translated."""
    yield from _stale_words(subject)
    for translation in subject.library.translations():
        source = subject.library.source_of(translation)
        if source is None:
            continue
        again = f"kb i18n stamp {translation.slug} -l {translation.locale}"
        if not translation.source:
            yield translation.place(""), f"never compared with {source.path}; once it says the same, run {again}"
            continue
        state = compare(translation, source)
        for section_id in state.changed:
            place = _place(translation, section_id)
            yield place, f"{section_id!r} changed in {source.path} since; translate the change, then run {again}"
        for section_id in state.added:
            yield translation.place(""), f"{section_id!r} is new in {source.path}; translate it, then run {again}"
        for section_id in state.removed:
            yield (
                translation.place(f"source.{section_id}"),
                f"{section_id!r} is no longer in {source.path}; run {again}",
            )


def _stale_words(subject: Subject) -> Iterator[Finding]:
    """Terms, titles of categories and labels of drawings whose source changed after they were translated."""
    for locale in subject.library.site.locales:
        for slot in word_stamps.stale_words(subject.library, locale).changed:
            address = slot.unit.context
            again = f"kb i18n stamp {address} -l {locale}"
            yield SourceRef(slot.file), f"{address} changed in {slot.unit.place} since; translate it, then run {again}"


def _place(translation: Translation, section_id: str) -> SourceRef:
    keys = {TITLE: "title", SUMMARY: "summary"}
    return translation.place(keys[section_id]) if section_id in keys else place_of(translation, section_id)


def facts_differ(subject: Subject) -> Iterator[Finding]:
    """Sections that do not insert the facts their source does, so that a changed fee would not reach them."""
    for translation, own, source in _pairs(subject):
        given, wanted = Counter(names_in(_words(own))), Counter(names_in(_words(source)))
        place = _place(translation, own.id)
        for name in wanted - given:
            yield place, _lacking(name, translation, own, subject)
        for name in given - wanted:
            yield place, f"{{{{fact:{name}}}}} is not in the source's {_name(own)}"


def _lacking(name: str, translation: Translation, section: Section, subject: Subject) -> str:
    fact = subject.library.facts.get(name)
    text = _words(section).replace("\u00a0", " ")
    by_hand = fact is not None and fact.format(translation.locale).replace("\u00a0", " ") in text
    verb = "writes out by hand" if by_hand else "lacks"
    return f"{_name(section)} {verb} {{{{fact:{name}}}}}, which its source inserts; insert it"


def links_differ(subject: Subject) -> Iterator[Finding]:
    """Sections that do not link where their source links."""
    for translation, own, source in _pairs(subject):
        yield from _differences(translation, own, "link to", links(_words(own)), links(_words(source)))


def numbers_differ(subject: Subject) -> Iterator[Finding]:
    """Sections with other figures than their source; single digits may be words, and facts are compared apart."""
    for translation, own, source in _pairs(subject):
        given, wanted = numbers(_words(own)), numbers(_words(source))
        in_words = {str(number) for section in (own, source) for number in numbers_in_words(_words(section))}
        yield from _differences(translation, own, "number", given - in_words, wanted - in_words)


def code_differs(subject: Subject) -> Iterator[Finding]:
    """Sections with other names of settings, parameters and addresses than their source: what stands in code."""
    for translation, own, source in _pairs(subject):
        yield from _differences(translation, own, "name", names_in_code(_words(own)), names_in_code(_words(source)))


def _pairs(subject: Subject) -> Iterator[tuple[Translation, Section, Section]]:
    """(translation, its section, the source's section) for title, summary and every section that both have."""
    for translation in subject.library.translations():
        if source := subject.library.source_of(translation):
            sections = {section.id: section for section in _sections(source)}
            for section in _sections(translation):
                if section.id in sections:
                    yield translation, section, sections[section.id]


def _sections(translation: Translation) -> tuple[Section, ...]:
    """Title and summary as sections of their own, then those of the body."""
    title, summary = translation.place("title"), translation.place("summary")
    return (
        Section(TITLE, translation.title, 1, "", title.line),
        Section(SUMMARY, "", 1, translation.summary, summary.line),
        *translation.sections,
    )


def _words(section: Section) -> str:
    return f"{section.title}\n{section.text}"


def _name(section: Section) -> str:
    return {TITLE: "title", SUMMARY: "summary"}.get(section.id, f"section {section.id!r}")


def _differences(
    translation: Translation, section: Section, what: str, given: frozenset[str], wanted: frozenset[str]
) -> Iterator[Finding]:
    place = _place(translation, section.id)
    for name in sorted(wanted - given):
        yield place, f"{_name(section)} lacks the {what} {name!r}, which its source has"
    for name in sorted(given - wanted):
        yield place, f"{_name(section)} has the {what} {name!r}, which its source has not"
