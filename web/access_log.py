"""One line per request: what was asked for and how it went, never what was searched for or who asked."""

import logging
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

LONGEST_PATH = 200


class AccessLog:
    """A WSGI application that writes the log of another one."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request and log it once its last byte is handed over."""
        started = perf_counter()
        status = "500"

        def note_status(line: str, *rest: object) -> Callable[[bytes], object]:
            nonlocal status
            status = line[:3]
            return start_response(line, *rest)  # type: ignore[arg-type]

        def write() -> None:
            milliseconds = (perf_counter() - started) * 1000
            # Quoted, because a path may contain line breaks that would forge entries.
            path = quote(environ.get("PATH_INFO", ""), encoding="latin-1")[:LONGEST_PATH]
            method = quote(environ.get("REQUEST_METHOD", ""))[:16]
            log.info("request method=%s path=%s status=%s ms=%.1f", method, path, status, milliseconds)

        try:
            return ClosingIterator(self._application(environ, note_status), write)
        except BaseException:
            write()
            raise
