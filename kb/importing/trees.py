"""Finds the files of a tree, and how it tells its languages apart."""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb.catalogs import engine_translations
from kb.errors import ConfigError
from kb.importing.model import Layout, Note, SourceFile, Tree
from kb.locales import Locale, language_and_script, match_locale, parse_locale

MARKDOWN = (".md", ".mdx", ".markdown", ".mdown")
LARGEST = 2_000_000
"""Bytes of the largest Markdown file that is still taken for a text to read."""

LANGUAGE = "language"
"""The kind of notes that a language may have been taken for a part of the source."""

_NOT_CONTENT = frozenset({"node_modules", "__pycache__", "_site", "site-packages"})
_DOCUSAURUS = re.compile(r"i18n/(?P<tag>[^/]+)/docusaurus-plugin-content-docs/current/(?P<path>.+)")
_DEFAULT_LOCALE = re.compile(r"""defaultLocale\s*:\s*['"]([\w-]+)['"]""")
_ANY_LOCALE = Locale("en")


def read_tree(root: Path, layout: Layout | None = None, source_locale: str | None = None) -> Tree:
    """The files of a tree, by language. `layout` and `source_locale` are found out where they are not given.

    Raises:
        ConfigError: there is no such folder, it has no Markdown, or its languages are not those that were named.
    """
    if root.is_file():
        raise ConfigError(f"{root}: this is a file; name the folder that holds it")
    if not root.is_dir():
        raise ConfigError(f"{root}: there is no such folder to import from")
    paths, notes = _walk(root)
    pages = [path for path in paths if path.lower().endswith(MARKDOWN)]
    if not pages:
        raise ConfigError(f"{root}: there is no Markdown here; name the folder that holds the pages")
    source = parse_locale(source_locale.replace("_", "-")) if source_locale else None
    chosen = layout or _detected(pages)
    found = list(_FINDERS[chosen](root, pages, source))
    canonical = _canonical({tag for _, tag, _, _ in found})
    default = source or _usual_source([canonical[tag] for _, tag, _, _ in found])
    default = match_locale(default.tag, sorted(set(canonical.values()))) or default
    files = tuple(SourceFile(path, key, canonical[tag], folder) for path, tag, key, folder in found)
    if default not in {file.locale for file in files}:
        known = ", ".join(sorted({file.locale.tag for file in files}))
        raise ConfigError(f"{root}: no page is in {default}; name the source locale, one of {known}")
    for tag, locale in canonical.items():
        if tag != locale.tag:
            notes.append(Note("", 0, "locale", f"{tag!r} is called {locale} here"))
    if chosen is Layout.SINGLE:
        notes += _look_like_languages(pages)
    known_paths = {path for path, *_ in found}
    others = tuple(path for path in paths if path not in known_paths)
    return Tree(root, chosen, default, files, others, tuple(notes))


def _walk(root: Path) -> tuple[list[str], list[Note]]:
    """The files below a folder as paths with `/`, and notes of what is never read."""
    paths: list[str] = []
    notes: list[Note] = []
    for folder, subfolders, names in os.walk(root):
        here = Path(folder)
        for name in sorted(subfolders):
            path = (here / name).relative_to(root).as_posix()
            if name in _NOT_CONTENT or name.startswith("."):
                notes.append(Note(f"{path}/", 0, "left-folder", "the folder is no content and was not read"))
            elif (here / name).is_symlink():
                notes.append(Note(f"{path}/", 0, "left-folder", "the folder is a symbolic link and was not followed"))
        subfolders[:] = sorted(name for name in subfolders if name not in _NOT_CONTENT and not name.startswith("."))
        paths += [(here / name).relative_to(root).as_posix() for name in sorted(names)]
    return paths, notes


_Found = tuple[str, str, str, str]
"""Path, locale as written, key, and the folder that relative links start from."""


def _detected(pages: list[str]) -> Layout:
    if any(_DOCUSAURUS.fullmatch(path) for path in pages):
        return Layout.DOCUSAURUS
    tops = {path.split("/", 1)[0] for path in pages if "/" in path}
    if tops and all(_names_language(top) for top in tops):
        return Layout.FOLDERS
    stems = Counter(_suffix_of(path)[0] for path in pages if _suffix_of(path)[1])
    return Layout.SUFFIXES if (stems and max(stems.values()) > 1) or _has_pair(pages) else Layout.SINGLE


def _has_pair(pages: list[str]) -> bool:
    """Whether a file with a locale before its ending has one without beside it."""
    plain = {_without_ending(path) for path in pages}
    return any(tag and stem in plain for stem, tag in map(_suffix_of, pages))


