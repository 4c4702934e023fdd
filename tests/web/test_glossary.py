"""The glossary's page, the terms marked in articles, and definitions as answers to a search."""

import re
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from indexer.glossary.glossary import Glossary
from indexer.glossary.model import GlossaryFile
from web.app import create_app

FEES = "/zh-Hans/deposits-withdrawals/withdrawal-fees"


def test_the_glossary_lists_terms_under_their_letters(client: FlaskClient) -> None:
    """Each entry can be linked to and leads to the article that explains it and to a search."""
    page = client.get("/zh-Hans/glossary").text
    assert re.findall(r'<h2 id="(_letter-\d+)">(\w)</h2>', page) == [("_letter-1", "J"), ("_letter-2", "T")]
    assert '<a href="#_letter-2">T</a>' in page
    entry = page[page.index('<div id="withdrawal">') :]
    assert "把资产转出账户。" in entry
    assert "提币" in entry
    assert 'href="/zh-Hans/deposits-withdrawals/withdrawal-limits"' in entry
    assert 'href="/zh-Hans/search?q=%E6%8F%90%E7%8E%B0"' in entry


def test_readers_see_the_english_word_too(client: FlaskClient) -> None:
    """In brackets of a kind, in its own language; not on the English page."""
    assert '<small lang="en" dir="ltr">withdrawal</small>' in client.get("/zh-Hans/glossary").text
    assert "<small lang" not in re.sub(
        r"<nav class=\"tools\".*?</nav>", "", client.get("/en/glossary").text, flags=re.S
    )


def test_a_locale_without_terms_reads_the_next_ones(client: FlaskClient) -> None:
    """It says so, the words keep their language, and search engines are led to where they are written."""
    page = client.get("/ar/glossary").text
    assert '<div class="glossary" lang="en" dir="ltr">' in page
    assert 'class="notice"' in page
    assert '<link rel="canonical" href="http://localhost/en/glossary">' in page
    assert re.findall(r'hreflang="([\w-]+)" href="http', page) == []
    own = client.get("/en/glossary").text
    assert re.findall(r'hreflang="([\w-]+)" href="http', own) == ["zh-Hans", "en", "x-default"]


def test_a_site_without_terms_has_no_glossary(build_of: Callable[..., Any]) -> None:
    """Its address answers 404 and no page leads there."""
    build = build_of()
    build.glossaries = {locale: Glossary(GlossaryFile((), {})) for locale in build.library.site.locales}
    client = create_app(build).test_client()
    assert client.get("/en/glossary").status_code == 404
    assert "/glossary" not in client.get("/en/").text


def test_other_forms_of_the_address_lead_to_the_one(client: FlaskClient) -> None:
    """As those of every page do."""
    assert client.get("/zh-CN/glossary/").headers["Location"].endswith("/zh-Hans/glossary")


def test_every_page_leads_to_the_glossary(client: FlaskClient) -> None:
    """From its foot."""
    assert '<a href="/en/glossary">' in client.get("/en/").text


def test_a_term_in_an_article_leads_to_its_definition(client: FlaskClient) -> None:
    """The definition stands once on the page, in a list that leads on to the glossary."""
    page = client.get(FEES).text
    assert (
        page.count('<a class="term" href="#_term-withdrawal" aria-describedby="_definition-withdrawal">提现</a>') == 1
    )
    assert page.count("把资产转出账户。") == 1
    assert '<div id="_term-withdrawal">' in page
    assert '<a href="/zh-Hans/glossary#withdrawal">' in page


def test_a_fallback_article_explains_in_its_own_language(client: FlaskClient) -> None:
    """And leads to the reader's glossary."""
    page = client.get("/zh-Hant/deposits-withdrawals/withdrawal-fees").text
    assert '<div id="_term-withdrawal" lang="zh-Hans" dir="ltr">' in page
    assert '<a href="/zh-Hant/glossary#withdrawal">' in page


def test_an_article_does_not_mark_the_term_it_explains(client: FlaskClient) -> None:
    """Where a term's `article` leads, it needs no definition."""
    assert 'class="term' not in client.get("/zh-Hans/deposits-withdrawals/withdrawal-limits").text


def test_what_programs_read_carries_no_marks(client: FlaskClient) -> None:
    """Their targets are on the page alone."""
    assert 'class="term"' not in client.get("/api/v1/articles/withdrawal-fees?locale=zh-Hans").json["html"]
    assert "_term-" not in client.get(f"{FEES}.md").text


def test_a_search_for_nothing_but_a_term_is_answered(client: FlaskClient) -> None:
    """By name or synonym, in whatever language, above the hits and on the first page only."""
    for query in ("提现", "提币", "WITHDRAWAL"):
        page = client.get("/zh-Hans/search", query_string={"q": query}).text
        assert '<section class="answer"' in page
        assert '<a href="/zh-Hans/glossary#withdrawal">' in page
    assert 'class="answer"' not in client.get("/zh-Hans/search?q=提现手续费").text
    assert 'class="answer"' not in client.get("/zh-Hans/search?q=提现&page=2").text


def test_an_answer_comes_from_the_nearest_language(client: FlaskClient) -> None:
    """A reader whose language does not define the term reads the next one's, marked as such."""
    page = client.get("/ar/search?q=payout").text
    assert '<h2 id="answer" lang="en" dir="ltr">withdrawal' in page
