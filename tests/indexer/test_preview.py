"""A site as its editors see it: drafts, what is broken, what is remembered, and search over all of it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer.model import SearchRequest
from indexer.preview.background import Background, build_drafts, problems_of
from indexer.preview.build import PreviewBuild
from indexer.preview.standing import Reason
from indexer.preview.workbench import Workbench
from kb.errors import BuildError, ConfigError
from kb.file_watch import snapshot
from kb.locales import Locale
from kb.rendering.renderer import Renderer

MakeSite = Callable[..., Path]
ZH, EN = Locale("zh-Hans"), Locale("en")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
FEES = "articles/deposits/withdrawal-fees.en.md"


class Bench:
    """A workbench over a site, and the last preview it made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workbench = Workbench(root, lambda: NOON)
        self.read()

    def read(self) -> PreviewBuild:
        """The site as it is now."""
        self.workbench.read(snapshot(self.root))
        return self.workbench.build("1")

    def write(self, path: str, text: str) -> None:
        """Save a file."""
        (self.root / path).write_text(text, "utf-8")

    def body(self, slug: str, locale: Locale = EN) -> str:
        """An article's HTML as it is now."""
        build = self.read()
        return build.body(build.library.articles[slug].translations[locale.tag])


@pytest.fixture
def bench(make_site: MakeSite) -> Bench:
    """The small site on a workbench."""
    return Bench(make_site())


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the translations that were rendered."""
    paths = []
    original = Renderer.render

    def render(self, translation, around):  # type: ignore[no-untyped-def]
        paths.append(translation.path)
        return original(self, translation, around)

    monkeypatch.setattr(Renderer, "render", render)
    return paths


def test_drafts_are_there(bench: Bench) -> None:
    assert "zebrafish" in bench.body("secret-plan", ZH)


STEPS = "## Steps {#steps}\n\nNone.\n"
ENABLE, ENABLE_EN = "articles/security/enable-2fa.zh-Hans.md", "articles/security/enable-2fa.en.md"
LATER, BEFORE = "publish_at: 2026-11-28", "expire_at: 2026-11-01"


@pytest.mark.parametrize(
    ("source", "own", "expected"),
    [
        ("", "", None),
        ("publish_at: 2026-11-01", "", None),
        ("status: draft", "", (Reason.DRAFT, ENABLE)),
        ("", "status: draft", (Reason.DRAFT, ENABLE_EN)),
        (LATER, "", (Reason.SCHEDULED, ENABLE)),
        (LATER, "status: draft", (Reason.DRAFT, ENABLE_EN)),
        (f"status: draft\n{LATER}", "", (Reason.DRAFT, ENABLE)),
        (BEFORE, "", (Reason.EXPIRED, ENABLE)),
        (BEFORE, "status: draft", (Reason.EXPIRED, ENABLE)),
        (f"status: draft\n{BEFORE}", "", (Reason.DRAFT, ENABLE)),
        ("status: retired", "", (Reason.RETIRED, ENABLE)),
        ("expire_at: 2026-12-01", "", (Reason.ENDING, ENABLE)),
        ("unknown: 1", "", (Reason.UNREADABLE, ENABLE)),
        ("", "unknown: 1", (Reason.UNREADABLE, ENABLE_EN)),
        (None, "", (Reason.NO_SOURCE, ENABLE)),
    ],
)
def test_what_keeps_an_article_from_readers_is_known(
    make_site: MakeSite, source: str | None, own: str, expected: tuple[Reason, str] | None
) -> None:
    changes = {
        path: None if keys is None else f"---\ntitle: 开启\n{keys}\n---\n{STEPS}"
        for path, keys in ((ENABLE, source), (ENABLE_EN, own))
    }
    build = Bench(make_site(changes=changes)).read()
    translation = build.shown("enable-2fa", EN)
    assert translation is not None
    standing = build.standing(translation)
    assert (standing and (standing.reason, standing.path)) == expected


def test_while_a_scheduled_article_cannot_be_read_it_stays_scheduled(bench: Bench) -> None:
    bench.write(ENABLE, f"---\ntitle: 开启\n{LATER}\n---\n{STEPS}")
    bench.read()
    bench.write(ENABLE, f"---\ntitle: [开启\n{LATER}\n---\n{STEPS}")
    build = bench.read()
    translation = build.shown("enable-2fa", ZH)
    assert translation is not None
    standing = build.standing(translation)
    assert standing is not None
    assert standing.reason is Reason.SCHEDULED


def test_nothing_is_rendered_before_it_is_asked_for(bench: Bench, rendered: list[str]) -> None:
    bench.read()
    assert rendered == []


def test_a_save_renders_one_article_again_and_no_other(bench: Bench, rendered: list[str]) -> None:
    bench.body("withdrawal-fees")
    bench.body("enable-2fa", ZH)
    rendered.clear()
    bench.write(FEES, "---\ntitle: Fees\n---\nQuite new words.\n")
    assert "Quite new words" in bench.body("withdrawal-fees")
    bench.body("enable-2fa", ZH)
    assert rendered == [FEES]


def test_a_changed_fact_is_seen_in_the_articles_that_insert_it(bench: Bench) -> None:
    assert "1" in bench.body("withdrawal-fees")
    facts = (bench.root / "facts.yaml").read_text("utf-8")
    bench.write("facts.yaml", facts.replace("amount: 1", "amount: 77"))
    assert "77" in bench.body("withdrawal-fees")


def test_a_file_that_cannot_be_read_is_shown_as_it_last_could(bench: Bench) -> None:
    bench.write(FEES, "---\ntitle: [Fees\n---\nBroken.\n")
    assert "The fee is taken" in bench.body("withdrawal-fees")
    assert bench.workbench.outdated == {FEES}
    assert {(each.source.path, each.source.line) for each in bench.workbench.problems} == {(FEES, 3)}
    bench.write(FEES, "---\ntitle: Fees\n---\nMended.\n")
    assert "Mended" in bench.body("withdrawal-fees")
    assert (bench.workbench.outdated, bench.workbench.problems) == (frozenset(), ())


def test_a_category_whose_file_is_broken_keeps_its_title_and_a_new_one_has_its_id(bench: Bench) -> None:
    before = next(each for each in bench.read().library.categories if each.id == "security")
    bench.write("articles/security/category.yaml", "titles: [")
    (bench.root / "articles/new-shelf").mkdir()
    bench.write("articles/new-shelf/new.zh-Hans.md", "---\ntitle: 新\n---\n文字。\n")
    categories = {each.id: each for each in bench.read().library.categories}
    assert categories["security"].titles == before.titles
    assert categories["new-shelf"].titles == {"zh-Hans": "new-shelf"}


@pytest.mark.parametrize("half", [b"", b"---\n", b"---\ntitle: Fe", b"\xff\xfe\x00"])
def test_a_file_that_is_half_written_changes_nothing_yet(bench: Bench, half: bytes) -> None:
    (bench.root / FEES).write_bytes(half)
    assert "The fee is taken" in bench.body("withdrawal-fees")


def test_a_site_without_its_settings_stays_as_it_was(bench: Bench) -> None:
    bench.write("site.yaml", "locales: [")
    assert len(bench.read().library.site.locales) == 3
    assert [each.source.path for each in bench.workbench.problems] == ["site.yaml"]
    bench.write(FEES, "---\ntitle: Fees\n---\nQuite new words.\n")
    assert "Quite new words" in bench.body("withdrawal-fees")
    (bench.root / "site.yaml").unlink()
    with pytest.raises(ConfigError):
        bench.read()
    assert "withdrawal-fees" in bench.workbench.build("2").library.articles


def test_an_article_that_breaks_the_renderer_is_reported_and_shown_as_it_was(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.body("withdrawal-fees")
    bench.write(FEES, "---\ntitle: Fees\n---\nBreaks it.\n")

    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(Renderer, "render", fail)
    assert bench.body("withdrawal-fees") == before
    assert [(each.source.path, each.source.line) for each in bench.workbench.failures()] == [(FEES, 4)]


def test_an_image_is_served_once_an_article_shows_it(bench: Bench) -> None:
    (bench.root / "articles/deposits/media").mkdir()
    bench.write("articles/deposits/media/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    bench.write(FEES, "---\ntitle: Fees\n---\n![A dot](media/dot.svg)\n")
    bench.body("withdrawal-fees")
    assert [path.name.split(".")[0] for path in bench.workbench.builds.parent.glob("media/*")] == ["dot"]


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site, with an error that `kb build` would refuse, built with its drafts."""
    root = tmp_path_factory.mktemp("site") / "small"
    shutil.copytree(Path(__file__).parents[1] / "libraries" / "small", root)
    with (root / FEES).open("a", encoding="utf-8") as file:
        file.write("\nSee [nothing](article:nothing).\n")
    assert build_drafts(root, root / "var/preview/builds")
    return root


