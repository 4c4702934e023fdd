"""The search field as the server writes it: a form that needs no script, and the words that a script may say."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

PATHS = (
    "/en/",
    "/en/contact/",
    "/en/deposits-withdrawals/withdrawal-fees",
    "/en/search",
    "/en/search?q=fees",
    "/en/nowhere",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_form_that_needs_no_script(client: FlaskClient, path: str) -> None:
    """A labelled field that sends its words to the results page; what only a script can do is not offered."""
    page = client.get(path).text
    assert page.count('role="search" action="/en/search" method="get"') == 1
    (field,) = re.findall(r'<input id="([\w-]+)" name="q" type="search"[^>]*>', page)
    assert f'<label class="visually-hidden" for="{field}">' in page
    assert '<button type="submit">Search</button>' in page
    assert "combobox" not in page
    assert re.search(r'<button class="slash" type="button"[^>]* hidden>/</button>', page)


def test_suggestions_are_asked_for_in_the_pages_language(client_of: Callable[..., FlaskClient]) -> None:
    """Under the path of the site, at an address that answers."""
    client = client_of(base_url="http://localhost/help")
    (address,) = re.findall(r'data-suggest="([^"]+)"', client.get("/help/ar/").text)
    assert client.get(f"{address}&q=x").json["locale"] == "ar"


def test_the_script_finds_its_list_and_its_words_in_the_page(client: FlaskClient) -> None:
    """A listbox and a polite status in a template, and every text that is shown or read aloud, each number by itself."""
    page = client.get("/en/").text
    template = page.split("<template")[1].split("</template>")[0]
    assert '<div id="search-options" role="listbox"></div>' in template
    assert '<p class="visually-hidden" role="status"></p>' in template
    (counts,) = re.findall(r'data-counts="([^"]+)"', template)
    assert counts.split("|") == ["1 suggestion", *(f"{number} suggestions" for number in range(2, 9))]
    (recent,) = re.findall(r'data-recent-counts="([^"]+)"', template)
    assert len(recent.split("|")) == 5
    assert 'data-search-for="Search for “%s”"' in template


def test_pages_may_ask_their_own_site_only(client: FlaskClient) -> None:
    """That is all that suggestions need of the Content-Security-Policy."""
    assert "connect-src 'self'" in client.get("/en/").headers["Content-Security-Policy"]
