"""What an export of one language consists of: a PO file an article, and one each for what is short."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from babel.messages.catalog import Catalog

from kb.catalogs import catalog_path, forms_of, parse_catalog
from kb.errors import CatalogError
from kb.layout import ARTICLES, TRANSLATIONS
from kb.locales import Locale
from kb.model import Article, Library
from kb.po.articles import UNKNOWN, ArticleWords, OldWords, article_words
from kb.po.brought_back import read_brought_back
from kb.po.file import Begun, PoFile, po_bytes, read_po_file, say_the_same
from kb.po.history import GitHistory
from kb.po.slots import slots_of
from kb.po.unit import Unit
from kb.problems import SourceRef

INTERFACE = "interface.po"


@dataclass(frozen=True, slots=True)
class Exported:
    """One file of an export: its path in the folder and its content.

    `unpaired` are the places of existing words that correspond to nothing in their source: no entry holds them.
    """

    path: str
    content: bytes
    entries: int
    translated: int
    fuzzy: int
    unpaired: tuple[SourceRef, ...] = ()


def exported(
    library: Library,
    locale: Locale,
    folder: Path,
    now: datetime,
    *,
    slugs: Collection[str] = (),
    history: GitHistory | None = None,
    leaning_on: Sequence[Locale] = (),
) -> Iterator[Exported]:
    """The files of an export to `folder`, where work begun in the files it has is kept; only `slugs`, if any.

    Comments say what each source is called in the locales that the translator is `leaning_on`.

    An article whose source is a draft is exported only by name: nobody translates what may still change or be secret.

    Raises:
        CatalogError: a file there cannot be read, so that replacing it could lose something.
    """
    writer = _Writer(library, locale, folder, now)
    old_words = history.source_when if history else UNKNOWN
    for article in library.articles.values():
        if slugs and article.slug not in slugs:
            continue
        words = words_of(library, article, locale, old_words)
        if words and (slugs or words.source.is_published):
            path = f"{ARTICLES}/{article.category_id}/{article.slug}.po"
            others = [(each, _article_units(library, article, each, old_words)) for each in leaning_on]
            yield writer.file(path, explained_by(words.units, others), words.unpaired)
    if slugs:
        return
    shelves = [(other, dict(slots_of(library, other))) for other in leaning_on]
    for name, slots in slots_of(library, locale):
        if slots:
            others = [(other, [slot.unit for slot in own[name]]) for other, own in shelves]
            units = [_with_former(slot.unit, library, locale, history) for slot in slots]
            yield writer.file(name, explained_by(units, others))
    if interface := writer.interface():
        yield interface


def words_of(library: Library, article: Article, locale: Locale, old_words: OldWords) -> ArticleWords | None:
    """The words of an article to translate to a locale, or None where it has no source."""
    source = article.translations.get(library.site.source_locale.tag)
    if source is None:
        return None
    return article_words(source, article.translations.get(locale.tag), locale, library.facts, old_words)


def _article_units(library: Library, article: Article, locale: Locale, old_words: OldWords) -> Sequence[Unit]:
    """The units of an article in a language to lean on; none where it has no published translation."""
    own = article.translations.get(locale.tag)
    words = words_of(library, article, locale, old_words) if own and own.is_published else None
    return words.units if words else ()


def explained_by(units: Sequence[Unit], others: Sequence[tuple[Locale, Sequence[Unit]]]) -> list[Unit]:
    """The units with what each says in other languages, for translators who do not read the source's."""
    by_context = [(locale, {unit.context: unit for unit in own if unit.target}) for locale, own in others]
    explained = []
    for unit in units:
        notes = [_in_other_words(locale, own[unit.context]) for locale, own in by_context if unit.context in own]
        explained.append(replace(unit, notes=(*unit.notes, *notes)))
    return explained


def _in_other_words(locale: Locale, unit: Unit) -> str:
    doubt = ", perhaps of an earlier source" if unit.is_stale else ""
    words = unit.target.replace("\n", "; ") if unit.is_list else unit.target
    return f"{locale}{doubt}: {words}"


def _with_former(unit: Unit, library: Library, locale: Locale, history: GitHistory | None) -> Unit:
    stamped = library.stamps.get(locale.tag, {}).get(unit.context)
    return replace(unit, previous=history.words_when(unit, stamped)) if history and unit.is_stale and stamped else unit


@dataclass(frozen=True, slots=True)
class _Writer:
    library: Library
    locale: Locale
    folder: Path
    now: datetime

    def file(self, name: str, units: Sequence[Unit], unpaired: Sequence[SourceRef] = ()) -> Exported:
        site = self.library.site.text(self.library.site.name, self.locale)
        before, path = None, self.folder / name
        if path.is_file():
            before = read_po_file(path.read_bytes(), path.as_posix())
            if before.problems:
                raise CatalogError(f"{before.problems[0]}; mend or remove the file, nothing was written")
        content = po_bytes(units, self.locale, site, self.now, self._begun(before))
        file = read_po_file(content, name)
        if before and say_the_same(before, file):  # so that a folder in git changes only where words do
            content = path.read_bytes()
        fuzzy = sum(entry.is_fuzzy for entry in file.entries)
        translated = sum(bool(entry.string) for entry in file.entries) - fuzzy
        return Exported(name, content, len(file.entries), translated, fuzzy, tuple(unpaired))

    def _begun(self, before: PoFile | None) -> Begun:
        if before is None:
            return Begun({}, {})
        ours = read_brought_back(self.library.root).get(self.locale.tag, {})
        return Begun({entry.context: entry for entry in before.entries}, ours, before.catalog)

    def interface(self) -> Exported | None:
        """The site's own catalog as it is; None where it has none, and the engine's messages are translated."""
        path = catalog_path(self.library.root / TRANSLATIONS, self.locale)
        if not path.is_file():
            return None
        content, before = path.read_bytes(), self.folder / INTERFACE
        catalog, problems = parse_catalog(content, path.as_posix(), self.locale)
        if problems:
            raise CatalogError(f"{problems[0]}; mend it first, nothing was written")
        if before.is_file():
            begun, problems = parse_catalog(before.read_bytes(), before.as_posix(), self.locale)
            ours, theirs = _strings(catalog), _strings(begun)
            new = [each for each in begun if each.id and ours.get((each.context, each.id)) != (each.string, each.fuzzy)]
            if problems or new:
                reason = problems[0] if problems else f"{before.as_posix()}:{new[0].lineno}: not brought back yet"
                raise CatalogError(f"{reason}; import or remove the file first, nothing was written")
            content = before.read_bytes() if ours == theirs else content
        messages = [each for each in catalog if each.id]
        fuzzy = sum(each.fuzzy for each in messages)
        done = sum(all(forms_of(each)) for each in messages)
        return Exported(INTERFACE, content, len(messages), done - fuzzy, fuzzy)


def _strings(catalog: Catalog) -> dict[tuple[object, object], tuple[object, bool]]:
    """What a catalog says, by context and message id, and whether it is fuzzy."""
    return {(each.context, each.id): (each.string, each.fuzzy) for each in catalog if each.id}
