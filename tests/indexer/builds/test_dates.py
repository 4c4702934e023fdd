"""Articles that come and go on a date, or are taken down."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.builds.published import open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.loader import load
from kb.schedule import DueChange, next_change
from web.app import create_app

CAMPAIGN = "articles/security/campaign.zh-Hans.md"
HEADER = "title: 年终活动\nsummary: 鲸鱼奖励。\nupdated: 2026-11-20\naliases: [party]\n"
TIMES = "publish_at: 2026-12-01T09:00:00+08:00\nexpire_at: 2027-01-01\n"
BEFORE, DURING, AFTER = (
    datetime(2026, 12, 1, 0, 59, tzinfo=UTC),
    datetime(2026, 12, 1, 1, 0, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
)


def written(extra: str) -> dict[str, str]:
    """The campaign, with more front matter, and an English translation."""
    return {
        CAMPAIGN: f"---\n{HEADER}{extra}---\n## 鲸鱼 {{#whale}}\n\n鲸鱼奖励 zebrafish。\n",
        CAMPAIGN.replace("zh-Hans", "en"): "---\ntitle: Party\n---\n## Whale {#whale}\n\nA zebrafish.\n",
    }


@contextmanager
def site_at(root: Path, now: datetime) -> Iterator[FlaskClient]:
    """A visitor of the site as a build of that time has it."""
    store = BuildStore(root / "var" / "builds")
    report = publish(load(root), store, now=now)
    assert report.manifest is not None, [str(problem) for problem in report.problems]
    build = open_current(store)
    try:
        yield create_app(build, clock=lambda: now).test_client()
    finally:
        build.close()


def places(client: FlaskClient) -> set[str]:
    """Where the campaign shows."""
    addresses = {
        "article": "/zh-Hans/security/campaign",
        "markdown": "/en/security/campaign.md",
        "category": "/zh-Hans/security/",
        "sitemap": "/zh-Hans/sitemap.xml",
        "feed": "/zh-Hans/feed.xml",
        "reading list": "/zh-Hans/llms.txt",
        "search": "/api/v1/search?q=zebrafish&locale=zh-Hans",
        "suggestions": "/api/v1/suggest?q=年终&locale=zh-Hans",
        "api": "/api/v1/articles/campaign?locale=en",
    }
    answers = {name: client.get(url) for name, url in addresses.items()}
    return {
        name for name, each in answers.items() if each.status_code == 200 and re.search("campaign|Whale", each.text)
    }


def test_an_article_is_nowhere_before_and_after_its_time(make_site) -> None:  # type: ignore[no-untyped-def]
    """Nothing but the time changes; in between it is everywhere."""
    root = make_site(changes=written(TIMES))
    with site_at(root, BEFORE) as client:
        assert places(client) == set()
        assert client.get("/zh-Hans/security/campaign").status_code == 404
    with site_at(root, DURING) as client:
        assert len(places(client)) == 9
    with site_at(root, AFTER) as client:
        assert places(client) == set()
        assert client.get("/en/security/campaign").status_code == 410


def test_what_is_to_come_is_in_no_file_of_a_build(make_site) -> None:  # type: ignore[no-untyped-def]
    """Not even its words."""
    root = make_site(changes=written(TIMES))
    with site_at(root, BEFORE):
        files = [path for path in (root / "var").rglob("*") if path.is_file()]
        assert len(files) > 10
        assert [path for path in files if b"zebrafish" in path.read_bytes()] == []


def test_a_build_at_the_same_side_of_a_date_is_current(make_site) -> None:  # type: ignore[no-untyped-def]
    """Running it often costs nothing."""
    root = make_site(changes=written(TIMES))
    store = BuildStore(root / "var" / "builds")
    published = [publish(load(root), store, now=now).was_current for now in (BEFORE, BEFORE, DURING, DURING, AFTER)]
    assert published == [False, True, False, True, False]


def test_a_promise_that_breaks_on_a_date_does_not_stop_the_build(make_site) -> None:  # type: ignore[no-untyped-def]
    """What else is due must change too; written later, the same promise stops it."""
    questions = "questions: [提现手续费是多少]\n"
    root = make_site(changes=written(TIMES + questions))
    store = BuildStore(root / "var" / "builds")
    publish(load(root), store, now=BEFORE)
    report = publish(load(root), store, now=DURING)
    assert report.manifest is not None
    assert [each.severity for each in report.problems if each.check == "promise"] == ["warning"]
    campaign = root / CAMPAIGN
    campaign.write_text(campaign.read_text("utf-8").replace("是多少", "多少钱"), "utf-8")
    assert publish(load(root), store, now=DURING).manifest is None


@pytest.mark.parametrize("way", ["status: retired\n", "expire_at: 2026-01-01\n"])
def test_an_article_that_is_over_leads_to_the_one_that_replaces_it(make_site, way: str) -> None:  # type: ignore[no-untyped-def]
    """From each address it had, for ever, also by way of another that is over."""
    old = "---\ntitle: 旧\nstatus: retired\nredirect: campaign\n---\n"
    changes = {**written(f"{way}redirect: enable-2fa\n"), "articles/security/old.zh-Hans.md": old}
    with site_at(make_site(changes=changes), DURING) as client:
        for slug in ("campaign", "party", "old"):
            answer = client.get(f"/en/security/{slug}")
            assert (answer.status_code, answer.location) == (308, "/en/security/enable-2fa")
        assert client.get("/api/v1/articles/party?locale=en").status_code == 308
        assert places(client) == set()


@pytest.mark.parametrize("extra", ["", "redirect: other\n", "redirect: secret-plan\n"])
def test_an_article_that_nothing_replaces_is_gone(make_site, extra: str) -> None:  # type: ignore[no-untyped-def]
    """The page says so, is not kept by search engines, and helps on; a circle of redirects leads nowhere either."""
    other = "---\ntitle: 其他\nstatus: retired\nredirect: campaign\n---\n"
    changes = {**written(f"status: retired\n{extra}"), "articles/security/other.zh-Hans.md": other}
    with site_at(make_site(changes=changes), DURING) as client:
        for url in ("/zh-Hans/security/campaign", "/zh-Hans/security/party", "/zh-Hans/security/campaign.md"):
            answer = client.get(url)
            assert answer.status_code == 410
            assert "这篇文章已经下架" in answer.text
            assert "noindex" in answer.text or "noindex" in answer.headers.get("X-Robots-Tag", "")
        told = client.get("/api/v1/articles/campaign?locale=en")
        assert (told.status_code, told.json["error"]["code"]) == (410, "gone")  # type: ignore[index]
        assert places(client) == set()


def test_a_link_to_what_is_not_seen_keeps_its_words(make_site) -> None:  # type: ignore[no-untyped-def]
    """And leads nowhere."""
    text = "---\ntitle: 指南\n---\n看[年终活动](article:campaign#whale)。\n"
    root = make_site(changes={**written(TIMES), "articles/security/guide.zh-Hans.md": text})
    with site_at(root, BEFORE) as client:
        assert "看<a>年终活动</a>" in client.get("/zh-Hans/security/guide").text
    with site_at(root, DURING) as client:
        assert '<a href="/zh-Hans/security/campaign#whale">年终活动</a>' in client.get("/zh-Hans/security/guide").text


def test_the_next_change_is_known(make_site) -> None:  # type: ignore[no-untyped-def]
    """Drafts and retired articles change nothing."""
    library = load(make_site(changes=written(TIMES))).library
    assert next_change(library, BEFORE) == DueChange(DURING, "campaign", appears=True)
    assert next_change(library, DURING) == DueChange(AFTER, "campaign", appears=False)
    assert next_change(library, AFTER) is None


def test_a_draft_with_a_date_has_none_ahead(make_site) -> None:  # type: ignore[no-untyped-def]
    """It stays a draft whatever its date."""
    root = make_site(changes=written(f"status: draft\n{TIMES}"))
    (root / CAMPAIGN.replace("zh-Hans", "en")).unlink()
    assert next_change(load(root).library, BEFORE) is None
    with site_at(root, DURING) as client:
        assert places(client) == set()
