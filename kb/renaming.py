"""An article under another slug or in another category: what every file of the site says then, before one is written.

Nothing here decides whether it may be done; files are edited as text, so that comments and order stay.
"""

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kb.article_text import ArticleText, article_text
from kb.errors import ContentError
from kb.files import relative
from kb.history import as_translation
from kb.images import media_path, media_references
from kb.layout import ARTICLES, MEDIA, SITE_FILE, TERMS_FILE, TRANSLATIONS
from kb.line_ends import as_it_was, plain
from kb.media import DRAWING_SUFFIX
from kb.model import Article, Library, Translation
from kb.rendering.links import Target, parse_target
from kb.translation_state import stamp, still_current
from kb.word_stamps import stamps_of_moved_drawings
from kb.yaml_nodes import KeyPath
from kb.yaml_source import Value, read_yaml
from kb.yaml_values import edit_yaml


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is to be done, by paths below the site: `written` are the new contents, `removed` what goes once they are
    there. `moved` and `copied` lead from an old path to a new one, `edited` stay where they are.
    """

    written: Mapping[str, bytes]
    moved: Mapping[str, str]
    copied: Mapping[str, str]

    @property
    def removed(self) -> tuple[str, ...]:
        """The files that go."""
        return tuple(self.moved)

    @property
    def edited(self) -> tuple[str, ...]:
        """The files that stay where they are and say something else."""
        new = {*self.moved.values(), *self.copied.values()}
        return tuple(path for path in self.written if path not in new)


@dataclass(frozen=True, slots=True)
class _Change:
    """From where to where an article goes; `media` leads from old paths below `articles/` to new ones."""

    slug: str
    new_slug: str
    category_id: str
    new_category_id: str
    media: Mapping[str, str]


def rename(library: Library, article: Article, new_slug: str) -> Renaming:
    """The article under a new slug; the old one becomes an alias, which redirects.

    Raises:
        ContentError: a file is written in a way that cannot be edited.
    """
    category_id = article.category_id
    return _renaming(library, article, _Change(article.slug, new_slug, category_id, category_id, {}), {}, {})


def move(library: Library, article: Article, category_id: str) -> Renaming:
    """The article in another category. Its images and files go with it; what others show too is copied.

    Raises:
        ContentError: the category has another file of the same name, or a file cannot be edited.
    """
    moved, copied = _media(library, article, category_id)
    below = len(f"{ARTICLES}/")
    media = {old[below:]: new[below:] for old, new in (moved | copied).items()}
    change = _Change(article.slug, article.slug, article.category_id, category_id, media)
    return _renaming(library, article, change, moved, copied)


def _renaming(
    library: Library, article: Article, change: _Change, moved: Mapping[str, str], copied: Mapping[str, str]
) -> Renaming:
    root = library.root
    written = {new: (root / old).read_bytes() for old, new in {**moved, **copied}.items()}
    homes = {
        each.path: f"{ARTICLES}/{change.new_category_id}/{change.new_slug}.{tag}.md"
        for tag, each in article.translations.items()
    }
    texts = {}
    for translation in library.translations():
        text = _read(root, translation.path)
        with _naming(translation.path):
            texts[translation.path] = (text, _edited(library, translation, text, change))
    stamped = _stamped(library, texts)
    for path, (before, _) in texts.items():
        if stamped[path] != before or path in homes:
            written[homes.get(path, path)] = stamped[path].encode()
    if change.slug != change.new_slug:
        written |= _settings_and_terms(library, change)
    written |= stamps_of_moved_drawings(library, {**moved, **copied})
    return Renaming(written, {**homes, **moved}, copied)


def _read(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode("utf-8")


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """What cannot be edited is named by its file."""
    try:
        yield
    except ValueError as error:
        raise ContentError(f"{path}: {error}; nothing was written") from error


def _edited(library: Library, translation: Translation, text: str, change: _Change) -> str:
    """One article file with its links and lists as they are after the change."""
    article = library.articles[translation.slug]
    is_own = translation.slug == change.slug
    parts = article_text(text)
    here = article.category_id
    parts = parts.with_links(lambda link: _link(link, here, change.new_category_id if is_own else here, change))
    if translation.locale == library.site.source_locale and change.slug != change.new_slug:
        related: dict[KeyPath, str | tuple[str, ...]] = {
            ("related", number): change.new_slug for number, slug in enumerate(article.related) if slug == change.slug
        }
        if article.redirect == change.slug:
            related["redirect",] = change.new_slug
        parts = parts.with_values(related)
        if is_own:
            parts = _with_alias(parts, article, change)
    return parts.text()


def _with_alias(parts: ArticleText, article: Article, change: _Change) -> ArticleText:
    """The article's former slug among its aliases; one that becomes its slug again is none any more."""
    if change.new_slug in article.aliases:
        kept = tuple(alias for alias in article.aliases if alias != change.new_slug)
        return parts.with_values({("aliases",): (*kept, change.slug)})
    if article.aliases:
        return parts.with_item("aliases", change.slug)
    return parts.with_values({("aliases",): (change.slug,)})


