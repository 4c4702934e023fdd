"""Headers that protect readers and spare downloads."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.headers import CONTENT_SECURITY_POLICY

FEES = "/en/deposits-withdrawals/withdrawal-fees"


@pytest.mark.parametrize(
    "path", ["/", "/en/", FEES, f"{FEES}.md", "/en/none", "/api/v1/search?q=x", "/healthz", "/robots.txt"]
)
def test_protection(client: FlaskClient, path: str) -> None:
    """Every answer carries the headers that keep it from being framed, sniffed or fed with foreign code."""
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_policy_is_strict() -> None:
    """The policy allows nothing by default, nothing inline, and no frame."""
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "path", ["/en/", FEES, "/en/contact/", "/en/search?q=fees", "/sitemap.xml", "/api/v1/articles/withdrawal-fees"]
)
def test_unchanged_page(client: FlaskClient, path: str) -> None:
    """A client that holds the page gets an empty 304 with the same headers."""
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "public, no-cache"


def test_etag_changes(client_of: Callable[..., FlaskClient]) -> None:
    """The tag changes with the build, the address, the query and the banners, and stays otherwise."""

    def tag(path: str, hour: int = 9, build_id: str = "b1") -> str:
        client = client_of(clock=lambda: datetime(2026, 11, 21, hour, tzinfo=UTC), build_id=build_id)
        return client.get(path).headers["ETag"]

    own = tag("/en/search?q=fees")
    assert own == tag("/en/search?q=fees")
    others = [
        tag("/en/search?q=fees", build_id="b2"),
        tag("/en/search?q=fees", hour=23),
        tag("/en/search?q=limit"),
        tag("/ar/search?q=fees"),
    ]
    assert len({own, *others}) == 5


@pytest.mark.parametrize("tag", ['"nonsense', "W/", "*", '"a", W/"b", \xff'])
def test_strange_etags(client: FlaskClient, tag: str) -> None:
    """A tag that means nothing here does no harm."""
    assert client.get("/en/", headers={"If-None-Match": tag}).status_code in (200, 304)


def test_assets_are_immutable(app: Flask, client: FlaskClient) -> None:
    """Pages refer to the interface's files by names that change with their content, which may be kept for ever."""
    page = client.get("/en/").text
    names = re.findall(r"/assets/[\w-]+\.[0-9a-f]{12}\.(?:css|js|svg)", page)
    assert len(set(names)) == 3
    for name in names:
        response = client.get(name)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    style = client.get(next(name for name in names if name.endswith(".css"))).text
    masks = re.findall(r"url\(([^)]+)\)", style)
    assert masks
    assert all(client.get(f"/assets/{mask}").status_code == 200 for mask in masks)


def test_unknown_asset(client: FlaskClient) -> None:
    """A name that no file has answers 404 and is not kept."""
    response = client.get("/assets/site.000000000000.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


def test_trusted_proxy(client_of: Callable[..., FlaskClient]) -> None:
    """A forwarded host counts only where the site trusts a proxy."""
    headers = {"X-Forwarded-Host": "help.example", "X-Forwarded-Proto": "https", "Accept-Language": "zh"}
    switched = {**headers, "Referer": "https://help.example/zh-Hans/"}
    assert "Set-Cookie" not in client_of().get("/en/", headers=switched).headers
    assert "Set-Cookie" in client_of(trusted_proxies=1).get("/en/", headers=switched).headers


def test_last_modified(client_of: Callable[..., FlaskClient]) -> None:
    """A page is as new as its build, the process that serves it, or the last banner that came or went."""
    moments = [datetime(2026, 11, 21, 7, tzinfo=UTC)]
    client = client_of(clock=lambda: moments[-1])
    assert client.get(FEES).last_modified == datetime(2026, 11, 21, 9, tzinfo=UTC)
    moments.append(datetime(2026, 11, 21, 11, tzinfo=UTC))
    assert client.get(FEES).last_modified == datetime(2026, 11, 21, 10, tzinfo=UTC)
    rolled_back = client_of(clock=lambda: moments[-1])
    assert rolled_back.get(FEES).last_modified == datetime(2026, 11, 21, 11, tzinfo=UTC)


def test_if_modified_since(client: FlaskClient) -> None:
    """A client that only knows the date gets an empty 304 if nothing changed since, and else the page."""
    date = client.get(FEES).headers["Last-Modified"]
    again = client.get(FEES, headers={"If-Modified-Since": date})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(FEES, headers={"If-Modified-Since": "Sat, 21 Nov 2026 08:59:59 GMT"}).status_code == 200
    assert client.get(FEES, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_date_does_not_hide_what_is_missing(client: FlaskClient) -> None:
    """A date says nothing of a page that does not exist or has moved, and a tag says more than a date."""
    late = {"If-Modified-Since": "Sat, 21 Nov 2037 09:00:00 GMT"}
    assert client.get("/en/nowhere", headers=late).status_code == 404
    assert client.get("/EN/", headers=late).status_code == 308
    assert client.get(FEES, headers={**late, "If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/en/", FEES, f"{FEES}.md", "/en/none", "/sitemap.xml", "/robots.txt"])
@pytest.mark.parametrize("encoding", ["", "br"])
def test_head(client: FlaskClient, path: str, encoding: str) -> None:
    """A request for the head alone gets what the whole answer would have said of itself, and no body."""
    whole, head = (ask(path, headers={"Accept-Encoding": encoding}) for ask in (client.get, client.head))
    assert (head.status_code, head.data) == (whole.status_code, b"")
    kept = ("Content-Type", "Content-Length", "Content-Encoding", "ETag", "Last-Modified", "Vary", "Location")
    assert {name: head.headers.get(name) for name in kept} == {name: whole.headers.get(name) for name in kept}
    assert head.headers["Content-Length"] == str(len(whole.data))
