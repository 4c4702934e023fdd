"""Whatever is sent: a clear page, a JSON error or an honest empty result, never a failure of ours."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

HAN = "提" * 1000

PAGES = [
    ("/xx/", 404),
    ("/xx/contact/contact-support", 404),
    ("/en/nowhere/", 404),
    ("/en/contact/nothing", 404),
    ("/en/contact/nothing.md", 404),
    ("/en/contact/contact-support/more", 404),
    ("/en/search/more", 404),
    ("/en/search?q=fees&page=-1", 400),
    ("/en/search?q=fees&page=abc", 400),
    ("/en/search?q=fees&page=0", 400),
    ("/en/search?q=fees&page=1e3", 400),
    ("/en/search?q=fees&page=%D9%A1", 400),
    ("/en/search?q=fees&page=" + "9" * 5000, 400),
    ("/en/search?q=fees&page=9999", 200),
    ("/en/search?q=fees&category=nowhere", 400),
    ("/en/search?q=fees&category=%00", 400),
    (f"/en/search?q={HAN}", 200),
    (f"/en/search?q={HAN}x", 400),
    ("/en/search?q=%00%00fees%00", 200),
    ("/en/search?q=%ED%A0%80", 200),
    ("/en/search?q=%FF%FE", 200),
    ("/en/search?q=*:*", 200),
    ("/en/search?q=%22(%5B%7B~%5E%5C", 200),
    ("/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E", 200),
    ("/en/search?q=%F0%9F%98%80%E2%80%8D%CC%81", 200),
    ("/en/search?q=a&q=b", 200),
    ("/en/search?%ED%A0%80=%00", 200),
    ("/%FF%FE/", 404),
    ("/en/%FF/x", 404),
    ("/en/%ED%A0%80/", 404),
    ("/en/%00/", 404),
    ("/en/%2e%2e/%2e%2e/etc/passwd", 404),
    ("/assets/../app.py", 404),
    ("/assets/%2e%2e%2fapp.py", 404),
    ("/media/%2e%2e%2fmanifest.json", 404),
    ("/media/none.png", 404),
    ("/en//", 308),
]


@pytest.mark.parametrize(("path", "status"), PAGES)
def test_pages(client: FlaskClient, path: str, status: int) -> None:
    """A request for a page that cannot be answered says why on a designed page."""
    response = client.get(path)
    assert response.status_code == status
    if status >= 400:
        assert 'role="search"' in response.text
        assert response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/nothing", 404, "not_found"),
        ("/api", 404, "not_found"),
        ("/api/v1/articles/nothing", 404, "not_found"),
        ("/api/v1/articles/%FF%00", 404, "not_found"),
        ("/api/v1/search?q=fees&locale=xx", 400, "unknown_locale"),
        ("/api/v1/search?q=fees&locale=%00", 400, "unknown_locale"),
        ("/api/v1/search?q=fees&category=nowhere", 400, "unknown_category"),
        ("/api/v1/search?q=fees&limit=0", 400, "invalid_parameter"),
        ("/api/v1/search?q=fees&limit=51", 400, "invalid_parameter"),
        ("/api/v1/search?q=fees&limit=x", 400, "invalid_parameter"),
        ("/api/v1/search?q=fees&offset=-1", 400, "invalid_parameter"),
        ("/api/v1/search?q=fees&offset=" + "9" * 5000, 400, "invalid_parameter"),
        (f"/api/v1/search?q={HAN}x", 400, "query_too_long"),
    ],
)
def test_api(client: FlaskClient, path: str, status: int, code: str) -> None:
    """Every failure of the API has one shape, with a reason for programs and one for people."""
    response = client.get(path)
    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert set(response.json) == {"error"}
    assert response.json["error"]["code"] == code
    assert response.json["error"]["message"]


@pytest.mark.parametrize("query", ["", "%00", "%ED%A0%80", "*:*", "%20", HAN, "%3Cscript%3E"])
def test_api_finds_nothing_honestly(client: FlaskClient, query: str) -> None:
    """A query that nothing answers has no hits."""
    response = client.get(f"/api/v1/search?q={query}&locale=en")
    assert (response.status_code, response.json["total"], response.json["hits"]) == (200, 0, [])


@pytest.mark.parametrize("path", ["/", "/en/", "/en/search?q=fees", "/en/contact/contact-support", "/healthz"])
def test_methods(client: FlaskClient, path: str) -> None:
    """HEAD answers like GET without a body; other methods are refused, with those that are allowed."""
    assert client.head(path).status_code == client.get(path).status_code
    assert client.head(path).data == b""
    for method in ("POST", "PUT", "DELETE", "BREW"):
        response = client.open(path, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]


def test_methods_of_the_api(client: FlaskClient) -> None:
    """The API refuses other methods in its own shape."""
    response = client.post("/api/v1/search", data=b"x" * 100)
    assert (response.status_code, response.json["error"]["code"]) == (405, "method_not_allowed")


def test_language_of_an_error(translated_client: FlaskClient) -> None:
    """An error speaks the language of its address, else the visitor's."""
    assert "这个页面不存在" in translated_client.get("/zh-Hans/nowhere").text
    assert "这个页面不存在" in translated_client.get("/nowhere", headers={"Accept-Language": "zh-CN"}).text
    assert "This page does not exist" in translated_client.get("/en/nowhere").text
    found = translated_client.get("/api/v1/nowhere?locale=zh-CN").json
    assert found["error"]["message"] == "这个页面不存在"


def test_mistyped_slug(client: FlaskClient) -> None:
    """A mistyped address offers the articles it resembles."""
    page = client.get("/en/deposits-withdrawals/withdrawl-fee").text
    assert "Did you mean one of these?" in page
    assert 'href="/en/deposits-withdrawals/withdrawal-fees"' in page


@pytest.mark.parametrize("path", ["/en/search?q=fees", "/api/v1/search?q=fees"])
def test_our_failure(app: Flask, path: str, caplog: pytest.LogCaptureFixture) -> None:
    """A failure of ours is told calmly, without a trace of its cause, and logged without the query."""

    def fail(_: object) -> None:
        raise RuntimeError("secret detail")

    app.extensions["help-centre"].build.searcher.search = fail
    response = app.test_client().get(path)
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "secret detail" not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "q=fees" not in caplog.text


@pytest.mark.parametrize(("error", "status"), [("SearchError", 400), ("IndexUnavailableError", 503)])
def test_known_failures(app: Flask, error: str, status: int) -> None:
    """A query the index refuses is the visitor's to change; an index that is gone is ours, and passing."""
    import kb.errors

    def fail(_: object) -> None:
        raise getattr(kb.errors, error)("internal words")

    app.extensions["help-centre"].build.searcher.search = fail
    for path in ("/en/search?q=fees", "/api/v1/search?q=fees"):
        response = app.test_client().get(path)
        assert response.status_code == status
        assert "internal words" not in response.text


def test_broken_error_page(app: Flask) -> None:
    """When even the error page fails, its words remain."""
    app.jinja_env.globals["icon"] = None
    response = app.test_client().get("/en/nowhere")
    assert (response.status_code, response.mimetype) == (404, "text/plain")
    assert "This page does not exist" in response.text
