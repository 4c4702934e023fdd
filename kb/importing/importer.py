"""An import from beginning to end: read the tree, name everything, rewrite the links, write the site."""

import json
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from kb.errors import ConfigError
from kb.importing import headings, links, pages
from kb.importing.addresses import addresses
from kb.importing.finishing import Settings, finish
from kb.importing.foreign_front_matter import is_draft
from kb.importing.media import MediaShelf
from kb.importing.model import Note, Page, Report, Tree
from kb.importing.naming import ROOT, category_of, is_index, number_of, slugs, title_from
from kb.layout import ARTICLES, CATEGORY_FILE
from kb.media import IMAGE_SUFFIXES
from kb.site_files import category_yaml, one_line
from kb.yaml_source import LOADER

_SITE_NAMES = (
    ("mkdocs.yml", re.compile(r"^site_name:[ \t]*['\"]?(.+?)['\"]?[ \t]*$", re.MULTILINE)),
    ("_config.yml", re.compile(r"^title:[ \t]*['\"]?(.+?)['\"]?[ \t]*$", re.MULTILINE)),
    ("hugo.toml", re.compile(r"^title[ \t]*=[ \t]*['\"](.+?)['\"]", re.MULTILINE)),
    ("docusaurus.config.js", re.compile(r"^\s*title:\s*['\"](.+?)['\"]", re.MULTILINE)),
    ("docusaurus.config.ts", re.compile(r"^\s*title:\s*['\"](.+?)['\"]", re.MULTILINE)),
)
_FOLDER_FILES = ("_category_.json", "_category_.yml", "_category_.yaml")


@dataclass(slots=True)
class _Shelf:
    """The pages of a tree by key and locale tag, with what became of every file so far."""

    pages: dict[str, dict[str, Page]] = field(default_factory=lambda: defaultdict(dict))
    left: list[Note] = field(default_factory=list)
    articles: dict[str, str] = field(default_factory=dict)


def import_tree(tree: Tree, target: Path, *, name: str | None, base_url: str, today: date) -> Report:
    """Write the tree as a site and tell what became of every file.

    Raises:
        ConfigError: the target holds something, or nothing of the tree can be brought.
        OSError: the site cannot be written; nothing of it stays.
    """
    refuse_occupied(target)
    shelf = _read(tree)
    if not shelf.pages:
        raise ConfigError(f"{tree.root}: no page can be brought; {shelf.left[0].path}: {shelf.left[0].message}")
    with _beside(target) as site:
        media = MediaShelf(tree.root, site)
        _write_articles(tree, shelf, site, media)
        title = name or _site_name(tree.root)
        _write_categories(tree, shelf, site, title)
        left = [*shelf.left, *_others(tree, shelf, media)]
        written = [page for group in shelf.pages.values() for page in group.values()]
        settings = Settings({tree.source_locale.tag: title}, tree.locales, base_url)
        lowered, notes = finish(site, settings, today)
    return Report(
        layout=tree.layout,
        locales=[locale.tag for locale in tree.locales],
        articles=shelf.articles,
        titled=frozenset(page.file.path for page in written if any(each.level < 0 for each in page.headings)),
        media=media.copies,
        left=left,
        notes=[*tree.notes, *(note for page in written for note in page.notes), *notes],
        lowered=lowered,
    )


