"""What takes longer than a save may: checking the whole site, and a complete build to search in.

Both are done by one other process, so that pages do not wait for them; it is started again if it dies.
"""

import logging
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Lock
from typing import TypeVar

from indexer.builds.publisher import publish_library
from indexer.builds.store import BuildStore
from indexer.builds.workers import begin_process
from kb.checks import check_library
from kb.errors import BuildError
from kb.file_memory import FileMemory
from kb.loader import load
from kb.model import Library
from kb.problems import Problem, in_reading_order

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 600.0
"""Seconds that another preview of the same site may take for its build."""

GIVING_WAY = 10
"""How much less of the processor the other process asks for than the one that shows pages."""

_MEMORY = FileMemory()
"""Of the other process, which lives as long as the preview."""


class Background:
    """The other process, started when it is first of use. Calls wait for it, one after another."""

    def __init__(self, root: Path, builds: Path) -> None:
        self._root = root.resolve()
        self._builds = builds.resolve()
        self._asking = Lock()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._is_closed = False

    def problems(self) -> list[Problem]:
        """Every problem of the site as it is on disk.

        Raises:
            BuildError: the process cannot say, or ended.
        """
        return self._ask(partial(problems_of, self._root))

    def build(self) -> str | None:
        """Build the site as it is on disk, drafts included; the id of the build, None if it does not find its articles.

        Raises:
            BuildError: the process cannot build it, or ended.
        """
        return self._ask(partial(build_drafts, self._root, self._builds))

    def close(self) -> None:
        """End the process; what it was doing is lost, which harms nothing."""
        self._is_closed = True
        if self._process:
            self._process.terminate()
            self._process.join()

    def _ask(self, work: Callable[[], T]) -> T:
        with self._asking:
            connection = self._started()
            try:
                connection.send(work)
                answer, failure = connection.recv()
            except (EOFError, OSError) as error:
                self._process = None
                raise BuildError("the process that checks and builds in the background ended") from error
        if failure:
            raise BuildError(failure)
        result: T = answer
        return result

    def _started(self) -> Connection:
        if self._is_closed:
            raise BuildError("the preview is ending")
        if self._process is None or self._connection is None:
            # `spawn` copies no thread and no lock that happens to be held, and is the same on every system.
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), name="preview-background", daemon=True)
            self._process.start()
            theirs.close()
        return self._connection


def problems_of(root: Path) -> list[Problem]:
    """Every problem of a site that its content shows."""
    now = datetime.now(UTC)
    loaded = load(root, _MEMORY)
    return check_library(replace(loaded, library=loaded.library.at(now)), now.date())


def build_drafts(root: Path, builds: Path) -> str | None:
    """Build a site with its drafts, whatever is wrong with it, and take over what did not change."""
    store = BuildStore(builds)
    library = with_sources(load(root, _MEMORY).library)
    with store.lock(wait=PATIENCE, on_wait=lambda holder: log.info("preview_waits for=%s", holder)):
        report = publish_library(library, store, now=datetime.now(UTC), verify_promises=False)
    if report.manifest is None:
        log.warning("preview_build_refused problems=%s", in_reading_order(report.problems)[:3])
    return report.manifest.build_id if report.manifest else None


def with_sources(library: Library) -> Library:
    """The library without translations that have no source, which a build cannot hold."""
    tag = library.site.source_locale.tag
    return replace(
        library, articles={slug: each for slug, each in library.articles.items() if tag in each.translations}
    )


def _serve(connection: Connection) -> None:
    """Do what is asked until the preview ends."""
    begin_process()
    if hasattr(os, "nice"):
        os.nice(GIVING_WAY)
    with suppress(EOFError, OSError):
        while True:
            work = connection.recv()
            try:
                connection.send((work(), ""))
            except Exception as error:  # whatever it is, the preview goes on, and says so
                connection.send((None, f"{type(error).__name__}: {error}"))
