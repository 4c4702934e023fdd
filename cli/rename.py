"""`kb rename` and `kb move`: an article goes elsewhere, and everything that leads to it follows."""

from collections.abc import Callable
from pathlib import Path

import click

from cli.content import article_named
from cli.options import site_option
from kb.errors import ContentError
from kb.files import write_all
from kb.history import HistoryError, uncommitted
from kb.loader import load
from kb.model import Article, Library
from kb.names import refuse_category, refuse_slug
from kb.problems import errors_of
from kb.renaming import Renaming
from kb.renaming import move as moved_to
from kb.renaming import rename as renamed_to

dry_run_option = click.option("--dry-run", is_flag=True, help="Only list what would change.")
force_option = click.option("--force", is_flag=True, help="Change files that have changes git does not have yet.")


@click.command()
@click.argument("slug")
@click.argument("new_slug", metavar="NEW")
@dry_run_option
@force_option
@site_option
def rename(slug: str, new_slug: str, dry_run: bool, force: bool, site_root: Path) -> None:
    """Give the article SLUG the slug NEW, in every language.

    Links, related lists, terms and site.yaml follow, and the old address redirects. Translations that were current stay
    current. All is written, or nothing.
    """
    library = _sound(site_root)
    article = _article(slug, library)
    if new_slug == article.slug:
        raise ContentError(f"{slug!r} is the slug already")
    refuse_slug(new_slug, library, owner=article.slug)
    _apply(library, lambda: renamed_to(library, article, new_slug), dry_run, force)


@click.command()
@click.argument("slug")
@click.argument("category")
@dry_run_option
@force_option
@site_option
def move(slug: str, category: str, dry_run: bool, force: bool, site_root: Path) -> None:
    """Move the article SLUG to CATEGORY, in every language.

    Its images and files go with it; those that other articles show too are copied. The old address redirects by itself.
    """
    library = _sound(site_root)
    article = _article(slug, library)
    refuse_category(category, library)
    if category == article.category_id:
        raise ContentError(f"{slug!r} is in {category!r} already")
    _apply(library, lambda: moved_to(library, article, category), dry_run, force)


def _sound(site_root: Path) -> Library:
    """The site, if everything that may name an article can be read."""
    loaded = load(site_root)
    for problem in errors_of(loaded.problems):
        raise ContentError(f"{problem}; mend it first, nothing was written")
    return loaded.library


def _article(slug: str, library: Library) -> Article:
    article = article_named(slug, library)
    if library.site.source_locale.tag not in article.translations:
        raise ContentError(f"{slug!r} has no source in {library.site.source_locale}; write it first")
    return article


def _apply(library: Library, plan: Callable[[], Renaming], dry_run: bool, force: bool) -> None:
    renaming = plan()
    if not force and not dry_run:
        _refuse_uncommitted(library.root, [*renaming.removed, *renaming.edited])
    if not dry_run:
        write_all(library.root, renaming.written, renaming.removed)
    for old, new in renaming.moved.items():
        click.echo(f"move {old} -> {new}")
    for old, new in renaming.copied.items():
        click.echo(f"copy {old} -> {new}")
    for path in renaming.edited:
        click.echo(f"edit {path}")
    click.echo("nothing was written" if dry_run else "then: kb check", err=True)


def _refuse_uncommitted(root: Path, paths: list[str]) -> None:
    """What git has can be undone; a site without git has nothing to compare with."""
    try:
        dirty = uncommitted(root, paths)
    except HistoryError:
        return
    if dirty:
        more = f" and {len(dirty) - 1} more" if len(dirty) > 1 else ""
        raise ContentError(f"{dirty[0]}{more}: not committed; commit first, so that git can undo this, or use --force")
