"""`kb i18n stamp`: a translation says what its source says now."""

from pathlib import Path

import click

from cli.i18n.files import refuse_errors
from cli.options import locale_named, site_option
from kb.errors import ContentError
from kb.files import decode, replace_file
from kb.layout import SITE_FILE
from kb.loader import load
from kb.locales import Locale
from kb.model import Library, Translation
from kb.translation_state import compare, section_hashes
from kb.translation_state import stamp as stamp_text


@click.command()
@click.argument("slugs", nargs=-1)
@click.option("--locale", "-l", "tags", multiple=True, help="Only these languages; all by default.")
@click.option("--all", "everything", is_flag=True, help="Stamp every article.")
@site_option
def stamp(slugs: tuple[str, ...], tags: tuple[str, ...], everything: bool, site_root: Path) -> None:
    """Record that translations say what their source says now.

    Run it after translating: kb i18n stamp SLUG… [-l LOCALE]…
    """
    if bool(slugs) == everything:
        raise click.UsageError("name the articles to stamp, or use --all" + (", not both" if everything else ""))
    loaded = load(site_root)
    library = loaded.library
    wanted = [locale_named(tag, library.site) for tag in tags] or list(library.site.locales)
    translations = _translations(library, slugs, wanted)
    sources = [source.path for each in translations if (source := library.source_of(each))]
    refuse_errors(loaded.problems, {SITE_FILE, *sources})
    stamped = {each.path: content for each in translations if (content := _stamped(each, library)) is not None}
    for path, content in stamped.items():
        replace_file(library.root / path, content)
    click.echo(f"stamped {len(stamped)} of {len(translations)} translations; what was current stays as it is", err=True)


def _translations(library: Library, slugs: tuple[str, ...], wanted: list[Locale]) -> list[Translation]:
    for slug in slugs:
        if slug not in library.articles:
            raise ContentError(f"there is no article {slug!r}")
    return [
        translation
        for translation in library.translations()
        if translation.locale in wanted
        and (not slugs or translation.slug in slugs)
        and library.source_of(translation) is not None
    ]


def _stamped(translation: Translation, library: Library) -> bytes | None:
    """The new content of the file, or None if it need not change.

    Raises:
        ContentError: the file cannot be stamped as it is.
    """
    source = library.source_of(translation)
    if source is None or (translation.source and compare(translation, source).is_current):
        return None
    raw = (library.root / translation.path).read_bytes()
    _, problems = decode(raw, translation.path)
    if problems:
        raise ContentError(f"{problems[0]}; nothing was written")
    try:
        return stamp_text(raw.decode("utf-8"), section_hashes(source)).encode("utf-8")
    except ValueError as error:
        raise ContentError(f"{translation.path}: {error}; nothing was written") from error
