"""Message catalogs of the interface: found, read, checked, merged and compiled.

The engine ships catalogs; a site's own override them message by message and may add locales.
"""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from textwrap import shorten

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from kb.files import decode
from kb.locales import Locale
from kb.problems import Problem, Severity, SourceRef

CHECK = "catalog"
DOMAIN = "messages"
TEMPLATE = f"{DOMAIN}.pot"
TRANSLATIONS = "translations"

LONGEST = 120
"""How many characters of another library's error are shown: it may quote all of a message."""

_LINE = re.compile(r'\s*(#.*|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s*)?"([^"\\]|\\["\\ntr])*"\s*)?')
_OLD_SOURCE = re.compile(r"^#~\|.*", re.MULTILINE)
"""What the source of an entry that is commented out once said: Babel stops at it, and nobody needs it."""


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for marking a message without translating it
    """The message id itself, marked for extraction."""
    return msgid


def engine_translations() -> Path:
    """The folder of the catalogs that ship with the engine, installed or in a checkout."""
    installed = Path(__file__).with_name(TRANSLATIONS)
    return installed if installed.is_dir() else Path(__file__).parents[1] / TRANSLATIONS


def catalog_path(folder: Path, locale: Locale) -> Path:
    """Where gettext looks for a locale's catalog."""
    return folder / locale.gettext_name / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalog(path: Path, name: str, locale: Locale) -> tuple[Catalog, list[Problem]]:
    """The catalog in a file, and what is wrong with it: syntax, placeholders, plural counts. `name` is for problems."""
    catalog, problems = parse_catalog(path.read_bytes(), name, locale)
    for entry in catalog:
        problems += [_problem(SourceRef(name, entry.lineno or 1), each) for each in faults(entry, catalog)]
    return catalog, problems


def parse_catalog(raw: bytes, name: str, locale: Locale | None = None) -> tuple[Catalog, list[Problem]]:
    """The catalog in a file's bytes, and what is wrong in its syntax. Without a locale, its header names one."""
    identifier = locale.cldr if locale else None
    text, problems = decode(raw, name)
    for line, content in enumerate(text.split("\n"), start=1):
        if not _LINE.fullmatch(content):
            message = "cannot be read: mend the quotes, the keyword or a backslash"
            problems.append(_problem(SourceRef(name, line), message))
    if problems:
        return Catalog(locale=identifier), problems
    try:
        lines = StringIO(_OLD_SOURCE.sub("", text))  # text, so that no wrong charset in the header matters
        return read_po(lines, locale=identifier, domain=DOMAIN, abort_invalid=True), []
    except PoFileError as error:
        said = shorten(error.args[0], LONGEST, placeholder=" …")
        problem = _problem(SourceRef(name, (error.lineno or 0) + 1), f"cannot be read: {said}")
    except ValueError as error:
        problem = _problem(SourceRef(name), f"cannot be read: {error}")
    return Catalog(locale=identifier), [problem]


def faults(message: Message, catalog: Catalog) -> list[str]:
    """What keeps a translated message from being used: missing plural forms, other placeholders than its id."""
    if not message.id or not message.string or message.fuzzy:
        return []
    if message.pluralizable:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if len(strings) != catalog.num_plurals:
            return [f"{message.id[0]!r} has plural forms as other languages: {len(strings)}, not {catalog.num_plurals}"]
        if not all(strings):
            return []
    return [f"{_first(message)!r}: {error}" for error in message.check(catalog)]


def _first(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)


def forms_of(message: Message) -> tuple[str, ...]:
    """A message's translations: one, or one for each plural form."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def merged_catalog(site_root: Path, locale: Locale) -> tuple[Catalog, list[Problem]]:
    """The interface in one locale: the engine's messages with the site's own over them."""
    engine = catalog_path(engine_translations(), locale)
    own = catalog_path(site_root / TRANSLATIONS, locale)
    paths = [path for path in dict.fromkeys((engine.resolve(), own.resolve())) if path.is_file()]
    result = Catalog(locale=locale.cldr)
    problems: list[Problem] = []
    for path in paths:
        within_site = path.is_relative_to(site_root.resolve())
        name = path.relative_to(site_root.resolve()).as_posix() if within_site else path.as_posix()
        catalog, found = read_catalog(path, name, locale)
        problems += found
        for message in catalog:
            if message.id and message.string and not message.fuzzy:
                result.delete(message.id, message.context)  # Babel would keep the words that came first
                result[message.id] = message
    if not paths:
        place = SourceRef(f"{TRANSLATIONS}/{locale.gettext_name}/LC_MESSAGES/{DOMAIN}.po")
        gap = f"the interface is not translated to {locale}; run 'kb i18n update' and translate this catalog"
        problems.append(Problem("missing-catalog", Severity.WARNING, place, gap))
    return result, problems


def gettext_of(catalog: Catalog) -> Callable[[str], str]:
    """A function from message id to its translation, or the id itself."""

    def translate(msgid: str) -> str:
        message = catalog.get(msgid)
        return str(message.string) if message and message.string else msgid

    return translate


def compile_catalog(catalog: Catalog, folder: Path, locale: Locale) -> None:
    """Write the compiled catalog where gettext looks for it below `folder`."""
    path = catalog_path(folder, locale).with_suffix(".mo")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


def _problem(place: SourceRef, message: str) -> Problem:
    return Problem(CHECK, Severity.ERROR, place, message)
