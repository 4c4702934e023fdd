"""The site's place under a sub-path of its host."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from web.errors import OUTSIDE

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

HEALTH_PATHS = ("/healthz", "/readyz")


class Mounted:
    """A WSGI application that sees only the part of the path after `base_path`.

    A request outside is marked, for the application to refuse with a page that links to the site. Health checks
    answer both under the path and at the root of the host, where a load balancer asks for them.
    """

    def __init__(self, application: "WSGIApplication", base_path: str) -> None:
        self._application = application
        self._base_path = base_path

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        inside = path == self._base_path or path.startswith(f"{self._base_path}/")
        if not inside and path not in HEALTH_PATHS:
            environ[OUTSIDE] = True
        environ["SCRIPT_NAME"] = self._base_path
        environ["PATH_INFO"] = path.removeprefix(self._base_path) or "/" if inside else path
        return self._application(environ, start_response)
