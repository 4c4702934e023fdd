"""The running site follows new builds without dropping a request."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.test import Client

from kb.errors import StaleIndexError
from web.live import LiveSite

BuildMaker = Callable[..., Any]


class Builds:
    """A folder of builds, in memory: which one is live, and those that were opened."""

    def __init__(self, build_of: BuildMaker) -> None:
        self.live: str | None = None
        self.opened: list[Any] = []
        self.broken: set[str] = set()
        self._build_of = build_of

    def live_id(self) -> str | None:
        """The live build."""
        return self.live

    def open(self, build_id: str) -> Any:
        """The build, opened; a broken one refuses."""
        if build_id in self.broken:
            raise StaleIndexError(f"build {build_id} is stale; run 'kb build'")
        self.opened.append(self._build_of(build_id))
        return self.opened[-1]


@pytest.fixture
def builds(build_of: BuildMaker) -> Builds:
    """No build yet."""
    return Builds(build_of)


@contextmanager
def running(builds: Builds) -> Iterator[LiveSite]:
    """The site of these builds, following them."""
    site = LiveSite(builds.live_id, builds.open)
    site.start()
    try:
        yield site
    finally:
        site.close()


def wait_for(condition: Callable[[], bool]) -> None:
    """Return once the condition holds."""
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen within ten seconds")


def test_before_the_first_build(builds: Builds) -> None:
    """Without a build the process is healthy but not ready, and says so in the form its caller reads."""
    client = Client(LiveSite(builds.live_id, builds.open))
    assert client.get("/healthz", buffered=True).status_code == 200
    for path in ("/readyz", "/en/", "/api/v1/search?q=x", "/help/readyz"):
        response = client.get(path, buffered=True)
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert client.get("/api/v1/search", buffered=True).json == {
        "error": {"code": "unavailable", "message": "The help centre is starting. Try again in a few seconds."}
    }


def test_first_build_is_picked_up(builds: Builds) -> None:
    """The first build is served as soon as it is published."""
    with running(builds) as site:
        builds.live = "b1"
        wait_for(lambda: site.build_id == "b1")
        assert Client(site).get("/readyz", buffered=True).json == {"status": "ready", "build_id": "b1"}


def test_refresh_fails_early(builds: Builds) -> None:
    """A caller who wants to know may ask for the live build and is told why it cannot be used."""
    builds.live = "b1"
    builds.broken = {"b1"}
    with pytest.raises(StaleIndexError, match="run 'kb build'"):
        LiveSite(builds.live_id, builds.open).refresh()


def test_new_build_replaces_old(builds: Builds) -> None:
    """A new build replaces the one before, which is closed."""
    builds.live = "b1"
    with running(builds) as site:
        wait_for(lambda: site.build_id == "b1")
        builds.live = "b2"
        wait_for(lambda: site.build_id == "b2")
        first, second = builds.opened
        wait_for(lambda: first.is_closed)
        assert not second.is_closed
    assert second.is_closed


def test_build_is_warm_before_it_is_served(builds: Builds) -> None:
    """What the first visitors would wait for is opened before the build is switched to, and before readiness."""
    builds.live = "b1"
    found: list[tuple[bool, int]] = []

    def opened(build_id: str) -> Any:
        build = builds.open(build_id)
        warm = build.warm
        build.warm = lambda: (warm(), found.append((build.is_warm, Client(site).get("/readyz").status_code)))
        return build

    site = LiveSite(builds.live_id, opened)
    site.refresh()
    assert found == [(True, 503)]
    assert Client(site).get("/readyz", buffered=True).status_code == 200


def test_rollback_is_followed(builds: Builds) -> None:
    """Going back to the build before is a change like any other."""
    builds.live = "b1"
    with running(builds) as site:
        for build_id in ("b1", "b2", "b1"):
            builds.live = build_id
            wait_for(lambda build_id=build_id: site.build_id == build_id)


def test_broken_build_leaves_old_serving(builds: Builds, caplog: pytest.LogCaptureFixture) -> None:
    """A build that cannot be opened is reported once, and the one before goes on serving."""
    builds.live = "b1"
    builds.broken = {"b2"}
    with running(builds) as site, caplog.at_level(logging.ERROR):
        wait_for(lambda: site.build_id == "b1")
        builds.live = "b2"
        wait_for(lambda: "build b2 is stale" in caplog.text)
        time.sleep(0.6)
        assert caplog.text.count("build_refused") == 1
        assert Client(site).get("/en/", buffered=True).status_code == 200
        assert site.build_id == "b1"


def test_build_that_cannot_answer_is_refused(
    builds: Builds, build_of: BuildMaker, caplog: pytest.LogCaptureFixture
) -> None:
    """A build whose pages or searches fail while it is warmed up is never served."""

    def fail(_: object) -> None:
        raise RuntimeError("damaged index")

    def open_damaged(build_id: str) -> Any:
        build = builds.open(build_id)
        if build_id == "b2":
            build.searcher.search = fail
        return build

    builds.live = "b1"
    site = LiveSite(builds.live_id, open_damaged)
    assert site.refresh()
    builds.live = "b2"
    with pytest.raises(Exception, match="b2 answers /zh-Hans/search"):
        site.refresh()
    assert site.build_id == "b1"
    assert builds.opened[1].is_closed
    assert not builds.opened[0].is_closed


def test_a_page_of_each_kind_is_made_before_a_build_is_served(builds: Builds) -> None:
    """In each locale, so that no first visitor waits for it, nor finds it broken."""
    asked: list[str] = []

    def make_app(build: Any, clock: object) -> Any:
        def application(environ: Any, start_response: Any) -> Any:
            asked.append(environ["PATH_INFO"])
            start_response("200 OK", [])
            return []

        return application

    builds.live = "b1"
    LiveSite(builds.live_id, builds.open, make_app=make_app).refresh()
    kinds = ("", "search", "deposits-withdrawals/", "deposits-withdrawals/withdrawal-fees")
    assert asked == [f"/{tag}/{kind}" for tag in ("zh-Hans", "zh-Hant", "en", "ar") for kind in kinds]


def test_running_request_keeps_its_build(builds: Builds) -> None:
    """A build stays open until the last request that began on it has ended."""
    entered, leave = threading.Event(), threading.Event()

    def make_app(build: Any, clock: object) -> Any:
        def application(environ: Any, start_response: Any) -> Any:
            if environ["PATH_INFO"] == "/slow":
                entered.set()
                leave.wait(10)
            start_response("200 OK", [])
            return [b"closed" if build.is_closed else build.build_id.encode()]

        return application

    builds.live = "b1"
    site = LiveSite(builds.live_id, builds.open, make_app=make_app)
    site.refresh()
    answers: list[bytes] = []
    slow = threading.Thread(target=lambda: answers.append(Client(site).get("/slow", buffered=True).data))
    slow.start()
    assert entered.wait(10)
    builds.live = "b2"
    site.refresh()
    assert Client(site).get("/", buffered=True).data == b"b2"
    assert not builds.opened[0].is_closed
    leave.set()
    slow.join()
    assert answers == [b"b1"]
    assert builds.opened[0].is_closed


def test_swapping_under_load(builds: Builds) -> None:
    """While builds are replaced again and again, every request succeeds and sees one build only."""
    builds.live = "b0"
    failures: list[object] = []
    seen: set[str] = set()
    stop = threading.Event()

    def visit(site: LiveSite) -> None:
        client = Client(site)
        while not stop.is_set():
            page = client.get("/en/deposits-withdrawals/withdrawal-fees", buffered=True)
            found = client.get("/api/v1/search?q=fees&locale=en", buffered=True)
            if page.status_code != 200 or found.status_code != 200:
                failures.append((page.status_code, found.status_code))
            else:
                seen.add(found.json["build_id"])

    with running(builds) as site:
        wait_for(lambda: site.build_id == "b0")
        visitors = [threading.Thread(target=visit, args=(site,)) for _ in range(4)]
        for each in visitors:
            each.start()
        for number in range(1, 6):
            builds.live = f"b{number}"
            wait_for(lambda number=number: site.build_id == f"b{number}")
        wait_for(lambda: "b5" in seen)
        stop.set()
        for each in visitors:
            each.join()
    assert not failures
    assert all(build.is_closed for build in builds.opened)
