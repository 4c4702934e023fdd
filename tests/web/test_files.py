"""What programs read: sitemap, robots.txt, Markdown, images, health."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from web.app import create_app

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LIMITS = "deposits-withdrawals/withdrawal-limits"


def test_sitemap(client: FlaskClient) -> None:
    """The sitemap names what is really written, each page with the languages it is written in."""
    root = ET.fromstring(client.get("/sitemap.xml").data)
    pages = {url.findtext("s:loc", None, NAMES): url for url in root.findall("s:url", NAMES)}
    assert f"http://localhost/en/{LIMITS}" in pages
    assert f"http://localhost/ar/{LIMITS}" not in pages
    entry = pages[f"http://localhost/en/{LIMITS}"]
    alternates = {each.get("hreflang"): each.get("href") for each in entry.findall("x:link", NAMES)}
    assert alternates == {tag: f"http://localhost/{tag}/{LIMITS}" for tag in ("zh-Hans", "en")}
    assert entry.findtext("s:lastmod", None, NAMES) == "2026-11-20"
    assert all(client.get(page.removeprefix("http://localhost")).status_code == 200 for page in pages)


def test_robots(client: FlaskClient) -> None:
    """Crawlers learn where the sitemap is."""
    body = client.get("/robots.txt").text
    assert "User-agent: *\nDisallow: /api/\n" in body
    assert "Sitemap: http://localhost/sitemap.xml" in body


def test_markdown(client: FlaskClient) -> None:
    """An article answers as Markdown, with links in the reader's locale and its language named."""
    response = client.get(f"/ar/{LIMITS}.md")
    assert response.mimetype == "text/markdown"
    assert response.text.startswith("# Withdrawal limits\n")
    assert "(/ar/contact/contact-support)" in response.text
    assert response.headers["Content-Language"] == "en"
    assert response.headers["Link"] == f'<http://localhost/en/{LIMITS}>; rel="canonical"'


def test_media(build_of: Callable[..., Any], tmp_path: Path) -> None:
    """Images are served under their fingerprinted names, to be kept for ever."""
    (tmp_path / "step.abc123.png").write_bytes(b"\x89PNG")
    build = build_of()
    build.media = tmp_path
    with create_app(build).test_client().get("/media/step.abc123.png") as response:
        assert (response.status_code, response.mimetype) == (200, "image/png")
        assert "immutable" in response.headers["Cache-Control"]


def test_health(client: FlaskClient) -> None:
    """Health checks say which build is served."""
    assert client.get("/healthz").json == {"status": "ok", "build_id": "b1"}
    assert client.get("/readyz").json == {"status": "ready", "build_id": "b1"}
