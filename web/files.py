"""Files under fingerprinted names, which never change, and whether the server is well."""

from flask import Blueprint, Response, abort, jsonify, request, send_from_directory

from web.compression import in_encoding
from web.headers import DRAWING_POLICY, IMMUTABLE
from web.serving import serving

files = Blueprint("files", __name__)


@files.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file of the interface."""
    found = serving().assets.served(name)
    if found is None:
        abort(404)
    response = in_encoding(Response(found.content, mimetype=found.mime_type), found.encodings)
    response.set_etag(found.name, weak=True)
    response.headers["Cache-Control"] = IMMUTABLE
    response.make_conditional(request)
    return response


@files.get("/media/<name>")
def media(name: str) -> Response:
    """An image or video of the build; its name carries its fingerprint."""
    response = send_from_directory(serving().build.media.resolve(), name)
    response.headers["Cache-Control"] = IMMUTABLE
    if name.endswith(".svg"):
        response.headers["Content-Security-Policy"] = DRAWING_POLICY
    return response


@files.get("/healthz")
def healthz() -> Response:
    """Whether the process lives."""
    return _status("ok")


@files.get("/readyz")
def readyz() -> Response:
    """Whether requests can be answered; an application only exists around an open build."""
    return _status("ready")


def _status(word: str) -> Response:
    response = jsonify(status=word, build_id=serving().build_id)
    response.headers["Cache-Control"] = "no-store"
    return response