def _look_like_languages(pages: list[str]) -> Iterator[Note]:
    """Notes of folders that are named like languages and hold the pages of another: here they are one language."""
    names = {_without_ending(path) for path in pages}
    alike: dict[str, int] = Counter()
    for name in names:
        parts = name.split("/")
        for at, part in enumerate(parts[:-1]):
            rest = "/".join([*parts[:at], *parts[at + 1 :]])
            beside = "/".join([*parts[:at], "en", *parts[at + 1 :]])
            if _names_language(part) and (rest in names or (part != "en" and beside in names)):
                alike["/".join(parts[: at + 1])] += 1
    for folder, number in sorted(alike.items()):
        yield Note(
            f"{folder}/",
            0,
            LANGUAGE,
            f"named like a language, with {number} pages that another folder has too; all count as the source's: "
            "move those into a folder of their language and import with --layout folders",
        )


def _names_language(name: str) -> bool:
    """Whether a folder is surely named for a language: `src` and `api` are codes of some that few people know."""
    locale = _locale_of(name)
    return locale is not None and locale.language in Locale("en").cldr.languages


def _locale_of(tag: str) -> Locale | None:
    try:
        return parse_locale(tag.replace("_", "-"))
    except ConfigError:
        return None


def _without_ending(path: str) -> str:
    return path.rpartition(".")[0]


def _suffix_of(path: str) -> tuple[str, str]:
    """`guide/start.zh-CN.md` → (`guide/start`, `zh-CN`); without a locale its tag is empty."""
    stem = _without_ending(path)
    head, dot, tag = stem.rpartition(".")
    return (head, tag) if dot and head and not head.endswith("/") and _locale_of(tag) else (stem, "")


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _in_folders(_: Path, pages: list[str], __: Locale | None) -> Iterator[_Found]:
    for path in pages:
        tag, slash, rest = path.partition("/")
        if slash and _locale_of(tag):
            yield path, tag, _without_ending(rest), _folder_of(path)


def _by_suffix(_: Path, pages: list[str], source: Locale | None) -> Iterator[_Found]:
    for path in pages:
        stem, tag = _suffix_of(path)
        yield path, tag or (source or _ANY_LOCALE).tag, stem, _folder_of(path)


def _docusaurus(root: Path, pages: list[str], source: Locale | None) -> Iterator[_Found]:
    default = (source.tag if source else "") or _docusaurus_default(root)
    within = "docs/" if any(path.startswith("docs/") for path in pages) else ""
    for path in pages:
        if match := _DOCUSAURUS.fullmatch(path):
            yield path, match["tag"], _without_ending(match["path"]), _folder_of(path)
        elif path.startswith(within) and not path.startswith("i18n/"):
            yield path, default, _without_ending(path.removeprefix(within)), _folder_of(path)


def _docusaurus_default(root: Path) -> str:
    for name in ("docusaurus.config.js", "docusaurus.config.ts"):
        if (root / name).is_file():
            found = _DEFAULT_LOCALE.search((root / name).read_text(encoding="utf-8", errors="replace"))
            if found:
                return found[1]
    return _ANY_LOCALE.tag


def _single(_: Path, pages: list[str], source: Locale | None) -> Iterator[_Found]:
    for path in pages:
        yield path, (source or _ANY_LOCALE).tag, _without_ending(path), _folder_of(path)


_FINDERS = {
    Layout.FOLDERS: _in_folders,
    Layout.SUFFIXES: _by_suffix,
    Layout.DOCUSAURUS: _docusaurus,
    Layout.SINGLE: _single,
}


def _canonical(tags: Iterable[str]) -> dict[str, Locale]:
    """The site's locale for each tag of the tree: one with an interface, where only one tag means it."""
    wanted: dict[str, Locale] = {}
    for tag in tags:
        locale = _locale_of(tag)
        if locale is None:
            raise ConfigError(f"{tag!r} is not a BCP 47 language tag; choose another --layout")
        wanted[tag] = locale
    shipped = [Locale(path.parent.name.replace("_", "-")) for path in engine_translations().glob("*/LC_MESSAGES")]
    means: dict[Locale, list[str]] = defaultdict(list)
    for tag, locale in wanted.items():
        if served := _served_by(locale, shipped):
            means[served].append(tag)
    for locale, given in means.items():
        if len(given) == 1 and locale not in wanted.values():
            wanted[given[0]] = locale
    return wanted


def _served_by(locale: Locale, shipped: list[Locale]) -> Locale | None:
    meaning = language_and_script(locale.tag)
    return next((each for each in shipped if language_and_script(each.tag) == meaning), None)


def _usual_source(locales: list[Locale]) -> Locale:
    """English where the tree has it, else the language with most files."""
    found = match_locale("en", sorted(set(locales)))
    return found or Counter(locales).most_common(1)[0][0]
