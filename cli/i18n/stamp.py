"""`kb i18n stamp`: a translation says what its source says now."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.content import article_named, refuse_errors
from cli.options import locale_named, site_option
from kb.errors import ContentError
from kb.files import decode, write_all
from kb.history import as_translation, version_at, versions
from kb.layout import SITE_FILE
from kb.loader import load
from kb.locales import Locale
from kb.model import Library, Translation
from kb.translation_state import compare, section_hashes, still_current
from kb.translation_state import stamp as stamp_text


@click.command()
@click.argument("slugs", nargs=-1)
@click.option("--locale", "-l", "tags", multiple=True, help="Only these languages; all by default.")
@click.option("--all", "everything", is_flag=True, help="Stamp every article.")
@click.option(
    "--unchanged",
    is_flag=True,
    help="The change of the source needs no translating: stamp only what was current before it.",
)
@click.option("--since", metavar="REVISION", help="With --unchanged: the source as it was before the change, in git.")
@site_option
def stamp(
    slugs: tuple[str, ...], tags: tuple[str, ...], everything: bool, unchanged: bool, since: str | None, site_root: Path
) -> None:
    """Record that translations say what their source says now.

    Run it after translating: kb i18n stamp SLUG… [-l LOCALE]…

    An editor whose change alters no meaning, such as a mended typing error, runs kb i18n stamp --unchanged SLUG: every
    section that was current before is current again, and what was stale stays stale. Before means the last committed
    version with other words, or --since.
    """
    if bool(slugs) == everything:
        raise click.UsageError("name the articles to stamp, or use --all" + (", not both" if everything else ""))
    if since is not None and not unchanged:
        raise click.UsageError("--since goes with --unchanged")
    loaded = load(site_root)
    library = loaded.library
    wanted = [locale_named(tag, library.site) for tag in tags] or list(library.site.locales)
    translations = _translations(library, slugs, wanted)
    sources = {source.path: source for each in translations if (source := library.source_of(each))}
    refuse_errors(loaded.problems, {SITE_FILE, *sources})
    if unchanged:
        before = {path: _before(library, source, since) for path, source in sources.items()}
        stamps = {each.path: _unchanged(each, library, before) for each in translations}
    else:
        stamps = {each.path: _complete(each, library) for each in translations}
    stamped = {path: _stamped(library, path, hashes) for path, hashes in stamps.items() if hashes is not None}
    write_all(library.root, stamped)
    kept = "what was stale before" if unchanged else "what was current"
    click.echo(f"stamped {len(stamped)} of {len(translations)} translations; {kept} stays as it is", err=True)


def _translations(library: Library, slugs: Sequence[str], wanted: Sequence[Locale]) -> list[Translation]:
    named = {article_named(slug, library).slug for slug in slugs}
    return [
        translation
        for translation in library.translations()
        if translation.locale in wanted
        and (not slugs or translation.slug in named)
        and library.source_of(translation) is not None
    ]


def _complete(translation: Translation, library: Library) -> Mapping[str, str] | None:
    """The stamps of a translation that is as its source is, or None if they are there."""
    source = library.source_of(translation)
    if source is None or (translation.source and compare(translation, source).is_current):
        return None
    return section_hashes(source)


def _before(library: Library, source: Translation, since: str | None) -> Translation | None:
    """A source before its change: the last committed version with other words; None where there is none.

    Raises:
        HistoryError: there is no history, or no such revision in it.
    """
    if since is not None:
        return _earlier(source, version_at(library.root, source.path, since).text)
    now = section_hashes(source)
    found = (_earlier(source, version.text) for version in versions(library.root, source.path))
    return next((each for each in found if section_hashes(each) != now), None)


def _earlier(source: Translation, text: str) -> Translation:
    return as_translation(text, source.slug, source.locale, source.path)


def _unchanged(
    translation: Translation, library: Library, before: Mapping[str, Translation | None]
) -> Mapping[str, str] | None:
    """The stamps of a translation after a change without meaning, or None if they stay."""
    source = library.source_of(translation)
    earlier = before[source.path] if source else None
    if source is None or earlier is None:
        return None
    stamps = still_current(translation, earlier, source)
    return stamps if stamps != dict(translation.source) else None


def _stamped(library: Library, path: str, hashes: Mapping[str, str]) -> bytes:
    """The new content of a translation's file.

    Raises:
        ContentError: the file cannot be stamped as it is.
    """
    raw = (library.root / path).read_bytes()
    _, problems = decode(raw, path)
    if problems:
        raise ContentError(f"{problems[0]}; nothing was written")
    try:
        return stamp_text(raw.decode("utf-8"), hashes).encode("utf-8")
    except ValueError as error:
        raise ContentError(f"{path}: {error}; nothing was written") from error
