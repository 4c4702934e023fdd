"""What crawlers are told of: pages that are really written, in sitemaps as sitemaps.org and Google describe them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from web.app import create_app

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITEMAP = f"{{{NAMES['s']}}}"
HOST = "http://localhost"
LIMITS = "deposits-withdrawals/withdrawal-limits"
TAGS = ("zh-Hans", "zh-Hant", "en", "ar")


def pages(client: FlaskClient, tag: str) -> dict[str, ET.Element]:
    """The entries of a locale's sitemap by their path."""
    root = ET.fromstring(client.get(f"/{tag}/sitemap.xml").data)
    return {(url.findtext("s:loc", "", NAMES)).removeprefix(HOST): url for url in root.findall("s:url", NAMES)}


def test_index_names_one_sitemap_a_locale(client: FlaskClient) -> None:
    """Each with the day its newest page changed, where any is dated."""
    response = client.get("/sitemap.xml")
    root = ET.fromstring(response.data)
    assert (response.mimetype, root.tag) == ("application/xml", f"{SITEMAP}sitemapindex")
    found = {each.findtext("s:loc", "", NAMES): each.findtext("s:lastmod", None, NAMES) for each in root}
    dates = {"zh-Hans": "2026-11-20", "zh-Hant": None, "en": "2026-11-20", "ar": "2026-11-20"}
    assert found == {f"{HOST}/{tag}/sitemap.xml": dates[tag] for tag in TAGS}


@pytest.mark.parametrize("path", ["/sitemap.xml", *(f"/{tag}/sitemap.xml" for tag in TAGS)])
def test_sitemaps_follow_the_protocol(client: FlaskClient, path: str) -> None:
    """Entries of one kind; each with one absolute address, at most one W3C date after it, and nothing unknown."""
    root = ET.fromstring(client.get(path).data)
    kind = {"urlset": "url", "sitemapindex": "sitemap"}[root.tag.removeprefix(SITEMAP)]
    assert len(root) > 0
    for entry in root:
        assert entry.tag == f"{SITEMAP}{kind}"
        names = [child.tag for child in entry if not child.tag.startswith(f"{{{NAMES['x']}}}")]
        assert names in ([f"{SITEMAP}loc"], [f"{SITEMAP}loc", f"{SITEMAP}lastmod"])
        assert (entry.findtext("s:loc", "", NAMES)).startswith(f"{HOST}/")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.findtext("s:lastmod", "2026-01-01", NAMES))


def test_sitemap_holds_what_is_written(client: FlaskClient) -> None:
    """A page that readers of a locale see in another language is in the sitemap of that language only."""
    assert f"/en/{LIMITS}" in pages(client, "en")
    assert f"/ar/{LIMITS}" not in pages(client, "ar")
    assert "/ar/contact/" not in pages(client, "ar")
    assert all(path.startswith("/ar/") for path in pages(client, "ar"))


def test_sitemap_dates(client_of: Callable[..., FlaskClient], build_of: Callable[..., Any]) -> None:
    """An article has its own day, a category and the home page that of their newest article in this language."""
    build = build_of()
    articles = dict(build.library.articles)
    limits = articles["withdrawal-limits"]
    newer = replace(limits.translations["en"], updated=date(2026, 12, 1))
    articles["withdrawal-limits"] = replace(limits, translations={**limits.translations, "en": newer})
    build.library = replace(build.library, articles=articles)
    client = create_app(build).test_client()

    def day(tag: str, path: str) -> str | None:
        return pages(client, tag)[f"/{tag}/{path}"].findtext("s:lastmod", None, NAMES)

    for path in (LIMITS, "deposits-withdrawals/", ""):
        assert (day("en", path), day("zh-Hans", path)) == ("2026-12-01", "2026-11-20")
    assert day("en", "contact/") == "2026-11-20"


def test_sitemap_and_pages_name_the_same_translations(client: FlaskClient) -> None:
    """Every entry answers, is its own canonical address, and has the alternates that the page itself names."""
    for tag in TAGS:
        for path, entry in pages(client, tag).items():
            page = client.get(path)
            assert page.status_code == 200
            assert f'<link rel="canonical" href="{HOST}{path}">' in page.text
            told = [(each.get("hreflang"), each.get("href")) for each in entry.findall("x:link", NAMES)]
            assert told == re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', page.text)


def test_under_a_sub_path(client_of: Callable[..., FlaskClient]) -> None:
    """Every address carries the sub-path."""
    client = client_of(base_url="https://example.com/help")
    for path in ("/help/sitemap.xml", "/help/en/sitemap.xml"):
        addresses = re.findall(r'<loc>([^<]+)|href="([^"]+)"', client.get(path).text)
        assert addresses
        assert all("".join(each).startswith("https://example.com/help/") for each in addresses)
    assert "Disallow: /help/api/\n" in client.get("/help/robots.txt").text


def test_other_forms_redirect(client: FlaskClient) -> None:
    """A sitemap has one address, like a page."""
    assert client.get("/zh-CN/sitemap.xml").headers["Location"] == "/zh-Hans/sitemap.xml"
    assert client.get("/xx/sitemap.xml").status_code == 404


def test_robots(client: FlaskClient) -> None:
    """Crawlers learn where the sitemaps are; results are left readable, for they say themselves not to be kept."""
    assert client.get("/robots.txt").text == f"User-agent: *\nDisallow: /api/\n\nSitemap: {HOST}/sitemap.xml"
    assert '<meta name="robots" content="noindex">' in client.get("/en/search?q=fees").text
