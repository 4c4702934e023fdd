"""Failures as people and programs see them: a designed page in the visitor's language, or JSON under /api."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, jsonify, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from kb.errors import IndexUnavailableError, SearchError
from web.frame import Address, article_links, category_link
from web.negotiation import request_locale
from web.pages import similar_slugs
from web.rendering import rendered
from web.serving import serving

log = logging.getLogger(__name__)

OUTSIDE = "help-centre.outside"

ERROR_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    410: "gone",
    413: "request_too_large",
    500: "internal_error",
    503: "unavailable",
}


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What happened, and what it means for the visitor."""

    title: str
    explanation: str


def register_errors(app: Flask) -> None:
    """Answer every failure of this application."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SearchError, _bad_search)
    app.register_error_handler(IndexUnavailableError, _unavailable)


def error_text(status: int) -> ErrorText:
    """The words for a status, in the visitor's language."""
    if status == 404:
        return ErrorText(
            gettext("This page does not exist"),
            gettext("The address may be mistyped, or the page has been taken down. Your account is not affected."),
        )
    if status == 410:
        return ErrorText(
            gettext("This article has been withdrawn"),
            gettext("It no longer applies. Search for what you need, or start from a topic."),
        )
    if status == 405:
        return ErrorText(gettext("This page can only be read"), gettext("It accepts no other kind of request."))
    if status == 503:
        return ErrorText(
            gettext("The help centre is being prepared"),
            gettext("It will be back in a moment. Your account and your assets are not affected."),
        )
    if status >= 500:
        return ErrorText(
            gettext("Something went wrong on our side"),
            gettext("Try again in a minute. Your account and your assets are not affected."),
        )
    return ErrorText(
        gettext("We could not use this request"),
        gettext("Something in the address is not what this page expects. Start again from the search field."),
    )


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    own_code = getattr(error, "error_code", None)
    response = _answer(status, own_code or ERROR_CODES.get(status, "error"), error.description if own_code else None)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _bad_search(error: Exception) -> Response:
    log.info("search_refused reason=%s", type(error).__name__)
    return _answer(400, "bad_query", gettext("This search cannot be run. Search for a few words instead."))


def _unavailable(error: Exception) -> Response:
    log.error("index_unavailable error=%s", error)
    response = _answer(503, ERROR_CODES[503], None)
    response.headers["Retry-After"] = "5"
    return response


def _answer(status: int, code: str, message: str | None) -> Response:
    """The failure in the form its caller reads; `message` replaces the general words for the status."""
    text = error_text(status)
    if f"{request.path}/".startswith("/api/"):
        response = jsonify(error={"code": code, "message": message or text.title})
    else:
        response = _error_page(status, ErrorText(text.title, message or text.explanation))
    response.status_code = status
    return response


def _error_page(status: int, text: ErrorText) -> Response:
    """The designed page; its words alone where what failed is the page itself."""
    try:
        return _designed_page(status, text)
    except Exception:
        log.exception("error_page_failed status=%d", status)
        return Response(f"{text.title}\n\n{text.explanation}\n", mimetype="text/plain")


def _designed_page(status: int, text: ErrorText) -> Response:
    current = serving()
    locale = request_locale()
    similar = similar_slugs(request.path) if status in (404, 410) and OUTSIDE not in request.environ else []
    return rendered(
        "error.html",
        locale,
        Address(current.urls.home),
        status=status,
        text=text,
        suggestions=article_links(current, locale, similar),
        shelves=[category_link(current, locale, each) for each in current.library.categories],
    )
