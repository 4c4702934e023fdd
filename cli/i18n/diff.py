"""`kb i18n diff`: what a translator has to bring up to date."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.content import article_named, refuse_errors
from cli.options import locale_named, site_option, store_of
from indexer.analysis.reading import ReadingWords
from indexer.builds.earlier_texts import stored_sources
from kb.errors import ContentError
from kb.history import HistoryError, as_translation, versions
from kb.layout import SITE_FILE
from kb.loader import load
from kb.model import Library, Translation
from kb.translation_diff import (
    Earlier,
    OldText,
    SectionChange,
    SectionDiff,
    find_old,
    parts_of,
    translation_diff,
    wanted_hashes,
)
from kb.translation_state import SUMMARY, TITLE
from kb.word_diff import Change, Piece

NAMES = {TITLE: "title", SUMMARY: "summary"}
PLAIN = {Change.SAME: ("", ""), Change.REMOVED: ("[-", "-]"), Change.ADDED: ("{+", "+}")}
CONTEXT = 2
"""How many unchanged lines are shown around changed ones: an empty line and the paragraph beyond it."""


@click.command()
@click.argument("slug")
@click.argument("locale")
@click.option("--color/--no-color", "color", default=None, help="Mark words by colour; by default on a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the sections as JSON.")
@site_option
def diff(slug: str, locale: str, color: bool | None, as_json: bool, site_root: Path) -> None:
    """What changed in the source of SLUG since its translation into LOCALE was stamped, section by section.

    Words are marked [-removed-] and {+added+}, or by colour; below them stands what the translation says. The old words
    come from the history in git, else from the builds in var/builds.
    """
    loaded = load(site_root)
    library = loaded.library
    translation, source = _pair(library, slug, locale)
    refuse_errors(loaded.problems, {SITE_FILE, translation.path, source.path})
    old, reason = _old_texts(library, translation, source)
    sections = translation_diff(translation, source, old, ReadingWords(library.trade_words(source.locale)))
    if as_json:
        click.echo(json.dumps(_plain(sections, translation, source), ensure_ascii=False, indent=2))
        return
    colored = color if color is not None else sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in _lines(sections, translation, source, colored):
        click.echo(line, color=colored)
    if any(each.change is not SectionChange.ADDED and not each.pieces for each in sections):
        click.echo(f"some old words were not found: {reason}", err=True)
    if not sections:
        click.echo(f"{translation.path} says what {source.path} says; there is nothing to do", err=True)
    else:
        click.echo(f"when it says the same again: kb i18n stamp {slug} -l {translation.locale}", err=True)


def _pair(library: Library, slug: str, tag: str) -> tuple[Translation, Translation]:
    article = article_named(slug, library)
    locale = locale_named(tag, library.site)
    source = article.translations.get(library.site.source_locale.tag)
    if source is None:
        raise ContentError(f"{slug!r} has no source in {library.site.source_locale}; write it first")
    if locale == source.locale:
        raise ContentError(f"{locale} is the source locale; name a translation of it")
    translation = article.translations.get(locale.tag)
    if translation is None:
        raise ContentError(f"{slug!r} is not translated to {locale} yet; copy {source.path} and translate it")
    return translation, source


def _old_texts(library: Library, translation: Translation, source: Translation) -> tuple[Mapping[str, OldText], str]:
    """The stamped words that could be found, and why others could not."""
    wanted = wanted_hashes(translation, source)
    if not translation.source:
        return {}, f"{translation.path} was never stamped"
    reason = "no committed version and no build has them"
    try:
        found = find_old(wanted, _committed(library, source))
    except HistoryError as error:
        found, reason = {}, f"{error}; and no build has them"
    left = {id: value for id, value in wanted.items() if id not in found}
    stored = stored_sources(store_of(library.root), library, source)
    return {**found, **find_old(left, stored)}, reason


def _committed(library: Library, source: Translation) -> Iterator[Earlier]:
    for version in versions(library.root, source.path):
        earlier = as_translation(version.text, source.slug, source.locale, source.path)
        yield Earlier(parts_of(earlier), f"commit {version.name} of {version.day}")


def _lines(
    sections: Sequence[SectionDiff], translation: Translation, source: Translation, colored: bool
) -> Iterator[str]:
    for each in sections:
        name = NAMES.get(each.id, f"#{each.id}")
        shown = each.source or each.translation
        place = f"{source.path}:{each.source.line}" if each.source else source.path
        title = f" {shown.title}" if shown and shown.title and each.id not in NAMES else ""
        since = f", since {each.origin}" if each.origin else ""
        heading = f"{name}{title} ({each.change}{since}) {place}"
        yield click.style(heading, bold=True) if colored else heading
        if each.pieces:
            yield from _changed_lines("".join(_marked(piece, colored) for piece in each.pieces), each.pieces)
        elif each.source is not None:
            yield "  the old words are not known; the section is now:"
            yield from (f"  {line}" for line in f"{each.source.title}\n{each.source.text}".strip().splitlines())
        yield from _own_lines(each, translation)
        yield ""


def _own_lines(section: SectionDiff, translation: Translation) -> Iterator[str]:
    own = section.translation
    if own is None:
        yield f"  {translation.locale}: not there yet in {translation.path}"
        return
    yield f"  {translation.locale}: {translation.path}:{own.line}"
    yield from (f"  | {line}".rstrip() for line in f"{own.title}\n{own.text}".strip().splitlines())


def _marked(piece: Piece, colored: bool) -> str:
    if piece.change is Change.SAME:
        return piece.text
    # Each line is marked on its own, so that a line shown alone keeps its marks.
    return "\n".join(_marked_line(line, piece.change, colored) if line else "" for line in piece.text.split("\n"))


def _marked_line(line: str, change: Change, colored: bool) -> str:
    if not colored:
        start, end = PLAIN[change]
        return f"{start}{line}{end}"
    removed = change is Change.REMOVED
    return click.style(
        line, fg="red" if removed else "green", strikethrough=removed or None, underline=not removed or None
    )


def _changed_lines(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    """The lines with changes and those around them; how many are left out between."""
    lines = text.split("\n")
    changed: set[int] = set()
    number = 0
    for piece in pieces:
        end = number + piece.text.count("\n")
        if piece.change is not Change.SAME:
            changed.update(range(number, end + 1))
        number = end
    kept = {near for each in changed for near in range(each - CONTEXT, each + CONTEXT + 1)}
    skipped = 0
    for number, line in enumerate(lines):
        if number not in kept:
            skipped += 1
            continue
        if skipped:
            yield f"  … {skipped} unchanged"
        skipped = 0
        yield f"  {line}".rstrip()
    if skipped:
        yield f"  … {skipped} unchanged"


def _plain(sections: Sequence[SectionDiff], translation: Translation, source: Translation) -> dict[str, object]:
    return {
        "slug": translation.slug,
        "locale": translation.locale.tag,
        "source_path": source.path,
        "translation_path": translation.path,
        "sections": [
            {
                "id": each.id,
                "change": each.change.value,
                "origin": each.origin,
                "pieces": [{"change": piece.change.value, "text": piece.text} for piece in each.pieces],
                "source": asdict(each.source) if each.source else None,
                "translation": asdict(each.translation) if each.translation else None,
            }
            for each in sections
        ],
    }
