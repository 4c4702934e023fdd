"""The results page."""

from flask.testing import FlaskClient


def test_hits(client: FlaskClient) -> None:
    """A hit shows its category, title, best section as a deep link, and what matched."""
    page = client.get("/en/search?q=fees").text
    assert 'name="q" type="search" value="fees"' in page
    assert '<a href="/en/deposits-withdrawals/withdrawal-fees#how-fees-work">How withdrawal fees work</a>' in page
    assert "How withdrawal <mark>fees</mark> work" in page
    assert '<p class="hit-path">Deposits and withdrawals</p>' in page
    assert "1 article" in page


def test_other_languages_apart(client: FlaskClient) -> None:
    """Hits in other languages follow the reader's own, under the name of their language."""
    page = client.get("/en/search?q=%E5%85%85%E5%80%BC").text
    assert 'class="hits-elsewhere"' in page
    assert "In Simplified Chinese" in page
    assert '<h3 lang="zh-Hans" dir="ltr"><a href="/en/deposits-withdrawals/deposit-not-arrived#how-fees-work">' in page


def test_filters(client: FlaskClient) -> None:
    """Categories filter the results and say how many each holds."""
    page = client.get("/zh-Hans/search?q=%E8%81%94").text
    assert 'class="beside filters"' not in page
    page = client.get("/zh-Hans/search?q=%E8%81%94&category=contact").text
    assert 'href="/zh-Hans/search?q=%E8%81%94&amp;category=contact" aria-current="true"' in page


def test_pages(many_results: FlaskClient) -> None:
    """Results come in pages that link to their neighbours."""
    first = many_results.get("/en/search?q=Withdrawal").text
    assert "Page 1 of 3" in first
    assert 'href="/en/search?q=Withdrawal&amp;page=2" rel="next"' in first
    assert 'rel="prev"' not in first
    last = many_results.get("/en/search?q=Withdrawal&page=3").text
    assert 'href="/en/search?q=Withdrawal&amp;page=2" rel="prev"' in last
    assert 'rel="next"' not in last


def test_beyond_the_last_page(many_results: FlaskClient) -> None:
    """A page beyond the last says so and leads back."""
    response = many_results.get("/en/search?q=Withdrawal&page=9")
    assert response.status_code == 200
    assert "There is no page 9 of these results" in response.text
    assert 'class="button" href="/en/search?q=Withdrawal"' in response.text


def test_nothing_found(client: FlaskClient) -> None:
    """A search without hits says so and offers topics and people."""
    response = client.get("/en/search?q=zzzz")
    assert response.status_code == 200
    assert "Nothing found for “zzzz”" in response.text
    assert 'href="/en/deposits-withdrawals/"' in response.text
    assert 'class="button" href="/en/contact/contact-support"' in response.text


def test_without_query(client: FlaskClient) -> None:
    """Without a query the page is the search field and the topics."""
    response = client.get("/en/search")
    assert response.status_code == 200
    assert "Type a few words" in response.text


def test_markup_in_query_is_text(client: FlaskClient) -> None:
    """What visitors type is shown as text."""
    page = client.get("/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_not_for_search_engines(client: FlaskClient) -> None:
    """Results pages ask not to be indexed and have no canonical address."""
    page = client.get("/en/search?q=fees").text
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
