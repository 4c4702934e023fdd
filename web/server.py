"""The process that listens: Waitress around the running site, with an orderly end (docs/decisions/0002)."""

import logging
import select
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import waitress
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from kb.errors import ConfigError
from web.access_log import AccessLog

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

THREADS = 8
GRACE_SECONDS = 30.0
ARRIVAL_SECONDS = 2.0
"""How long a request may still take to arrive once the server is stopping."""

BACKLOG = 1024
MAXIMUM_HEADERS = 64 * 1024
MAXIMUM_BODY = 64 * 1024
_TICK = 0.05


class RunningSite(Protocol):
    """A WSGI application that does something of its own from `start` to `close`."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse", /) -> Iterable[bytes]:
        """Answer one request."""

    def start(self) -> None:
        """Begin; called once connections are accepted."""

    def end_soon(self) -> None:
        """Answer what still waits for something; called when no more requests are accepted."""

    def close(self) -> None:
        """End; called when the last request is answered."""


def serve(
    site: RunningSite,
    host: str,
    port: int,
    *,
    threads: int = THREADS,
    grace_seconds: float = GRACE_SECONDS,
    on_ready: Callable[[str], None] | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Serve the site until SIGTERM, SIGINT or `stop`, then finish what runs and return.

    `on_ready` is told the address once connections are accepted. Requests still running `grace_seconds` after the
    signal are cut off.

    Raises:
        ConfigError: the address cannot be used.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it warns of every request that waits its turn
    stop = stop or threading.Event()
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        AccessLog(site),
        map=sockets,
        sockets=[_bound(host, port)],
        threads=threads,
        backlog=BACKLOG,
        ident=None,
        max_request_header_size=MAXIMUM_HEADERS,
        max_request_body_size=MAXIMUM_BODY,
    )
    site.start()
    try:
        with _stopped_by_signals(stop, sockets):
            if on_ready:
                on_ready(_address(host, sockets))
            while not stop.is_set():
                _handle_events(sockets, 1.0)
            log.info("server_stopping")
            site.end_soon()
            _finish(sockets, monotonic() + grace_seconds)
    finally:
        server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(sockets, ignore_all=True)
        site.close()
    log.info("server_stopped")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, OverflowError) as error:
        reason = str(error).partition(" (while")[0]  # the address follows, once more
        message = f"cannot listen on {host} port {port}: {reason}; choose another with --host and --port"
        raise ConfigError(message) from error


def _handle_events(sockets: dict[int, Any], seconds: float) -> None:
    wasyncore.loop(timeout=seconds, map=sockets, use_poll=hasattr(select, "poll"), count=1)


def _finish(sockets: dict[int, Any], deadline: float) -> None:
    """Accept nothing more; go on until every response is sent, or the deadline."""
    for listener in _of_kind(sockets, BaseWSGIServer):
        wasyncore.dispatcher.close(listener)
    arrival_deadline = monotonic() + ARRIVAL_SECONDS
    while monotonic() < deadline:
        channels = _of_kind(sockets, HTTPChannel)
        for channel in channels:
            may_arrive = channel.request and monotonic() < arrival_deadline
            is_answering = channel.requests or channel.total_outbufs_len
            channel.will_close = channel.will_close or not (may_arrive or is_answering)
        if not channels:
            return
        _handle_events(sockets, _TICK)
    log.warning("server_cut_off connections=%d", len(_of_kind(sockets, HTTPChannel)))


def _of_kind(sockets: dict[int, Any], kind: type) -> list[Any]:
    return [each for each in list(sockets.values()) if isinstance(each, kind)]


def _address(host: str, sockets: dict[int, Any]) -> str:
    port = _of_kind(sockets, BaseWSGIServer)[0].effective_port
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _stopped_by_signals(stop: threading.Event, sockets: dict[int, Any]) -> Iterator[None]:
    """Let signals set `stop`. Only the main thread hears signals; elsewhere the caller's event is the only way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(*_: object) -> None:
        stop.set()
        for server in _of_kind(sockets, BaseWSGIServer):
            server.pull_trigger()

    names = [name for name in ("SIGTERM", "SIGINT", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), on_signal) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
