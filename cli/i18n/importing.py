"""`kb i18n import`: translated PO files, back into the site."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cli.content import refuse_errors
from cli.options import locale_named, site_option
from cli.output import counted, print_problems
from kb.errors import ConfigError
from kb.files import write_all
from kb.loader import load
from kb.po.brought_back import read_brought_back, remember
from kb.po.importing import plan_import
from kb.po.plan import Plan
from kb.problems import Problem


@click.command("import")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--locale", "-l", "tag", help="The language, where a file's header does not say one of the site's.")
@click.option("--skip-refused", is_flag=True, help="Write what is right also when something is refused.")
@click.option("--overwrite", is_flag=True, help="Let what comes back win where the site changed since the export.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@site_option
def import_po(
    paths: tuple[Path, ...], tag: str | None, skip_refused: bool, overwrite: bool, as_json: bool, site_root: Path
) -> None:
    """Bring translated PO files, or all in a folder, back into articles, categories, drawings, terms and messages.

    Only words that changed are written. Fuzzy and untranslated entries are left. Every entry is checked first; when
    one is refused, nothing is written. Exit code 1: something was refused.
    """
    loaded = load(site_root)
    library = loaded.library
    locale = locale_named(tag, library.site) if tag else None
    plan = plan_import(library, _files(paths), locale, ours=read_brought_back(site_root), overwrite=overwrite)
    refuse_errors(loaded.problems, {*plan.files, *plan.read})
    is_written = skip_refused or not plan.refused
    if is_written:
        write_all(library.root, plan.files)
        remember(site_root, plan.brought_back)
    if as_json:
        click.echo(json.dumps(_plain(plan, is_written=is_written), ensure_ascii=False, indent=2))
    else:
        print_problems([*plan.homeless, *plan.refused])
    _report(plan, is_written=is_written)
    if plan.refused:
        sys.exit(1)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.rglob("*.po")) if path.is_dir() else [path]
        if not found:
            raise ConfigError(f"{path.as_posix()}: there are no PO files in this folder")
        yield from found


def _report(plan: Plan, *, is_written: bool) -> None:
    left = ", ".join(f"{count} {why}" for why, count in sorted(plan.left.items()) if count)
    if not is_written:
        click.echo(
            f"nothing was written: {len(plan.refused)} refused; mend them, or use --skip-refused",
            err=True,
        )
        return
    for path in plan.finished:
        click.echo(f"{path}: all of it is translated; take out 'status: draft' to publish it", err=True)
    new = f", {len(plan.created)} of them new" if plan.created else ""
    click.echo(
        f"{counted(len(plan.changed), 'segment')} changed in {counted(len(plan.files), 'file')}{new}; "
        f"{plan.stamped} stamped; {len(plan.refused)} refused; left: {left or 'none'}",
        err=True,
    )


def _plain(plan: Plan, *, is_written: bool) -> dict[str, object]:
    return {
        "written": is_written,
        "files": sorted(plan.files),
        "created": plan.created,
        "finished": plan.finished,
        "changed": plan.changed,
        "stamped": plan.stamped,
        "left": dict(plan.left),
        "refused": [_place(problem) for problem in plan.refused],
        "homeless": [_place(problem) for problem in plan.homeless],
    }


def _place(problem: Problem) -> dict[str, object]:
    return {"path": problem.source.path, "line": problem.source.line, "message": problem.message}
