"""Each page has one address; every other form of it leads there."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

FEES = "deposits-withdrawals/withdrawal-fees"


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/EN/", "/en/"),
        ("/en", "/en/"),
        ("/zh-CN/", "/zh-Hans/"),
        ("/zh-TW/", "/zh-Hant/"),
        ("/zh/", "/zh-Hans/"),
        ("/en-US/", "/en/"),
        ("/en_GB/", "/en/"),
        ("/en/contact", "/en/contact/"),
        ("/en/Contact/", "/en/contact/"),
        (f"/en/{FEES}/", f"/en/{FEES}"),
        (f"/zh-hans/{FEES}", f"/zh-Hans/{FEES}"),
        (f"/zh-CN/{FEES}/?a=1&b=%E6%8F%90", f"/zh-Hans/{FEES}?a=1&b=%E6%8F%90"),
        ("/en/contact/withdrawal-fees", f"/en/{FEES}"),
        ("/en/nowhere/withdrawal-fees", f"/en/{FEES}"),
        ("/en/deposits-withdrawals/fees", f"/en/{FEES}"),
        ("/en/deposits-withdrawals/Withdrawal-Fees", f"/en/{FEES}"),
        ("/EN-us/contact/fees/?x=1", f"/en/{FEES}?x=1"),
        ("/en/deposits-withdrawals/fees.md", f"/en/{FEES}.md"),
        ("/en/contact/withdrawal-fees.MD", f"/en/{FEES}.md"),
        ("/en/withdrawal-fees", f"/en/{FEES}"),
        ("/en/search/", "/en/search"),
        ("/zh-CN/search?q=%E6%8F%90%E7%8E%B0&page=2", "/zh-Hans/search?q=%E6%8F%90%E7%8E%B0&page=2"),
        ("/en/SEARCH?q=fees", "/en/search?q=fees"),
    ],
)
def test_canonical(client: FlaskClient, asked: str, canonical: str) -> None:
    """Another case, an alias, a wrong category, an old slug, a slash too many or too few: one step to the page."""
    response = client.get(asked)
    assert (response.status_code, response.headers["Location"]) == (308, canonical)
    assert client.get(canonical).status_code == 200


def test_switcher_keeps_page(client: FlaskClient) -> None:
    """The language menu leads to the same page in every language, and each of these pages exists."""
    for path in ("", "contact/", FEES, "deposits-withdrawals/deposit-not-arrived", "search?q=%E6%8F%90&page=1"):
        page = client.get(f"/zh-Hans/{path}").text
        for tag, name in (("zh-Hant", "繁體中文"), ("en", "English"), ("ar", "العربية")):
            target = f"/{tag}/{path.removesuffix('&page=1')}"
            assert f'<a href="{target}" hreflang="{tag}" lang="{tag}"' in page
            assert name in page
            assert client.get(target).status_code == 200


def test_switcher_keeps_filter_and_page(many_results: FlaskClient) -> None:
    """On the results page the language menu keeps query, category and page."""
    page = many_results.get("/en/search?q=withdrawal&category=deposits-withdrawals&page=2").text
    assert 'href="/ar/search?q=withdrawal&amp;category=deposits-withdrawals&amp;page=2"' in page


def test_base_path(client_of: Callable[..., FlaskClient]) -> None:
    """Under a sub-path every link carries it, and everything else answers 404 with a way to the site."""
    client = client_of(base_url="https://example.com/help")
    assert client.get("/help/").headers["Location"] == "/help/zh-Hans/"
    assert client.get("/help").headers["Location"] == "/help/zh-Hans/"
    assert client.get("/help/EN/contact").headers["Location"] == "/help/en/contact/"
    page = client.get(f"/help/en/{FEES}").text
    assert 'href="/help/en/contact/contact-support"' in page
    assert 'action="/help/en/search"' in page
    assert f'<link rel="canonical" href="https://example.com/help/en/{FEES}">' in page
    assert client.get("/help/api/v1/search?q=fees&locale=en").json["hits"][0]["url"] == f"/help/en/{FEES}"
    for outside in ("/", "/en/", "/helpers/en/", f"/en/{FEES}"):
        response = client.get(outside)
        assert response.status_code == 404, outside
        assert 'href="/help/' in response.text


def test_health_at_both_places(client_of: Callable[..., FlaskClient]) -> None:
    """Health checks answer under the sub-path and at the root of the host."""
    client = client_of(base_url="https://example.com/help")
    for path in ("/healthz", "/readyz", "/help/healthz", "/help/readyz"):
        assert client.get(path).status_code == 200
