"""A new locale for a site: what its files say with it, before any of them is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.catalogs import catalog_path, engine_translations
from kb.errors import ConfigError
from kb.extraction import extract, is_own_checkout, shipped_template, update
from kb.facts import Text
from kb.files import relative
from kb.layout import FACTS_FILE, SITE_FILE, TERMS_FILE, TRANSLATIONS
from kb.line_ends import BOM
from kb.locales import Locale
from kb.model import Library, Term
from kb.site import Site
from kb.yaml_additions import NotEditableError, add_entry, add_item, scalar

TERMS_HEAD = """# Terms in {locale}. What stands behind '# ' is still to be translated: write its term, synonyms and
# definition, take the '# ' off its lines, and it counts. Synonyms must mean the same as the term.
"""


@dataclass(frozen=True, slots=True)
class LocaleAddition:
    """The files of a site with a locale added, by path below the site, `site.yaml` last, so that nothing refers to
    what is not there yet. `has_engine_catalog` tells that the interface is translated already.
    """

    locale: Locale
    fallbacks: tuple[Locale, ...]
    files: Mapping[str, bytes]
    has_engine_catalog: bool


def add_locale(
    library: Library, locale: Locale, *, fallbacks: Sequence[Locale] = (), name: str | None = None
) -> LocaleAddition:
    """A site's files with `locale` added. Without `fallbacks` the nearest languages the site has are taken.

    Raises:
        ConfigError: the site has the locale, or `site.yaml` is written in a way that cannot be added to.
        CatalogError: a catalog of the locale is there and cannot be read whole.
    """
    site = library.site
    if locale in site.locales:
        raise ConfigError(f"{locale} is a locale of this site already")
    chain = tuple(fallbacks) or nearest(locale, site)
    has_catalog = catalog_path(engine_translations(), locale).is_file()
    files: dict[str, bytes] = {}
    if not has_catalog:
        path = catalog_path(library.root / TRANSLATIONS, locale)
        files[relative(library.root, path)] = _catalog(library.root, locale).encode()
    terms = f"{TRANSLATIONS}/{locale.gettext_name}/{TERMS_FILE}"
    source_terms = library.terms.get(site.source_locale.tag, ())
    if source_terms and not (library.root / terms).exists():
        files[terms] = terms_to_fill(source_terms, locale).encode()
    if facts := {name: fact for name, fact in library.facts.items() if isinstance(fact, Text)}:
        files[FACTS_FILE] = _facts(library.root / FACTS_FILE, facts, locale, (*chain, site.source_locale))
    files[SITE_FILE] = _settings(library.root / SITE_FILE, locale, chain, name)
    return LocaleAddition(locale, chain, files, has_catalog)


def nearest(locale: Locale, site: Site) -> tuple[Locale, ...]:
    """The locales a reader is best served by, nearest first: the same language, English, the source."""
    same = [each for each in site.locales if each.language == locale.language]
    english = [each for each in site.locales if each.language == "en"]
    return tuple(dict.fromkeys((*same, *english, site.source_locale)))


def terms_to_fill(terms: Sequence[Term], locale: Locale) -> str:
    """A terms file that says nothing yet, with the source's terms as comments to be filled in."""
    return TERMS_HEAD.format(locale=locale) + "".join(f"#\n{_term(term)}" for term in terms)


def _term(term: Term) -> str:
    return "".join(f"# {line}\n" for line in _lines(term))


def _lines(term: Term) -> Iterator[str]:
    definition = " ".join(term.definition.split())
    yield f"- id: {scalar(term.id)}"
    words = " ".join(term.term.split())
    yield f'  term: ""  # {words}'
    if term.synonyms:
        yield f"  synonyms: []  # {', '.join(' '.join(word.split()) for word in term.synonyms)}"
    if definition:
        yield f'  definition: ""  # {definition}'
    if term.article:
        yield f"  article: {scalar(term.article)}"


def _catalog(root: Path, locale: Locale) -> str:
    own = is_own_checkout(root)
    return update(root / TRANSLATIONS, extract(root) if own else shipped_template(), locale, keep_gone=not own)


def _facts(path: Path, facts: Mapping[str, Text], locale: Locale, chain: Sequence[Locale]) -> bytes:
    """The facts with those that are words in the words of the fallback, since a fact without any is a mistake."""

    def edit(text: str) -> str:
        for name, fact in facts.items():
            words = next((fact.text[each.tag] for each in chain if each.tag in fact.text), None)
            if words is not None and locale.tag not in fact.text:
                text = add_entry(text, [name, "text"], locale.tag, words)
        return text

    return _edited(path, edit)


def _settings(path: Path, locale: Locale, chain: Sequence[Locale], name: str | None) -> bytes:
    def edit(text: str) -> str:
        text = add_item(text, ["locales"], locale.tag)
        if chain:
            text = add_entry(text, ["fallbacks"], locale.tag, [each.tag for each in chain])
        return add_entry(text, ["name"], locale.tag, name) if name else text

    return _edited(path, edit)


def _edited(path: Path, edit: Callable[[str], str]) -> bytes:
    """A file's content after an edit; its byte order mark stays."""
    raw = path.read_bytes().decode("utf-8")
    try:
        text = edit(raw.removeprefix(BOM))
    except NotEditableError as error:
        raise ConfigError(f"{path.name}: {error}; nothing was written") from error
    return f"{BOM if raw.startswith(BOM) else ''}{text}".encode()
