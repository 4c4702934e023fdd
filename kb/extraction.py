"""The interface's messages, from the engine's own code and templates to the catalogs that translators fill."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kb.catalogs import DOMAIN, TEMPLATE, TRANSLATIONS, catalog_path, engine_translations, read_catalog
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
HEAD = "# Messages of the help centre's interface. MIT licence, like the program."

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
    if not _holds_code(root):
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


def _holds_code(root: Path) -> bool:
    return (root / "web" / "templates").is_dir()


def is_own_checkout(root: Path) -> bool:
    """Whether the site at `root` is the checkout of the engine that is running."""
    return _holds_code(root) and (root / TRANSLATIONS).resolve() == engine_translations().resolve()


def shipped_template() -> Catalog:
    """The template that comes with the engine, installed or in a checkout."""
    with (engine_translations() / TEMPLATE).open("rb") as file:
        return read_po(file)


def template_text(catalog: Catalog) -> str:
    """The template as its file says it: sorted, without dates, so that it changes only with its messages."""
    return _text(catalog)


def update(folder: Path, template: Catalog, locale: Locale, *, keep_gone: bool = False) -> str:
    """A locale's catalog brought up to the template: translations kept, new messages empty, gone ones dropped.

    With `keep_gone` they stay at its end, commented out, and so does what its translators wrote at its head.

    Raises:
        CatalogError: the catalog there is cannot be read whole, so that updating it would lose something.
    """
    path = catalog_path(folder, locale)
    head = HEAD
    if path.is_file():
        catalog, problems = read_catalog(path, path.as_posix(), locale)
        if problems:
            raise CatalogError("\n".join(map(str, problems)))
        head = catalog.header_comment if keep_gone else HEAD
    else:
        catalog = Catalog(
            locale=locale.cldr, domain=DOMAIN, project="Zhinan", version="1", charset="utf-8", fuzzy=False
        )
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    if not keep_gone:
        catalog.obsolete.clear()
    return _text(catalog, head)


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
            catalog = read_po(stream, locale=locale.cldr)
        done = {(each.id, each.context) for each in catalog if each.id and _is_translated(each.string, each.fuzzy)}
        for missing, _ in sorted(wanted - done, key=str):
            yield f"{locale}: {missing!r} is not translated"


def _is_translated(string: object, fuzzy: bool) -> bool:
    return not fuzzy and (all(string) if isinstance(string, tuple | list) else bool(string))


def _text(catalog: Catalog, head: str = HEAD) -> str:
    stamp = datetime(2000, 1, 1, tzinfo=UTC)
    catalog.header_comment = head
    catalog.creation_date = catalog.revision_date = stamp
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=WIDTH, sort_output=True, omit_header=False, include_lineno=False)
    return _NOISE.sub("", buffer.getvalue().decode("utf-8"))
