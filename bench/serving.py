"""A published site as it is served: `python3 build.py bench serving`.

Requests go through the whole WSGI application that `kb serve` runs, by Werkzeug's test client: everything but the
socket. Questions are those of a file with graded ones; each is asked in its own locale.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import Timing, in_new_process, machine, milliseconds, own_memory, percentile, timed
from bench.sets import ROOT, SHARED
from bench.tables import figure, table
from indexer.evaluation import Question, read_questions
from kb.errors import ConfigError, HelpCentreError

if TYPE_CHECKING:
    from werkzeug.test import Client

QUERIES = SHARED / "help-centre-queries.dev.jsonl"
ANSWERED = 1_000
"""How many queries a process answers before its memory is measured."""
PAGES = 300
"""How many pages of a kind are measured at least."""


@dataclass(frozen=True, slots=True)
class Memory:
    """MB of a process that has only imported what it serves with, that has opened the build, and that has answered."""

    imported: float
    opened: float
    answered: float


def searches(site: Path, questions: Sequence[Question]) -> Timing:
    """Whole searches with corrections, fallbacks and snippets, without HTTP."""
    from cli.options import store_of
    from indexer.builds.published import open_current
    from indexer.model import SearchRequest
    from kb.locales import parse_locale

    searcher = open_current(store_of(site)).searcher
    return timed(searcher.search, [SearchRequest(each.text, parse_locale(each.locale)) for each in questions])


def search_requests(site: Path, questions: Sequence[Question]) -> Timing:
    """Whole requests to the search API."""
    return timed(_api(site).search, questions)


def suggest_requests(site: Path, questions: Sequence[Question]) -> Timing:
    """Whole requests to the suggestion API, one for each key that is pressed while the questions are typed."""
    typed = [
        Question(question.id, question.locale, question.text[:length], question.kind, question.relevant)
        for question in questions
        for length in range(1, len(question.text) + 1)
    ]
    return timed(_api(site).suggest, list({(each.locale, each.text): each for each in typed}.values()))


def first_requests(site: Path, questions: Sequence[Question]) -> list[float]:
    """Milliseconds of the first request in each locale, in the order of the questions, once the site is ready."""
    api = _api(site)
    first = {question.locale: question for question in reversed(questions)}
    asked = [question for question in questions if first[question.locale] is question]
    return [milliseconds(api.search, question) for question in asked]


def page_requests(site: Path, paths: Sequence[str], encoding: str) -> Timing:
    """Whole requests for pages, each made anew for it: no client holds a copy, and nothing remembers what was made."""
    client, _ = _served(site)

    def ask(path: str) -> None:
        response = client.get(path, headers={"Accept-Encoding": encoding})
        if response.status_code != 200:
            raise ConfigError(f"{path} answered {response.status}")

    rounds = -(-PAGES // len(paths))
    first, *_ = [milliseconds(ask, path) for path in paths]
    measured = [milliseconds(ask, path) for _ in range(rounds) for path in paths]
    return Timing(first, percentile(measured, 0.5), percentile(measured, 0.95))


def page_paths(site: Path, questions: Sequence[Question]) -> dict[str, list[str]]:
    """The addresses of every page in every locale by their kind, and of the results of every question in its own."""
    from cli.options import store_of
    from indexer.builds.published import open_current
    from kb.locales import parse_locale
    from web.urls import Urls

    build = open_current(store_of(site))
    library, locales = build.library, build.library.site.locales
    urls = Urls(library.site.base_url, library.site.base_path)
    paths = {
        "home": [urls.home(locale) for locale in locales],
        "category": [urls.category(locale, each.id) for locale in locales for each in library.categories],
        "article": [urls.article(locale, each) for locale in locales for each in library.articles.values()],
        "results": [urls.search(parse_locale(each.locale), each.text) for each in questions],
    }
    build.close()
    return paths


def memory(site: Path, questions: Sequence[Question]) -> Memory:
    """What a process takes that has answered a thousand queries over all locales."""
    import web.live  # noqa: F401  for what its imports take

    imported = own_memory()
    api = _api(site)
    opened = own_memory()
    for question in islice(cycle(questions), ANSWERED):
        api.search(question)
    return Memory(imported, opened, own_memory())


class _Api:
    """The JSON API of a site, asked as a browser would."""

    def __init__(self, client: "Client", base_path: str) -> None:
        self._client = client
        self._root = f"{base_path}/api/v1"

    def search(self, question: Question) -> None:
        """Ask for the first page of hits."""
        self._get("search", question)

    def suggest(self, question: Question) -> None:
        """Ask what a beginning may become."""
        self._get("suggest", question)

    def _get(self, name: str, question: Question) -> None:
        query = {"q": question.text, "locale": question.locale}
        response = self._client.get(f"{self._root}/{name}", query_string=query)
        if response.status_code != 200:
            raise ConfigError(f"{name} answered {response.status} to {question.text!r} in {question.locale}")


def _api(site: Path) -> _Api:
    return _Api(*_served(site))


def _served(site: Path) -> tuple["Client", str]:
    """A visitor of the live build, and the path below which the site lives."""
    from werkzeug.test import Client

    from cli.options import store_of
    from kb.settings_file import read_settings
    from web.live import live_site

    live = live_site(store_of(site))
    live.refresh()
    if live.build_id is None:
        raise ConfigError(f"{site}: no build is live; run 'kb build' first")
    return Client(live), read_settings(site).site.base_path


def report(site: Path, questions: Sequence[Question]) -> str:
    """All tables."""
    kinds = {"search()": searches, "/api/v1/search": search_requests, "/api/v1/suggest": suggest_requests}
    rows = []
    for name, measure in kinds.items():
        found = in_new_process(measure, site, questions)
        rows.append([name, *map(figure, (found.first, found.p50, found.p95))])
    pages = []
    for kind, paths in in_new_process(page_paths, site, questions).items():
        plain, small = (in_new_process(page_requests, site, paths, encoding) for encoding in ("", "br"))
        pages.append([kind, *map(figure, (plain.first, plain.p50, plain.p95, small.p50, small.p95))])
    firsts = in_new_process(first_requests, site, questions)
    taken = in_new_process(memory, site, questions)
    other = {
        "first search once the site is ready, ms": firsts[0],
        "slowest first search in any other locale, ms": max(firsts[1:], default=math.nan),
        "median first search in any other locale, ms": percentile(firsts[1:], 0.5),
        "memory with everything imported, MB": taken.imported,
        "memory with the build opened, MB": taken.opened,
        f"memory after {ANSWERED:,} queries over all locales, MB": taken.answered,
    }
    tables = (
        table([f"{len(questions)} queries, ms", "first", "p50", "p95"], rows),
        table(["one page, ms", "first", "p50", "p95", "p50 with Brotli", "p95 with Brotli"], pages),
        table(["one process", "value"], [[name, figure(value)] for name, value in other.items()]),
    )
    return "\n\n".join(tables)


def main(arguments: Sequence[str]) -> int:
    """Print the tables; returns the exit code."""
    parser = argparse.ArgumentParser(prog="build.py bench serving", description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT, metavar="DIR", help="folder of a built site")
    parser.add_argument("--queries", type=Path, default=QUERIES, metavar="FILE", help="graded questions, as JSON lines")
    options = parser.parse_args(arguments)
    if not options.queries.is_file():
        raise ConfigError(f"{options.queries} does not exist; name a file of questions with --queries")
    questions = read_questions(options.queries.read_text("utf-8"), str(options.queries))
    print(f"{machine()}\n\n{report(options.site, questions)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except HelpCentreError as error:
        sys.exit(f"bench: {error}")
