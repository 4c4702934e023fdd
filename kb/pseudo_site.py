"""A site with the pseudo-locales added: every text of it, and of the interface, as `kb/pseudo.py` writes it.

It is a site like any other, in a folder of its own, so that builds, servers and checks need to know nothing of it.
"""

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from kb.catalogs import DOMAIN, TRANSLATIONS, catalog_path
from kb.extraction import shipped_template
from kb.facts import Text
from kb.files import relative
from kb.images import collect_images, labels_path
from kb.layout import ARTICLES, FACTS_FILE, SITE_FILE, TERMS_FILE
from kb.locale_addition import add_locale
from kb.locales import PSEUDO_LOCALES, Locale
from kb.model import Article, Library, Term, Translation
from kb.pseudo import PSEUDO, Pseudo, pseudo_markdown
from kb.translation_state import section_hashes
from kb.yaml_additions import add_entry
from kb.yaml_source import Value, read_yaml

LOCALES = tuple(Locale(tag) for tag in PSEUDO_LOCALES)


def base_locale(library: Library) -> Locale:
    """The locale whose texts are changed: English, which accents and lengthening were made for, else the source."""
    english = [locale for locale in library.site.locales if locale.language == "en" and locale not in LOCALES]
    return english[0] if english else library.site.source_locale


def pseudo_files(library: Library) -> dict[str, bytes]:
    """The files that a copy of the site needs more, or anew, by path below it.

    Raises:
        ConfigError: the site has a pseudo-locale already.
    """
    files: dict[str, bytes] = {}
    for locale in LOCALES:
        add_locale(library, locale)  # refuses a site that has it
        files |= dict(_texts(library, locale))
    files |= _settings(library)
    return files


def _texts(library: Library, locale: Locale) -> Iterator[tuple[str, bytes]]:
    pseudo = PSEUDO[locale.tag]
    base = base_locale(library)
    folder = library.root / TRANSLATIONS
    yield relative(library.root, catalog_path(folder, locale)), _catalog(locale, pseudo)
    terms = library.terms.get(base.tag, ())
    yield f"{TRANSLATIONS}/{locale.gettext_name}/{TERMS_FILE}", _yaml([_term(term, pseudo) for term in terms])
    for article in library.articles.values():
        if found := _article(library, article, base, locale):
            yield found
    for path, drawing in collect_images(library)[0].drawings.items():
        labels = drawing.labels.get(base.tag) or drawing.labels.get(library.site.source_locale.tag, {})
        name = labels_path(Path(ARTICLES, path), locale).as_posix()
        yield name, _yaml({id: pseudo(words) for id, words in labels.items()})


def _catalog(locale: Locale, pseudo: Pseudo) -> bytes:
    catalog = Catalog(locale=locale.cldr, domain=DOMAIN, fuzzy=False)
    for message in shipped_template():
        if not message.id:
            continue
        string: str | tuple[str, ...]
        if isinstance(message.id, tuple | list):
            singular, plural = map(pseudo, map(str, message.id))
            string = tuple(singular if form == _one(locale) else plural for form in range(catalog.num_plurals))
        else:
            string = pseudo(str(message.id))
        catalog.add(message.id, string, context=message.context, flags=message.flags)
    buffer = io.BytesIO()
    write_po(buffer, catalog)
    return buffer.getvalue()


def _one(locale: Locale) -> int:
    """The number of the plural form that means one: the first, but for Arabic's, which is zero."""
    return 1 if locale.language == "ar" else 0


def _term(term: Term, pseudo: Pseudo) -> dict[str, object]:
    entry: dict[str, object] = {"id": term.id, "term": pseudo(term.term)}
    if term.definition:
        entry["definition"] = pseudo(term.definition)
    if term.article:
        entry["article"] = term.article
    return entry


def _article(library: Library, article: Article, base: Locale, locale: Locale) -> tuple[str, bytes] | None:
    source = article.translations.get(library.site.source_locale.tag)
    chosen = article.translations.get(base.tag, source)
    if source is None or chosen is None or not (source.is_published and chosen.is_published):
        return None
    path = f"{ARTICLES}/{article.category_id}/{article.slug}.{locale}.md"
    return path, _written(chosen, source, PSEUDO[locale.tag])


def _written(chosen: Translation, source: Translation, pseudo: Pseudo) -> bytes:
    header: dict[str, object] = {"title": pseudo(chosen.title)}
    if chosen.summary:
        header["summary"] = pseudo(chosen.summary)
    if chosen.updated:
        header["updated"] = chosen.updated
    header["source"] = section_hashes(source)
    return b"---\n" + _yaml(header) + b"---\n" + pseudo_markdown(chosen.body, pseudo).encode()


def _settings(library: Library) -> dict[str, bytes]:
    """`site.yaml` and the categories' files with texts in the pseudo-locales; their comments are of no use here."""
    base = base_locale(library).tag
    tags = {locale.tag for locale in library.site.locales}
    files: dict[str, bytes] = {}
    for name in (SITE_FILE, *(category.path for category in library.categories)):
        value = read_yaml((library.root / name).read_text("utf-8-sig"), name, check="").value
        settings = _with_pseudo(value, tags, (base, library.site.source_locale.tag))
        if name == SITE_FILE:
            settings["locales"] = [*(each.tag for each in library.site.locales), *PSEUDO_LOCALES]
            fallbacks = {tag: [each.tag for each in chain] for tag, chain in library.site.fallbacks.items()}
            settings["fallbacks"] = {**fallbacks, **{tag: [base] for tag in PSEUDO_LOCALES}}
            settings["checks"] = {**settings.get("checks", {}), "number-differs": "off"}  # ÉŔÇ20 is no word to it
        files[name] = _yaml(settings)
    words = {name: fact for name, fact in library.facts.items() if isinstance(fact, Text)}
    if words:
        text = (library.root / FACTS_FILE).read_text("utf-8-sig")
        for name, fact in words.items():
            for tag, pseudo in PSEUDO.items():
                text = add_entry(text, [name, "text"], tag, pseudo(fact.text.get(base, next(iter(fact.text.values())))))
        files[FACTS_FILE] = text.encode()
    return files


def _with_pseudo(value: Value, tags: set[str], bases: tuple[str, ...]) -> Any:
    """A YAML value in which every text by locale has one in each pseudo-locale too."""
    match value:
        case dict() if value and set(value) <= tags:
            words = next((value[base] for base in bases if base in value), next(iter(value.values())))
            return {**value, **{tag: _changed(words, pseudo) for tag, pseudo in PSEUDO.items()}}
        case dict():
            return {key: _with_pseudo(each, tags, bases) for key, each in value.items()}
        case list():
            return [_with_pseudo(each, tags, bases) for each in value]
        case _:
            return value


def _changed(words: Value, pseudo: Pseudo) -> Value:
    if isinstance(words, list):
        return [_changed(each, pseudo) for each in words]
    return pseudo(words) if isinstance(words, str) else words


class _Dumper(yaml.SafeDumper):
    """Writes exact decimals as numbers, and never an alias, which sites may not hold."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's API
        return True


_Dumper.add_representer(Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number)))


def _yaml(value: object) -> bytes:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode()
