"""The application of one state of the files: the site's own, and around its pages what an editor should know."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, send_from_directory
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from indexer.preview.build import PreviewBuild
from indexer.preview.standing import Reason
from kb.model import Translation
from kb.problems import Problem, Severity
from web.app import create_app
from web.assets import Assets
from web.negotiation import request_locale
from web.pages import find_article
from web.preview.bulletin import Bulletin
from web.preview.marking import LABELS, label, moment, with_banner, with_marked_links, with_panel
from web.preview.promises import Promises
from web.preview.status import status_of
from web.serving import Clock, serving, utc_now

EXTENSION = "preview"
PATIENCE = 25.0
"""Seconds that a page waits for news before it asks again."""
MOST_SHOWN = 100
"""Problems listed over a page; all are on the page of the site's state."""
_FILES = Path(__file__).parents[1] / "static" / "preview"

preview = Blueprint("preview", __name__, url_prefix="/preview")


@dataclass(frozen=True, slots=True)
class Previewing:
    """What the preview's own views work with; `content` is the number of the state of the files that is shown."""

    build: PreviewBuild
    bulletin: Bulletin
    promises: Promises
    content: int


class _Remembered(BytecodeCache):
    """Compiled templates. Each state of the files has an application of its own, with the same templates."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self._kept.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = _Remembered()


def preview_app(
    build: PreviewBuild, *, assets: Assets, bulletin: Bulletin, promises: Promises, clock: Clock = utc_now
) -> Flask:
    """The application of a state of the files."""
    app = create_app(build, clock=clock, assets=assets)
    app.jinja_env.bytecode_cache = TEMPLATES
    content = int(build.manifest.build_id.split("-")[0])
    app.extensions[EXTENSION] = Previewing(build, bulletin, promises, content)
    app.register_blueprint(preview)
    app.after_request(_around_page)  # called before those of the site, which compress
    return app


@preview.get("/news")
def news() -> Response:
    """Answer as soon as there is something else than what the page says it has seen; or after a while, the same."""
    found = _previewing().bulletin.wait(request.args.get("seen", ""), PATIENCE)
    return jsonify(run=found.run, content=found.content, mark=found.mark)


@preview.get("/files/<name>")
def file(name: str) -> Response:
    """A file that pages of the preview load besides the site's own."""
    return send_from_directory(_FILES, name, max_age=0)


@preview.get("/status")
def status() -> str:
    """The state of the site: what is to be translated, drafts, reviews and problems."""
    current = _previewing()
    found = current.bulletin.news
    return render_template(
        "preview/status.html",
        status=status_of(current.build, serving().urls, found.problems, serving().clock().date()),
        news=found,
        urls=serving().urls,
        moment=moment,
    )


def _previewing() -> Previewing:
    found: Previewing = current_app.extensions[EXTENSION]
    return found


def _around_page(response: Response) -> Response:
    """A page with its drafts marked and its problems over it, which browsers do not keep: it may change any time."""
    response.headers["X-Robots-Tag"] = "noindex"
    if request.endpoint not in ("files.asset", "files.media", "preview.file"):
        response.headers["Cache-Control"] = "no-store"
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
    if response.mimetype == "text/html" and not response.direct_passthrough:
        response.set_data(_marked(response.get_data(as_text=True)))
    return response


def _marked(page: str) -> str:
    current = _previewing()
    build, found = current.build, current.bulletin.news
    shown = _shown_here()
    standing = build.standing(shown) if shown else None
    problems = list(found.problems)
    if shown:
        current.promises.look_at(shown)
        problems += current.promises.problems(shown)
    own, others = _by_place(problems, shown)
    panel = render_template(
        "preview/panel.html",
        mark=found.mark_with(current.content),
        content=current.content,
        run=found.run,
        shown=shown,
        label=label(standing) if standing else None,
        is_outdated=shown is not None and shown.path in build.outdated,
        own=own,
        others=others[:MOST_SHOWN],
        hidden=max(0, len(others) - MOST_SHOWN),
        errors=sum(problem.severity is Severity.ERROR for problem in problems),
        is_checked=found.is_checked,
        base=f"{serving().urls.base_path}/preview",
    )
    page = with_marked_links(page, build, serving().urls.base_path)
    if shown and standing:
        is_over = standing.reason in (Reason.RETIRED, Reason.EXPIRED)
        instead = build.successor(shown.slug) if is_over else None
        banner = render_template(
            "preview/standing.html", standing=standing, shown=shown, instead=instead, moment=moment, labels=LABELS
        )
        page = with_banner(page, banner)
    return with_panel(page, panel, f"{serving().urls.base_path}/preview/files")


def _shown_here() -> Translation | None:
    """The translation that the page of the current request shows."""
    arguments = request.view_args or {}
    if request.endpoint != "pages.article":
        return None
    article = find_article(str(arguments.get("slug", "")))
    return _previewing().build.shown(article.slug, request_locale()) if article else None


def _by_place(problems: Iterable[Problem], shown: Translation | None) -> tuple[list[Problem], list[Problem]]:
    """The problems of the file that is shown, and those of others, errors first."""
    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    own = [problem for problem in ordered if shown and problem.source.path == shown.path]
    return own, [problem for problem in ordered if not (shown and problem.source.path == shown.path)]
