"""`kb i18n diff`: what a translator has to bring up to date."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from cli.content import article_named, refuse_errors
from cli.i18n.diff_words import print_changed_words
from cli.i18n.marked_words import changed_lines
from cli.options import locale_named, site_option, store_of
from cli.output import is_colored
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
from kb.word_stamps import is_address

NAMES = {TITLE: "title", SUMMARY: "summary"}


@click.command()
@click.argument("name", metavar="SLUG|ADDRESS")
@click.argument("locale")
@click.option("--color/--no-color", "color", default=None, help="Mark words by colour; by default on a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print the sections as JSON.")
@site_option
def diff(name: str, locale: str, color: bool | None, as_json: bool, site_root: Path) -> None:
    """What changed in the source of SLUG since its translation into LOCALE was stamped, section by section.

    Of words in YAML, ADDRESS is what kb i18n status prints, or its beginning: term: stands for every term.

    Words are marked [-removed-] and {+added+}, or by colour; below them stands what the translation says. The old words
    come from the history in git, else from the builds in var/builds.
    """
    loaded = load(site_root)
    library = loaded.library
    colored = is_colored() if color is None else color
    if is_address(name):
        print_changed_words(loaded, name, locale_named(locale, library.site), colored=colored, as_json=as_json)
        return
    translation, source = _pair(library, name, locale)
    refuse_errors(loaded.problems, {SITE_FILE, translation.path, source.path})
    old, reason = _old_texts(library, translation, source)
    sections = translation_diff(translation, source, old, ReadingWords(library.trade_words(source.locale)))
    if as_json:
        click.echo(json.dumps(_plain(sections, translation, source), ensure_ascii=False, indent=2))
        return
    for line in _lines(sections, translation, source, colored):
        click.echo(line, color=colored)
    if any(each.change is not SectionChange.ADDED and not each.pieces for each in sections):
        click.echo(f"some old words were not found: {reason}", err=True)
    if not sections:
        click.echo(f"{translation.path} says what {source.path} says; there is nothing to do", err=True)
    else:
        click.echo(f"when it says the same again: kb i18n stamp {name} -l {translation.locale}", err=True)


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
            yield from changed_lines(each.pieces, colored=colored)
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
