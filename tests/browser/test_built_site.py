"""Every page of the built site: valid HTML, and links that all answer."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from werkzeug.test import Client

from kb.settings_file import load_site
from web.live import LiveSite

Paths = Callable[[str], dict[str, str]]

ROOT = Path(__file__).parents[2]
ADDRESSES = ("href", "src", "action", "data-src", "poster")

# The standard's own rules. What is only a matter of taste is left to the templates.
RULES = {"root": True, "extends": ["html-validate:standard"]}


class Reader(HTMLParser):
    """Notes where a page leads, and the places in it that links may name."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each start tag."""
        given = dict(attrs)
        self.links |= {value for name in ADDRESSES if (value := given.get(name)) is not None}
        if given.get("id"):
            self.places.add(given["id"] or "")


@dataclass
class Crawl:
    """What was found by following links: pages by path, and what is wrong with links, by path and where it was linked."""

    html: dict[str, str] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    """Each address with its fragment, and one page that has it."""


@pytest.fixture(scope="module")
def crawl(live: LiveSite, paths_in: Paths) -> Crawl:
    """All that can be reached from the home pages. Searches are asked once, but what they find is not followed."""
    site, _, _ = load_site(ROOT)
    client, found = Client(live), Crawl()
    waiting = [path for locale in site.locales for path in paths_in(locale.tag).values()]
    while waiting:
        path = waiting.pop()
        if path in found.statuses:
            continue
        answer = client.get(path, buffered=True)
        found.statuses[path] = answer.status_code
        if answer.status_code in (301, 302, 307, 308):
            waiting.append(_local(answer.headers["Location"], path, site.base_url) or path)
        if answer.mimetype != "text/html" or answer.status_code not in (200, 404):
            continue
        reader = Reader()
        reader.feed(answer.text)
        found.html[path], found.places[path] = answer.text, reader.places
        for link in reader.links:
            local = _local(link, path, site.base_url)
            if local is not None:
                found.linked.setdefault(local, path)
                if "/search?" not in path or "/search?" not in local:
                    waiting.append(local.partition("#")[0])
    return found


def _local(link: str, page: str, base_url: str) -> str | None:
    """The path, query and fragment of a link within the site; None of one that leads elsewhere."""
    parts = urlsplit(link.removeprefix(base_url).removeprefix("http://localhost"))
    if parts.scheme or parts.netloc:
        return None
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    own, _, _ = page.partition("#")
    return f"{path or own}#{parts.fragment}" if parts.fragment else path or own


def test_the_whole_site_is_reached(crawl: Crawl) -> None:
    """Every article in every locale is linked from somewhere."""
    site, _, _ = load_site(ROOT)
    slugs = {path.name.split(".")[0] for path in (ROOT / "articles").glob("*/*.md")}
    reached = {tuple(path.strip("/").split("/")[::2]) for path in crawl.html if path.count("/") == 3}
    wanted = {(locale.tag, slug) for locale in site.locales for slug in slugs}
    assert wanted - reached == set()


def test_every_link_answers(crawl: Crawl) -> None:
    """Pages, pictures, styles, feeds: whatever a page names is there."""
    missing = {path for path, status in crawl.statuses.items() if status >= 400 and not path.endswith("/no/such-page")}
    assert {link: page for link, page in crawl.linked.items() if link.partition("#")[0] in missing} == {}


def test_every_link_to_a_section_finds_it(crawl: Crawl) -> None:
    """The place that a link names is on the page."""
    lost = {}
    for link, page in crawl.linked.items():
        path, _, place = link.partition("#")
        if path in crawl.places and place and unquote(place) not in crawl.places[path]:
            lost[link] = page
    assert lost == {}


def test_every_page_is_valid_html(crawl: Crawl, node_modules: Path, node: Path, tmp_path: Path) -> None:
    """Of every kind, and every article, in every locale, in one run of the validator."""
    names = {}
    for number, (path, html) in enumerate(sorted(crawl.html.items())):
        (tmp_path / f"{number}.html").write_text(html, "utf-8")
        names[f"{number}.html"] = path
    assert len(names) > 400
    (tmp_path / "rules.json").write_text(json.dumps(RULES), "ascii")
    program = node_modules / "html-validate" / "bin" / "html-validate.mjs"
    command = [node, program, "--config", tmp_path / "rules.json", "--formatter", "json", tmp_path]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.stdout.startswith("["), finished.stderr
    mistakes = [
        f"{names[Path(file['filePath']).name]}:{each['line']}: {each['ruleId']}: {each['message']}"
        for file in json.loads(finished.stdout)
        for each in file["messages"]
    ]
    assert mistakes == []


def test_the_validator_notices_a_mistake(node_modules: Path, node: Path, tmp_path: Path) -> None:
    """Else its silence about the site would mean nothing."""
    (tmp_path / "bad.html").write_text("<!doctype html><title>x</title><p><div></p>", "ascii")
    (tmp_path / "rules.json").write_text(json.dumps(RULES), "ascii")
    program = node_modules / "html-validate" / "bin" / "html-validate.mjs"
    command = [node, program, "--config", tmp_path / "rules.json", "--formatter", "json", tmp_path]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "close-order" in finished.stdout
