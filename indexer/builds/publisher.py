"""One build, from a loaded site to the live pointer: check, render, index, verify, switch."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog

from indexer.analysis.analyzers import Analysis, fingerprint
from indexer.builds.fingerprints import engine_fingerprint
from indexer.builds.json_files import write_json
from indexer.builds.locale_files import (
    bodies_in,
    documents_in,
    vocabulary_in,
    write_glossary,
    write_index,
    write_lexicon,
    write_suggestions,
)
from indexer.builds.model import FORMAT_VERSION, BuildManifest, PublishedLibrary
from indexer.builds.published import LIBRARY, MANIFEST, check_build
from indexer.builds.rendering import Labels, RenderedLibrary, render_library
from indexer.builds.store import BuildStore
from indexer.builds.verifying import verify
from indexer.builds.workers import Progress, Task, Workers
from indexer.builds.writing import published_library, term_words, write_catalogs, write_media, write_readings
from indexer.model import IndexDocument
from indexer.thesaurus import analyses_for
from kb.catalogs import catalog_path, engine_translations, gettext_of, merged_catalog
from kb.checks import as_configured, check_library
from kb.errors import IndexUnavailableError
from kb.images import collect_images
from kb.layout import ARTICLES, FACTS_FILE, SITE_FILE, TRANSLATIONS
from kb.loader import Loaded
from kb.model import Library
from kb.problems import Problem, Severity, errors_of
from kb.rendering.renderer import RENDERED_MSGIDS


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `manifest` is None when problems kept it from being published; the live build is untouched.

    `rendered` counts the translations rendered anew; `was_current` tells that nothing had changed.
    """

    problems: tuple[Problem, ...]
    manifest: BuildManifest | None
    rendered: int = 0
    was_current: bool = False


@dataclass(frozen=True, slots=True)
class _Live:
    """The build to compare with and to take over from."""

    directory: Path
    manifest: BuildManifest


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is built, where, and from what; analyses and their fingerprints are by locale tag."""

    library: Library
    analyses: Mapping[str, Analysis]
    marks: Mapping[str, str]
    staging: Path
    live: _Live | None
    workers: Workers


def publish(
    loaded: Loaded,
    store: BuildStore,
    *,
    now: datetime,
    force: bool = False,
    verify_promises: bool = True,
    earlier: BuildStore | None = None,
    processes: int = 1,
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Build a site and make it live. Call it under the store's lock.

    `force` builds even if nothing changed, and takes nothing over; promises are tested of articles that changed, unless
    `verify_promises` is off. `earlier` is where the build to compare with and to take over from is live, if not here;
    `processes` is how many may work; a script that asks for several must guard its `__main__`, which they import.

    Raises:
        BuildError: what was written cannot be opened and searched again, or a process of the build ended.
    """
    progress("checking")
    loaded = replace(loaded, library=loaded.library.at(now))
    problems = check_library(loaded, now.date())
    if errors_of(problems):
        return BuildReport(tuple(problems), None)
    report = publish_library(
        loaded.library.published(),
        store,
        now=now,
        force=force,
        verify_promises=verify_promises,
        earlier=earlier,
        processes=processes,
        progress=progress,
    )
    return replace(report, problems=(*problems, *report.problems))


def publish_library(
    library: Library,
    store: BuildStore,
    *,
    now: datetime,
    force: bool = False,
    verify_promises: bool = True,
    earlier: BuildStore | None = None,
    processes: int = 1,
    progress: Progress = lambda _: None,
) -> BuildReport:
    """What `publish` does once the site is checked, with every article that the library holds."""
    progress("comparing with the live build")
    analyses = analyses_for(library.site.locales, term_words(library))
    marks = {tag: fingerprint(analysis) for tag, analysis in analyses.items()}
    digest = content_digest(library, marks)
    live = _usable(earlier or store)
    if live and not force and live.manifest.content_digest == digest:
        return BuildReport((), live.manifest, was_current=True)
    store.clean()
    build_id = _build_id(store, now, digest)
    staging = store.staging(build_id)
    try:
        with Workers(processes, progress) as workers:
            plan = _Plan(library, analyses, marks, staging, None if force else live, workers)
            rendered, counts = _write(plan, progress)
            manifest = BuildManifest(FORMAT_VERSION, build_id, now, digest, marks, counts)
            write_json(staging / MANIFEST, manifest)
            progress("verifying")
            promising = rendered.promising if verify_promises else frozenset()
            asking = [each for each in library.translations() if (each.slug, each.locale.tag) in promising]
            problems = as_configured(verify(staging, asking, workers), library)
            problems = _without_fault_of_dates(problems, library, live)
        if errors_of(problems):
            return BuildReport(tuple(problems), None)
        progress("switching")
        store.switch(staging, build_id)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return BuildReport(tuple(problems), manifest, rendered=len(rendered.fresh))


