"""Opens the files of a site and turns them into a `Library`."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from kb.category_file import CategoryFile, parse_category
from kb.facts import Fact
from kb.facts_file import read_facts
from kb.file_memory import FileMemory
from kb.files import read_text, relative
from kb.front_matter import ARTICLE_KEYS, UNTITLED, ArticleFile, FrontMatter, parse
from kb.layout import ARTICLES, CATEGORY_FILE, FACTS_FILE, MEDIA, STAMPS_FILE, TERMS_FILE, TRANSLATIONS
from kb.locales import Locale
from kb.markdown.sections import split_sections
from kb.model import Article, Category, Library, Status, Term, Translation
from kb.names import RESERVED_NAMES, SLUG
from kb.problems import Problem, Severity, SourceRef
from kb.settings_file import Settings, read_settings
from kb.site import Site
from kb.stamps_file import read_stamps
from kb.terms_file import read_terms
from kb.validation import suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A site as far as it could be read, with everything that is wrong in its files' form.

    `settings` says where each key of `site.yaml` stands. `held_back` are the paths of articles whose status is not
    sure, because something is wrong in their front matter: the library has them as drafts, so that nothing gets out.
    `unsure` are the checks that would only repeat, at each use, that `site.yaml` or `facts.yaml` cannot be read.
    """

    library: Library
    problems: tuple[Problem, ...]
    settings: Mapping[str, SourceRef]
    held_back: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


class _ArticleText(NamedTuple):
    """An article file as it was read; `is_trusted` tells whether its status is sure."""

    translation: Translation
    header: FrontMatter
    is_trusted: bool


def load(root: Path, memory: FileMemory | None = None, settings: Settings | None = None) -> Loaded:
    """The site in a folder. With a memory of the last time, only files that changed since are read.

    `settings` are used instead of those in its file.

    Raises:
        ConfigError: the folder holds no site.
    """
    memory = memory or FileMemory()
    settings = settings or read_settings(root)
    site = settings.site
    reader = _Reader(root, site, list(settings.problems), memory)
    facts = reader.facts()
    categories, articles = reader.shelves()
    terms = {locale.tag: reader.terms(locale) for locale in site.locales}
    stamps = {locale.tag: reader.stamps(locale) for locale in site.locales if locale != site.source_locale}
    library = Library(root, site, categories, articles, facts or {}, terms, stamps=stamps)
    unsure = settings.unsure if facts is not None else {*settings.unsure, "unknown-fact"}
    held_back = frozenset(reader.held_back)
    return Loaded(library, tuple(reader.problems), settings.places, held_back, frozenset(unsure))


