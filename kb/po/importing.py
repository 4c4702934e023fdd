"""Plans an import: reads PO files, checks every entry, and says what each file of the site would hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.catalogs import catalog_path, faults, forms_of, parse_catalog
from kb.errors import CatalogError, ContentError
from kb.files import decode, relative
from kb.front_matter import parse
from kb.layout import TRANSLATIONS
from kb.line_ends import BOM, as_it_was, plain
from kb.locales import Locale, match_locale
from kb.markdown.segments import Segment
from kb.model import Library, Status
from kb.po.articles import PREFIX as ARTICLE
from kb.po.articles import UNKNOWN, ArticleWords
from kb.po.brought_back import Fingerprints
from kb.po.export import words_of
from kb.po.file import CHECK, Entry, fingerprint, read_po_file
from kb.po.incoming import FUZZY, NO_PLACE, UNTRANSLATED, Fault, Judge, Verdicts, done_sections, is_complete
from kb.po.interface import Key, with_messages
from kb.po.plan import Plan
from kb.po.slots import CATEGORY, LABEL, TERM, Slot, slots_of, write_slots
from kb.po.unit import Unit
from kb.po.writing import breaking, breaks_structure, new_file, write_words
from kb.problems import Problem, Severity
from kb.translation_state import section_hashes
from kb.word_stamps import stamps_file

STRUCTURE = (
    "would change what stands around it: no empty line, no mark that begins a list, a heading, a table or a box, "
    "no | in a cell; put a backslash before a mark that is meant as a character"
)


def plan_import(
    library: Library,
    paths: Iterable[Path],
    locale: Locale | None = None,
    *,
    ours: Fingerprints | None = None,
    overwrite: bool = False,
) -> Plan:
    """What bringing these PO files back would do; `locale` holds where a file's header does not say its language.

    With `overwrite` what comes back wins where others than former imports, `ours`, changed the site since the export.

    Raises:
        CatalogError: a file cannot be read, or says no language of the site.
        ContentError: a file of the site cannot be changed without changing more than the words.
    """
    plan = Plan()
    by_locale: dict[Locale, list[Entry]] = {}
    for path in paths:
        found, entries = _read(library, path, locale)
        by_locale.setdefault(found, []).extend(entries)
    for found, entries in by_locale.items():
        _Import(library, plan, found, (ours or {}).get(found.tag, {}), overwrite).run(entries)
    return plan


def _read(library: Library, path: Path, locale: Locale | None) -> tuple[Locale, Sequence[Entry]]:
    name = path.as_posix()
    file = read_po_file(path.read_bytes(), name)
    entries, language = file.entries, file.language
    if file.problems:
        raise CatalogError(f"{file.problems[0]}; nothing was written")
    if not entries and not language:
        raise CatalogError(f"{name}: there is nothing in this file; export it again")
    found = locale or (match_locale(language.replace("_", "-"), library.site.locales) if language else None)
    if found is None:
        known = ", ".join(each.tag for each in library.site.locales)
        said = f"Language: {language}" if language else "no language"
        raise CatalogError(f"{name}: its header says {said}; name one of {known} with --locale")
    if found == library.site.source_locale:
        raise CatalogError(f"{name}: {found} is what translations are made from; edit its files themselves")
    return found, entries


@dataclass(frozen=True, slots=True)
class _Import:
    """The entries of one language on their way into the site."""

    library: Library
    plan: Plan
    locale: Locale
    ours: Mapping[str, str]
    overwrite: bool

    def run(self, entries: Iterable[Entry]) -> None:
        articles: dict[str, dict[str, Entry]] = {}
        slots: dict[str, Entry] = {}
        messages: list[Entry] = []
        for entry in entries:
            if entry.context.startswith((CATEGORY, LABEL, TERM)):
                self.add(slots, entry)
            elif entry.context.startswith(ARTICLE):
                self.add(articles.setdefault(slug_of(entry.context), {}), entry)
            else:
                messages.append(entry)
        for slug, own in articles.items():
            self.article(slug, own)
        if slots:
            self.slots(slots)
        if messages:
            self.interface(messages)

    def add(self, entries: dict[str, Entry], entry: Entry) -> None:
        first = entries.setdefault(entry.context, entry)
        if (first.source, first.string) != (entry.source, entry.string):
            self.refuse(entry, f"{entry.context} is also in {first.place} and says something else there; leave one out")

    def refuse(self, entry: Entry, message: str) -> None:
        self.plan.refused.append(Problem(CHECK, Severity.ERROR, entry.place, message))

    def judge(self, units: Iterable[Unit], entries: Mapping[str, Entry], fault: Fault) -> Verdicts:
        verdicts = Judge(fault, self.ours, self.overwrite).verdicts(units, entries)
        self.plan.left += verdicts.left
        self.plan.refused += verdicts.refused
        self.plan.homeless += verdicts.homeless
        return verdicts

    def done(self, words: Mapping[str, str], contexts: Iterable[str]) -> None:
        """Count what is written."""
        own = self.plan.brought_back.setdefault(self.locale.tag, {})
        for context in sorted(contexts):
            self.plan.changed.append(context)
            own[context] = fingerprint(words[context])

    def text(self, path: str) -> str:
        """A file of the site as this import has it so far, byte order mark and line ends included."""
        raw = self.plan.files.get(path) or (self.library.root / path).read_bytes()
        if problems := decode(raw, path)[1]:
            raise ContentError(f"{problems[0]}; nothing was written")
        return raw.decode("utf-8")

    def write(self, path: str, before: str, text: str) -> None:
        self.plan.read.add(path)
        self.plan.files[path] = as_it_was(before, text).encode("utf-8")

    def article(self, slug: str, entries: Mapping[str, Entry]) -> None:
        article = self.library.articles.get(slug)
        words = article and words_of(self.library, article, self.locale, UNKNOWN)
        if not words:
            self.refuse(next(iter(entries.values())), f"there is no article {slug!r} in the site (any more)")
            return
        pieces = _pieces(words)

        def fault(unit: Unit, text: str) -> str | None:
            if unit.context not in pieces:
                return None
            return STRUCTURE if breaks_structure(*pieces[unit.context], text) else None

        verdicts = self.judge(words.units, entries, fault)
        for context in breaking(verdicts.words, pieces):
            self.refuse(verdicts.confirmed.pop(context), f"{context} {STRUCTURE}")
            del verdicts.words[context]
        self.plan.read.add(words.source.path)
        if words.translation is None:
            self.create(words, verdicts)
        else:
            self.change(words, verdicts)

    def change(self, article: ArticleWords, verdicts: Verdicts) -> None:
        assert article.translation is not None
        path, stamped = article.translation.path, article.translation.source
        stamps = {id: value for id, value in done_sections(article.units, verdicts).items() if stamped.get(id) != value}
        if not verdicts.words and not stamps:
            return
        before = self.text(path)
        with explained(path):
            written = write_words(article, plain(before), verdicts.words, stamps)
        self.plan.left[NO_PLACE] += len(set(verdicts.words) - written.contexts)
        self.done(verdicts.words, written.contexts)
        self.plan.stamped += len(written.stamped)
        if article.translation.status is Status.DRAFT and is_complete(article.units, verdicts):
            self.plan.finished.append(path)
        if written.text != plain(before):
            self.finish(path, before, written.text)

    def create(self, article: ArticleWords, verdicts: Verdicts) -> None:
        source = article.source
        if f"{ARTICLE}{source.slug}/title" not in verdicts.words:
            self.plan.left["waiting for the article's title"] += len(verdicts.words)
            return
        name = f"{source.slug}.{self.locale}.md"
        path = str(Path(source.path).with_name(name).as_posix())
        without_words = set(section_hashes(source)) - {unit.section for unit in article.units}
        now = section_hashes(source)
        stamps = {**done_sections(article.units, verdicts), **{id: now[id] for id in without_words}}
        ordered = {id: stamps[id] for id in now if id in stamps}
        with explained(path):
            text = new_file(article, verdicts.words, ordered, is_complete=is_complete(article.units, verdicts))
        self.done(verdicts.words, verdicts.words)
        self.plan.created.append(path)
        self.plan.stamped += len(ordered)
        self.finish(path, self.text(source.path).removeprefix(BOM), text)

    def finish(self, path: str, before: str, text: str) -> None:
        if problems := parse(text, path).problems:
            raise ContentError(f"{problems[0]}; nothing was written")
        self.write(path, before, text)

    def slots(self, entries: Mapping[str, Entry]) -> None:
        by_context = {slot.unit.context: slot for _, slots in slots_of(self.library, self.locale) for slot in slots}
        for context, entry in entries.items():
            if context not in by_context:
                self.refuse(entry, f"{context} is not in the site (any more)")
        units = [by_context[context].unit for context in entries if context in by_context]
        verdicts = self.judge(units, entries, lambda _unit, _text: None)
        changes: dict[str, dict[Slot, str]] = {}
        for context, text in verdicts.words.items():
            slot = by_context[context]
            if slot.id and not slot.at and f"{TERM}{slot.id}/term" not in verdicts.words:
                self.plan.left["waiting for its term"] += 1
                del verdicts.confirmed[context]
                continue
            changes.setdefault(slot.file, {})[slot] = text
            self.done(verdicts.words, [context])
        for path, words in changes.items():
            exists = (self.library.root / path).is_file()
            before = self.text(path) if exists else ""
            with explained(path):
                self.write(path, before, write_slots(plain(before), words))
            if not exists:
                self.plan.created.append(path)
        stamps = self.library.stamps.get(self.locale.tag, {})
        sure = {context: by_context[context].unit.section_hash for context in verdicts.confirmed}
        if changed := {context: value for context, value in sure.items() if value and stamps.get(context) != value}:
            path, content = stamps_file(self.library, self.locale, changed)
            self.plan.files[path] = content
            self.plan.read.add(path)
            self.plan.stamped += len(changed)

    def interface(self, messages: Iterable[Entry]) -> None:
        file = catalog_path(self.library.root / TRANSLATIONS, self.locale)
        path = relative(self.library.root, file)
        if not file.is_file():
            first = next(iter(messages))
            said = f"{first.source!r} has no msgctxt, so it is a message of the interface, of which there is no {path}"
            self.refuse(first, f"{said}; put the msgctxt back, or run kb i18n update first")
            return
        before = self.text(path)
        catalog, problems = parse_catalog(before.encode("utf-8"), path, self.locale)
        if problems:
            raise CatalogError(f"{problems[0]}; nothing was written")
        changes: dict[Key, tuple[str, ...]] = {}
        for entry in messages:
            now = catalog.get(entry.message.id, entry.message.context)
            forms = forms_of(entry.message)
            if now is None:
                name = entry.context or f"{entry.source!r}, without msgctxt,"
                self.refuse(entry, f"{name} is no address in the site, nor a message of the interface (any more)")
            elif entry.is_fuzzy or not all(forms):
                self.plan.left[FUZZY if entry.is_fuzzy else UNTRANSLATED] += 1
            elif found := faults(entry.message, catalog):
                self.refuse(entry, found[0])
            elif forms_of(now) != forms or now.fuzzy:
                changes[entry.context, entry.source] = forms
        if changes:
            self.write(path, before, with_messages(plain(before), changes))
            self.plan.changed += [f"message:{id}" for _, id in changes]


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Says in which file what could not be written stands.

    Raises:
        ContentError: what is done within failed for what the file holds.
    """
    try:
        yield
    except ValueError as error:
        raise ContentError(f"{path}: {error}; nothing was written") from error


def slug_of(context: str) -> str:
    """The slug in `article:withdrawal-fees#faq/paragraph.2`."""
    return context.removeprefix(ARTICLE).partition("#")[0].partition("/")[0]


def _pieces(article: ArticleWords) -> dict[str, tuple[str, Segment]]:
    """By context, the body that a piece stands in, and the piece: the translation's, or else the source's."""
    own = article.translation.body if article.translation else ""
    return {
        f"{ARTICLE}{article.source.slug}#{pair.name}": (own, pair.target)
        if pair.target
        else (article.source.body, pair.source)
        for pair in article.alignment.pairs
    }