def _link(written: str, here: str, there: str, change: _Change) -> str:
    """A destination in a file of category `here`, which goes to `there`, as it leads to the same place afterwards."""
    target = parse_target(written)
    name, mark, section = written.partition("#")
    is_changed = target.kind is Target.ARTICLE and target.name == change.slug
    if target.kind is Target.ARTICLE and not name.endswith(".md"):
        return f"article:{change.new_slug}{mark}{section}" if is_changed else written
    if target.kind is Target.ARTICLE:
        folder, file = posixpath.split(name)
        shelf = posixpath.normpath(posixpath.join(here, folder))
        if is_changed:
            file = change.new_slug + file.removeprefix(change.slug)
            shelf = change.new_category_id if shelf == change.category_id else shelf
        path = posixpath.join(shelf, file)
    elif target.kind is Target.MEDIA and here != there:
        path = media_path(here, target.name)
        path = quote(change.media.get(path, path))
    else:
        return written
    leads_there = posixpath.relpath(path, there)
    return written if posixpath.normpath(name) == leads_there else f"{leads_there}{mark}{section}"


def _stamped(library: Library, texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The new texts; translations that were current stay so, although links in their sources changed."""
    new = {path: after for path, (_, after) in texts.items()}
    for translation in library.translations():
        source = library.source_of(translation)
        if source is None or not translation.source or new[source.path] == texts[source.path][0]:
            continue
        after = as_translation(plain(new[source.path]), source.slug, source.locale, source.path)
        hashes = still_current(translation, source, after)
        if hashes != dict(translation.source):
            with _naming(translation.path):
                new[translation.path] = stamp(new[translation.path], hashes)
    return new


def _media(library: Library, article: Article, category_id: str) -> tuple[dict[str, str], dict[str, str]]:
    """The article's files in its category's media folder: those that are its alone, and those others show too."""
    shelf = f"{article.category_id}/{MEDIA}/"
    own: set[str] = set()
    shared: set[str] = set()
    for translation in library.translations():
        used = {path for _, path in media_references(translation, library.articles[translation.slug].category_id)}
        (own if translation.slug == article.slug else shared).update(used)
    moved: dict[str, str] = {}
    copied: dict[str, str] = {}
    for path in sorted(own):
        if path.startswith(shelf):
            for old in _with_labels(library.root, f"{ARTICLES}/{path}"):
                new = f"{ARTICLES}/{category_id}/{old.removeprefix(f'{ARTICLES}/{article.category_id}/')}"
                _refuse_another(library.root, old, new)
                (copied if path in shared else moved)[old] = new
    return moved, copied


def _with_labels(root: Path, path: str) -> Iterator[str]:
    """A file that is there, and the words of a drawing that lie beside it."""
    file = root / path
    if file.is_file():
        yield path
    if file.suffix.lower() == DRAWING_SUFFIX:
        for labels in sorted(file.parent.glob("*.yaml")):
            if labels.name.rpartition(".")[0].rpartition(".")[0] == file.stem:
                yield relative(root, labels)


def _refuse_another(root: Path, old: str, new: str) -> None:
    if (root / new).exists() and (root / new).read_bytes() != (root / old).read_bytes():
        raise ContentError(f"{new} is another file than {old}; rename one of them first; nothing was written")


def _settings_and_terms(library: Library, change: _Change) -> dict[str, bytes]:
    """The files beside the articles that name the slug, with the new one."""
    terms = [f"{TRANSLATIONS}/{locale.gettext_name}/{TERMS_FILE}" for locale in library.site.locales]
    written: dict[str, bytes] = {}
    for path in (SITE_FILE, *terms):
        if not (library.root / path).is_file():
            continue
        text = _read(library.root, path)
        value = read_yaml(plain(text), path, check="").value
        named = dict(_named(value, change) if path == SITE_FILE else _named_in_terms(value, change))
        if named:
            with _naming(path):
                edited = as_it_was(text, edit_yaml(plain(text), named))
            written[path] = edited.encode()
    return written


def _named(settings: Value, change: _Change) -> Iterator[tuple[KeyPath, str]]:
    """Where `site.yaml` names the article, and what it says instead."""
    if not isinstance(settings, dict):
        return
    slug, new = change.slug, change.new_slug
    if settings.get("contact") == slug:
        yield ("contact",), new
    for number, each in enumerate(_list(settings, "emergencies")):
        if each == slug:
            yield ("emergencies", number), new
    for number, each in enumerate(_list(settings, "incidents")):
        if isinstance(each, dict) and each.get("article") == slug:
            yield ("incidents", number, "article"), new
    for key in ("legal_links", "social_links"):
        for number, each in enumerate(_list(settings, key)):
            url = each.get("url") if isinstance(each, dict) else None
            address, mark, section = url.partition("#") if isinstance(url, str) else ("", "", "")
            if address == f"article:{slug}":
                yield (key, number, "url"), f"article:{new}{mark}{section}"


def _named_in_terms(terms: Value, change: _Change) -> Iterator[tuple[KeyPath, str]]:
    for number, term in enumerate(terms if isinstance(terms, list) else ()):
        if isinstance(term, dict) and term.get("article") == change.slug:
            yield (number, "article"), change.new_slug


def _list(settings: dict[str, Value], key: str) -> list[Value]:
    value = settings.get(key)
    return value if isinstance(value, list) else []
