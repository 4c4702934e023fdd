"""`kb i18n export`: words to translate, as PO files for the tools translators use."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import locale_named, now, site_option
from cli.output import counted
from kb.errors import ConfigError, ContentError
from kb.files import write_all
from kb.layout import FACTS_FILE, SITE_FILE
from kb.loader import load
from kb.locales import Locale
from kb.model import Library
from kb.po.export import Exported, exported
from kb.po.history import GitHistory
from kb.site import Site


@click.command("export")
@click.argument("locale_tag", metavar="LOCALE")
@click.argument("slugs", metavar="[SLUG]...", nargs=-1)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    show_default="var/po/LOCALE in the site",
    help="Folder of the PO files.",
)
@click.option(
    "--with",
    "leaning_tags",
    metavar="LOCALE",
    multiple=True,
    help="A language that translators may lean on: comments say how it puts each entry.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what each file holds as JSON.")
@site_option
def export_po(
    locale_tag: str,
    slugs: tuple[str, ...],
    folder: Path | None,
    leaning_tags: tuple[str, ...],
    as_json: bool,
    site_root: Path,
) -> None:
    """Write the words of a language as PO files: one an article, and one each for categories, drawings and terms.

    Existing translations are in them, fuzzy where the source has changed since. What was begun in the files of an
    earlier export stays in them.
    """
    loaded = load(site_root)
    library = loaded.library
    locale = locale_named(locale_tag, library.site)
    if locale == library.site.source_locale:
        raise ConfigError(f"{locale} is what translations are made from; name another locale of the site")
    others = [_leaning_on(tag, locale, library.site) for tag in dict.fromkeys(leaning_tags)]
    for slug in slugs:
        if slug not in library.articles:
            raise ContentError(f"there is no article {slug!r}")
    refuse_errors(loaded.problems, _paths(library, slugs) or {problem.source.path for problem in loaded.problems})
    folder = folder or site_root / "var" / "po" / locale.tag
    files = list(exported(library, locale, folder, now(), slugs=slugs, history=GitHistory(library), leaning_on=others))
    write_all(folder, {file.path: file.content for file in files})
    if as_json:
        click.echo(json.dumps([_plain(file, folder) for file in files], ensure_ascii=False, indent=2))
    _report(files, folder)


def _leaning_on(tag: str, target: Locale, site: Site) -> Locale:
    other = locale_named(tag, site)
    if other == site.source_locale:
        raise ConfigError(f"--with {tag}: every entry shows the source already; name another language")
    if other == target:
        raise ConfigError(f"--with {tag}: this is the language to translate to; name another")
    return other


def _paths(library: Library, slugs: Collection[str]) -> set[str]:
    """The files that the words of these articles come from."""
    own = {each.path for slug in slugs for each in library.articles[slug].translations.values()}
    return own | {SITE_FILE, FACTS_FILE} if slugs else set()


def _report(files: Sequence[Exported], folder: Path) -> None:
    for place in (place for file in files for place in file.unpaired):
        click.echo(
            f"{place}: stands for nothing in the source, so no entry holds it; import leaves it as it is", err=True
        )
    entries, fuzzy = sum(file.entries for file in files), sum(file.fuzzy for file in files)
    todo = entries - fuzzy - sum(file.translated for file in files)
    click.echo(
        f"{counted(len(files), 'file')} in {folder.as_posix()}: {entries} entries, {todo} to translate, "
        f"{fuzzy} to look at again because their source changed",
        err=True,
    )


def _plain(file: Exported, folder: Path) -> dict[str, object]:
    return {
        "path": (folder / file.path).as_posix(),
        "entries": file.entries,
        "translated": file.translated,
        "fuzzy": file.fuzzy,
        "without_entry": [str(place) for place in file.unpaired],
    }
