"""What people see on the home, category and article pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

import web
from web.app import create_app

FEES = "deposits-withdrawals/withdrawal-fees"


def test_home(client: FlaskClient) -> None:
    """The home page asks its question, offers examples, emergencies and categories, and a way to people."""
    page = client.get("/zh-Hans/").text
    assert "<h1>你遇到了什么问题？</h1>" in page
    assert 'href="/zh-Hans/search?q=%E5%85%85%E5%80%BC%E6%9C%AA%E5%88%B0%E8%B4%A6">充值未到账</a>' in page
    assert "充值未到账怎么办" in page.split('class="emergencies"')[1].split("</section>")[0]
    assert "See all 3 articles" in page
    assert 'class="tool contact-link" href="/zh-Hans/contact/contact-support"' in page


def test_home_shows_readable_articles_first(client: FlaskClient) -> None:
    """A topic names the articles that are written in the reader's language before those that are not."""
    shelf = client.get("/en/").text.split('class="shelf"')[1]
    assert shelf.index("withdrawal-limits") < shelf.index("deposit-not-arrived")
    own = client.get("/zh-Hans/").text.split('class="shelf"')[1]
    assert own.index("deposit-not-arrived") < own.index("withdrawal-limits")


def test_home_ends_with_people(client: FlaskClient) -> None:
    """Who finds nothing on the home page is led to support."""
    assert "/en/contact/contact-support" in client.get("/en/").text.split('class="shelf"')[-1]


