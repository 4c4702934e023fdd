"""The running preview: it looks at the files, shows what they say at once, and checks and builds when there is time."""

import logging
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from indexer.preview.background import Background
from indexer.preview.promises import broken_questions
from indexer.preview.workbench import Workbench
from kb.errors import BuildError, HelpCentreError
from kb.file_watch import Snapshot, changes, is_passing, snapshot
from kb.layout import SITE_FILE
from kb.model import Translation
from kb.problems import Problem, Severity, SourceRef
from kb.schedule import DueChange, next_change
from web.assets import read_assets
from web.live import LiveSite
from web.preview.application import preview_app
from web.preview.bulletin import Bulletin
from web.preview.promises import Promises
from web.serving import Clock, utc_now

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

SHORTEST_PAUSE = 0.03
REST = 4.0
"""How many times as long as a look at the files took to wait before the next: so much of a core is left alone."""
MANY = 5
"""Changed files from which on somebody else than an editor is at work, a checkout perhaps, and is left to finish."""
SETTLED = 2.0
"""Seconds after which such work is looked at although it goes on."""
QUIET = 1.5
"""Seconds without a save after which the site is built whole, for search."""

NOT_SHOWN = "preview"
"""The id under which it is reported that a state of the files cannot be shown at all."""


class PreviewSite:
    """A WSGI application that shows a site's files as they are; where they cannot be shown, as they last could."""

    def __init__(self, root: Path, *, clock: Clock = utc_now, background: Background | None = None) -> None:
        self._root = root
        self._clock = clock
        self._due: DueChange | None = None
        self._bulletin = Bulletin()
        self._workbench = Workbench(root, clock)
        self._background = background or Background(root, self._workbench.builds)
        self._promises = Promises()
        make_app = partial(preview_app, assets=read_assets(), bulletin=self._bulletin, promises=self._promises)
        self._site = LiveSite(
            lambda: self._number, self._workbench.build, clock=clock, make_app=make_app, warm_up=False
        )
        self._number: str | None = None
        self._content = self._applications = 0
        self._files: Snapshot = {}
        self._built: Snapshot = {}
        self._working = threading.Lock()
        self._saved = threading.Event()
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        return self._site(environ, start_response)

    def open(self) -> str:
        """Read the site for the first time; the path of its first page.

        Raises:
            HelpCentreError: there is no site.
        """
        with self._working:
            self._files = snapshot(self._root)
            self._workbench.open_complete()
            self._workbench.read(self._files)
            self._show()
        self._bulletin.tell(self._workbench.problems, is_checked=False, content=self._content)
        self._saved.set()
        assert self._workbench.library is not None, "it was just read"
        return f"{self._workbench.library.site.base_path}/"

    def start(self) -> None:
        """Follow the files from now on."""
        self._threads = [
            threading.Thread(target=work, name=f"preview-{name}", daemon=True)
            for name, work in (("watch", self._watch), ("check", self._check_and_build), ("ask", self._ask_wanted))
        ]
        for thread in self._threads:
            thread.start()

    def end_soon(self) -> None:
        """Let no page wait for news any longer, and begin nothing new."""
        self._stop.set()
        self._saved.set()
        self._promises.wanted.set()
        self._bulletin.close()

    def close(self) -> None:
        """Stop following, and give everything up."""
        self.end_soon()
        self._background.close()
        for thread in self._threads:
            thread.join()
        self._site.close()
        self._workbench.close()

    def look(self) -> bool:
        """Look at the files once, and show what changed, or what a date has changed; whether anything did."""
        files = snapshot(self._root)
        changed = changes(self._files, files)
        if not changed and not self._has_come():
            return False
        if len(changed) > MANY:
            files = self._settled(files)
            changed = changes(self._files, files)
        self._files = files
        self._due = None  # until it is read again, which may fail
        self._read(files, changed)
        self._saved.set()
        return True

    def check(self) -> None:
        """Find every problem of the site."""
        files = self._files
        problems = [problem for problem in self._background.problems() if not is_passing(problem.source.path)]
        if files == self._files:  # else it is checked again at once, and what was found may be old
            self._bulletin.tell([*problems, *self._workbench.failures()], is_checked=True)

    def build(self) -> None:
        """Build the site whole, and search in that from now on."""
        files = self._files
        if self._background.build() is None:
            return
        with self._working:
            if self._workbench.open_complete():
                self._serve()
            self._built = files
        self._promises.ask_again()

    def ask(self) -> None:
        """Ask the questions of the articles that somebody looks at, once search has them as they are."""
        is_news = False
        for place in self._promises.waiting():
            with self._working:
                translation = self._as_built(*place)
                complete = self._workbench.complete() if translation else None
            if translation and complete and self._workbench.library:
                try:
                    found = broken_questions(complete.build, self._workbench.library, translation, self._clock())
                finally:
                    complete.give_up()
                is_news = (found is not None and self._promises.tell(place, found)) or is_news
        if is_news:
            self._bulletin.tell_more()

    def _read(self, files: Snapshot, changed: Iterable[str]) -> None:
        paths = frozenset(changed)
        try:
            with self._working:
                self._workbench.read(files)
                self._show()
        except Exception as error:  # whatever the files say, what could be shown before stays
            if not isinstance(error, HelpCentreError):
                log.exception("preview_failed")
            place = SourceRef(min(paths, default=SITE_FILE))
            found = Problem(NOT_SHOWN, Severity.ERROR, place, f"the site cannot be shown as it is now: {error}")
            self._bulletin.tell([found, *self._bulletin.news.problems], is_checked=False)
            return
        elsewhere = [each for each in self._bulletin.news.problems if each.source.path not in paths]
        here = [each for each in self._workbench.problems if each.source.path in paths]
        elsewhere = [each for each in elsewhere if each.check != NOT_SHOWN]
        self._bulletin.tell([*here, *elsewhere], is_checked=False, content=self._content)

    def _as_built(self, slug: str, tag: str) -> Translation | None:
        """A translation, if its file is as it was when the complete build was made."""
        library = self._workbench.library
        article = library.articles.get(slug) if library else None
        translation = article.translations.get(tag) if article else None
        if translation is None or translation.path in self._workbench.outdated | self._workbench.unreadable:
            return None
        is_same = translation.path in self._built and self._built[translation.path] == self._files.get(translation.path)
        return translation if is_same else None

    def _has_come(self) -> bool:
        """Whether a date that was ahead is here, so that something is to be shown in another way."""
        return self._due is not None and self._due.at <= self._clock()

    def _show(self) -> None:
        """Serve what was read last, as new content."""
        assert self._workbench.library is not None, "it was just read"
        self._content += 1
        self._due = next_change(self._workbench.library, self._clock())
        self._serve()

    def _serve(self) -> None:
        self._applications += 1
        self._number = f"{self._content}-{self._applications}"
        self._site.refresh()

    def _settled(self, files: Snapshot) -> Snapshot:
        deadline = monotonic() + SETTLED
        while monotonic() < deadline and not self._stop.wait(2 * SHORTEST_PAUSE):
            before, files = files, snapshot(self._root)
            if before == files:
                break
        return files

    def _watch(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._stop.wait(pause):
            started = monotonic()
            has_changed = self._attempt(self.look)
            pause = SHORTEST_PAUSE if has_changed else max(SHORTEST_PAUSE, REST * (monotonic() - started))

    def _check_and_build(self) -> None:
        while True:
            self._saved.wait()
            if self._stop.is_set():
                return
            self._saved.clear()
            self._attempt(self.check)
            if not self._saved.wait(QUIET):
                self._attempt(self.build)

    def _ask_wanted(self) -> None:
        while self._promises.wanted.wait() and not self._stop.is_set():
            self._attempt(self.ask)

    def _attempt(self, work: Callable[[], bool | None]) -> bool:
        """Do something that must not end the preview, whatever becomes of it."""
        try:
            return bool(work())
        except BuildError as error:
            if not self._stop.is_set():
                log.warning("preview_background error=%s", error)
        except Exception:
            log.exception("preview_failed")
        return False
