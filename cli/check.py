"""`kb check`: everything that is wrong with a site, in one run."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from cli.options import now, processes_option, site_option, store_of
from cli.output import print_problems, summary
from indexer.builds.published import open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from indexer.builds.verifying import broken_in
from indexer.builds.workers import Workers, available_processes, collect_seldom
from kb.checks import CHECKS, as_configured, check_library
from kb.loader import Loaded, load
from kb.problems import Problem, errors_of, in_reading_order


@click.command()
@site_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--github", is_flag=True, help="Print the problems as annotations for GitHub Actions.")
@processes_option
@click.option("--list", "list_checks", is_flag=True, help="List the checks and what each finds.")
def check(site_root: Path, as_json: bool, github: bool, list_checks: bool, processes: int | None) -> None:
    """Find every problem of the site: content, translations, settings, and the questions articles promise to answer.

    Exit code 1 when there is an error, 0 when there are only warnings or nothing.
    """
    if list_checks:
        for each in CHECKS:
            click.echo(
                f"{each.id:20} {each.severity.value:8} {each.about}{' (always on)' if each.is_always_on else ''}"
            )
        return
    collect_seldom()
    today = now()
    read = load(site_root)
    loaded = replace(read, library=read.library.at(today))
    problems = check_library(loaded, today.date())
    tested = not errors_of(problems)
    if tested:
        problems = in_reading_order(
            [*problems, *_promises(loaded, store_of(site_root), processes or available_processes())]
        )
    print_problems(problems, as_json=as_json, github=github)
    click.echo(summary(problems), err=True)
    if not tested:
        click.echo("promised questions are tested once these errors are mended", err=True)
    if errors_of(problems):
        sys.exit(1)


def _promises(loaded: Loaded, live: BuildStore, processes: int) -> list[Problem]:
    """The promises the whole site breaks, tested on the live build if it is of today's files, else on one beside it."""
    library = loaded.library.published()
    with tempfile.TemporaryDirectory(prefix="kb-check-") as folder, Workers(processes, lambda _: None) as workers:
        trial = BuildStore(Path(folder))
        report = publish(loaded, trial, now=now(), verify_promises=False, earlier=live, processes=processes)
        build = open_current(live if report.was_current else trial)
        try:
            return as_configured(broken_in(build, library.translations(), workers), library)
        finally:
            build.close()
