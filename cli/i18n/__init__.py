"""`kb i18n`: keeping translations in step with their source, one file a command."""

import click

from cli.i18n.catalogs import compile_catalogs, extract, update
from cli.i18n.diff import diff
from cli.i18n.export import export_po
from cli.i18n.importing import import_po
from cli.i18n.init import init
from cli.i18n.pseudo import pseudo
from cli.i18n.stamp import stamp
from cli.i18n.status import status

COMMANDS = (status, diff, stamp, export_po, import_po, init, extract, update, compile_catalogs, pseudo)


@click.group()
def i18n() -> None:
    """Translations of articles and of the interface."""


for command in COMMANDS:
    i18n.add_command(command)