def _without_fault_of_dates(problems: list[Problem], library: Library, live: _Live | None) -> list[Problem]:
    """The problems with those of articles that a date let appear since the live build as warnings.

    A date must make no build fail, or nothing else that is due would change; `kb check` told of these before.
    """
    appeared = {
        translation.path
        for article in library.articles.values()
        if live and article.publish_at and live.manifest.built_at < article.publish_at
        for translation in article.translations.values()
    }
    return [
        replace(problem, severity=Severity.WARNING) if problem.source.path in appeared else problem
        for problem in problems
    ]


def _build_id(store: BuildStore, now: datetime, digest: str) -> str:
    """The time and the content; with microseconds where the same content was built in the same second before."""
    build_id = f"{now:%Y%m%dT%H%M%SZ}-{digest[:8]}"
    return f"{now:%Y%m%dT%H%M%S.%fZ}-{digest[:8]}" if (store.directory / build_id).exists() else build_id


def _write(plan: _Plan, progress: Progress) -> tuple[RenderedLibrary, dict[str, int]]:
    """Everything but the manifest; returns what was rendered, and the manifest's counts."""
    library, staging = plan.library, plan.staging
    locales = library.site.locales
    progress("preparing")
    catalogs = {locale.tag: merged_catalog(library.root, locale)[0] for locale in locales}
    shelf, _ = collect_images(library)
    images = {locale.tag: shelf.in_locale(locale, library.fallbacks(locale), library.facts) for locale in locales}
    reuse = plan.live.directory if plan.live else None
    rendered = render_library(library, images, _labels(catalogs), plan.workers, into=staging, reuse=reuse)
    progress("writing the library")
    published = published_library(library, rendered)
    write_json(staging / LIBRARY, published)
    write_catalogs(catalogs, library, staging)
    write_media(images, library, staging)
    documents = {locale.tag: documents_in(locale, library, rendered) for locale in locales}
    is_analysed_alike = plan.live and plan.live.manifest.analyzer_fingerprints == plan.marks
    changed = rendered.fresh if is_analysed_alike else rendered.articles
    plan.workers.run(_tasks(plan, rendered, published, documents), len(changed))
    sections = sum(map(len, documents.values()))
    return rendered, {
        "articles": len(library.articles), "translations": len(rendered.articles), "sections": sections
    }  # fmt: skip


def _tasks(
    plan: _Plan, rendered: RenderedLibrary, published: PublishedLibrary, documents: Mapping[str, list[IndexDocument]]
) -> list[Task[None]]:
    """What is written for each locale: its index, lexicon, suggestions and glossary; the longest work first."""
    library, into = plan.library, plan.staging
    reuse = plan.live.directory if plan.live else None
    indexes: list[Task[None]] = []
    lexicons: list[Task[None]] = []
    suggestions: list[Task[None]] = []
    glossaries: list[Task[None]] = []
    for locale in sorted(library.site.locales, key=lambda locale: -len(documents[locale.tag])):
        analysis, mark = plan.analyses[locale.tag], plan.marks[locale.tag]
        index = partial(write_index, locale, documents[locale.tag], analysis, mark, into, reuse)
        indexes.append(Task(f"indexing {locale}", index))
        vocabulary = vocabulary_in(locale, library, rendered, analysis, mark)
        lexicons.append(Task(f"collecting words of {locale}", partial(write_lexicon, vocabulary, into, reuse)))
        terms = library.terms.get(locale.tag, ())
        suggesting = partial(write_suggestions, locale, published, terms, plan.marks, into, reuse)
        suggestions.append(Task(f"preparing suggestions in {locale}", suggesting))
        bodies = bodies_in(locale, library, rendered)
        explaining = partial(write_glossary, locale, terms, bodies, analysis, mark, into, reuse)
        glossaries.append(Task(f"finding terms in {locale}", explaining))
    readings = Task("preparing readings of characters", partial(write_readings, into, reuse))
    return [*indexes, *lexicons, *glossaries, *suggestions, readings]


def _labels(catalogs: Mapping[str, Catalog]) -> Labels:
    return {tag: {msgid: gettext_of(catalog)(msgid) for msgid in RENDERED_MSGIDS} for tag, catalog in catalogs.items()}


def _usable(store: BuildStore) -> _Live | None:
    """The live build, if it can be opened; of one that is damaged or of another version nothing is reused."""
    try:
        current = store.current()
        return _Live(current, check_build(current)) if current is not None else None
    except IndexUnavailableError:
        return None


def content_digest(library: Library, marks: Mapping[str, str]) -> str:
    """A hash of everything a build is made from: the site's files, which articles dates let readers see, the engine's
    catalogs, the code that reads them.
    """
    code = f"{FORMAT_VERSION} {engine_fingerprint()}"
    seen = f"{sorted(library.articles)} {sorted(library.successors.items())} {library.gone}"
    digest = sha256(f"{code} {sorted(marks.items())} {seen}".encode())
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
    paths += [root / name for name in (library.site.logo, library.site.share_image) if name]
    return [path for path in paths if path.is_file()]
