"""The running site: it always serves the live build, and follows a new one without dropping a request."""

import gc
import logging
import threading
from collections.abc import Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING

from werkzeug.test import Client
from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

from kb.errors import HelpCentreError, IndexUnavailableError
from web.app import create_app
from web.serving import Clock, ServedBuild, utc_now
from web.urls import Urls

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from indexer.builds.store import BuildStore

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
RETRY_SECONDS = 10.0
WARM_UP_WORDS = "help"

MakeApp = Callable[..., "WSGIApplication"]


class LiveSite:
    """A WSGI application that hands each request to the application of the build that is live when it arrives.

    `live_id` says which build should be served, or None before the first; `opened` opens one by its id. A build is
    closed once it is replaced and its last request has ended. A build that cannot be opened is reported and the one
    before it goes on serving. Builds that live briefly need no `warm_up`: their first visitor waits instead.
    """

    def __init__(
        self,
        live_id: Callable[[], str | None],
        opened: Callable[[str], ServedBuild],
        *,
        clock: Clock = utc_now,
        make_app: MakeApp = create_app,
        warm_up: bool = True,
    ) -> None:
        self._live_id = live_id
        self._opened = opened
        self._clock = clock
        self._make_app = make_app
        self._is_warmed_up = warm_up
        self._lock = threading.Lock()
        self._current: _Generation | None = None
        self._stop = threading.Event()
        self._watcher: threading.Thread | None = None
        self._failed_id: str | None = None
        self._retry_at = 0.0

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request from one build."""
        with self._lock:
            generation = self._current
            if generation is not None:
                generation.running += 1
        if generation is None:
            return _without_build(environ.get("PATH_INFO", ""))(environ, start_response)
        release = _Once(lambda: self._release(generation))
        try:
            return ClosingIterator(generation.application(environ, start_response), release)
        except BaseException:
            release()
            raise

    @property
    def build_id(self) -> str | None:
        """Which build is served now."""
        current = self._current
        return current.build_id if current else None

    def refresh(self) -> bool:
        """Open and serve the live build if another one is served; whether that happened.

        Raises:
            HelpCentreError: the live build cannot be used.
        """
        build_id = self._live_id()
        if build_id is None or build_id == self.build_id:
            return False
        build = self._opened(build_id)
        try:
            application = self._make_app(build, clock=self._clock)
            if self._is_warmed_up:
                _warm_up(application, build)
        except BaseException:
            build.close()
            raise
        self._replace(_Generation(build_id, build, application))
        if self._is_warmed_up:
            _set_apart_what_stays()
        log.info("build_live build_id=%s", build_id)
        return True

    def start(self) -> None:
        """Follow the live build from now on, in a thread of its own."""
        self._stop.clear()
        self._watcher = threading.Thread(target=self._watch, name="live-site", daemon=True)
        self._watcher.start()

    def end_soon(self) -> None:
        """Nothing: no request waits for anything."""

    def close(self) -> None:
        """Stop following, and close the build once its last request has ended."""
        self._stop.set()
        if self._watcher:
            self._watcher.join()
        self._replace(None)

    def _watch(self) -> None:
        while True:
            self._refresh_or_report()
            if self._stop.wait(POLL_SECONDS):
                return

    def _refresh_or_report(self) -> None:
        """Refresh; a build that fails is reported once, and tried again now and then in case the cause is mended."""
        build_id = None
        try:
            build_id = self._live_id()
            if build_id == self._failed_id and monotonic() < self._retry_at:
                return
            self.refresh()
            self._failed_id = None
        except Exception as error:  # whatever is wrong with a new build, the one before it must go on serving
            if build_id is None or build_id != self._failed_id:
                known = isinstance(error, HelpCentreError)
                log.error("build_refused build_id=%s error=%s", build_id, error, exc_info=None if known else error)
            self._failed_id, self._retry_at = build_id, monotonic() + RETRY_SECONDS

    def _replace(self, generation: "_Generation | None") -> None:
        with self._lock:
            before, self._current = self._current, generation
            is_idle = before is not None and before.retire()
        if before is not None and is_idle:
            before.build.close()

    def _release(self, generation: "_Generation") -> None:
        with self._lock:
            generation.running -= 1
            is_over = generation.is_retired and generation.running == 0
        if is_over:
            generation.build.close()


class _Generation:
    """One build with its application, and how many requests it is answering."""

    def __init__(self, build_id: str, build: ServedBuild, application: "WSGIApplication") -> None:
        self.build_id = build_id
        self.build = build
        self.application = application
        self.running = 0
        self.is_retired = False

    def retire(self) -> bool:
        """Take no more requests; whether none is left."""
        self.is_retired = True
        return self.running == 0


class _Once:
    """A call that has an effect the first time only; servers may close a response twice."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    def __call__(self) -> None:
        action, self._action = self._action, None
        if action:
            action()


def live_site(store: "BuildStore", *, clock: Clock = utc_now) -> LiveSite:
    """The running site of a folder of builds; call `refresh` to fail early, `start` to follow new builds."""
    from indexer.builds.published import open_build

    def live_id() -> str | None:
        pointer = store.pointer()
        return pointer.build_id if pointer else None

    return LiveSite(live_id, lambda build_id: open_build(store.directory / build_id), clock=clock)


def _warm_up(application: "WSGIApplication", build: ServedBuild) -> None:
    """Open the build's dictionaries, then ask for a page of each kind in each locale, so that no visitor waits."""
    build.warm()
    site = build.library.site
    urls = Urls(site.base_url, site.base_path)
    client = Client(application)
    article = next(iter(build.library.articles.values()), None)
    for locale in site.locales:
        words = next(iter(site.search_examples.get(locale.tag, ())), WARM_UP_WORDS)
        pages = [urls.home(locale), urls.search(locale, words)]
        if article:
            pages += [urls.category(locale, article.category_id), urls.article(locale, article)]
        for url in pages:
            status = client.get(url, buffered=True).status_code
            if status != 200:
                raise IndexUnavailableError(f"build {build.manifest.build_id} answers {url} with status {status}")


def _set_apart_what_stays() -> None:
    """Keep the garbage collector from walking the open build, which lives until the next one and is large: a walk that
    begins in the middle of a request costs its reader 50 ms.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _without_build(path: str) -> Response:
    """The answer while nothing is published: the process lives, but has nothing to say."""
    if path.endswith("/healthz"):
        return Response('{"status":"ok"}', mimetype="application/json")
    headers = {"Retry-After": "5", "Cache-Control": "no-store"}
    message = "The help centre is starting. Try again in a few seconds."
    if "/api/" in path or path.endswith("/readyz"):
        body = f'{{"error":{{"code":"unavailable","message":"{message}"}}}}'
        return Response(body, 503, headers, mimetype="application/json")
    return Response(message, 503, headers, mimetype="text/plain")
