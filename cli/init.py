"""`kb init`: an empty folder becomes a site that builds."""

import shlex
from collections.abc import Callable
from pathlib import Path

import click

from cli.options import DEFAULT_ADDRESS, answer_to, can_ask
from kb.catalogs import engine_translations
from kb.locales import Locale, parse_locale
from kb.new_site import CATEGORY, SLUG, new_site, refuse_site
from kb.site import checked_base_url


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=True), default=Path(), metavar="[DIR]")
@click.option("--name", help="What the help centre is called.")
@click.option("--source-locale", "source", help="The language articles are first written in, like zh-Hans or en.")
@click.option("--locale", "-l", "others", multiple=True, help="A further language; give it once for each.")
@click.option("--base-url", help=f"Its public address; {DEFAULT_ADDRESS} until you have one.")
def init(folder: Path, name: str | None, source: str | None, others: tuple[str, ...], base_url: str | None) -> None:
    """Make a site: settings, one category, and one article as an example.

    Asks for what the options do not say; where nobody can answer, takes the defaults. Overwrites nothing.
    """
    refuse_site(folder)
    asks = can_ask() and source is None
    name = name or _answer("Name of the help centre", folder.resolve().name or "Help", asks)
    source_locale = parse_locale(source or _answer("Language you write in", "en", asks, _tag))
    if asks and not others:
        question = f"Further languages ({_known(source_locale)}), or nothing"
        others = tuple(_answer(question, "", asks, _tags).split())
    base_url = checked_base_url(base_url or _answer("Public address", DEFAULT_ADDRESS, asks, checked_base_url))
    locales = [source_locale]
    for tag in others:
        if (locale := parse_locale(tag)) not in locales:
            locales.append(locale)
    written = new_site(folder, name, locales, base_url)
    click.echo(f"wrote {', '.join((folder / path).as_posix() for path in written)}", err=True)
    _tell_without_interface(locales)
    article = (folder / "articles" / CATEGORY / f"{SLUG}.{source_locale}.md").as_posix()
    at = "" if folder == Path() else f" --site {shlex.quote(folder.as_posix())}"
    click.echo(f"Next: change {article}, then", err=True)
    for command in ("check", "build", "serve"):
        click.echo(f"  kb {command}{at}")


def _answer(question: str, default: str, asks: bool, checked: Callable[[str], str] = str) -> str:
    """What the person answers, or the default where nobody is asked."""
    return answer_to(question, default, checked) if asks else default


def _tag(answer: str) -> str:
    return str(parse_locale(answer))


def _tags(answer: str) -> str:
    """The languages somebody named, with spaces between."""
    return " ".join(_tag(tag) for tag in answer.replace(",", " ").split())


def _shipped() -> list[str]:
    return sorted(path.parent.name.replace("_", "-") for path in engine_translations().glob("*/LC_MESSAGES"))


def _known(source: Locale) -> str:
    return ", ".join(tag for tag in _shipped() if tag != source.tag)


def _tell_without_interface(locales: list[Locale]) -> None:
    lacking = [locale.tag for locale in locales if locale.tag not in _shipped()]
    if lacking:
        click.echo(
            f"no interface yet in {', '.join(lacking)}: pages show the English one; see docs/translating.md", err=True
        )
