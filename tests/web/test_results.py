"""The results page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.model import OtherName, SearchResults
from kb.locales import Locale


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


def answering(
    app: Flask, monkeypatch: pytest.MonkeyPatch, change: Callable[[SearchResults], SearchResults]
) -> FlaskClient:
    """A visitor whose searches find something else."""
    searcher = app.extensions["help-centre"].build.searcher
    found = searcher.search
    monkeypatch.setattr(searcher, "search", lambda request: change(found(request)))
    return app.test_client()


def test_another_name_is_told_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hit whose words are others says which; the API says it of every hit."""

    def renamed(found: SearchResults) -> SearchResults:
        names = (OtherName("<payout>", "withdrawal"),)
        return replace(found, hits=tuple(replace(hit, other_names=names) for hit in found.hits))

    client = answering(app, monkeypatch, renamed)
    page = client.get("/zh-Hans/search?q=提现").text
    assert page.count("“&lt;payout&gt;” is called “withdrawal” here") == 1
    hits = client.get("/api/v1/search?q=提现").json["hits"]
    assert [hit["other_names"] for hit in hits] == [[{"typed": "<payout>", "name": "withdrawal"}]] * 2


def test_hits_found_in_another_language_say_in_which(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above them, and apart from those found by their own words."""

    def found_in_arabic(found: SearchResults) -> SearchResults:
        first, *others = found.hits
        return replace(found, hits=(replace(first, found_in=Locale("ar")), *others))

    client = answering(app, monkeypatch, found_in_arabic)
    page = client.get("/en/search?q=withdrawal").text
    assert page.index("Found by what they say in Arabic") < page.index('<ol class="hits">')
    assert page.count('<ol class="hits">') == 2
    first, second = client.get("/api/v1/search?q=withdrawal&locale=en").json["hits"]
    assert first["found_in"] == "ar"
    assert "found_in" not in second


def test_an_empty_answer_says_what_was_tried_and_what_is_nearest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other spellings, the nearest topics before the others, and what is urgent."""
    client = answering(app, monkeypatch, lambda found: replace(found, tried=("fees <b>",), nearest=("contact",)))
    page = client.get("/en/search?q=zzzz").text
    assert "<li><q>fees &lt;b&gt;</q></li>" in page
    nearest, others = page.split('id="nearest"')[1].split('id="topics"')
    assert 'href="/en/contact/"' in nearest
    assert 'href="/en/contact/"' not in others.split("</nav>")[0]
    assert 'href="/en/deposits-withdrawals/"' in others.split("</nav>")[0]
    assert (
        'href="/en/deposits-withdrawals/deposit-not-arrived"'
        in page.split('class="emergencies"')[1].split("</section>")[0]
    )


def test_an_empty_topic_names_the_topics_that_have_answers(client: FlaskClient) -> None:
    """With how many, and a way to all of them."""
    page = client.get("/zh-Hans/search?q=提现&category=contact").text
    elsewhere = page.split('id="elsewhere"')[1].split("</nav>")[0]
    assert 'category=deposits-withdrawals">充值与提现 <span class="number">2</span>' in elsewhere
    assert "Search all topics" in page


def test_a_literal_search_stays_literal_in_every_topic(client: FlaskClient) -> None:
    """And, when it finds nothing, offers to allow other spellings."""
    page = client.get("/zh-Hans/search?q=联&category=contact&literal=1").text
    assert 'href="/zh-Hans/search?q=%E8%81%94&amp;literal=1"' in page
    page = client.get("/zh-Hans/search?q=zzzz&literal=1").text
    assert '<a href="/zh-Hans/search?q=zzzz">Allow other spellings</a>' in page
