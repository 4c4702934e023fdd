"""`kb preview`: the site as its editors write it, drafts included, followed from save to save."""

import logging
import webbrowser
from pathlib import Path

import click

from cli.options import site_option
from indexer.builds.workers import collect_seldom

TABS = 48
"""Threads that answer: each page that is looked at holds one while it waits for news."""
GRACE_SECONDS = 0.3


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--open", "is_opened", is_flag=True, help="Open the first page in the browser.")
def preview(site_root: Path, host: str, port: int, is_opened: bool) -> None:
    """Show the site while it is written: what readers do not see marked, pages reloaded when a file is saved, problems
    over the page.

    /preview/status shows what is to be translated, drafts, dates, reviews that are due and every problem. For editors
    only: 'kb serve' is for readers.
    """
    from web.preview.site import PreviewSite  # Flask takes longer to load than most of the other commands to run
    from web.server import serve

    collect_seldom()
    for quiet in ("web.access_log", "web.live", "web.server"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
    site = PreviewSite(site_root)
    first_page = site.open()

    def on_ready(address: str) -> None:
        click.echo(f"previewing on {address}{first_page}; Ctrl-C stops", err=True)
        if is_opened:
            webbrowser.open(f"{address}{first_page}")

    serve(site, host, port, threads=TABS, grace_seconds=GRACE_SECONDS, on_ready=on_ready)
