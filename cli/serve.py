"""`kb serve`: the published site, for production."""

from pathlib import Path

import click

from cli.options import site_option, store_of
from kb.settings_file import read_settings


@click.command()
@site_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(site_root: Path, host: str, port: int) -> None:
    """Serve the live build. New builds are picked up while it runs; SIGTERM finishes running requests, then stops."""
    from web.live import live_site  # Flask takes longer to load than most of the other commands to run
    from web.server import serve as run

    store = store_of(site_root)
    if store.current() is None:
        read_settings(site_root)  # a folder without builds is at least a site's
        click.echo("nothing is published yet: visitors are told so until 'kb build' has made a build", err=True)
    site = live_site(store)
    site.refresh()
    run(site, host, port, on_ready=lambda address: click.echo(f"serving on {address}; Ctrl-C stops", err=True))
