"""Articles of a site that was really built: what its files say is what its pages show."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.builds.published import PublishedBuild, open_current
from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.loader import load
from kb.translation_state import section_hashes, stamp
from web.app import create_app

Visitor = Callable[[Path], FlaskClient]

SOURCE = "articles/deposits/withdrawal-fees.zh-Hans.md"
ENGLISH = "articles/deposits/withdrawal-fees.en.md"
CHECKS = "checks: {heading-ids-differ: warning, stale-translation: warning, missing-catalog: off, link-differs: off}\n"


@pytest.fixture
def visitor(noon: datetime) -> Iterator[Visitor]:
    """Builds a site and visits it."""
    opened: list[PublishedBuild] = []

    def visit(root: Path) -> FlaskClient:
        store = BuildStore(root / "var" / "builds")
        report = publish(load(root), store, now=noon, verify_promises=False)
        assert report.manifest is not None, [str(problem) for problem in report.problems]
        opened.append(open_current(store))
        return create_app(opened[-1]).test_client()

    yield visit
    for build in opened:
        build.close()


def append(path: Path, text: str) -> None:
    """Write at the end of a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_source_that_changed_after_its_translation_shows_on_the_translations_page(make_site, visitor) -> None:  # type: ignore[no-untyped-def]
    """The section that changed, the one that came, and the one that went."""
    root = make_site()
    append(root / "site.yaml", CHECKS)
    for name, title in ((SOURCE, "旧规则"), (ENGLISH, "Old rules")):
        append(root / name, f"\n## {title} {{#old-rules}}\n\nUSDT\n")
    source = load(root).library.articles["withdrawal-fees"].translations["zh-Hans"]
    english = root / ENGLISH
    english.write_text(stamp(english.read_text(encoding="utf-8"), section_hashes(source)), encoding="utf-8")
    assert "notice-stale" not in visitor(root).get("/en/deposits/withdrawal-fees").text

    text = (root / SOURCE).read_text(encoding="utf-8").replace("## 旧规则 {#old-rules}\n\nUSDT\n", "")
    changed = next(each for each in source.sections if each.level == 2 and each.id != "old-rules")
    text = text.replace(changed.text, f"{changed.text}\n\n现在变了。") + "\n## 新规则 {#new-rules}\n\nUSDT\n"
    (root / SOURCE).write_text(text, encoding="utf-8")
    notice = visitor(root).get("/en/deposits/withdrawal-fees").text.split("notice-stale")[1].split("</aside>")[0]
    assert f'<a href="#{changed.id}">' in notice
    assert '<a href="/zh-Hans/deposits/withdrawal-fees#new-rules" lang="zh-Hans" dir="ltr">新规则</a>' in notice
    assert '<a href="#old-rules">Old rules</a>' in notice
    assert '<a href="/zh-Hans/deposits/withdrawal-fees" hreflang="zh-Hans">Read the original in' in notice


def test_a_drawing_is_in_the_page_and_its_file_is_served(make_site, visitor) -> None:  # type: ignore[no-untyped-def]
    """In the language of the article, and the Markdown form keeps a link."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text x="1" y="20">{{label:start}}</text></svg>'
    )
    media = "articles/deposits/media"
    root = make_site(changes={f"{media}/flow.svg": svg, f"{media}/flow.zh-Hans.yaml": "start: 开始\n"})
    append(root / SOURCE, '\n![流程](media/flow.svg "提现流程")\n')
    client = visitor(root)
    page = client.get("/zh-Hans/deposits/withdrawal-fees").text
    assert 'role="img" aria-label="流程"' in page
    assert ">开始</text>" in page
    file = page.split('class="enlarge" href="')[1].split('"')[0]
    drawing = client.get(file, buffered=True)
    assert drawing.mimetype == "image/svg+xml"
    assert (
        "style-src 'unsafe-inline'" in drawing.headers["Content-Security-Policy"]
    )  # opened by itself, it styles itself
    assert "script-src" not in drawing.headers["Content-Security-Policy"]
    assert f"![流程]({file} " in client.get("/zh-Hans/deposits/withdrawal-fees.md").text


def test_a_video_of_the_site_can_be_read_in_parts(make_site, visitor) -> None:  # type: ignore[no-untyped-def]
    """Safari plays nothing from a server that cannot do that."""
    media = "articles/deposits/media"
    root = make_site(changes={f"{media}/a.mp4": b"0123456789", f"{media}/a.vtt": b"WEBVTT\n"})
    append(root / SOURCE, "\n/// video | 提现\n[看](media/a.mp4) [字幕](media/a.vtt)\n///\n")
    client = visitor(root)
    answer = client.get("/zh-Hans/deposits/withdrawal-fees")
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    file = answer.text.split("<video")[1].split('src="')
    video = next(part.split('"')[0] for part in file if ".mp4" in part.split('"')[0])
    part = client.get(video, headers={"Range": "bytes=2-4"}, buffered=True)
    assert (part.status_code, part.data, part.mimetype) == (206, b"234", "video/mp4")