def test_home_in_arabic_mirrors(client: FlaskClient) -> None:
    """A page in Arabic runs from right to left, and titles in other languages keep their own direction."""
    page = client.get("/ar/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<span lang="zh-Hans" dir="ltr">充值未到账怎么办</span>' in page


def test_category(client: FlaskClient) -> None:
    """A category lists its articles with summaries, and says of which language those are that are not translated."""
    page = client.get("/en/deposits-withdrawals/").text
    assert "<h1>Deposits and withdrawals</h1>" in page
    assert "How withdrawal fees work。" in page
    assert "In Simplified Chinese" in page


def test_article(client: FlaskClient) -> None:
    """An article shows its path, lead, date in the reader's form, reading time, contents, disclaimer and related."""
    page = client.get(f"/en/{FEES}").text
    assert '<article lang="en" dir="ltr">' in page
    assert "How withdrawal fees work。" in page.split('id="_intro"')[1][:80]
    assert "Updated November 20, 2026" in page
    assert "3 minutes to read" in page
    assert page.count('href="#how-fees-work"') == 2
    assert "Check the network before you send." in page
    assert 'href="/en/deposits-withdrawals/deposit-not-arrived" lang="zh-Hans" dir="ltr"' in page
    assert 'class="button" href="/en/contact/contact-support"' in page


def test_dates_and_plurals_by_locale(translated_client: FlaskClient) -> None:
    """Dates and plurals follow the reader's language."""
    page = translated_client.get(f"/zh-Hans/{FEES}").text
    assert "2026年11月20日" in page
    assert "阅读约 3 分钟" in page


def test_body_links_carry_readers_locale(client: FlaskClient) -> None:
    """Links in a body that is shown as a fallback stay in the language the reader chose."""
    page = client.get("/ar/deposits-withdrawals/deposit-not-arrived").text
    assert '<a href="/ar/contact/contact-support">→</a>' in page
    assert "\ue000" not in page


def test_fallback(client: FlaskClient) -> None:
    """An article in another language says so between title and body, and carries that language's direction."""
    page = client.get("/ar/deposits-withdrawals/withdrawal-limits").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article lang="en" dir="ltr">' in page
    title, notice, body = page.index("</h1>"), page.index('class="notice"'), page.index('class="prose"')
    assert title < notice < body
    assert 'class="notice" lang="ar" dir="rtl"' in page
    assert "You are reading it in الإنجليزية" in page
    assert '<link rel="canonical" href="http://localhost/en/deposits-withdrawals/withdrawal-limits">' in page


def test_no_fallback_notice_in_own_language(client: FlaskClient) -> None:
    """An article in the reader's own language has no notice."""
    assert 'class="notice' not in client.get(f"/ar/{FEES}").text


def test_stale_translation(client: FlaskClient) -> None:
    """A translation older than its source names the sections that changed."""
    page = client.get("/en/deposits-withdrawals/withdrawal-limits").text
    notice = page.split("notice-stale")[1].split("</aside>")[0]
    assert '<a href="#how-fees-work">Daily limits</a>' in notice
    assert "notice-stale" not in client.get("/zh-Hans/deposits-withdrawals/withdrawal-limits").text


def test_alternates_name_only_written_translations(client: FlaskClient) -> None:
    """Search engines are told of the languages an article is really written in, and of no other."""
    page = client.get("/en/deposits-withdrawals/withdrawal-limits").text
    assert re.findall(r'rel="alternate" hreflang="([\w-]+)"', page) == ["zh-Hans", "en", "x-default"]
    menu = page.split('class="languages"')[1].split("</details>")[0]
    assert menu.count("not translated yet") == 2


def test_incident_banner(client_of: Callable[..., FlaskClient]) -> None:
    """An incident shows on every page from its start until its end, in the reader's language."""
    for hour, is_shown in ((7, False), (8, True), (9, True), (10, False)):
        client = client_of(clock=lambda hour=hour: datetime(2026, 11, 21, hour, tzinfo=UTC))
        for path in ("/en/", f"/en/{FEES}", "/en/search?q=x", "/en/nowhere"):
            assert ("TRC20 withdrawals are paused." in client.get(path).text) is is_shown
        assert ("TRC20 提现正在维护。" in client.get("/zh-Hans/").text) is is_shown


def test_footer(client: FlaskClient) -> None:
    """The footer links to legal pages and official channels by the reader's words or their fallback's."""
    assert '<a href="https://example.com/terms">用户协议</a>' in client.get("/zh-Hant/").text
    assert 'href="https://social.example/@help"' in client.get("/en/").text


def test_words_of_the_site_that_fall_back_name_their_language(client: FlaskClient) -> None:
    """Topics and footer links without words in the reader's language are read aloud in that of their words."""
    assert '<li lang="zh-Hans" dir="ltr"><a href="https://example.com/terms">' in client.get("/zh-Hant/").text
    assert '<span lang="en" dir="ltr">Deposits and withdrawals</span>' in client.get("/ar/").text


def test_site_without_extras(client_of: Callable[..., FlaskClient]) -> None:
    """A site that names no contact, emergencies, examples or links still has complete pages."""
    client = client_of(
        contact=None, emergencies=(), search_examples={}, disclaimers={}, legal_links=(), social_links=(),
        incidents=(), tagline={},
    )  # fmt: skip
    for path in ("/en/", "/en/contact/", f"/en/{FEES}", "/en/search?q=none", "/en/nowhere"):
        assert client.get(path).status_code in (200, 404)
    assert "What do you need help with?" in client.get("/en/").text


def test_logo(client_of: Callable[..., FlaskClient]) -> None:
    """A site with a logo shows it beside its name."""
    assert '<img src="/media/logo.abc.svg" alt="">' in client_of(logo="logo.abc.svg").get("/en/").text


def test_titles_are_escaped(client_of: Callable[..., FlaskClient]) -> None:
    """Words from settings are text, never markup."""
    page = client_of(name={"zh-Hans": "<b>&"}).get("/en/").text
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_nothing_inline(client: FlaskClient) -> None:
    """No page carries a script or style of its own that would run or show, nor asks another host for anything."""
    for path in ("/en/", f"/en/{FEES}", "/en/contact/", "/en/search?q=fees", "/en/nowhere"):
        page = client.get(path).text
        assert not re.search(r'<style|<script(?! type="application/ld\+json">|[^>]* src=)|\sstyle=|\son\w+=', page)
        loaded = re.findall(r'<(?:script|img)[^>]*src="([^"]+)|<link rel="(?:stylesheet|icon)"[^>]*href="([^"]+)', page)
        assert all("".join(each).startswith("/") for each in loaded)


def test_every_icon_exists(app: Flask) -> None:
    """Each icon that a template names is in the sprite."""
    known = app.extensions["help-centre"].assets.icons
    for path in (Path(web.__file__).parent / "templates").glob("*.html"):
        assert set(re.findall(r'icon\("([\w-]+)"\)', path.read_text("utf-8"))) <= set(known), path.name


def test_unknown_icon(client_of: Callable[..., FlaskClient], build_of: Callable[..., Any]) -> None:
    """A category with an icon that the sprite lacks shows the default one."""
    build = build_of()
    odd = replace(build.library.categories[0], icon="unicorn")
    build.library = replace(build.library, categories=(odd, *build.library.categories[1:]))
    page = create_app(build).test_client().get("/en/").text
    assert "unicorn" not in page
    assert page.split('class="shelf"')[1].count('href="#_icon-guide"') == 1


def test_icons_are_in_the_page_once(client: FlaskClient) -> None:
    """A page holds the shapes of exactly the icons it draws, so that they cost no request."""
    page = client.get("/en/").text
    drawn = set(re.findall(r'<use[^>]* href="#_icon-([\w-]+)"', page))
    held = re.findall(r'<symbol id="_icon-([\w-]+)"', page)
    assert sorted(held) == sorted(drawn)