class _Reader:
    def __init__(self, root: Path, site: Site, problems: list[Problem], memory: FileMemory) -> None:
        self.root = root
        self.site = site
        self.problems = problems
        self.memory = memory
        self.tags = {locale.tag: locale for locale in site.locales}
        self.held_back: set[str] = set()

    def report(self, check: str, place: SourceRef, message: str) -> None:
        self.problems.append(Problem(check, Severity.ERROR, place, message))

    def report_title(self, place: SourceRef, locale: Locale) -> None:
        """A category without a title has none to fall back on in the source locale only."""
        if locale == self.site.source_locale:
            self.report("category", place, f"'titles' has none for {locale.tag}; add it")
            return
        message = f"'titles' has none for {locale.tag}, so readers see that of its fallback chain; add it"
        self.problems.append(Problem("category", Severity.WARNING, place, message))

    def recalled(self, path: Path, context: Hashable, make: Callable[[str], tuple[T, Iterable[Problem]]]) -> T:
        """What `make` returns for the text of a file, and reports; remembered under what else it depends on."""

        def read() -> tuple[T, tuple[Problem, ...]]:
            text, undecodable = read_text(self.root, path)
            made, found = make(text)
            return made, (*undecodable, *found)

        made, problems = self.memory.recall(path, context, read)
        self.problems += problems
        return made

    def is_there(self, path: Path, check: str) -> bool:
        if path.exists() and not path.is_file():
            place = SourceRef(relative(self.root, path))
            self.report(check, place, f"{path.name} must be a file; move or remove the folder")
        return path.is_file()

    def facts(self) -> dict[str, Fact] | None:
        """The site's facts, or None where they cannot be read."""
        path = self.root / FACTS_FILE
        if not self.is_there(path, "facts"):
            return None if path.exists() else {}

        def read(text: str) -> tuple[dict[str, Fact] | None, list[Problem]]:
            facts, problems = read_facts(text, FACTS_FILE, self.site.locales)
            return facts if facts or not problems else None, problems

        return self.recalled(path, self.site.locales, read)

    def terms(self, locale: Locale) -> tuple[Term, ...]:
        path = self.root / TRANSLATIONS / locale.gettext_name / TERMS_FILE
        if not self.is_there(path, "terms"):
            return ()
        return self.recalled(path, locale, lambda text: read_terms(text, relative(self.root, path), locale))

    def stamps(self, locale: Locale) -> dict[str, str]:
        path = self.root / TRANSLATIONS / locale.gettext_name / STAMPS_FILE
        if not self.is_there(path, "stamps"):
            return {}
        return self.recalled(path, None, lambda text: read_stamps(text, relative(self.root, path)))

    def shelves(self) -> tuple[tuple[Category, ...], dict[str, Article]]:
        """The categories in their order, and the articles by slug in the order of their category and their own."""
        folders = sorted(path for path in (self.root / ARTICLES).glob("*") if not path.name.startswith("."))
        categories: list[Category] = []
        files: dict[str, list[tuple[str, Translation, FrontMatter]]] = defaultdict(list)
        for folder in folders:
            place = SourceRef(relative(self.root, folder))
            if not folder.is_dir():
                self.report("file-name", place, f"only category folders belong in {ARTICLES}/; move or remove it")
                continue
            if category := self.category(folder):
                categories.append(category)
            for slug, translation, header in self.folder(folder):
                files[slug].append((folder.name, translation, header))
        categories.sort(key=lambda category: (category.order, category.id))
        rank = {category.id: number for number, category in enumerate(categories)}
        if not files:
            message = "there are no articles; an empty site would replace the live one, so write one first"
            self.report("category", SourceRef(ARTICLES), message)
        articles = [self.article(slug, entries) for slug, entries in files.items()]
        articles.sort(key=lambda article: (rank.get(article.category_id, len(rank)), article.order, article.slug))
        return tuple(categories), {article.slug: article for article in articles}

    def category(self, folder: Path) -> Category | None:
        path = folder / CATEGORY_FILE
        name = relative(self.root, path)
        self.check_name(folder.name, SourceRef(relative(self.root, folder)), "category folder")
        if not path.is_file():
            self.report("category", SourceRef(name), f"category {folder.name!r} is not defined; add {name} with titles")
            return None
        document, header, is_sound = self.recalled(path, None, lambda text: parse_category(text, name))
        if header is None:  # links to the category are not wrong because its file is
            header = CategoryFile({})
        for locale in self.site.locales:
            if locale.tag not in header.titles and is_sound:
                self.report_title(document.place("titles"), locale)
        for key in ("titles", "descriptions"):
            for tag in getattr(header, key):
                if tag not in self.tags:
                    place = document.place(key, tag)
                    self.report(
                        "unknown-locale", place, f"{tag!r} is not a locale of the site{suggestion(tag, self.tags)}"
                    )
        return Category(folder.name, header.order, header.icon, header.titles, header.descriptions, name)

    def folder(self, folder: Path) -> Iterator[tuple[str, Translation, FrontMatter]]:
        shelf = relative(self.root, folder)
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if path.name in {CATEGORY_FILE, MEDIA} or path.name.startswith("."):
                continue
            place = SourceRef(f"{shelf}/{path.name}")
            slug, _, tag = path.name.removesuffix(".md").rpartition(".")
            if not path.is_file() or path.suffix != ".md" or not slug:
                self.report("file-name", place, "an article's file is named <slug>.<locale>.md; rename or remove it")
                continue
            if tag not in self.tags:
                self.report("unknown-locale", place, f"{tag!r} is not a locale of the site{suggestion(tag, self.tags)}")
                continue
            self.check_name(slug, place, "slug")
            read = partial(_article, slug, self.tags[tag], place.path)
            translation, header, is_trusted = self.recalled(path, self.tags[tag], read)
            if not is_trusted:
                self.held_back.add(place.path)
            yield slug, translation, header

    def check_name(self, name: str, place: SourceRef, what: str) -> None:
        if not SLUG.fullmatch(name):
            message = f"{what} {name!r} must be lower-case ASCII letters, digits and single hyphens; rename it"
            self.report("slug", place, message)
        elif name in RESERVED_NAMES:
            self.report("slug", place, f"{what} {name!r} is an address of the site itself; choose another")

    def article(self, slug: str, entries: list[tuple[str, Translation, FrontMatter]]) -> Article:
        """One article from its files, which must lie in one category; the source's file speaks for all."""
        home = entries[0][0]
        translations: dict[str, Translation] = {}
        shared: FrontMatter | None = None
        for category_id, translation, header in entries:
            if category_id != home:
                first = entries[0][1].path
                message = f"slug {slug!r} is already used by {first}; slugs are unique in the whole site"
                self.report("slug", SourceRef(translation.path), message)
                continue
            translations[translation.locale.tag] = translation
            if translation.locale == self.site.source_locale:
                shared = header
            else:
                self.check_article_keys(translation)
        header = shared or entries[0][2]
        return Article(
            slug,
            home,
            header.order,
            tuple(header.aliases),
            tuple(header.related),
            header.risk,
            translations,
            header.publish_at,
            header.expire_at,
            header.redirect,
        )

    def check_article_keys(self, translation: Translation) -> None:
        for key in ARTICLE_KEYS:
            if key in translation.places:
                source = f"{translation.slug}.{self.site.source_locale}.md"
                message = f"{key!r} holds for all languages and stands in {source} only; remove it here"
                self.report("front-matter", translation.place(f"{key}@key"), message)
        if translation.status is Status.RETIRED:
            source = f"{translation.slug}.{self.site.source_locale}.md"
            message = f"an article is retired in all languages, in {source}; write 'status: draft' to hide this one"
            self.report("front-matter", translation.place("status"), message)


def _article(slug: str, locale: Locale, path: str, text: str) -> tuple[_ArticleText, tuple[Problem, ...]]:
    file = parse(text, path)
    header = file.front_matter or FrontMatter(title=UNTITLED)
    if not file.is_trusted:
        header = replace(header, status="draft")
    return _ArticleText(_translation(slug, locale, header, file, path), header, file.is_trusted), file.problems


def _translation(slug: str, locale: Locale, header: FrontMatter, file: ArticleFile, path: str) -> Translation:
    return Translation(
        slug=slug,
        locale=locale,
        title=header.title,
        summary=header.summary,
        keywords=tuple(header.keywords),
        questions=tuple(header.questions),
        status=Status(header.status),
        updated=header.updated,
        review_by=header.review_by,
        owner=header.owner,
        body=file.body,
        body_line=file.body_line,
        sections=split_sections(file.body, file.body_line),
        source=header.source,
        path=path,
        places=file.places,
    )