def refuse_occupied(target: Path) -> None:
    """Refuse to write where something is.

    Raises:
        ConfigError: the target is a file, or a folder that is not empty.
    """
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists() or target.is_symlink():
        raise ConfigError(f"{target}: there is something already; name a folder that is empty or not there yet")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder that becomes the target when all is written, and is gone when it is not."""
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    site = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(site, ignore_errors=True)
    try:
        site.mkdir()
        yield site
        if target.is_dir():
            target.rmdir()
        site.rename(target)
    finally:
        shutil.rmtree(site, ignore_errors=True)


def _read(tree: Tree) -> _Shelf:
    shelf = _Shelf()
    for file in tree.files:
        group = shelf.pages.get(file.key, {})
        if why := pages.why_left(tree.root / file.path):
            shelf.left.append(pages.left(file, why))
        elif file.locale.tag in group:
            same = group[file.locale.tag].file.path
            shelf.left.append(pages.left(file, f"it is the same page as {same}; rename one of them"))
        else:
            shelf.pages[file.key][file.locale.tag] = pages.read_page(tree.root, file)
    source = tree.source_locale.tag
    for key in [key for key, group in shelf.pages.items() if source not in group]:
        for page in shelf.pages.pop(key).values():
            why = f"there is no {source} page that it translates; write one, or choose another source locale"
            shelf.left.append(pages.left(page.file, why))
    return shelf


def _write_articles(tree: Tree, shelf: _Shelf, site: Path, media: MediaShelf) -> None:
    source = tree.source_locale.tag
    given = slugs(shelf.pages, {key: pages.wished_slug(group[source]) for key, group in shelf.pages.items()})
    for group in shelf.pages.values():
        headings.name_source(group[source])
        for page in group.values():
            if page is not group[source]:
                headings.name_translation(page, group[source])
    places = links.Places(
        addresses(tree, _permalinks(shelf), _numbers(shelf)),
        given,
        {(key, tag): headings.anchors(page) for key, group in shelf.pages.items() for tag, page in group.items()},
        frozenset(key for key, group in shelf.pages.items() if is_draft(group[source].keys)),
        source,
        media.take,
    )
    taken = set(given.values())
    for key, group in shelf.pages.items():
        folder = site / ARTICLES / category_of(key)
        folder.mkdir(parents=True, exist_ok=True)
        for tag, page in group.items():
            links.rewrite(page, places)
            draft = key in places.drafts or is_draft(page.keys)
            path = folder / f"{given[key]}.{tag}.md"
            text = pages.written(page, group[source], given[key], taken, draft)
            path.write_text(text, encoding="utf-8", newline="\n")
            shelf.articles[page.file.path] = path.relative_to(site).as_posix()


def _permalinks(shelf: _Shelf) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, group in shelf.pages.items():
        for page in group.values():
            for name in ("permalink", "slug", "url"):
                value = page.keys.get(name)
                if isinstance(value, str) and value.startswith("/"):
                    found.setdefault(value, key)
    return found


def _numbers(shelf: _Shelf) -> dict[str, str]:
    """The pages by the number that Zendesk gave them; `id` is a name of the page elsewhere too."""
    return {
        str(page.keys["id"]): key for key, group in shelf.pages.items() for page in group.values() if "id" in page.keys
    }


def _write_categories(tree: Tree, shelf: _Shelf, site: Path, site_name: str) -> None:
    keys: dict[str, list[str]] = defaultdict(list)
    for key in shelf.pages:
        keys[category_of(key)].append(key)
    source = tree.source_locale.tag
    order = sorted(keys, key=lambda each: (each != ROOT, number_of(keys[each][0].split("/")[0])[0] or 0, each))
    for number, category in enumerate(order, start=1):
        folder = keys[category][0].partition("/")[0]
        label = _label(tree, shelf, folder, f"{ARTICLES}/{category}/{CATEGORY_FILE}") if category != ROOT else site_name
        titles: dict[str, str] = {}
        for locale in tree.locales:
            group = [shelf.pages[key][locale.tag] for key in keys[category] if locale.tag in shelf.pages[key]]
            own = (label if locale.tag == source else "") or _title_of(category, group)
            titles[locale.tag] = own or titles.get(source) or title_from(folder)
        text = category_yaml(titles, number)
        (site / ARTICLES / category / CATEGORY_FILE).write_text(text, encoding="utf-8", newline="\n")


def _title_of(category: str, group: list[Page]) -> str:
    """What pages in one language say that their category is called."""
    named = Counter(one_line(value) for page in group if isinstance(value := page.keys.get("category"), str))
    if named:
        return named.most_common(1)[0][0]
    if category == ROOT:
        return ""
    own = [page for page in group if is_index(page.file.key) and page.file.key.count("/") == 1]
    return headings.plain(own[0].title, own[0].code) if own else ""


def _label(tree: Tree, shelf: _Shelf, folder: str, category_file: str) -> str:
    """The title that Docusaurus' `_category_` file gives a folder."""
    for name in _FOLDER_FILES:
        for path in tree.others:
            if not path.endswith(f"{folder}/{name}") or "i18n/" in path:
                continue
            try:
                text = (tree.root / path).read_text(encoding="utf-8")
                value = json.loads(text) if name.endswith("json") else yaml.load(text, Loader=LOADER)
            except (OSError, ValueError, yaml.YAMLError):
                continue
            if isinstance(value, Mapping) and isinstance(value.get("label"), str):
                shelf.articles[path] = category_file
                return one_line(value["label"])
    return ""


def _site_name(root: Path) -> str:
    for name, pattern in _SITE_NAMES:
        for path in (root / name, root.parent / name):
            if path.is_file() and (found := pattern.search(path.read_text(encoding="utf-8", errors="replace"))):
                return one_line(found[1])
    return title_from(root.resolve().name or "help")


def _others(tree: Tree, shelf: _Shelf, media: MediaShelf) -> Iterator[Note]:
    """Why each other file of the tree is not in the site."""
    for path in tree.others:
        if path in media.copies or path in shelf.articles:
            continue
        ending = f".{path.rpartition('.')[2].lower()}"
        if (tree.root / path).is_symlink():
            yield Note(path, 0, "left", "a symbolic link; only files themselves are brought")
        elif ending in IMAGE_SUFFIXES:
            yield Note(path, 0, "left", "an image that no page shows, or that cannot be shown")
        elif ending in (".md", ".mdx", ".markdown"):
            yield Note(path, 0, "left", f"no page in this layout ({tree.layout}); choose another with --layout")
        else:
            yield Note(path, 0, "left", "neither Markdown nor an image that a page shows")
