"""The `kb` command: its subcommands, and what becomes of a user's mistakes."""

import logging
import sys

import click
from click.exceptions import NoArgsIsHelpError

from cli.build import build
from cli.check import check
from cli.eval import evaluation
from cli.i18n import i18n
from cli.import_tree import import_command
from cli.init import init
from cli.new import new
from cli.preview import preview
from cli.rename import move, rename
from cli.schema import schema
from cli.search import search
from cli.serve import serve
from cli.show import show
from kb.errors import HelpCentreError

MISTAKE = 2
"""Exit code of a command that was asked for something it cannot do; 1 is for a site with errors."""

COMMANDS = (
    init, new, preview, rename, move, show, check, schema, build, serve, search, evaluation, i18n, import_command,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="zhinan", prog_name="kb")
@click.option("--verbose", "-v", is_flag=True, help="Log what happens, with times.")
def kb(verbose: bool) -> None:
    """Zhinan: a searchable, multilingual help centre made from a folder of Markdown."""
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s" if verbose else "%(message)s",
        stream=sys.stderr,
    )


for command in COMMANDS:
    kb.add_command(command)


def main() -> None:
    """Run the command line; a mistake is one clear message and exit code 2, never a traceback."""
    try:
        kb.main(standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        sys.exit(MISTAKE)
    except click.UsageError as error:
        asked = error.ctx.command_path if error.ctx else "kb"
        click.echo(f"kb: {error.format_message().rstrip('.')}; see '{asked} --help'", err=True)
        sys.exit(MISTAKE)
    except click.ClickException as error:
        click.echo(f"kb: {error.format_message()}", err=True)
        sys.exit(MISTAKE)
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error, click.Abort) and error.__cause__ is None:  # at a question
            click.echo("\nstopped; nothing was written", err=True)
        sys.exit(130)
    except HelpCentreError as error:
        click.echo(f"kb: {error}", err=True)
        sys.exit(MISTAKE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        click.echo(f"kb: {_explained(error)}", err=True)
        sys.exit(MISTAKE)


def _explained(error: OSError) -> str:
    """`var/builds: Permission denied`."""
    path = error.filename.decode("utf-8", "replace") if isinstance(error.filename, bytes) else error.filename
    reason = error.strerror or str(error) or type(error).__name__
    return reason if path is None else f"{path}: {reason}"
