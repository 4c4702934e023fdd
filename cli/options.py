"""Options and arguments that several commands share."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from indexer.builds.store import BuildStore
from kb.errors import HelpCentreError
from kb.locales import Locale, match_locale
from kb.site import Site

DEFAULT_ADDRESS = "http://127.0.0.1:8000"
"""The public address of a site that has none yet."""

site_option = click.option(
    "--site",
    "site_root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the site: site.yaml and articles/.",
)


processes_option = click.option(
    "--processes",
    type=click.IntRange(1),
    show_default="the machine's cores",
    help="How many processes may work on a large site.",
)


def store_of(site_root: Path) -> BuildStore:
    """Where a site's builds are published."""
    return BuildStore(site_root / "var" / "builds")


def can_ask() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()


def answer_to(question: str, default: str | None = None, checked: Callable[[str], str] = str) -> str:
    """What somebody answers, as `checked` takes it; they are asked again while it raises HelpCentreError."""

    def checked_answer(answer: str) -> str:
        try:
            return checked(answer.strip())
        except HelpCentreError as error:
            raise click.BadParameter(str(error)) from error

    return str(click.prompt(question, default=default, value_proc=checked_answer, show_default=bool(default), err=True))


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def locale_named(tag: str | None, site: Site) -> Locale:
    """The site's locale that a user named, or its source locale when they named none.

    Raises:
        click.BadParameter: the site has no such locale.
    """
    if tag is None:
        return site.source_locale
    if found := match_locale(tag, site.locales):
        return found
    known = ", ".join(locale.tag for locale in site.locales)
    raise click.BadParameter(f"{tag!r} is not a locale of this site; it has {known}", param_hint="locale")
