"""The process that listens, from the outside."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from kb.errors import ConfigError
from web.access_log import AccessLog
from web.live import LiveSite
from web.server import serve

ROOT = Path(__file__).parents[2]

SLOW_SITE = """
import logging, sys, time
from web.live import LiveSite
from web.server import serve

class Site:
    base_url, base_path, locales = "http://localhost", "", ()

class Library:
    site, articles = Site(), {}

class Build:
    library = Library()
    def warm(self):
        pass
    def close(self):
        print("closed", flush=True)

def make_app(build, clock):
    def application(environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            print("running", flush=True)
            time.sleep(1)
        body = b"x" * 3_000_000
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]
    return application

logging.basicConfig(level=logging.INFO)
site = LiveSite(lambda: "b1", lambda _: Build(), make_app=make_app)
site.refresh()
serve(site, "127.0.0.1", 0, on_ready=lambda address: print(address, flush=True))
print("returned", flush=True)
"""


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own, and its address."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_SITE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can hear")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_signal_finishes_running_requests(server: tuple[subprocess.Popen[str], str], sent: int) -> None:
    """On SIGTERM or SIGINT a running request is answered whole, nothing more is accepted, and the process ends well."""
    process, address = server
    answer: list[bytes] = []
    visitor = threading.Thread(
        target=lambda: answer.append(urllib.request.urlopen(f"{address}/slow", timeout=20).read())
    )
    visitor.start()
    assert process.stdout
    assert process.stdout.readline() == "running\n"
    idle = socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
    process.send_signal(sent)
    output, log = process.communicate(timeout=20)
    visitor.join()
    idle.close()
    assert len(answer[0]) == 3_000_000
    assert output == "closed\nreturned\n"
    assert process.returncode == 0
    assert "request method=GET path=/slow status=200" in log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can hear")
def test_unfinished_request_does_not_hold_the_end(server: tuple[subprocess.Popen[str], str]) -> None:
    """A client that never finishes its request does not keep the process from ending."""
    process, address = server
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as lingering:
        lingering.sendall(b"GET / HTTP/1.1\r\nHos")
        assert urllib.request.urlopen(f"{address}/", timeout=20).status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_port_in_use() -> None:
    """A port that something else listens on is named, with a way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1 port {port}: .*--port"):
            serve(LiveSite(lambda: None, lambda _: None), "127.0.0.1", port)  # type: ignore[arg-type,return-value]


def test_stop_event() -> None:
    """Where no signal is heard, the caller's event stops the server."""
    stop = threading.Event()
    addresses: list[str] = []
    site = LiveSite(lambda: None, lambda _: None)  # type: ignore[arg-type,return-value]

    def visit_and_stop(address: str) -> None:
        addresses.append(address)
        threading.Thread(target=visit, args=(address,)).start()

    def visit(address: str) -> None:
        urllib.request.urlopen(f"{address}/healthz", timeout=20).read()
        with pytest.raises(urllib.error.HTTPError, match="503") as error:
            urllib.request.urlopen(f"{address}/en/", timeout=20)
        error.value.close()
        stop.set()

    runner = threading.Thread(
        target=serve, args=(site, "127.0.0.1", 0), kwargs={"stop": stop, "on_ready": visit_and_stop}
    )
    runner.start()
    runner.join(timeout=20)
    assert not runner.is_alive()
    assert addresses


def test_access_log(caplog: pytest.LogCaptureFixture) -> None:
    """The log says what was asked for and how it went; never the query, an address, or a line that was smuggled in."""

    def application(environ: object, start_response: object) -> list[bytes]:
        start_response("404 NOT FOUND", [])  # type: ignore[operator]
        return [b""]

    client = Client(AccessLog(application))  # type: ignore[arg-type]
    with caplog.at_level(logging.INFO, logger="web.access_log"):
        client.get("/en/a%0Ab?q=my+secret", environ_base={"REMOTE_ADDR": "203.0.113.9"}, buffered=True)
    assert caplog.messages[0].startswith("request method=GET path=/en/a%0Ab status=404 ms=")
    assert "secret" not in caplog.text
    assert "203.0.113.9" not in caplog.text


def test_access_log_of_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    """A request that ends in an exception is logged as a failure."""

    def application(environ: object, start_response: object) -> list[bytes]:
        raise RuntimeError("broken")

    with caplog.at_level(logging.INFO, logger="web.access_log"), pytest.raises(RuntimeError):
        Client(AccessLog(application)).get("/en/")  # type: ignore[arg-type]
    assert "status=500" in caplog.text
