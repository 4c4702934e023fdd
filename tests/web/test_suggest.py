"""`/api/v1/suggest`: what a query that is being typed may become."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

import web
from indexer.suggestions.model import Suggestion
from kb.errors import IndexUnavailableError

DOCUMENT = json.loads((Path(web.__file__).parent / "openapi.json").read_text("utf-8"))
SUGGESTIONS = Draft202012Validator({"$ref": "#/components/schemas/Suggestions", "components": DOCUMENT["components"]})


def test_shape(client: FlaskClient) -> None:
    """Suggestions come in exactly the published shape, with addresses in the visitor's locale."""
    assert client.get("/api/v1/suggest?q=提現&locale=zh-CN").json == {
        "query": "提現",
        "locale": "zh-Hans",
        "suggestions": [
            {
                "text": "提现",
                "kind": "term",
                "url": "/zh-Hans/deposits-withdrawals/withdrawal-limits",
                "highlights": [[0, 2]],
            },
            {
                "text": "提现手续费怎么算",
                "kind": "article",
                "url": "/zh-Hans/deposits-withdrawals/withdrawal-fees",
                "highlights": [[0, 2]],
            },
        ],
    }


@pytest.mark.parametrize(
    "query", ["q=ti&locale=zh-Hans", "q=w&locale=en", "q=充&locale=ar", "q=juj", "q=", "", "q=zzz"]
)
def test_answers_match_the_document(client: FlaskClient, query: str) -> None:
    """What the API suggests has the shape its description promises."""
    SUGGESTIONS.validate(client.get(f"/api/v1/suggest?{query}").json)


@pytest.mark.parametrize("typed", ["", "%20", "%00", "%ED%A0%80", "*:*", "%F0%9F%98%80"])
def test_nothing_typed(client: FlaskClient, typed: str) -> None:
    """Nothing typed, and nothing that means anything, suggests nothing."""
    response = client.get(f"/api/v1/suggest?q={typed}")
    assert (response.status_code, response.json["suggestions"]) == (200, [])


def test_fallback_titles(client: FlaskClient) -> None:
    """An article that is not translated is suggested by the title shown, which names its language, and opened in the
    visitor's locale."""
    found = client.get("/api/v1/suggest?q=chong&locale=ar").json["suggestions"]
    assert found == [
        {
            "text": "充值未到账怎么办",
            "kind": "article",
            "url": "/ar/deposits-withdrawals/deposit-not-arrived",
            "highlights": [[0, 1]],
            "locale": "zh-Hans",
        }
    ]


def test_a_term_without_an_article(client_of: Callable[..., FlaskClient]) -> None:
    """A term that no article explains leads to its entry in the glossary, under the path of the site."""
    client = client_of(base_url="http://localhost/help")
    found = client.get("/help/api/v1/suggest?q=巨").json["suggestions"]
    assert [(each["text"], each["url"]) for each in found] == [("巨鲸", "/help/zh-Hans/glossary#whale")]
    assert client.get(found[0]["url"]).status_code == 200


def test_a_section(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A suggestion of a section leads to it."""

    class Sections:
        """Suggests one section."""

        def suggest(self, text: str, limit: int) -> tuple[Suggestion, ...]:
            """The section."""
            return (Suggestion(text, "article", "withdrawal-fees", "deposits-withdrawals", "limits"),)

    monkeypatch.setattr(app.extensions["help-centre"].build, "suggester", lambda _: Sections())
    found = app.test_client().get("/api/v1/suggest?q=x&locale=en").json["suggestions"]
    assert found[0]["url"] == "/en/deposits-withdrawals/withdrawal-fees#limits"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("q=x&locale=xx", "unknown_locale"),
        ("q=x&limit=0", "invalid_parameter"),
        ("q=x&limit=21", "invalid_parameter"),
        ("q=x&limit=many", "invalid_parameter"),
        (f"q={'提' * 1001}", "query_too_long"),
    ],
)
def test_refusals(client: FlaskClient, query: str, code: str) -> None:
    """What cannot be used is refused as a search refuses it."""
    response = client.get(f"/api/v1/suggest?{query}")
    assert (response.status_code, response.json["error"]["code"]) == (400, code)


def test_answers_are_small_and_kept_briefly(many_results: FlaskClient, client: FlaskClient) -> None:
    """An answer fits in 2 kB, is the visitor's alone, and may be kept for a minute."""
    response = many_results.get("/api/v1/suggest?q=withd&locale=en&limit=20")
    assert len(response.json["suggestions"]) > 8
    assert len(response.data) <= 2_000
    assert response.headers["Cache-Control"] == "private, max-age=60"
    assert len(many_results.get("/api/v1/suggest?q=withd&locale=en").json["suggestions"]) == 8
    assert len(client.get("/api/v1/suggest?q=with&locale=en&limit=1").json["suggestions"]) == 1


def test_a_missing_file(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suggestions that cannot be read are an interruption of ours, told in the API's shape."""

    def fail(_: object) -> None:
        raise IndexUnavailableError("internal words")

    monkeypatch.setattr(app.extensions["help-centre"].build, "suggester", fail)
    response = app.test_client().get("/api/v1/suggest?q=x")
    assert (response.status_code, response.json["error"]["code"]) == (503, "unavailable")
    assert "internal words" not in response.text
