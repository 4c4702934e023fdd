"""The results page of a misspelt question, on a real build."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from indexer.builds.published import open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.loader import load
from web.app import create_app


@pytest.fixture
def small_site(make_site, noon) -> Iterator[FlaskClient]:  # type: ignore[no-untyped-def]
    """The small site, published and open."""
    root = make_site()
    store = BuildStore(root / "var" / "builds")
    publish(load(root), store, now=noon)
    build = open_current(store)
    yield create_app(build).test_client()
    build.close()


def test_the_page_says_what_it_looked_for_and_offers_what_was_typed(small_site: FlaskClient) -> None:
    """Results for X, search instead for Y."""
    page = small_site.get("/en/search?q=withdrwal").text
    assert "Showing results for “withdrawal”" in page
    assert '<a href="/en/search?q=withdrwal&amp;literal=1">Search instead for “withdrwal”</a>' in page
    assert "What a withdrawal costs" in page


def test_a_literal_search_corrects_nothing(small_site: FlaskClient) -> None:
    """And says so honestly when it finds nothing."""
    page = small_site.get("/en/search?q=withdrwal&literal=1").text
    assert "Showing results for" not in page
    assert "Nothing found for “withdrwal”" in page
