"""`kb i18n pseudo`: a copy of a site with languages nobody speaks, which show what was not translated."""

import shutil
import tempfile
from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import site_option
from kb.errors import ConfigError
from kb.layout import ARTICLES, FACTS_FILE, SITE_FILE, TRANSLATIONS
from kb.loader import load
from kb.model import Library
from kb.problems import errors_of
from kb.pseudo_site import LOCALES, pseudo_files


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A folder that is new or empty.",
)
@site_option
def pseudo(target: Path, site_root: Path) -> None:
    """Copy the site with two pseudo-languages, in which untranslated and clipped text stands out.

    In en-XA every text is accented, a third longer and between [!! and !!]: what has no marks was never translated,
    what lacks the last is clipped. In ar-XB all words run from right to left. Then build and serve the copy:
    kb build --site DIR, kb serve --site DIR.
    """
    if target.exists() and any(target.iterdir()):
        raise ConfigError(f"{target} is not empty; name a new folder")
    loaded = load(site_root)
    refuse_errors(loaded.problems, {each.source.path for each in errors_of(loaded.problems)})
    files = pseudo_files(loaded.library)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".kb-pseudo-", dir=target.parent) as folder:
        copy = Path(folder) / "site"
        _copy(loaded.library, copy)
        for name, content in files.items():
            path = copy / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if target.exists():
            target.rmdir()
        copy.rename(target)
    tags = " and ".join(locale.tag for locale in LOCALES)
    click.echo(f"{target} is the site with {tags}; next: kb build --site {target}", err=True)


def _copy(library: Library, copy: Path) -> None:
    """The site's own files, and nothing else that lies in its folder."""
    copy.mkdir()
    hidden = shutil.ignore_patterns(".*")
    for name in (ARTICLES, TRANSLATIONS):
        if (library.root / name).is_dir():
            shutil.copytree(library.root / name, copy / name, ignore=hidden)
    for file in filter(None, (SITE_FILE, FACTS_FILE, library.site.logo)):
        if (library.root / file).is_file():
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(library.root / file, copy / file)
