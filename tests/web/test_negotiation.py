"""Which language a visitor is led to."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "cookie", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", None, "zh-Hans"),
        ("zh-TW,zh;q=0.9", None, "zh-Hant"),
        ("zh-HK", None, "zh-Hant"),
        ("en-US,en;q=0.5", None, "en"),
        ("fr,ar;q=0.5", None, "ar"),
        ("fr;q=0.9,en;q=0.1,ar;q=0.5", None, "ar"),
        ("en;q=0,ar", None, "ar"),
        ("fr-FR", None, "zh-Hans"),
        ("*", None, "zh-Hans"),
        ("", None, "zh-Hans"),
        ("zh;q=x,;;*q=9", None, "zh-Hans"),
        ("en", "ar", "ar"),
        ("en", "xx", "en"),
        ("en", "../evil", "en"),
    ],
)
def test_root(client: FlaskClient, accepted: str, cookie: str | None, expected: str) -> None:
    """The root leads to the chosen language, else to what the browser asks for, else to the source language."""
    if cookie:
        client.set_cookie("locale", cookie)
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{expected}/")
    assert {name.strip() for name in response.headers["Vary"].split(",")} == {"Cookie", "Accept-Language"}


def test_address_wins(client: FlaskClient) -> None:
    """The address decides the language, whatever cookie and browser say."""
    client.set_cookie("locale", "ar")
    page = client.get("/en/", headers={"Accept-Language": "zh-CN"}).text
    assert '<html lang="en" dir="ltr">' in page


def test_no_cookie_for_a_visit(client: FlaskClient) -> None:
    """A visit to a page in another language than the browser's leaves no cookie."""
    for referrer in ("", "https://search.example/", "http://localhost/en/contact/", "http://[::1", "http://localhost/"):
        response = client.get("/en/", headers={"Accept-Language": "zh-CN", "Referer": referrer})
        assert "Set-Cookie" not in response.headers, referrer


def test_switch_is_remembered(client: FlaskClient) -> None:
    """Following the language menu is remembered, and decides where the root leads next time."""
    referrer = "http://localhost/zh-Hans/contact/contact-support"
    headers = {"Accept-Language": "zh-CN", "Referer": referrer}
    cookie = client.get("/en/contact/contact-support", headers=headers).headers["Set-Cookie"]
    assert cookie.startswith("locale=en;")
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie
    assert client.get("/", headers={"Accept-Language": "zh-CN"}).headers["Location"] == "/en/"


def test_switch_back_is_remembered(client: FlaskClient) -> None:
    """Whoever switches back gets their first language again."""
    client.set_cookie("locale", "en")
    headers = {"Accept-Language": "zh-CN", "Referer": "http://localhost/en/"}
    client.get("/zh-Hans/", headers=headers)
    assert client.get("/").headers["Location"] == "/zh-Hans/"
