"""`kb schema`: what editors complete and validate a site's files with."""

import click

from kb.schemas import SCHEMAS, text


@click.command()
@click.argument("name", required=False, type=click.Choice(list(SCHEMAS)))
def schema(name: str | None) -> None:
    """Print the JSON Schema of a kind of file, or list the kinds.

    docs/writing.md says how editors use them.
    """
    if name is not None:
        click.echo(text(name), nl=False)
        return
    for each, (about, _) in SCHEMAS.items():
        click.echo(f"{each:14} {about}")
