"""The interface's messages, from the engine's own code and templates to the catalogs that translators fill."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kb.catalogs import DOMAIN, TEMPLATE, catalog_path
from kb.errors import CatalogError
from kb.locales import Locale

PACKAGES = ("kb", "indexer", "web", "cli")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.xml", "jinja2")]
KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
COMMENT_TAGS = ("Translators:",)
WIDTH = 120

_NOISE = re.compile(
    r'^"(?:(?:POT-Creation-Date|PO-Revision-Date|Generated-By|X-Generator):.*|.*(?:EMAIL@ADDRESS|LL@li\.org).*)\n',
    re.MULTILINE,
)
"""Header lines that change without a message changing, or that nobody filled in."""


def extract(root: Path) -> Catalog:
    """The template of every message in the engine's packages below `root`.

    Raises:
        CatalogError: `root` is not a checkout of the engine.
    """
    if not (root / "web" / "templates").is_dir():
        raise CatalogError(f"{root}: messages are extracted in a checkout of the engine, and this is none")
    catalog = Catalog(project="Zhinan", version="1", charset="utf-8", fuzzy=False)
    for package in PACKAGES:
        found = extract_from_dir(
            str(root / package), METHODS, keywords=KEYWORDS, comment_tags=COMMENT_TAGS, strip_comment_tags=True,
            directory_filter=lambda path: not Path(path).name.startswith((".", "__")),
        )  # fmt: skip
        for name, _, message, comments, context in found:
            place = (Path(package, name).as_posix(), 0)  # without lines, or every edit of code would change catalogs
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def template_text(catalog: Catalog) -> str:
    """The template as its file says it: sorted, without dates, so that it changes only with its messages."""
    return _text(catalog)


def update(folder: Path, template: Catalog, locale: Locale) -> str:
    """A locale's catalog brought up to the template: translations kept, new messages empty, gone ones dropped."""
    path = catalog_path(folder, locale)
    if path.is_file():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale.gettext_name, domain=DOMAIN)
    else:
        catalog = Catalog(
            locale=locale.gettext_name, domain=DOMAIN, project="Zhinan", version="1", charset="utf-8", fuzzy=False
        )
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return _text(catalog)


def freshness(folder: Path, template: Catalog, locales: list[Locale]) -> Iterator[str]:
    """What keeps the files in `folder` from being what extraction gives now, one sentence each."""
    path = folder / TEMPLATE
    if not path.is_file() or path.read_text("utf-8") != template_text(template):
        yield f"{path.name} does not hold the messages in the code; run 'kb i18n extract' and 'kb i18n update'"
    wanted = {(message.id, message.context) for message in template if message.id}
    for locale in locales:
        file = catalog_path(folder, locale)
        if not file.is_file():
            yield f"there is no catalog for {locale}; run 'kb i18n update' and translate it"
            continue
        with file.open("rb") as stream:
            catalog = read_po(stream, locale=locale.gettext_name)
        done = {(each.id, each.context) for each in catalog if each.id and _is_translated(each.string, each.fuzzy)}
        for missing, _ in sorted(wanted - done, key=str):
            yield f"{locale}: {missing!r} is not translated"


def _is_translated(string: object, fuzzy: bool) -> bool:
    return not fuzzy and (all(string) if isinstance(string, tuple | list) else bool(string))


def _text(catalog: Catalog) -> str:
    stamp = datetime(2000, 1, 1, tzinfo=UTC)
    catalog.header_comment = "# Messages of the help centre's interface. MIT licence, like the program."
    catalog.creation_date = catalog.revision_date = stamp
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_output=True, omit_header=False, include_lineno=False)
    return _NOISE.sub("", buffer.getvalue().decode("utf-8"))
