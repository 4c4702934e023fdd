"""`kb import`: a tree of Markdown written for something else becomes a site."""

import sys
from pathlib import Path

import click

from cli.options import DEFAULT_ADDRESS, now
from cli.output import counted
from kb.errors import ConfigError
from kb.files import replace_file
from kb.importing.importer import import_tree, refuse_occupied
from kb.importing.model import Layout, Report
from kb.importing.report import as_json, as_text, totals
from kb.importing.trees import LANGUAGE, read_tree
from kb.importing.verifying import Comparison, verify
from kb.site import checked_base_url


@click.command(name="import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, help="An empty folder, or a new one.")
@click.option("--layout", type=click.Choice([each.value for each in Layout]), help="How files say their language.")
@click.option("--source-locale", help="The language the others were translated from; English where there is any.")
@click.option("--name", help="The help centre's name; taken from the tree's settings where they say it.")
@click.option("--base-url", default=DEFAULT_ADDRESS, show_default=True, help="The public address of the site.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), help="Write the report here; .json for all.")
@click.option("--verify", "verified", is_flag=True, help="Count headings, links and blocks of code before and after.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the report as JSON.")
def import_command(  # noqa: PLR0913 - one argument an option, as click calls it
    source: Path,
    target: Path,
    layout: str | None,
    source_locale: str | None,
    name: str | None,
    base_url: str,
    report: Path | None,
    verified: bool,
    json_wanted: bool,
) -> None:
    """Make a site of a tree of Markdown, and report what could not be brought and why.

    Reads <locale>/<path>.md, <path>.<locale>.md, Docusaurus' i18n/ and trees of one language. Nothing in SOURCE is
    changed. Exit code 1 when --verify finds less on a page than its file had.
    """
    refuse_occupied(target)
    _refuse_nested(source, target)
    _refuse_unwritable(report, target)
    base_url = checked_base_url(base_url)
    tree = read_tree(source, Layout(layout) if layout else None, source_locale)
    tags = ", ".join(locale.tag for locale in tree.locales)
    click.echo(f"layout {tree.layout.value}: {counted(len(tree.files), 'page')} in {tags}", err=True)
    outcome = import_tree(tree, target, name=name, base_url=base_url, today=now().date())
    comparisons = list(verify(source, target, outcome)) if verified else None
    document = as_json(outcome, comparisons)
    if report:
        replace_file(report, (document if report.suffix == ".json" else as_text(outcome)).encode("utf-8"))
    if json_wanted:
        click.echo(document, nl=False)
    _tell(outcome, target, report)
    if comparisons is not None:
        _tell_counts(comparisons)
        if any(each.missing() for each in comparisons):
            sys.exit(1)


def _refuse_nested(source: Path, target: Path) -> None:
    if target.resolve().is_relative_to(source.resolve()):
        raise ConfigError(f"{target}: the new site cannot lie in the tree it is made from; name a folder beside it")


def _refuse_unwritable(report: Path | None, target: Path) -> None:
    """A report that cannot be written is noticed before the work, not after it."""
    if report is None:
        return
    if report.resolve().is_relative_to(target.resolve()):
        raise ConfigError(f"{report}: the report cannot lie in the new site; name a file beside it")
    if not report.resolve().parent.is_dir():
        raise ConfigError(f"{report}: there is no folder {report.parent}; make it first")


def _tell(outcome: Report, target: Path, report: Path | None) -> None:
    click.echo(as_text(outcome).partition("\n")[0], err=True)
    for kind, number, files in outcome.kinds():
        click.echo(f"  {kind}: {number} in {counted(files, 'file')}", err=True)
    for note in outcome.notes:
        if note.kind == LANGUAGE:
            click.echo(f"  {note.path}: {note.message}", err=True)
    for check, number in outcome.lowered.items():
        click.echo(f"  check {check} lowered in site.yaml: {counted(number, 'place')}", err=True)
    more = f"; {report} says which" if report else "; --report FILE says which"
    click.echo(f"wrote {target}{more}. Next: kb check --site {target}, kb build --site {target}", err=True)


def _tell_counts(comparisons: list[Comparison]) -> None:
    for name, counts in totals(comparisons).items():
        click.echo(
            f"  {name}: {counts['tree']} in the tree, {counts['served']} in the Markdown served, "
            f"{counts['shown']} on the pages, {counts['noted']} reported as not there",
            err=True,
        )
    for each in comparisons:
        for name, number in each.missing().items():
            click.echo(f"{each.path}: {number} fewer {name} in {each.article}; please report this file", err=True)