def test_drafts_are_found_although_the_site_has_errors(searched: Path) -> None:
    bench = Bench(searched)
    assert bench.workbench.open_complete()
    found = bench.read().searcher.search(SearchRequest("zebrafish", ZH))
    assert [hit.slug for hit in found.hits] == ["secret-plan"]
    assert [each.text for each in bench.read().suggester(ZH).suggest("尚未")] == ["尚未公布的计划 (draft)"]
    assert {each.check for each in problems_of(searched)} >= {"broken-link"}


def test_what_is_gone_since_is_not_found(searched: Path) -> None:
    bench = Bench(searched)
    bench.workbench.open_complete()
    path = searched / "articles/security/secret-plan.zh-Hans.md"
    text = path.read_text("utf-8")
    path.unlink()
    build = bench.read()
    path.write_text(text, "utf-8")
    found = build.searcher.search(SearchRequest("zebrafish", ZH))
    assert (found.hits, found.total) == ((), 0)
    assert all(each.slug != "secret-plan" for each in build.suggester(ZH).suggest("尚未"))


def test_before_the_first_complete_build_nothing_is_found(bench: Bench) -> None:
    build = bench.read()
    assert build.searcher.search(SearchRequest("zebrafish", ZH)).total == 0
    assert (build.suggester(ZH).suggest("尚未"), build.glossary(ZH).entries) == ((), ())


@pytest.mark.slow
def test_another_process_does_it_and_says_what_failed(searched: Path, tmp_path: Path) -> None:
    background = Background(searched, tmp_path / "builds")
    try:
        assert background.build() is not None
        assert {each.check for each in background.problems()} >= {"broken-link"}
    finally:
        background.close()
    with pytest.raises(BuildError, match="ending"):
        background.problems()
    nowhere = Background(tmp_path, tmp_path / "builds")
    try:
        with pytest.raises(BuildError, match=r"site\.yaml"):
            nowhere.problems()
    finally:
        nowhere.close()
