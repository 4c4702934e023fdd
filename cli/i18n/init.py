"""`kb i18n init`: a site gets another language."""

from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import locale_named, site_option
from kb.files import write_all
from kb.layout import FACTS_FILE, SITE_FILE
from kb.loader import load
from kb.locale_addition import LocaleAddition, add_locale
from kb.locales import parse_locale
from kb.model import Library
from kb.translation_gaps import texts_of_settings


@click.command()
@click.argument("locale")
@click.option("--name", help="What the help centre is called in this language; its fallback's name by default.")
@click.option(
    "--fallback",
    "fallbacks",
    multiple=True,
    help="What readers see that is not translated, nearest first; by default the same language, English, the source.",
)
@site_option
def init(locale: str, name: str | None, fallbacks: tuple[str, ...], site_root: Path) -> None:
    """Add a language to the site: to site.yaml, with a catalog where the engine ships none, and terms to fill.

    LOCALE is a BCP 47 tag such as fr, pt-BR or zh-Hant. The site builds at once; what is not translated falls back.
    """
    tag = parse_locale(locale)
    loaded = load(site_root)
    library = loaded.library
    refuse_errors(loaded.problems, {SITE_FILE, FACTS_FILE})
    chain = [locale_named(each, library.site) for each in fallbacks]
    addition = add_locale(library, tag, fallbacks=chain, name=name)
    write_all(library.root, addition.files)
    click.echo("\n".join(_told(addition, library, name)), err=True)


def _told(addition: LocaleAddition, library: Library, name: str | None) -> list[str]:
    """What was written, and what is left to people."""
    chain = ", ".join(each.tag for each in addition.fallbacks)
    told = [f"{addition.locale} is a locale of this site; what it lacks is shown in {chain}"]
    told += [f"wrote {path}" for path in addition.files]
    if addition.has_engine_catalog:
        told.append("the interface ships with the engine; no catalog is needed")
    if FACTS_FILE in addition.files:
        told.append(f"{FACTS_FILE}: facts that are words have those of {addition.fallbacks[0]}; translate them")
    keys = [key for key in texts_of_settings(library) if key != "name" or not name]
    texts = [f"{', '.join(keys)} in site.yaml"] if keys else []
    texts += [category.path for category in library.categories]
    told.append(f"give texts in {addition.locale}: {', '.join(texts)}")
    told.append(f"then: kb i18n status -l {addition.locale}")
    return told
