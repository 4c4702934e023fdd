"""Searching from the browser's own field, as OpenSearch 1.1 describes it."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from web.browser_search import shortened

NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def test_description(client: FlaskClient) -> None:
    """It has a short name, a description, and addresses for results and suggestions that answer."""
    response = client.get("/en/opensearch.xml")
    root = ET.fromstring(response.data)
    assert response.mimetype == "application/opensearchdescription+xml"
    assert root.tag == f"{{{NAMES['o']}}}OpenSearchDescription"
    assert root.findtext("o:ShortName", None, NAMES) == "Songyue Help"
    assert root.findtext("o:LongName", None, NAMES) == "Songyue Help Centre"
    assert root.findtext("o:Description", None, NAMES) == "What do you need help with?"
    assert root.findtext("o:Language", None, NAMES) == "en"
    urls = {each.get("type"): each.get("template", "") for each in root.findall("o:Url", NAMES)}
    assert set(urls) == {"text/html", "application/x-suggestions+json", "application/opensearchdescription+xml"}
    for template in (*urls.values(), root.findtext("o:Image", "", NAMES)):
        path = template.removeprefix("http://localhost").replace("{searchTerms}", "withdrawal")
        assert client.get(path).status_code == 200


def test_completions(client: FlaskClient) -> None:
    """Browsers read a list: what was typed, and what it may become in this language."""
    response = client.get("/zh-Hans/completions?q=%E6%8F%90%E7%8E%B0")
    assert response.mimetype == "application/x-suggestions+json"
    assert response.json == ["提现", ["提现", "提现手续费怎么算"]]
    assert client.get("/en/completions").json == ["", []]


def test_pages_lead_to_the_description(client: FlaskClient) -> None:
    """Every page offers the browser to search the site in its language."""
    for path in ("/en/", "/en/search?q=fees"):
        assert 'type="application/opensearchdescription+xml" title="Songyue Help Centre" href="/en/opensearch.xml"' in (
            client.get(path).text
        )


def test_under_a_sub_path(client_of: Callable[..., FlaskClient]) -> None:
    """The addresses are absolute and carry the sub-path."""
    root = ET.fromstring(client_of(base_url="https://example.com/help").get("/help/en/opensearch.xml").data)
    for url in root.findall("o:Url", NAMES):
        assert url.get("template", "").startswith("https://example.com/help/en/")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("松月帮助中心", "松月帮助中心"),
        ("Songyue Help Centre", "Songyue Help"),
        ("Centro de ayuda de Songyue", "Centro de ayuda"),
        ("Exactly sixteen.", "Exactly sixteen."),
        ("Exactly sixteens, more", "Exactly"),
        ("松月数字资产交易所帮助与支持中心总站", "松月数字资产交易所帮助与支持中心"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    """A name that is too long loses whole words, and characters only where it is one word."""
    assert shortened(name, 16) == short
