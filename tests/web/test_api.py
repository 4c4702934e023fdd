"""The JSON API and its description."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import web
from web.errors import ERROR_CODES

DOCUMENT = json.loads((Path(web.__file__).parent / "openapi.json").read_text("utf-8"))


def conforms(value: object, schema: str) -> None:
    """Raise unless the value has the shape of a schema of the document."""
    Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": DOCUMENT["components"]}).validate(
        value
    )


def test_search_shape(client: FlaskClient) -> None:
    """A search answers in exactly the published shape."""
    found = client.get("/api/v1/search?q=fees&locale=en").json
    assert isinstance(found.pop("took_ms"), float)
    assert found == {
        "query": "fees",
        "locale": "en",
        "total": 1,
        "corrected_query": None,
        "build_id": "b1",
        "hits": [
            {
                "slug": "withdrawal-fees",
                "category": "deposits-withdrawals",
                "locale": "en",
                "is_fallback": False,
                "title": "How withdrawal fees work",
                "url": "/en/deposits-withdrawals/withdrawal-fees",
                "section": {"id": "how-fees-work", "title": "How withdrawal fees work"},
                "snippet": {"text": "How withdrawal fees work", "highlights": [[15, 19]]},
                "score": 1.5,
            }
        ],
    }


def test_fallback_hits_count(client: FlaskClient) -> None:
    """Hits in other languages say so, link within the reader's locale, and are part of the total."""
    found = client.get("/api/v1/search?q=充值&locale=ar").json
    assert found["total"] == 1
    hit = found["hits"][0]
    assert (hit["locale"], hit["is_fallback"], hit["url"]) == (
        "zh-Hans",
        True,
        "/ar/deposits-withdrawals/deposit-not-arrived",
    )


def test_limit_offset_category(many_results: FlaskClient) -> None:
    """Limit and offset cut a page; the total stays; a category filters."""
    found = many_results.get("/api/v1/search?q=Withdrawal&locale=en&limit=7&offset=21").json
    assert (len(found["hits"]), found["total"]) == (6, 27)
    assert many_results.get("/api/v1/search?q=Withdrawal&locale=en&category=contact").json["total"] == 0


@pytest.mark.parametrize(
    ("asked", "locale"), [("zh-CN", "zh-Hans"), ("EN", "en"), ("zh-TW", "zh-Hant"), ("", "zh-Hans")]
)
def test_locale_aliases(client: FlaskClient, asked: str, locale: str) -> None:
    """A locale may be asked for under any tag that means it; without one the source locale answers."""
    assert client.get(f"/api/v1/search?q=x&locale={asked}").json["locale"] == locale


def test_text_is_not_escaped(client: FlaskClient) -> None:
    """Chinese text travels as UTF-8, not as escapes."""
    assert "提现手续费怎么算".encode() in client.get("/api/v1/search?q=提现&locale=zh-Hans").data


def test_article(client: FlaskClient) -> None:
    """An article comes with its body, its language, and links within the locale asked for."""
    found = client.get("/api/v1/articles/withdrawal-limits?locale=ar").json
    assert (found["requested_locale"], found["locale"], found["is_fallback"]) == ("ar", "en", True)
    assert 'href="/ar/contact/contact-support"' in found["html"]
    assert found["stale_sections"] == [{"id": "how-fees-work", "title": "Daily limits"}]
    assert found["locales"] == ["zh-Hans", "en"]


def test_old_slug(client: FlaskClient) -> None:
    """An old slug leads to the article's own."""
    response = client.get("/api/v1/articles/fees?locale=en")
    assert (response.status_code, response.headers["Location"]) == (308, "/api/v1/articles/withdrawal-fees?locale=en")


def test_document_is_valid(client: FlaskClient) -> None:
    """The description is valid OpenAPI 3.1 and names this site as its server."""
    served = client.get("/api/v1/openapi.json").json
    validate(served)
    assert served["openapi"].startswith("3.1")
    assert served["servers"] == [{"url": "http://localhost"}]
    assert served["paths"] == DOCUMENT["paths"]


def test_every_route_is_described(app: Flask) -> None:
    """Each route of the API is in its description, and the other way round."""
    routes = {
        rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules() if "/api/" in rule.rule
    }
    assert routes == set(DOCUMENT["paths"])


def test_responses_match_the_document(client: FlaskClient, many_results: FlaskClient) -> None:
    """What the API answers has the shape its description promises."""
    for query in ("q=fees&locale=en", "q=充值&locale=ar", "q=", "q=zzz", ""):
        conforms(client.get(f"/api/v1/search?{query}").json, "SearchResults")
    conforms(many_results.get("/api/v1/search?q=Withdrawal&locale=en").json, "SearchResults")
    for slug in ("withdrawal-fees", "withdrawal-limits", "contact-support"):
        for tag in ("zh-Hans", "zh-Hant", "en", "ar"):
            conforms(client.get(f"/api/v1/articles/{slug}?locale={tag}").json, "Article")
    for path in ("nothing", "search?locale=xx", "search?limit=0", "articles/none"):
        conforms(client.get(f"/api/v1/{path}").json, "Error")


def test_every_error_code_is_described() -> None:
    """Each code an error may carry is in the description."""
    codes = DOCUMENT["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"]
    assert set(ERROR_CODES.values()) <= set(codes)
