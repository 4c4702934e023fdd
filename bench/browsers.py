"""The system's Chromium, a server for it, and programs from npm: what browser tests and browser benchmarks share."""

import hashlib
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.errors import HelpCentreError
from kb.loader import load
from web.live import LiveSite, live_site
from web.server import serve

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name and no other address is ever reached
)


class MissingProgramError(HelpCentreError):
    """A browser, npm or what it should have installed is not there; the message says which."""


def chromium() -> str:
    """The system's browser, or the one that the environment variable CHROMIUM names.

    Raises:
        MissingProgramError: there is none.
    """
    if path := os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None):
        return path
    raise MissingProgramError("no Chromium is installed; install it, or name one in the environment variable CHROMIUM")


@contextmanager
def live(root: Path) -> Iterator[LiveSite]:
    """The site of a folder as it is now: the build that `kb build` left if it is current, else a new one."""
    with TemporaryDirectory() as folder:
        published, own = BuildStore(root / "var" / "builds"), BuildStore(Path(folder))
        report = publish(load(root), own, now=datetime.now(UTC), verify_promises=False, earlier=published)
        if report.manifest is None:
            raise HelpCentreError("\n".join(map(str, report.problems)))
        site = live_site(published if report.was_current else own)
        site.refresh()
        try:
            yield site
        finally:
            site.close()


@contextmanager
def served(site: LiveSite) -> Iterator[str]:
    """The address at which the site is served, by the server that runs in production, on a port that is free."""
    stop, ready = threading.Event(), threading.Event()
    addresses: list[str] = []

    def on_ready(address: str) -> None:
        addresses.append(address.rstrip("/"))
        ready.set()

    arguments = {"on_ready": on_ready, "stop": stop, "grace_seconds": 1.0}
    server = threading.Thread(target=serve, args=(site, "127.0.0.1", 0), kwargs=arguments)
    server.start()
    try:
        if not ready.wait(30):
            raise HelpCentreError("the server did not start")
        yield addresses[0]
    finally:
        stop.set()
        server.join()


def node_modules(source: Path, cache: Path) -> Path:
    """What the package-lock.json in `source` pins, installed below `cache` once for each content of it.

    Raises:
        MissingProgramError: npm is not there, or could not install it.
    """
    files = [source / name for name in (".npmrc", "package.json", "package-lock.json")]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    installed = cache / digest
    if installed.exists():
        return installed / "node_modules"
    npm = shutil.which("npm")
    if npm is None:
        raise MissingProgramError("npm is not installed")
    unfinished = cache / f"{digest}.{os.getpid()}"
    unfinished.mkdir(parents=True)
    for path in files:
        shutil.copy(path, unfinished)
    command = [npm, "ci", "--ignore-scripts", "--fetch-retries=1"]
    finished = subprocess.run(command, cwd=unfinished, capture_output=True, text=True, check=False)
    if finished.returncode:
        shutil.rmtree(unfinished)
        reason = next(iter(finished.stderr.strip().splitlines()[::-1]), "it said nothing")
        raise MissingProgramError(f"npm could not install what {source.name}/package-lock.json pins: {reason}")
    unfinished.rename(installed)
    return installed / "node_modules"
