"""`kb i18n extract`, `update` and `compile`: the messages of the interface."""

import sys
from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import site_option
from kb.catalogs import TEMPLATE, TRANSLATIONS, catalog_path, compile_catalog, engine_translations, merged_catalog
from kb.errors import CatalogError
from kb.extraction import extract as extract_messages
from kb.extraction import freshness, is_own_checkout, shipped_template, template_text
from kb.extraction import update as update_catalog
from kb.files import relative, replace_file
from kb.layout import SITE_FILE
from kb.problems import errors_of
from kb.settings_file import load_site


@click.command()
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


@click.command()
@site_option
def update(site_root: Path) -> None:
    """Bring the site's message catalogs up to the engine's template: new messages empty, translations kept.

    A catalog is written for each locale that the engine does not ship. For those it ships none is needed: what a
    site has there overrides the engine's messages one by one, and is left as it is.
    """
    site, problems, _ = load_site(site_root)
    refuse_errors(problems, {SITE_FILE})
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


@click.command("compile")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/catalogs"),
    show_default="var/catalogs in the site",
    help="Where to write <locale>/LC_MESSAGES/messages.mo.",
)
@site_option
def compile_catalogs(folder: Path, site_root: Path) -> None:
    """Check the site's catalogs and compile them, the site's own over the engine's, for other programs to read.

    A site needs it for nothing: kb build compiles its catalogs itself.
    """
    site, problems, _ = load_site(site_root)
    refuse_errors(problems, {SITE_FILE})
    merged = {locale: merged_catalog(site_root, locale) for locale in site.locales}
    if faults := errors_of(problem for _, found in merged.values() for problem in found):
        raise CatalogError("\n".join(map(str, [*faults, "nothing was compiled"])))
    target = site_root / folder
    for locale, (catalog, _) in merged.items():
        compile_catalog(catalog, target, locale)
        path = catalog_path(target, locale).with_suffix(".mo")
        click.echo(f"{locale}: {len(catalog)} messages in {path}", err=True)
