"""What the page of an article adds to its text."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient

from indexer.builds.model import Change, StaleSection
from web.app import create_app

FEES = "deposits-withdrawals/withdrawal-fees"
MISSING = "deposits-withdrawals/deposit-not-arrived"
LIMITS = "deposits-withdrawals/withdrawal-limits"
VIDEO = '<a class="play" href="https://vimeo.com/76979871" data-player="https://player.vimeo.com/video/76979871"></a>'

BuildMaker = Callable[..., Any]


def page_of(build: Any, path: str) -> str:
    """A page of a build."""
    return create_app(build).test_client().get(path).text


def policy_with(build: Any, body: str) -> str:
    """The Content-Security-Policy of an article with this body."""
    build.body = lambda _: body
    return create_app(build).test_client().get(f"/en/{FEES}").headers["Content-Security-Policy"]


def test_neighbours_in_the_category(client: FlaskClient) -> None:
    """The article before and after, each with its direction, in the editors' order; none at the ends."""
    page = client.get(f"/zh-Hans/{MISSING}").text
    before, after = re.findall(r'<a class="neighbour neighbour-(\w+)" href="([^"]+)"', page)
    assert before == ("before", f"/zh-Hans/{FEES}")
    assert after == ("after", f"/zh-Hans/{LIMITS}")
    assert "Previous article" in page
    assert "neighbour-before" not in client.get(f"/zh-Hans/{FEES}").text
    assert "neighbour" not in client.get("/zh-Hans/contact/contact-support").text


def test_fallback_names_the_other_languages(client: FlaskClient) -> None:
    """Each in its own name, with a link to the article in it; the one that is shown is not among them."""
    notice = client.get(f"/ar/{LIMITS}").text.split('class="notice"')[1].split("</aside>")[0]
    assert f'<a href="/zh-Hans/{LIMITS}" hreflang="zh-Hans" lang="zh-Hans" dir="ltr">简体中文</a>' in notice
    assert "English" not in notice
    assert "You can also read it in" not in client.get(f"/ar/{MISSING}").text


def test_fallback_says_of_every_word_in_which_language_it_is(client: FlaskClient) -> None:
    """Title and body in the article's, contents' entries too; headings of contents and notices in the reader's."""
    page = client.get(f"/ar/{LIMITS}").text
    article = page.split("<article")[1].split("</article>")[0]
    assert article.startswith(' lang="en" dir="ltr"')
    assert "<h1" in article
    assert 'class="contents-folded" lang="ar" dir="rtl"' in article
    beside = page.split('class="beside contents-beside"')[1].split("</nav>")[0]
    assert '<a href="#how-fees-work"><span lang="en" dir="ltr">Withdrawal limits</span></a>' in beside


def test_breadcrumb_and_disclaimer_say_in_which_language_they_are(client: FlaskClient) -> None:
    """A category or disclaimer without words in the reader's language is shown in the next one."""
    page = client.get(f"/ar/{FEES}").text
    assert '<a href="/ar/deposits-withdrawals/" lang="en" dir="ltr">Deposits and withdrawals</a>' in page
    assert '<p lang="en" dir="ltr">Check the network before you send.</p>' in page


def test_staleness_tells_what_changed_what_came_and_what_went(build_of: BuildMaker) -> None:
    """What came is read in the original; parts without a heading are named in the reader's language."""
    build = build_of()
    limits = build.library.articles["withdrawal-limits"]
    stale = (
        StaleSection("_summary", ""),
        StaleSection("limits", "Limits"),
        StaleSection("raise", "提高限额", Change.ADDED),
        StaleSection("old", "Old limits", Change.REMOVED),
    )
    english = replace(limits.translations["en"], stale=stale)
    limits = replace(limits, translations={**limits.translations, "en": english})
    build.library = replace(build.library, articles={**build.library.articles, "withdrawal-limits": limits})
    notice = page_of(build, f"/en/{LIMITS}").split("notice-stale")[1].split("</aside>")[0]
    changed, added, removed = re.findall(r"<p>(?:The original has|These sections are).*?</ul>", notice, re.DOTALL)
    assert '<a href="#_intro">The summary</a>' in changed
    assert '<a href="#limits">Limits</a>' in changed
    assert f'<a href="/zh-Hans/{LIMITS}#raise" lang="zh-Hans" dir="ltr">提高限额</a>' in added
    assert '<a href="#old">Old limits</a>' in removed
    assert f'<a href="/zh-Hans/{LIMITS}" hreflang="zh-Hans">Read the original in Simplified Chinese</a>' in notice


