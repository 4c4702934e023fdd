"""`kb check`: everything that is wrong with a site, in one run."""

import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import click

from cli.options import now, processes_option, site_option, store_of
from cli.output import counted, print_problems, summary
from indexer.builds.published import open_current
from indexer.builds.publisher import publish_library
from indexer.builds.store import BuildStore
from indexer.builds.verifying import broken_in
from indexer.builds.workers import Workers, available_processes, collect_seldom
from kb.changes import changed_since
from kb.checks import CHECKS, STYLE, as_configured, check_library, mendable
from kb.files import write_all
from kb.loader import Loaded, load
from kb.model import Library, Translation
from kb.problems import Problem, Severity, errors_of, in_reading_order
from kb.style.mending import Mend, mended


@click.command()
@site_option
@click.option("--fix", is_flag=True, help="First mend spaces and punctuation in article files; say what changed.")
@click.option(
    "--changed",
    "base",
    is_flag=False,
    flag_value="",
    metavar="[BASE]",
    help="Only show, and mend, what stands in files that changed since BASE, a revision of git, or, without one, since "
    "the default branch. Errors elsewhere are counted.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--github", is_flag=True, help="Print the problems as annotations for GitHub Actions.")
@processes_option
@click.option("--list", "list_checks", is_flag=True, help="List the checks and what each finds.")
def check(
    site_root: Path,
    fix: bool,
    base: str | None,
    as_json: bool,
    github: bool,
    list_checks: bool,
    processes: int | None,
) -> None:
    """Find every problem of the site: content, translations, settings, style, and the questions articles promise to
    answer. What is a matter of style comes last, as warnings, once what is shown has no errors.

    Exit code 1 when the site has an error, 0 when there are only warnings or nothing.
    """
    if as_json and github:
        raise click.UsageError("--json and --github are two ways to print the same; choose one")
    if list_checks:
        for each in CHECKS:
            click.echo(
                f"{each.id:20} {each.severity.value:8} {each.about}{' (always on)' if each.is_always_on else ''}"
            )
        return
    collect_seldom()
    today = now()
    changed = None if base is None else changed_since(site_root, base or None)
    read = load(site_root)
    if fix and _mend(read, changed):
        read = load(site_root)
    loaded = replace(read, library=read.library.at(today))
    problems = check_library(loaded, today.date(), style=True)
    tested = not errors_of(problems)
    if tested:
        problems = in_reading_order(
            [*problems, *_promises(loaded.library, store_of(site_root), processes or available_processes())]
        )
    shown = [problem for problem in problems if changed is None or problem.source.path in changed]
    if errors_of(shown):  # which must not drown
        shown = [problem for problem in shown if problem.check not in STYLE or problem.severity is Severity.ERROR]
    shown.sort(key=lambda problem: problem.check in STYLE)
    print_problems(shown, as_json=as_json, github=github)
    click.echo(summary(shown), err=True)
    if elsewhere := len(errors_of(problems)) - len(errors_of(shown)):
        click.echo(f"{counted(elsewhere, 'error')} in files that did not change; kb check shows all", err=True)
    if not tested:
        click.echo("promised questions are tested once these errors are mended", err=True)
    if errors_of(problems):
        sys.exit(1)


def _mend(loaded: Loaded, changed: Collection[str] | None) -> bool:
    """Mend the article files and say what changed; whether anything did.

    Files with uncommitted work are mended too: an editor mends what was just written, and every change is told.
    """
    library = loaded.library
    checks = mendable(library.site)
    written: dict[str, bytes] = {}
    told: list[Mend] = []
    for translation in library.translations():
        if changed is not None and translation.path not in changed:
            continue
        try:
            before = (library.root / translation.path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the check says so
        after, mends = mended(before, translation.path, translation.locale.language, checks)
        told += mends
        if mends:
            written[translation.path] = after.encode("utf-8")
    write_all(library.root, written)
    for mend in told:
        click.echo(str(mend), err=True)
    click.echo(f"mended {counted(len(written), 'file')}", err=True)
    if any(path.endswith(f".{library.site.source_locale}.md") for path in written):
        click.echo("translations of mended sources: kb i18n stamp SLUG --unchanged keeps them current", err=True)
    return bool(written)


def _promises(library: Library, live: BuildStore, processes: int) -> list[Problem]:
    """The promises the whole site breaks, tested on the live build if it is of today's files, else on one beside it.

    Those of scheduled articles are tested on one that shows them already.
    """
    today, later = library.published(), library.once_shown().published()
    coming = [each for each in later.translations() if each.slug not in today.articles]
    with tempfile.TemporaryDirectory(prefix="kb-check-") as folder, Workers(processes, lambda _: None) as workers:
        trial = BuildStore(Path(folder))

        def broken(shown: Library, asking: Sequence[Translation]) -> list[Problem]:
            earlier = live if trial.current() is None else trial
            report = publish_library(
                shown, trial, now=now(), verify_promises=False, earlier=earlier, processes=processes
            )
            build = open_current(earlier if report.was_current else trial)
            try:
                return broken_in(build, asking, workers)
            finally:
                build.close()

        found = broken(today, today.translations())
        if coming:
            found += broken(later, coming)
        return as_configured(found, library)
