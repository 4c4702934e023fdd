"""The Atom feed of each locale, as RFC 4287 asks for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from web.app import create_app

ATOM = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FEES = "/en/deposits-withdrawals/withdrawal-fees"


def feed(client: FlaskClient, tag: str = "en") -> ET.Element:
    """The feed of a locale."""
    return ET.fromstring(client.get(f"/{tag}/feed.xml").data)


def with_dates(build: Any, dates: dict[str, date | None], category: str | None = None) -> FlaskClient:
    """A visitor of the small site whose English articles were updated on these days, in this category."""
    articles = dict(build.library.articles)
    for slug, day in dates.items():
        own = articles[slug].translations
        articles[slug] = replace(
            articles[slug],
            translations={**own, "en": replace(own["en"], updated=day)},
            category_id=category or articles[slug].category_id,
        )
    build.library = replace(build.library, articles=articles)
    return create_app(build).test_client()


@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ar"])
def test_what_the_standard_requires(client: FlaskClient, tag: str) -> None:
    """Each of id, title and updated once, an author, links to itself and to the site; the same for each entry."""
    response = client.get(f"/{tag}/feed.xml")
    root = ET.fromstring(response.data)
    assert (response.mimetype, root.tag) == ("application/atom+xml", f"{{{ATOM['a']}}}feed")
    assert root.get(XML_LANG) == tag
    assert root.findtext("a:author/a:name", None, ATOM)
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"self": f"http://localhost/{tag}/feed.xml", "alternate": f"http://localhost/{tag}/"}
    entries = root.findall("a:entry", ATOM)
    assert entries
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"a:{name}", ATOM)) == 1
            assert each.findtext(f"a:{name}", None, ATOM)
        assert datetime.fromisoformat(each.findtext("a:updated", "", ATOM)).tzinfo is UTC
    for each in entries:
        assert each.findtext("a:summary", None, ATOM)
        assert [link.get("rel") for link in each.findall("a:link", ATOM)] == ["alternate"]
    assert len({each.findtext("a:id", None, ATOM) for each in (root, *entries)}) == len(entries) + 1


def test_newest_first(build_of: Callable[..., Any]) -> None:
    """What was updated last stands first and dates the feed; what has no date is no news."""
    days = {
        "withdrawal-fees": date(2026, 3, 1),
        "withdrawal-limits": date(2026, 5, 1),
        "contact-support": None,
    }
    root = feed(with_dates(build_of(), days))
    assert [each.text for each in root.findall("a:entry/a:title", ATOM)] == [
        "Withdrawal limits",
        "How withdrawal fees work",
    ]
    assert root.findtext("a:updated", None, ATOM) == "2026-05-01T00:00:00Z"


def test_ids_stay(build_of: Callable[..., Any]) -> None:
    """An article keeps its id when it is updated or moves to another category; its link follows."""

    def entry(client: FlaskClient) -> tuple[str | None, str | None]:
        found = feed(client).find("a:entry", ATOM)
        assert found is not None
        link = found.find("a:link", ATOM)
        assert link is not None
        return found.findtext("a:id", None, ATOM), link.get("href")

    before = entry(with_dates(build_of("b1"), {"withdrawal-fees": date(2027, 1, 1)}))
    after = entry(with_dates(build_of("b2"), {"withdrawal-fees": date(2027, 2, 1)}, "contact"))
    assert before[0] == after[0]
    assert (before[1], after[1]) == (f"http://localhost{FEES}", "http://localhost/en/contact/withdrawal-fees")


def test_only_what_is_written(client: FlaskClient) -> None:
    """A feed tells of articles in its own language; without any it is still a feed."""
    assert [each.text for each in feed(client, "ar").findall("a:entry/a:title", ATOM)] == ["كيف تُحتسب رسوم السحب"]
    empty = feed(client, "zh-Hant")
    assert empty.findall("a:entry", ATOM) == []
    assert empty.findtext("a:updated", None, ATOM) == "2026-11-21T09:00:00Z"


def test_pages_lead_to_the_feed(client: FlaskClient) -> None:
    """Every page names the feed of its language."""
    for path in ("/en/", FEES, "/en/search?q=fees", "/en/nowhere"):
        link = '<link rel="alternate" type="application/atom+xml" title="Songyue Help Centre" href="/en/feed.xml">'
        assert link in client.get(path).text
