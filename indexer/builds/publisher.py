"""One build, from a loaded site to the live pointer: check, render, index, verify, switch."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog

from indexer.analysis.analyzers import fingerprint
from indexer.builds.fingerprints import engine_fingerprint
from indexer.builds.json_files import read_json, write_json
from indexer.builds.model import FORMAT_VERSION, BuildManifest
from indexer.builds.published import LIBRARY, MANIFEST, PublishedBuild, check_build, open_build
from indexer.builds.rendering import RenderedLibrary, render_library
from indexer.builds.store import BuildStore
from indexer.builds.writing import (
    documents_in,
    published_library,
    term_words,
    write_catalogs,
    write_index,
    write_media,
    write_readings,
    write_suggestions,
)
from indexer.model import SearchRequest
from indexer.promises import broken_promises
from indexer.thesaurus import analyses_for
from kb.catalogs import catalog_path, engine_translations, gettext_of, merged_catalog
from kb.checks import as_configured, check_library
from kb.errors import BuildError, IndexUnavailableError
from kb.images import collect_images
from kb.layout import ARTICLES, FACTS_FILE, SITE_FILE, TRANSLATIONS
from kb.loader import Loaded
from kb.locales import Locale
from kb.model import Library
from kb.problems import Problem, errors_of

Progress = Callable[[str], None]

SMOKE_TITLES = 20
"""Titles tried before an index is given up."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `manifest` is None when problems kept it from being published; the live build is untouched.

    `rendered` counts the translations rendered anew; `was_current` tells that nothing had changed.
    """

    problems: tuple[Problem, ...]
    manifest: BuildManifest | None
    rendered: int = 0
    was_current: bool = False


def publish(
    loaded: Loaded,
    store: BuildStore,
    *,
    now: datetime,
    force: bool = False,
    verify_promises: bool = True,
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Build a site and make it live. Call it under the store's lock.

    The promises of articles that changed are tested, unless `verify_promises` is off.

    Raises:
        BuildError: what was written cannot be opened and searched again.
    """
    problems = check_library(loaded, now.date())
    if errors_of(problems):
        return BuildReport(tuple(problems), None)
    library = loaded.library.published()
    marks = _fingerprints(library)
    digest = content_digest(library, marks)
    live = _usable(store)
    if live and not force and _manifest(live).content_digest == digest:
        return BuildReport(tuple(problems), _manifest(live), was_current=True)
    store.clean()
    build_id = _build_id(store, now, digest)
    staging = store.staging(build_id)
    try:
        rendered, counts = _write(library, marks, staging, None if force else live, progress)
        manifest = BuildManifest(FORMAT_VERSION, build_id, now, digest, marks, counts)
        write_json(staging / MANIFEST, manifest)
        progress("verifying")
        promising = rendered.promising if verify_promises else frozenset()
        problems += as_configured(_verify(staging, library, promising), library)
        if errors_of(problems):
            return BuildReport(tuple(problems), None)
        store.switch(staging, build_id)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return BuildReport(tuple(problems), manifest, rendered=len(rendered.fresh))


def _build_id(store: BuildStore, now: datetime, digest: str) -> str:
    """The time and the content; with microseconds where the same content was built in the same second before."""
    build_id = f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}"
    return f"{now:%Y%m%dT%H%M%S.%fZ}-{digest[:8]}" if (store.directory / build_id).exists() else build_id


def _write(
    library: Library, marks: Mapping[str, str], staging: Path, live: Path | None, progress: Progress
) -> tuple[RenderedLibrary, dict[str, int]]:
    """Everything but the manifest; returns what was rendered, and the manifest's counts."""
    catalogs = {locale.tag: merged_catalog(library.root, locale)[0] for locale in library.site.locales}
    shelf, _ = collect_images(library)
    images = {
        locale.tag: shelf.in_locale(locale, library.fallbacks(locale), library.facts) for locale in library.site.locales
    }
    progress(f"rendering {len(library.translations())} articles")
    rendered = render_library(library, images, _labels(catalogs), into=staging, reuse=live)
    published = published_library(library, rendered)
    write_json(staging / LIBRARY, published)
    write_catalogs(catalogs, library, staging)
    write_media(images, library, staging)
    analyses = analyses_for(library.site.locales, term_words(library))
    sections = 0
    for locale in library.site.locales:
        progress(f"indexing {locale}")
        analysis, mark = analyses[locale.tag], marks[locale.tag]
        documents, terms = documents_in(locale, library, rendered), library.terms.get(locale.tag, ())
        write_index(locale, documents, terms, analysis, mark, into=staging, reuse=live)
        write_suggestions(locale, published, terms, marks, into=staging, reuse=live)
        sections += len(documents)
    write_readings(staging, live)
    counts = {"articles": len(library.articles), "translations": len(rendered.articles), "sections": sections}
    return rendered, counts


def _labels(catalogs: Mapping[str, Catalog]) -> Callable[[Locale, str], str]:
    translate = {tag: gettext_of(catalog) for tag, catalog in catalogs.items()}
    return lambda locale, msgid: translate[locale.tag](msgid)


def _fingerprints(library: Library) -> dict[str, str]:
    analyses = analyses_for(library.site.locales, term_words(library))
    return {tag: fingerprint(analysis) for tag, analysis in analyses.items()}


def _usable(store: BuildStore) -> Path | None:
    """The live build's folder, if it can be opened; of one that is damaged or of another version nothing is reused."""
    try:
        current = store.current()
        if current is not None:
            check_build(current)
    except IndexUnavailableError:
        return None
    return current


def _manifest(directory: Path) -> BuildManifest:
    return read_json(directory / MANIFEST, BuildManifest)


def content_digest(library: Library, marks: Mapping[str, str]) -> str:
    """A hash of everything a build is made from: the site's files, the engine's catalogs, the code that reads them."""
    code = f"{FORMAT_VERSION} {engine_fingerprint()}"
    digest = sha256(f"{code} {sorted(marks.items())}".encode())
    for path in _inputs(library):
        name = path.relative_to(library.root).as_posix() if path.is_relative_to(library.root) else path.name
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _inputs(library: Library) -> list[Path]:
    root = library.root
    paths = [root / SITE_FILE, root / FACTS_FILE]
    paths += sorted((root / ARTICLES).rglob("*")) + sorted((root / TRANSLATIONS).rglob("*"))
    paths += [catalog_path(engine_translations(), locale) for locale in library.site.locales]
    if library.site.logo:
        paths.append(root / library.site.logo)
    return [path for path in paths if path.is_file()]


def _verify(staging: Path, library: Library, promising: frozenset[tuple[str, str]]) -> list[Problem]:
    """Open the build as a server would, find an article by its title in every locale, and test the given promises."""
    build = open_build(staging)
    try:
        for locale in library.site.locales:
            _smoke(build, locale)
        fresh = [each for each in library.translations() if (each.slug, each.locale.tag) in promising]
        return list(broken_promises(build.searcher, fresh))
    finally:
        build.close()


def _smoke(build: PublishedBuild, locale: Locale) -> None:
    """One article of the locale must be found by its title; which one does not matter."""
    titles = [
        translation.title
        for article in build.library.articles.values()
        if (translation := article.translations.get(locale.tag))
    ]
    found = any(build.searcher.search(SearchRequest(title, locale)).total for title in titles[:SMOKE_TITLES])
    if titles and not found:
        raise BuildError(f"the new index for {locale} finds no article by its title, {titles[0]!r} for one")
