"""Words that stand in YAML files: titles of categories, labels of drawings, terms. Each has a place in one file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kb.category_file import parse_category
from kb.files import read_text, relative
from kb.layout import ARTICLES, CATEGORY_FILE, MEDIA, TERMS_FILE, TRANSLATIONS
from kb.locales import Locale
from kb.model import Library, Term
from kb.po.articles import facts_now
from kb.po.unit import ANEW, Unit, as_lines, from_lines, has_words
from kb.problems import SourceRef
from kb.terms_file import read_terms
from kb.translation_state import text_hash
from kb.yaml_nodes import KeyPath
from kb.yaml_source import read_yaml
from kb.yaml_values import Words, edit_yaml, value_text

CATEGORY, LABEL, TERM = "category:", "label:", "term:"
SYNONYMS = ANEW.format("other words people who speak this language use for exactly this; none may stand for two terms")


@dataclass(frozen=True, slots=True)
class Slot:
    """A unit and where its translation stands: a file of the site, and a place in it.

    `id` is that of the term it belongs to, where a term is written anew as a whole if the language lacks it.
    """

    unit: Unit
    file: str
    at: KeyPath
    id: str = ""
    article: str = ""


def slots_of(library: Library, locale: Locale) -> Iterator[tuple[str, tuple[Slot, ...]]]:
    """The slots of a locale by the name of the PO file they travel in, each told from its stamp whether it is stale."""
    stamps = library.stamps.get(locale.tag, {})
    for name, slots in SHELVES:
        yield name, tuple(replace(slot, unit=_compared(slot.unit, stamps)) for slot in slots(library, locale))


def _compared(unit: Unit, stamps: Mapping[str, str]) -> Unit:
    """A unit with what it is stamped with; lists are not, since each language writes its own."""
    if unit.is_list:
        return unit
    now = text_hash(unit.source)
    is_stale = bool(unit.target) and stamps.get(unit.context) != now
    return replace(unit, section=unit.context, section_hash=now, is_stale=is_stale)


def category_slots(library: Library, locale: Locale) -> Iterator[Slot]:
    """Titles and descriptions of categories."""
    source = library.site.source_locale.tag
    for category in library.categories:
        place = SourceRef(category.path)
        title = category.titles.get(source, "")
        for key, words, values, note in (
            ("titles", title, category.titles, "Title of a category"),
            ("descriptions", category.descriptions.get(source, ""), category.descriptions, f"What is in “{title}”"),
        ):
            if words:
                context = f"{CATEGORY}{category.id}/{key.removesuffix('s')}"
                unit = Unit(context, words, values.get(locale.tag, ""), place, notes=(note,))
                yield Slot(unit, category.path, (key, locale.tag))


def label_slots(library: Library, locale: Locale) -> Iterator[Slot]:
    """The words of drawings."""
    source = library.site.source_locale.tag
    for category in library.categories:
        folder = library.root / ARTICLES / category.id / MEDIA
        for drawing in sorted(folder.glob("*.svg")):
            path = relative(library.root, drawing.with_suffix(f".{source}.yaml"))
            own = relative(library.root, drawing.with_suffix(f".{locale.tag}.yaml"))
            words, given = _mapping(library.root, path), _mapping(library.root, own)
            for label, (text, line) in words.items():
                if has_words(text):
                    notes = (
                        f"Label in the drawing {drawing.name}: be as short",
                        *facts_now(text, library.facts, locale),
                    )
                    context = f"{LABEL}{category.id}/{drawing.stem}/{label}"
                    unit = Unit(context, text, given.get(label, ("", 0))[0], SourceRef(path, line), notes=notes)
                    yield Slot(unit, own, (label,))


def _mapping(root: Path, name: str) -> dict[str, tuple[str, int]]:
    """The texts of a file of labels, each with its line; nothing where there is no such file."""
    path = root / name
    if not path.is_file():
        return {}
    return _labels(read_text(root, path)[0])


@lru_cache(maxsize=1024)
def _labels(text: str) -> dict[str, tuple[str, int]]:
    document = read_yaml(text, "", check="")
    if not isinstance(document.value, dict):
        return {}
    return {
        key: (value, document.place(f"{key}@key").line)
        for key, value in document.value.items()
        if isinstance(value, str)
    }


def terms_path(locale: Locale) -> str:
    """Where a locale's terms stand, from the site's folder."""
    return f"{TRANSLATIONS}/{locale.gettext_name}/{TERMS_FILE}"


def term_slots(library: Library, locale: Locale) -> Iterator[Slot]:
    """Terms with synonyms and definitions."""
    own = {term.id: (number, term) for number, term in enumerate(library.terms.get(locale.tag, ()))}
    for term in library.terms.get(library.site.source_locale.tag, ()):
        number, given = own.get(term.id, (-1, None))
        yield from _term(term, given, number, terms_path(locale))


def _term(term: Term, given: Term | None, number: int, file: str) -> Iterator[Slot]:
    for key, words, target, notes in (
        ("term", term.term, given.term if given else "", (f"A word of the trade. {term.definition}",)),
        ("synonyms", as_lines(term.synonyms), as_lines(given.synonyms) if given else "", (SYNONYMS,)),
        ("definition", term.definition, given.definition if given else "", (f"Explains “{term.term}”",)),
    ):
        if words:
            context = f"{TERM}{term.id}/{key}"
            unit = Unit(context, words, target, term.source, notes=notes, is_list=key == "synonyms")
            yield Slot(unit, file, (number, key) if given else (), term.id, term.article or "")


SHELVES: tuple[tuple[str, Callable[[Library, Locale], Iterator[Slot]]], ...] = (
    ("categories.po", category_slots),
    ("drawings.po", label_slots),
    ("terms.po", term_slots),
)
"""The files of an export that hold what stands in YAML, and where their words come from."""


def words_in(text: str, path: str, locale: Locale) -> dict[str, str]:
    """What an earlier text of a file said in a language, as far as it can be read, by the context of each unit."""
    file = Path(path)
    if file.name == TERMS_FILE:
        terms = read_terms(text, path, locale)[0]
        return {f"{TERM}{term.id}/{key}": getattr(term, key) for term in terms for key in ("term", "definition")}
    if file.name == CATEGORY_FILE:
        header = parse_category(text, path)[0].header
        both = {"title": header.titles, "description": header.descriptions} if header else {}
        return {f"{CATEGORY}{file.parent.name}/{key}": texts.get(locale.tag, "") for key, texts in both.items()}
    drawing = f"{file.parent.parent.name}/{file.name.removesuffix(f'.{locale.tag}.yaml')}"
    return {f"{LABEL}{drawing}/{label}": words for label, (words, _) in _labels(text).items()}


def write_slots(text: str, changes: Mapping[Slot, str]) -> str:
    """A YAML file's text with new words; what it lacks is added at its end, and a file that is empty is begun.

    Raises:
        ValueError: the file cannot be changed without changing more than the words.
    """
    words: dict[Slot, Words] = {slot: from_lines(new) if slot.unit.is_list else new for slot, new in changes.items()}
    if not text.strip():
        begun = "".join(f"{slot.at[-1]}:{value_text(new)}\n" for slot, new in words.items() if slot.at)
        return begun + _new_terms(words)
    changed = edit_yaml(text, {slot.at: new for slot, new in words.items() if slot.at})
    added = _new_terms(words)
    return changed + ("" if changed.endswith("\n") or not added else "\n") + added


def _new_terms(words: Mapping[Slot, Words]) -> str:
    terms: dict[str, dict[str, str]] = {}
    for slot, new in words.items():
        if not slot.at:
            entry = terms.setdefault(slot.id, {"article": f" {slot.article}" if slot.article else ""})
            entry[slot.unit.context.rpartition("/")[2]] = value_text(new, "  ")
    lines = []
    for id, entry in terms.items():
        lines.append(f"- id:{value_text(id)}\n")
        lines += [f"  {key}:{entry[key]}\n" for key in ("term", "synonyms", "definition", "article") if entry.get(key)]
    return "".join(lines)
