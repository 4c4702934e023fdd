"""What the addresses in a tree's links mean: a page of the tree, a folder, a file, or a place elsewhere."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from kb.importing.components import WIKI
from kb.importing.model import SourceFile, Tree
from kb.importing.naming import INDEXES, category_of, number_of

_ENDING = re.compile(r"\.(?:mdx?|markdown|mdown|html?)$", re.IGNORECASE)
_ZENDESK = re.compile(r"https?://[^/]+/hc/(?:[^/]+/)?articles/(?P<number>\d{6,})")
_STATIC = ("", "static", "public", "assets", "docs", "source", "content")
MOST_LEADING = 3
"""Folders before a page's path that an address from the root of a site may have: a language, a version, `docs`."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Keys of pages by every way to name them, in lower case and without ending; `by_ending` has the ends of paths that
    only one page has, `files` those of other files.

    `source_folders` are the folders of the source's pages by key: what a translation lacks is looked for there.
    """

    root: Path
    by_path: Mapping[str, str]
    by_key: Mapping[str, str]
    by_permalink: Mapping[str, str]
    by_number: Mapping[str, str]
    by_ending: Mapping[str, str]
    files: Mapping[str, str]
    categories: frozenset[str]
    source_folders: Mapping[str, str]

    def page(self, file: SourceFile, address: str) -> str | None:
        """The key of the page that a link in this file leads to."""
        if address.startswith(WIKI):
            return self.by_ending.get(_normal(unquote(address.removeprefix(WIKI).partition("#")[0])))
        path = unquote(address.partition("?")[0])
        if path.startswith("/"):
            return self._from_root(path) or self._ending_so(path)
        for start in (file.folder, file.path.rpartition(".")[0]):
            if found := self.by_path.get(_normal(posixpath.join(start, path))):
                return found
        key = _normal(posixpath.join(posixpath.dirname(file.key), path))  # not translated
        return self.by_key.get(key) or (None if path.startswith(".") else self._ending_so(path))

    def _ending_so(self, path: str) -> str | None:
        """The only page whose path ends so: addresses may begin at a folder of contents deep in the tree."""
        name = _normal(path)
        return self.by_ending.get(name) if "/" in path.strip("/") else None

    def _from_root(self, path: str) -> str | None:
        name = _normal(path)
        if found := self.by_permalink.get(name) or self.by_path.get(name):
            return found
        parts = name.split("/")
        for dropped in range(min(MOST_LEADING, len(parts) - 1) + 1):
            if found := self.by_key.get("/".join(parts[dropped:])):
                return found
        return None

    def numbered_page(self, address: str) -> str | None:
        """The key of the page that an address of Zendesk names by its number."""
        found = _ZENDESK.match(address)
        return self.by_number.get(found["number"]) if found else None

    def category(self, file: SourceFile, address: str) -> str | None:
        """The category whose folder a link leads to."""
        path = unquote(address).rstrip("/")
        for name in (path.rpartition("/")[2], posixpath.normpath(posixpath.join(file.key.rpartition("/")[0], path))):
            if name and "/" not in name and (found := category_of(f"{name}/x")) in self.categories:
                return found if address.endswith("/") or "." not in name else None
        return None

    def file(self, file: SourceFile, address: str) -> str | None:
        """The path of the file in the tree that an image or a link names."""
        if address.startswith(WIKI):
            return self.files.get(unquote(address.removeprefix(WIKI)).lower())
        path = unquote(address.partition("?")[0].partition("#")[0])
        tree = self.root.resolve()
        starts = [] if path.startswith("/") else [file.folder, file.path.rpartition(".")[0]]
        starts += [self.source_folders[file.key]] if starts and file.key in self.source_folders else []
        top = file.path.partition("/")[0]
        for start in (*starts, *_STATIC, top):
            candidate = self.root / posixpath.normpath(posixpath.join(start, path.lstrip("/")))
            try:
                if candidate.is_file() and not candidate.is_symlink() and candidate.resolve().is_relative_to(tree):
                    return candidate.relative_to(self.root).as_posix()
            except (OSError, ValueError):  # a name too long or with characters no file has
                return None
        return None


def _normal(path: str) -> str:
    name = _ENDING.sub("", posixpath.normpath(path.strip("/") or ".").lower())
    head, _, last = name.rpartition("/")
    return head if last in INDEXES else name


def _names_of(path: str) -> Iterable[str]:
    """A path and what is left of it without the numbers that order its folders."""
    yield _normal(path)
    yield _normal("/".join(number_of(part)[1] for part in path.split("/")))


def addresses(tree: Tree, permalinks: Mapping[str, str], numbers: Mapping[str, str]) -> Addresses:
    """The addresses of a tree's pages; `permalinks` and `numbers` are those that front matter names, with the key."""
    by_path: dict[str, str] = {}
    by_key: dict[str, str] = {}
    for file in tree.files:
        stem = file.path.rpartition(".")[0]
        same = posixpath.join(file.folder, posixpath.basename(file.key))  # without the locale before the ending
        for name in (*_names_of(stem), *_names_of(same)):
            by_path.setdefault(name, file.key)
        for name in _names_of(file.key):
            by_key.setdefault(name, file.key)
    endings = _only((name, file.key) for file in tree.files for name in _endings(_normal(file.key)))
    files = _only((name, path) for path in tree.others for name in _endings(path.lower()))
    categories = frozenset(category_of(file.key) for file in tree.files)
    links = {_normal(address): key for address, key in permalinks.items()}
    sources = {file.key: file.folder for file in tree.files if file.locale == tree.source_locale}
    return Addresses(tree.root, by_path, by_key, links, numbers, endings, files, categories, sources)


def _endings(path: str) -> Iterable[str]:
    """`a/b/c` → `a/b/c`, `b/c`, `c`."""
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def _only(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a name means, where it means one thing only."""
    meant: dict[str, set[str]] = {}
    for name, value in names:
        meant.setdefault(name, set()).add(value)
    return {name: next(iter(values)) for name, values in meant.items() if len(values) == 1}
