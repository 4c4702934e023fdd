"""The Flask application of one published build."""

from flask import Flask, abort, request
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from web.api import api
from web.assets import Assets, read_assets
from web.browser_search import browser_search
from web.compression import compress
from web.errors import OUTSIDE, register_errors
from web.feeds import feeds
from web.files import files
from web.glossary import glossary
from web.headers import protect
from web.mount import Mounted
from web.negotiation import remember_choice, request_locale
from web.pages import pages
from web.reading_lists import reading_lists
from web.rendering import prepare_templates
from web.results import results
from web.serving import EXTENSION, Clock, ServedBuild, Serving, utc_now
from web.sitemaps import sitemaps
from web.urls import Urls

MAXIMUM_BODY = 64 * 1024


def create_app(build: ServedBuild, *, clock: Clock = utc_now, assets: Assets | None = None) -> Flask:
    """The site of one build. The caller keeps the build open for as long as the application answers.

    `assets` are the interface's files where the caller has read them already.
    """
    site = build.library.site
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAXIMUM_BODY, PROPAGATE_EXCEPTIONS=False)
    app.json.ensure_ascii = app.json.sort_keys = False  # type: ignore[attr-defined]
    current = Serving(build, Urls(site.base_url, site.base_path), assets or read_assets(), clock, clock())
    app.extensions[EXTENSION] = current
    Babel(
        app,
        default_translation_directories=str(build.catalogs.resolve()),
        locale_selector=lambda: request_locale().cldr,
    )
    prepare_templates(app, current)
    app.before_request(_refuse_outside)
    for blueprint in (files, sitemaps, feeds, reading_lists, browser_search, api, results, glossary, pages):
        app.register_blueprint(blueprint)
    app.after_request(compress)  # the last to be called, for Flask goes backwards
    app.after_request(remember_choice)
    app.after_request(protect)
    register_errors(app)
    app.wsgi_app = Mounted(app.wsgi_app, site.base_path)  # type: ignore[method-assign]
    if hops := site.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _refuse_outside() -> None:
    if OUTSIDE in request.environ:
        abort(404)
