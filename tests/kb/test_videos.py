"""Videos: what a block becomes, what is asked of other sites, and what checks say."""

from datetime import date
from pathlib import Path

import pytest

from kb.checks import check_library
from kb.loader import load
from kb.locales import Locale
from kb.media import Image
from kb.model import Status, Translation
from kb.rendering.renderer import Renderer
from kb.rendering.sanitise import sanitise
from kb.rendering.tree import Surroundings
from kb.videos import PROVIDERS, hosted_video, is_player

FILES = {
    f"media/{name}": Image(Path(f"media/{name}"), name.replace(".", ".0123456789.", 1), width, height, 1)
    for name, width, height in (("a.mp4", 0, 0), ("a.vtt", 0, 0), ("poster.png", 640, 360))
}
ARTICLE = "articles/security/enable-2fa.zh-Hans.md"


def render(body: str) -> str:
    """The HTML of an article."""
    article = Translation(
        "fees", Locale("zh-Hans"), "标题", "", (), (), Status.PUBLISHED, None, None, "", body, 1, (), {}, "a.md"
    )
    return Renderer({}, lambda _, msgid: msgid).render(article, Surroundings("/help", {}, FILES)).html


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?"),
        ("https://www.bilibili.com/video/BV1GJ411x7h7/", "https://player.bilibili.com/player.html?bvid=BV1GJ411x7h7&"),
    ],
)
def test_addresses_that_people_copy_lead_to_the_player(address: str, player: str) -> None:
    """As the sites' own pages write them."""
    video = hosted_video(address)
    assert video is not None
    assert video.player.startswith(player)
    assert is_player(video.player)


@pytest.mark.parametrize(
    "address",
    [
        "http://vimeo.com/76979871",
        "https://vimeo.com.evil.example/76979871",
        "https://evil.example/https://vimeo.com/76979871",
        "https://vimeo.com@evil.example/76979871",
        "https://www.youtube.com/watch?v=short",
        "https://www.bilibili.com/video/BV1GJ411x7h7evil",
        "",
    ],
)
def test_other_addresses_are_no_videos(address: str) -> None:
    """Only pages of the sites that are known, over https."""
    assert hosted_video(address) is None


def test_a_video_elsewhere_is_a_link_to_its_page_that_says_where_it_loads_from() -> None:
    """Nothing of it is loaded with the page; the poster is the site's own."""
    html = render(
        "/// video | 开启双重验证\n[看视频](https://vimeo.com/76979871)\n\n![手机画面](media/poster.png)\n///\n"
    )
    assert 'href="https://vimeo.com/76979871"' in html
    assert 'data-player="https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1"' in html
    assert '<img alt="" ' in html
    assert ' src="/help/media/poster.0123456789.png"' in html
    assert "Load and play from Vimeo" in html
    assert "<figcaption>开启双重验证</figcaption>" in html
    assert "看视频" not in html
    assert "<iframe" not in html


def test_a_video_of_the_site_plays_in_the_page_with_its_captions() -> None:
    """It loads when it is started; a browser that cannot play it gets the file."""
    html = render(
        "/// video | 开启双重验证\n[看视频](media/a.mp4) [简体中文](media/a.vtt)\n\n![画面](media/poster.png)\n///\n"
    )
    video = html.split("<video")[1].split("</video>")[0]
    for attribute in (
        'src="/help/media/a.0123456789.mp4"',
        'poster="/help/media/poster.0123456789.png"',
        'aria-label="开启双重验证"',
        'preload="none"',
        "controls",
        'width="640"',
    ):
        assert attribute in video
    assert '<track default="" kind="captions" label="简体中文" src="/help/media/a.0123456789.vtt">' in video
    assert '<a href="/help/media/a.0123456789.mp4">看视频</a>' in video


