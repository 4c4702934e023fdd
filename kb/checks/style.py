"""Checks of style: never a reason to stop, always something a reader trips over."""

from collections.abc import Iterator, Mapping

from kb.checks.base import Finding, Run, Subject
from kb.markdown.lines import Kind
from kb.model import Status, Translation
from kb.style.prose import pieces
from kb.style.sentences import long_sentences, repeated_words
from kb.style.titles import title_fault
from kb.style.typography import DOUBLED, SPACING, TRAILING, WIDTH, Correction, corrections, house_style
from kb.text_amount import unit_of

SHOWN = 12
"""Characters around a finding that its message shows on each side."""


def long_sentence(subject: Subject) -> Iterator[Finding]:
    """Sentences that nobody reads to their end."""
    for translation in subject.library.translations():
        for piece in pieces(translation):
            if piece.kind is Kind.IMAGE:  # what an image shows is told in one go
                continue
            for offset, has, longest in long_sentences(piece.prose, translation.locale.language):
                unit = unit_of(translation.locale)
                yield (
                    piece.place(translation, offset),
                    f"a sentence of {has} {unit}; {longest} are enough, so break it in two",
                )


def repeated_word(subject: Subject) -> Iterator[Finding]:
    """Words that stand twice by mistake."""
    for translation in subject.library.translations():
        for piece in pieces(translation):
            for offset, words in repeated_words(piece.prose, translation.locale.language):
                yield piece.place(translation, offset), f"{words!r} says the same twice; keep one"


def title_form(subject: Subject) -> Iterator[Finding]:
    """Titles that name no question and no task, as far as their form shows."""
    terms = {
        tag: frozenset(word.casefold() for term in each for word in (term.term, *term.synonyms))
        for tag, each in subject.library.terms.items()
    }
    for translation in subject.library.translations():
        if fault := title_fault(
            translation.title, translation.locale.language, terms.get(translation.locale.tag, frozenset())
        ):
            yield translation.place("title"), fault


def missing_summary(subject: Subject) -> Iterator[Finding]:
    """Articles that do not answer before they are opened; of a translation, the summary its source has."""
    for translation in subject.library.translations():
        source = subject.library.source_of(translation)
        if translation.status is Status.RETIRED:  # nobody reads it
            continue
        if not translation.summary.strip() and (source is None or source.summary.strip()):
            yield translation.place("title"), "there is no summary; answer in one or two sentences under 'summary'"


def _set_as(check: str, message: str) -> Run:
    def run(subject: Subject) -> Iterator[Finding]:
        for translation in subject.library.translations():
            yield from _typography(translation, check, message)

    return run


def _typography(translation: Translation, check: str, message: str) -> Iterator[Finding]:
    language = translation.locale.language
    unwanted = house_style(translation.body, language)
    for piece in pieces(translation):
        for each in corrections(piece, language, unwanted):
            if each.check == check:
                shown = message.format(before=around(piece.text, each), after=each.new)
                yield piece.place(translation, each.start), shown


def around(text: str, correction: Correction) -> str:
    """The words about a correction, on one line."""
    words = text[max(0, correction.start - SHOWN) : correction.end + SHOWN]
    return " ".join(words.split())


TYPOGRAPHY: Mapping[str, Run] = {
    SPACING: _set_as(SPACING, "no space between Chinese and Latin letters or digits in {before!r}"),
    WIDTH: _set_as(WIDTH, "{after!r} is meant in {before!r}"),
    DOUBLED: _set_as(DOUBLED, "punctuation stands twice in {before!r}; keep one"),
    TRAILING: _set_as(TRAILING, "white space at the end of the line, after {before!r}"),
}
"""The checks whose findings `kb check --fix` mends."""
