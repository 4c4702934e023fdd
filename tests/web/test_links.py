"""A walk through the whole site of this repository: every address that it names answers, every fragment is there."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from werkzeug.test import Client

from kb.settings_file import read_settings
from web.compression import TEXTS
from web.live import LiveSite

ROOT = Path(__file__).parents[2]

ADDRESSES = frozenset({"href", "src", "action", "content"})
_IN_XML = re.compile(r'<(?:loc|uri|Image[^>]*)>([^<]+)</|(?:href|template)="([^"{]+)')
_IN_TEXT = re.compile(r"\]\(([^)\s]+)\)|^Sitemap: (\S+)", re.MULTILINE)
DOORS = ("/", "/sitemap.xml", "/robots.txt", "/llms.txt")
"""Where those come in who follow no link."""


@dataclass
class Read:
    """What a page says: the places one can point to, and the addresses it points to."""

    ids: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.read.ids.add(value)
            elif name in ADDRESSES and value and (tag != "meta" or value.startswith("http")):
                self.read.addresses.add(value)


def read(body: str, mimetype: str) -> Read:
    """What an answer says, by its type."""
    if mimetype == "text/html":
        reader = _HtmlReader()
        reader.feed(body)
        return reader.read
    if mimetype.endswith("xml"):
        return Read(addresses={address for pair in _IN_XML.findall(body) for address in pair if address})
    if mimetype in ("text/markdown", "text/plain"):
        addresses = {address for pair in _IN_TEXT.findall(body) for address in pair if address}
        return Read(set(re.findall(r"\{#([\w-]+)\}", body)), addresses)
    return Read()


@pytest.mark.slow
def test_every_link_of_every_page_answers(live: LiveSite) -> None:
    """Pages, files, feeds, lists and Markdown. Left alone is what leads to another host, or from results to more of them,
    of which there is no end.
    """
    client, base = Client(live), read_settings(ROOT).site.base_url
    waiting, pages = list(DOORS), {}
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = client.get(path, follow_redirects=True, buffered=True)
        pages[path] = (answer.status_code, read(answer.text, answer.mimetype) if answer.mimetype in TEXTS else Read())
        for address in pages[path][1].addresses:
            target, fragment = urldefrag(urljoin(f"{base}{path}", address))
            target = target.removeprefix(base) if f"{target}/".startswith(f"{base}/") else ""
            if target and not ("/search?" in target and "/search?" in path):
                named[target].add((fragment, path))
                waiting.append(target)
    assert len(pages) > 700
    assert [(path, sorted(named[path])[:2]) for path, (status, _) in pages.items() if status != 200] == []
    missing = {
        (path, fragment): origin
        for path, origins in named.items()
        for fragment, origin in origins
        if fragment and unquote(fragment) not in pages[path][1].ids
    }
    assert missing == {}
