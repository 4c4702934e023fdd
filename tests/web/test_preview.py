"""The running preview: what its pages show after each save, and what pages that wait are told."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from werkzeug.test import Client

from indexer.preview.background import Background, build_drafts, problems_of
from kb.problems import Problem
from web.preview.bulletin import Bulletin
from web.preview.site import PreviewSite

MakeSite = Callable[..., Path]
FEES = "articles/deposits/withdrawal-fees.en.md"
FEES_URL = "/en/deposits/withdrawal-fees"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class InProcess(Background):
    """Checks in the process of the test, and never builds."""

    def __init__(self, root: Path) -> None:
        self._site = root

    def problems(self) -> list[Problem]:
        return problems_of(self._site)

    def build(self) -> str | None:
        return None

    def close(self) -> None:
        pass


class Building(InProcess):
    """Checks and builds in the process of the test."""

    def build(self) -> str | None:
        return build_drafts(self._site, self._site / "var" / "preview" / "builds")


class Preview:
    """A preview of a site that looks at the files when it is told to."""

    def __init__(self, root: Path, background: type[InProcess] = InProcess) -> None:
        self.root = root
        self.now = NOON
        self.site = PreviewSite(root, clock=lambda: self.now, background=background(root))
        self.site.open()
        self.client = Client(self.site)

    def save(self, path: str, text: str | bytes | None) -> None:
        """Write or remove a file, and let the preview look."""
        target = self.root / path
        if text is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.site.look()

    def page(self, url: str = FEES_URL, status: int = 200) -> str:
        """A page as it is now."""
        response = self.client.get(url)
        assert response.status_code == status
        return response.get_data(as_text=True)


@pytest.fixture
def preview(make_site: MakeSite) -> Iterator[Preview]:
    """A preview of the small site."""
    running = Preview(make_site())
    yield running
    running.site.close()


def mark_in(page: str) -> str:
    """What a page says it has seen."""
    return page.split('data-mark="')[1].split('"', maxsplit=1)[0]


def test_a_saved_article_has_its_new_words(preview: Preview) -> None:
    preview.save(FEES, "---\ntitle: Fees\n---\nQuite new words.\n")
    assert "Quite new words" in preview.page()


def test_a_draft_is_marked_above_its_title_and_wherever_it_is_linked(preview: Preview) -> None:
    page = preview.page("/zh-Hans/security/secret-plan")
    assert '<p class="preview-standing" lang="en" dir="ltr"><strong>Draft.</strong>' in page
    category = preview.page("/zh-Hans/security/")
    assert category.count("preview-badge") == 1
    link = category.split('href="/zh-Hans/security/secret-plan"')[1]
    assert link.split("</a>")[0].count("preview-badge") == 1


CAMPAIGN = "articles/security/campaign.zh-Hans.md"
CAMPAIGN_URL = "/zh-Hans/security/campaign"


@pytest.mark.parametrize(
    ("keys", "badge", "words"),
    [
        (
            "publish_at: 2026-11-28T09:00:00+08:00\nexpire_at: 2027-01-01",
            "Scheduled 2026-11-28",
            "Readers see this from 2026-11-28 09:00 +08:00 until 2027-01-01 00:00 UTC: the first build after that",
        ),
        ("expire_at: 2026-11-01", "Expired", "since 2026-11-01 00:00 UTC; its address answers that it is gone."),
        ("status: retired\nredirect: enable-2fa", "Retired", "do not see this; its address leads to enable-2fa."),
        (
            "status: draft\npublish_at: 2026-12-01",
            "Draft",
            "says status: published, and not before 2026-12-01 00:00 UTC.",
        ),
        ("nonsense: 1", "Not readable", "before what is wrong in the front matter of this file is mended."),
    ],
)
def test_what_readers_do_not_see_says_why_and_until_when(preview: Preview, keys: str, badge: str, words: str) -> None:
    preview.save(CAMPAIGN, f"---\ntitle: 年终活动\n{keys}\n---\n鲸鱼奖励。\n")
    page = preview.page(CAMPAIGN_URL)
    assert "鲸鱼奖励" in page
    banner = page.split('<p class="preview-standing"')[1].split("</p>")[0]
    assert words in re.sub("<[^>]*>", "", banner)
    for listing in ("/zh-Hans/security/", "/zh-Hans/"):
        link = preview.page(listing).split(f'href="{CAMPAIGN_URL}"')[1].split("</a>")[0]
        assert f">{badge}</span>" in link


def test_an_article_that_will_go_says_when_and_is_marked_nowhere_else(preview: Preview) -> None:
    preview.save(CAMPAIGN, "---\ntitle: 年终活动\nexpire_at: 2026-12-01\n---\n鲸鱼奖励。\n")
    assert "Published until <time" in preview.page(CAMPAIGN_URL)
    assert "preview-badge" not in preview.page("/zh-Hans/security/").split(f'href="{CAMPAIGN_URL}"')[1].split("</a>")[0]


def test_a_date_that_comes_changes_the_page_without_a_save(preview: Preview) -> None:
    preview.save(CAMPAIGN, "---\ntitle: 年终活动\npublish_at: 2026-11-28\n---\n鲸鱼奖励。\n")
    seen = mark_in(preview.page(CAMPAIGN_URL))
    assert not preview.site.look()
    preview.now = datetime(2026, 11, 28, tzinfo=UTC)
    assert preview.site.look()
    assert preview.client.get(f"/preview/news?seen={seen}").get_json()["mark"] != seen
    assert "preview-standing" not in preview.page(CAMPAIGN_URL)
    assert not preview.site.look()


def test_the_state_of_the_site_tells_what_comes_and_goes_on_a_date(preview: Preview) -> None:
    header = "---\ntitle: 活动\n{}\n---\n文字。\n"
    for name, keys in (("a", "expire_at: 2027-02-01"), ("b", "publish_at: 2026-12-01"), ("c", "status: retired")):
        preview.save(f"articles/security/{name}.zh-Hans.md", header.format(keys))
    page = preview.page("/preview/status")
    dated = page.split('id="dated"')[1].split("<h2")[0]
    assert dated.index("Scheduled for") < dated.index("security/b.") < dated.index("until") < dated.index("security/a.")
    assert "security/c." in page.split('id="over"')[1].split("<h2")[0]
    drafts = page.split('id="drafts"')[1].split("<h2")[0]
    assert re.findall(r"<code>articles/security/(.*?)\.zh-Hans\.md", drafts) == ["secret-plan"]


def test_a_published_article_is_not_marked(preview: Preview) -> None:
    assert "preview-standing" not in preview.page()


def test_problems_stand_over_the_page_with_file_and_line_and_go_when_mended(preview: Preview) -> None:
    text = (preview.root / FEES).read_text("utf-8")
    preview.save(FEES, f"{text}\nSee [nothing](article:nothing).\n")
    preview.site.check()
    page = preview.page()
    assert "This article" in page
    line = len(text.splitlines()) + 2
    assert f"{FEES}:{line}:" in page
    assert "nothing" in page.split('id="preview"')[1]
    preview.save(FEES, text)
    preview.site.check()
    assert f"{FEES}:{line}:" not in preview.page()


def test_problems_of_other_files_follow_those_of_the_article(preview: Preview) -> None:
    preview.save("articles/security/enable-2fa.zh-Hans.md", "---\ntitle: 开启\n---\n[x](article:gone)\n")
    preview.save(FEES, "---\ntitle: Fees\n---\n[x](article:gone)\n")
    preview.site.check()
    panel = preview.page().split('id="preview"')[1]
    assert panel.index(f"{FEES}:4:") < panel.index("Elsewhere") < panel.index("enable-2fa.zh-Hans.md:4:")


def test_questions_that_do_not_find_the_article_are_told_after_the_next_build(make_site: MakeSite) -> None:
    """Where they stand now, as long as they stand there; other articles that readers do not see are no hindrance."""
    hidden = "---\ntitle: zebrafish fees\nstatus: {}\n---\nzebrafish fees\n"
    names = {f"articles/security/hidden-{each}.zh-Hans.md": hidden.format("draft") for each in range(4)}
    preview = Preview(make_site(changes=names), Building)
    text = "---\ntitle: Fees\nquestions: [zebrafish fees, is the moon made of cheese]\n---\nThe zebrafish fees.\n"
    preview.save(FEES, text)
    preview.site.build()
    seen = mark_in(preview.page())
    assert "moon" not in preview.page()
    preview.site.ask()
    assert preview.client.get(f"/preview/news?seen={seen}").get_json()["mark"] != seen
    panel = preview.page().split('id="preview"')[1]
    assert f"{FEES}:3:29</code> <b>error</b> the question &#39;is the moon" in panel
    assert "&#39;zebrafish fees&#39;" not in panel
    assert "moon" not in preview.page("/zh-Hans/deposits/withdrawal-fees")
    preview.save(FEES, text.replace("questions", "updated: 2026-11-01\nquestions"))
    assert f"{FEES}:4:29" in preview.page()
    preview.save(FEES, text.replace(", is the moon made of cheese", ""))
    assert "moon" not in preview.page()
    preview.site.close()


def test_questions_of_an_article_that_changed_since_the_build_are_not_asked(make_site: MakeSite) -> None:
    preview = Preview(make_site(), Building)
    preview.site.build()
    preview.save(FEES, "---\ntitle: Fees\nquestions: [is the moon made of cheese]\n---\nIs the moon made of cheese?\n")
    preview.page()
    preview.site.ask()
    assert "the question" not in preview.page()
    preview.site.build()
    preview.site.ask()
    assert "the question" not in preview.page()
    preview.site.close()


def test_questions_of_a_draft_are_warnings_and_those_of_a_retired_article_are_not_asked(make_site: MakeSite) -> None:
    preview = Preview(make_site(), Building)
    for status, told in (("draft", True), ("retired", False)):
        preview.save(CAMPAIGN, f"---\ntitle: 活动\nstatus: {status}\nquestions: [提现手续费是多少]\n---\n文字。\n")
        preview.page(CAMPAIGN_URL)
        preview.site.build()
        preview.site.ask()
        assert ("<b>warning</b> the question" in preview.page(CAMPAIGN_URL)) is told
    preview.site.close()


def test_a_broken_file_keeps_its_last_good_version_and_says_so(preview: Preview) -> None:
    preview.save(FEES, "---\ntitle: [Fees\n---\nBroken.\n")
    page = preview.page()
    assert "The fee is taken" in page
    assert "You see the last version that could" in page
    assert f"{FEES}:3:" in page
    preview.save(FEES, "---\ntitle: Fees\n---\nMended.\n")
    page = preview.page()
    assert "Mended" in page
    assert f"{FEES}:3:" not in page


def test_deleted_and_renamed_articles_go_and_come(preview: Preview) -> None:
    text = (preview.root / "articles/security/enable-2fa.zh-Hans.md").read_bytes()
    preview.save("articles/security/enable-2fa.zh-Hans.md", None)
    assert 'id="preview"' in preview.page("/zh-Hans/security/enable-2fa", 404)
    preview.save("articles/security/two-factor.zh-Hans.md", text)
    assert "双重验证" in preview.page("/zh-Hans/security/two-factor")


def test_a_site_whose_settings_are_gone_is_shown_as_it_was(preview: Preview) -> None:
    settings = (preview.root / "site.yaml").read_bytes()
    preview.save("site.yaml", None)
    page = preview.page()
    assert "The fee is taken" in page
    assert "the site cannot be shown as it is now" in page
    preview.save("site.yaml", settings)
    assert "the site cannot be shown" not in preview.page()


def test_a_category_without_its_file_has_a_page(preview: Preview) -> None:
    preview.save("articles/new-shelf/new.zh-Hans.md", "---\ntitle: 新\n---\n文字。\n")
    for tag in ("zh-Hans", "en", "ar"):
        assert "new-shelf" in preview.page(f"/{tag}/new-shelf/")


def test_a_checkout_that_changes_hundreds_of_files_is_one_change(preview: Preview) -> None:
    before = int(mark_in(preview.page()).split(".")[1])
    for number in range(300):
        path = preview.root / f"articles/security/many-{number}.zh-Hans.md"
        path.write_text(f"---\ntitle: 第 {number} 篇\n---\n文字。\n", "utf-8")
    assert preview.site.look()
    assert not preview.site.look()
    assert int(mark_in(preview.page()).split(".")[1]) == before + 1
    assert "第 299 篇" in preview.page("/zh-Hans/security/many-299")


def test_files_of_editors_change_nothing(preview: Preview) -> None:
    before = preview.page()
    preview.save("articles/deposits/.withdrawal-fees.en.md.swp", b"\0half")
    preview.save("articles/deposits/4913", b"")
    assert preview.page() == before


def test_a_page_that_waits_is_told_as_soon_as_something_is_saved(preview: Preview) -> None:
    seen = mark_in(preview.page())
    answers: list[dict[str, object]] = []

    def wait() -> None:
        answers.append(Client(preview.site).get(f"/preview/news?seen={seen}").get_json())

    waiting = [threading.Thread(target=wait) for _ in range(20)]
    for each in waiting:
        each.start()
    preview.save(FEES, "---\ntitle: Fees\n---\nNew.\n")
    for each in waiting:
        each.join(30)
    assert len(answers) == 20
    assert {answer["mark"] for answer in answers} == {mark_in(preview.page())}


def test_a_page_that_missed_something_is_told_at_once(preview: Preview) -> None:
    seen = mark_in(preview.page())
    preview.save(FEES, "---\ntitle: Fees\n---\nNew.\n")
    news = preview.client.get(f"/preview/news?seen={seen}").get_json()
    assert news["mark"] != seen


def test_nobody_waits_for_a_preview_that_ends() -> None:
    bulletin = Bulletin()
    bulletin.close()
    assert bulletin.wait(bulletin.news.mark, 3600) == bulletin.news


def test_pages_are_kept_by_no_browser_and_no_search_engine(preview: Preview) -> None:
    response = preview.client.get(FEES_URL)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers


def test_the_policy_of_pages_is_that_of_the_site(preview: Preview) -> None:
    page = preview.client.get(FEES_URL)
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "<style" not in page.text
    with preview.client.get("/preview/files/preview.js") as script:
        assert script.status_code == 200


def test_a_site_below_a_path_has_its_preview_there(make_site: MakeSite) -> None:
    root = make_site()
    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(settings.replace("https://help.example", "https://shop.example/help"), "utf-8")
    preview = Preview(root)
    page = preview.page(f"/help{FEES_URL}")
    assert 'data-news="/help/preview/news"' in page
    assert 'src="/help/preview/files/preview.js"' in page
    assert "preview-badge" in preview.page("/help/zh-Hans/security/")
    assert preview.client.get("/help/preview/status").status_code == 200
    preview.site.close()


def test_the_state_of_the_site_tells_what_there_is_to_do(preview: Preview) -> None:
    preview.save(
        "articles/security/enable-2fa.zh-Hans.md", "---\ntitle: 开启\nreview_by: 2026-11-01\n---\n[x](article:gone)\n"
    )
    preview.site.check()
    page = preview.page("/preview/status")
    assert page.count('class="preview-sum"') == 2
    assert '<a href="/en/security/enable-2fa" lang="zh-Hans" dir="ltr">开启</a> <b>missing</b>' in page
    assert '<a href="/en/deposits/withdrawal-fees#how"><code>how</code></a>' in page
    assert "articles/security/secret-plan.zh-Hans.md" in page.split('id="drafts"')[1]
    assert "<b>overdue</b>" in page
    assert "enable-2fa.zh-Hans.md:5:" in page.split('id="problems"')[1]
