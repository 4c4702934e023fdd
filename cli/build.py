"""`kb build`: publish the site, or return to the build before."""

import json
import sys
import time
from pathlib import Path

import click

from cli.options import now, processes_option, site_option, store_of
from cli.output import counted, print_problems, summary
from indexer.builds.published import open_build
from indexer.builds.publisher import BuildReport, publish
from indexer.builds.store import BuildStore
from indexer.builds.workers import available_processes, collect_seldom
from kb.errors import BuildError, HelpCentreError
from kb.loader import load
from kb.problems import errors_of
from kb.schedule import next_change
from kb.settings_file import load_site


@click.command()
@site_option
@click.option("--force", is_flag=True, help="Build even if nothing changed, and render and index everything anew.")
@click.option("--rollback", is_flag=True, help="Make the build before the live one live again.")
@click.option("--wait", type=float, default=600, show_default=True, help="Seconds to wait for another build.")
@processes_option
@click.option("--json", "as_json", is_flag=True, help="Print what was published as JSON.")
def build(site_root: Path, force: bool, rollback: bool, wait: float, processes: int | None, as_json: bool) -> None:
    """Check, render and index the site, then switch to the new build.

    The live build keeps serving until the new one is complete and verified, and stays when the new one fails.
    """
    collect_seldom()
    load_site(site_root)  # a folder without a site is a mistake; nothing is written there
    store = store_of(site_root)
    with store.lock(wait=wait, on_wait=lambda holder: click.echo(f"waiting for {holder}, which is building", err=True)):
        if rollback:
            click.echo(f"live again: {_roll_back(store)}", err=True)
            return
        report = _publish(site_root, store, force, processes or available_processes())
    if as_json and report.manifest:
        click.echo(json.dumps({"build_id": report.manifest.build_id, **report.manifest.counts}))
    if report.manifest is None:
        click.echo(f"not published: {summary(report.problems)}; the live build is unchanged", err=True)
        sys.exit(1)


def _roll_back(store: BuildStore) -> str:
    """The id of the build that was made live again; one that cannot be served is refused."""
    pointer = store.pointer()
    if pointer and pointer.previous and (target := store.directory / pointer.previous).is_dir():
        try:
            open_build(target).close()
        except HelpCentreError as error:
            message = f"build {pointer.previous} cannot be made live again: {error}; the live build is unchanged"
            raise BuildError(message) from error
    return store.rollback()


def _publish(site_root: Path, store: BuildStore, force: bool, processes: int) -> BuildReport:
    started = time.perf_counter()
    loaded = load(site_root)
    progress = (lambda step: click.echo(f"  {step}", err=True)) if sys.stderr.isatty() else (lambda _: None)
    present = now()
    report = publish(loaded, store, now=present, force=force, processes=processes, progress=progress)
    print_problems(errors_of(report.problems))
    seconds = time.perf_counter() - started
    warnings = len(report.problems) - len(errors_of(report.problems))
    if report.manifest and report.was_current:
        click.echo(f"build {report.manifest.build_id} is current ({seconds:.1f} s)", err=True)
    elif report.manifest:
        counts = report.manifest.counts
        click.echo(
            f"built {report.manifest.build_id}: {counted(counts['articles'], 'article')}, "
            f"{counted(counts['translations'], 'translation')} ({report.rendered} rendered), "
            f"{counted(counts['sections'], 'section')}, {seconds:.1f} s",
            err=True,
        )
    if warnings:
        click.echo(f"{counted(warnings, 'warning')}; see 'kb check'", err=True)
    if report.manifest and (due := next_change(loaded.library, present)):
        what = "appears" if due.appears else "goes"
        click.echo(f"next by date: {due.slug!r} {what} with the first 'kb build' after {due.at}", err=True)
    return report