def test_a_block_without_a_video_stays_what_was_written() -> None:
    """The check says what is wrong with it."""
    assert '<a class="external" href="https://example.org/"' in render(
        "/// video | x\n[a](https://example.org/)\n///\n"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<video src="https://evil.example/a.mp4"></video>',
        '<video poster="//evil.example/a.png"></video>',
        '<track src="https://evil.example/a.vtt">',
        '<a data-player="https://evil.example/">x</a>',
        '<a data-player="https://player.vimeo.com.evil.example/video/1?autoplay=1&amp;dnt=1">x</a>',
        '<a data-player="javascript:alert(1)">x</a>',
    ],
)
def test_raw_html_loads_nothing_from_elsewhere(html: str) -> None:
    """Whatever checks say."""
    assert "evil" not in sanitise(html)
    assert "javascript" not in sanitise(html)


def test_raw_html_does_not_make_videos_load_by_themselves() -> None:
    """Readers on a phone pay for what they load."""
    clean = sanitise('<video src="/media/a.mp4" preload="auto" autoplay></video>')
    assert "autoplay" not in clean
    assert 'preload="none"' in clean


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (
            "/// video | 题\n[看](https://vimeo.com/76979871)\n///",
            "readers would load 'https://vimeo.com/76979871' from Vimeo; allow that with 'videos: [vimeo]' in site.yaml",
        ),
        (
            "/// video | 题\n[看](https://example.org/v)\n///",
            "'https://example.org/v' is no video that pages can show; they know those of bilibili, vimeo, "
            "youtube-nocookie",
        ),
        (
            "/// video | 题\n没有\n///",
            "the video block links to no video; write [watch](media/file.mp4) in it",
        ),
        ("/// video\n[看](media/a.mp4)\n///", "readers would see this line as it is; write `/// video | what the video shows`"),
        ("/// video | 题\n[看](media/none.mp4)\n///", "there is no file articles/security/media/none.mp4"),
        ("![看](media/a.mp4)", "'media/a.mp4' is no image; show a video by a '/// video | Title' block"),
    ],
)  # fmt: skip
def test_videos_that_cannot_be_shown_are_reported(make_site, block: str, message: str) -> None:  # type: ignore[no-untyped-def]
    """With what to do instead."""
    root = make_site(changes={"articles/security/media/a.mp4": b"video"})
    path = root / ARTICLE
    path.write_text(f"{path.read_text('utf-8')}\n{block}\n", encoding="utf-8")
    found = [each.message for each in check_library(load(root), date(2026, 11, 21)) if each.source.path == ARTICLE]
    assert any(message in each for each in found), found


def test_videos_that_the_site_allows_are_no_problem(make_site) -> None:  # type: ignore[no-untyped-def]
    """Nor are its own, of any size."""
    root = make_site(
        changes={"articles/security/media/a.mp4": b"v" * 600_000, "articles/security/media/a.vtt": b"WEBVTT"}
    )
    for name, more in (
        (ARTICLE, "\n/// video | 题\n[看](https://vimeo.com/76979871)\n///\n\n/// video | 题\n[看](media/a.mp4) [字](media/a.vtt)\n///\n"),
        ("site.yaml", "videos: [vimeo]\n"),
    ):  # fmt: skip
        path = root / name
        path.write_text(path.read_text("utf-8") + more, encoding="utf-8")
    found = [
        str(each)
        for each in check_library(load(root), date(2026, 11, 21))
        if each.check not in {"stale-translation", "missing-catalog"}
    ]
    assert not found


def test_a_site_can_only_allow_sites_that_are_known(make_site) -> None:  # type: ignore[no-untyped-def]
    """A misspelt name is reported with the right one."""
    root = make_site()
    path = root / "site.yaml"
    path.write_text(path.read_text("utf-8") + "videos: [vimoe]\n", encoding="utf-8")
    found = [each.message for each in load(root).problems]
    assert found == ["'videos[1]': videos of 'vimoe' cannot be shown (did you mean 'vimeo'?)"]


def test_every_provider_is_documented() -> None:
    """By the name that settings use."""
    documented = (Path(__file__).parents[2] / "docs" / "site-settings.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in documented for name in PROVIDERS)