def test_parts_without_a_heading_are_places_to_link_to(build_of: BuildMaker) -> None:
    """Title and introduction, also of an article without a summary."""
    build = build_of()
    assert '<h1 id="_title">' in page_of(build, f"/en/{FEES}")
    assert page_of(build, f"/en/{FEES}").count('id="_intro"') == 1
    fees = build.library.articles["withdrawal-fees"]
    fees = replace(fees, translations={"zh-Hans": replace(fees.translations["zh-Hans"], summary="")})
    build.library = replace(build.library, articles={**build.library.articles, "withdrawal-fees": fees})
    assert '<div class="prose" id="_intro">' in page_of(build, f"/zh-Hans/{FEES}")


def test_only_pages_with_pictures_have_a_place_to_show_them_large(build_of: BuildMaker) -> None:
    """Others do not pay for it."""
    build = build_of()
    assert "<dialog" not in page_of(build, f"/en/{FEES}")
    build.body = lambda _: '<figure><div class="picture"><a class="enlarge" href="/media/a.png"></a></div></figure>'
    assert '<dialog class="larger" aria-labelledby="_larger">' in page_of(build, f"/en/{FEES}")


def test_only_sites_whose_video_the_page_holds_and_the_settings_allow_may_be_framed(build_of: BuildMaker) -> None:
    """No page may be made to load from elsewhere by its text alone."""
    assert "frame-src" not in policy_with(build_of(), VIDEO)
    assert "frame-src" not in policy_with(build_of(videos=("vimeo",)), "<p>https://player.vimeo.com/</p>")
    policy = policy_with(build_of(videos=("vimeo", "bilibili")), VIDEO)
    assert [each for each in policy.split("; ") if "http" in each] == ["frame-src https://player.vimeo.com"]


def test_only_pages_with_a_video_of_the_site_may_play_one(build_of: BuildMaker) -> None:
    """And from the site itself."""
    assert "media-src" not in policy_with(build_of(), "<p>video</p>")
    assert policy_with(build_of(), '<video src="/media/a.mp4"></video>').endswith("; media-src 'self'")


def test_what_a_client_holds_keeps_the_policy_it_came_with(build_of: BuildMaker) -> None:
    """An answer that nothing changed would replace it."""
    client = create_app(build_of()).test_client()
    tag = client.get(f"/en/{FEES}").headers["ETag"]
    again = client.get(f"/en/{FEES}", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert "Content-Security-Policy" not in again.headers


def test_the_file_that_is_shown_can_be_edited_where_the_site_says_so(client_of: Callable[..., FlaskClient]) -> None:
    """On a fallback page, too, it is the shown one; other sites have no word of it."""
    client = client_of(edit_url="https://git.example/edit/main/{path}?from=help")
    for tag, shown in (("en", "en"), ("zh-Hant", "zh-Hans")):
        text = client.get(f"/{tag}/deposits-withdrawals/withdrawal-fees").text
        path = f"articles/deposits-withdrawals/withdrawal-fees.{shown}.md"
        assert f'<a href="https://git.example/edit/main/{path}?from=help" rel="external nofollow noopener">' in text
    assert "Edit this page" not in client_of().get("/en/deposits-withdrawals/withdrawal-fees").text
