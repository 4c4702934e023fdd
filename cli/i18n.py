"""`kb i18n`: keeping translations in step with their source."""

import sys
from pathlib import Path

import click

from cli.options import locale_named, site_option
from kb.catalogs import TEMPLATE, catalog_path, engine_translations
from kb.errors import ContentError
from kb.extraction import extract as extract_messages
from kb.extraction import freshness, template_text
from kb.extraction import update as update_catalog
from kb.loader import load, load_site
from kb.locales import Locale
from kb.model import Library, Translation
from kb.translation_state import compare, section_hashes
from kb.translation_state import stamp as stamp_text


@click.group()
def i18n() -> None:
    """Translations of articles and of the interface."""


@i18n.command()
@click.argument("slugs", nargs=-1)
@click.option("--locale", "-l", "tags", multiple=True, help="Only these languages; all by default.")
@click.option("--all", "everything", is_flag=True, help="Stamp every article.")
@site_option
def stamp(slugs: tuple[str, ...], tags: tuple[str, ...], everything: bool, site_root: Path) -> None:
    """Record that translations say what their source says now.

    Run it after translating: kb i18n stamp SLUG… [-l LOCALE]…
    """
    library = load(site_root).library
    if not slugs and not everything:
        raise click.UsageError("name the articles to stamp, or use --all")
    wanted = [locale_named(tag, library.site) for tag in tags] or list(library.site.locales)
    stamped = [_stamp(each, library) for each in _translations(library, slugs, wanted)]
    click.echo(f"stamped {sum(stamped)} of {len(stamped)} translations; what was current stays as it is", err=True)


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


def _stamp(translation: Translation, library: Library) -> bool:
    """Whether the file had to be changed."""
    source = library.source_of(translation)
    if source is None or (translation.source and compare(translation, source).is_current):
        return False
    path = library.root / translation.path
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(stamp_text(text, section_hashes(source)))
    return True


@i18n.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if catalogs are not up to date.")
def extract(only_check: bool) -> None:
    """Collect the interface's messages from the code into the template of the catalogs."""
    folder = engine_translations()
    template = extract_messages(folder.parent)
    if not only_check:
        (folder / TEMPLATE).write_text(template_text(template), encoding="utf-8")
        click.echo(f"{len(template)} messages in {folder / TEMPLATE}", err=True)
        return
    findings = list(freshness(folder, template, list(load_site(folder.parent)[0].locales)))
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)


@i18n.command()
def update() -> None:
    """Bring every language's catalog up to the template: new messages empty, translations kept."""
    folder = engine_translations()
    template = extract_messages(folder.parent)
    for locale in load_site(folder.parent)[0].locales:
        path = catalog_path(folder, locale)
        text = update_catalog(folder, template, locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
