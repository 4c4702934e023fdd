"""`kb i18n`: keeping translations in step with their source."""

import sys
from collections.abc import Collection, Iterable
from pathlib import Path

import click

from cli.options import locale_named, site_option
from kb.catalogs import TEMPLATE, TRANSLATIONS, catalog_path, engine_translations
from kb.errors import ContentError
from kb.extraction import extract as extract_messages
from kb.extraction import freshness, is_own_checkout, shipped_template, template_text
from kb.extraction import update as update_catalog
from kb.files import decode, relative, replace_file
from kb.layout import SITE_FILE
from kb.loader import load
from kb.locales import Locale
from kb.model import Library, Translation
from kb.problems import Problem, errors_of
from kb.settings_file import load_site
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
    if bool(slugs) == everything:
        raise click.UsageError("name the articles to stamp, or use --all" + (", not both" if everything else ""))
    loaded = load(site_root)
    library = loaded.library
    wanted = [locale_named(tag, library.site) for tag in tags] or list(library.site.locales)
    translations = _translations(library, slugs, wanted)
    sources = [source.path for each in translations if (source := library.source_of(each))]
    _refuse_errors(loaded.problems, {SITE_FILE, *sources})
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


def _refuse_errors(problems: Iterable[Problem], paths: Collection[str]) -> None:
    """What was read of a file with errors is in part a guess: no file may be written from it.

    Raises:
        ContentError: there is an error in one of the files at `paths`.
    """
    for problem in errors_of(problems):
        if problem.source.path in paths:
            raise ContentError(f"{problem}; mend it first, nothing was written")


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


@i18n.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if catalogs are not up to date.")
def extract(only_check: bool) -> None:
    """Collect the interface's messages from the code into the template of the catalogs.

    For those who work on the engine, in its checkout; a site needs only kb i18n update.
    """
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
@site_option
def update(site_root: Path) -> None:
    """Bring the site's message catalogs up to the engine's template: new messages empty, translations kept.

    A catalog is written for each locale that the engine does not ship. For those it ships none is needed: what a
    site has there overrides the engine's messages one by one, and is left as it is.
    """
    site, problems, _ = load_site(site_root)
    _refuse_errors(problems, {SITE_FILE})
    own = is_own_checkout(site_root)
    template = extract_messages(site_root) if own else shipped_template()
    for locale in site.locales:
        path = catalog_path(site_root / TRANSLATIONS, locale)
        name = relative(site_root, path)
        if not own and catalog_path(engine_translations(), locale).is_file():
            what = f"{name} overrides its messages" if path.is_file() else "no file is needed"
            click.echo(f"{locale}: ships with the engine; {what}", err=True)
            continue
        text = update_catalog(site_root / TRANSLATIONS, template, locale, keep_gone=not own)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode("utf-8"))
        click.echo(f"{locale}: {name} holds the {len(template)} messages; translate those without words", err=True)
