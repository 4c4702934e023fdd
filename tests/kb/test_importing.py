"""An existing tree of Markdown becomes a site: every file is in it or in the report, and every link still leads."""

from pathlib import Path

import pytest

from kb.checks import check_library
from kb.errors import ConfigError
from kb.importing.model import Layout
from kb.loader import load
from tests.kb.conftest import PIXEL, TODAY, Import, article, errors


def test_a_folder_for_each_language_becomes_files_side_by_side(run: Import) -> None:
    """`<locale>/<path>.md`, with the ids of the source in every language."""
    site, report = run(
        {
            "en/guide/start.md": "# Start here\n\n## Sign in\n\nx\n",
            "zh-CN/guide/start.md": "# 从这里开始\n\n## 登录\n\n见[登录](#登录)\n",
        }
    )
    assert report.layout is Layout.FOLDERS
    assert report.locales == ["en", "zh-Hans"]
    assert article(site, "guide/start.en.md") == '---\ntitle: "Start here"\n---\n## Sign in {#sign-in}\n\nx\n'
    text = article(site, "guide/start.zh-Hans.md")
    assert 'title: "从这里开始"' in text
    assert "## 登录 {#sign-in}" in text
    assert "[登录](#sign-in)" in text
    assert errors(site) == []


def test_a_locale_before_the_ending_names_the_language(run: Import) -> None:
    """`<path>.<locale>.md`; a file without one is in the source's language."""
    site, report = run({"a/x.md": "# X\n", "a/x.ja.md": "# エックス\n", "a/v1.2.md": "# V\n"})
    assert report.layout is Layout.SUFFIXES
    assert sorted(report.articles.values()) == ["articles/a/v1-2.en.md", "articles/a/x.en.md", "articles/a/x.ja.md"]
    assert errors(site) == []


def test_docusaurus_keeps_translations_apart(run: Import) -> None:
    """Its config says the source's language, `_category_.json` a folder's title, `static/` has the images."""
    site, report = run(
        {
            "docusaurus.config.js": "title: 'Widgets',\ni18n: {defaultLocale: 'fr'}",
            "docs/01-guide/_category_.json": '{"label": "Le guide", "position": 1}',
            "docs/01-guide/02-intro.md": "---\nsidebar_position: 3\n---\n# Bonjour\n\n![Vue](/img/view.png)\n",
            "docs/01-guide/01-next.mdx": "import X from './x'\n\n# Suite\n\n[Intro](./02-intro.md)\n\n<X>mots</X>\n",
            "i18n/de/docusaurus-plugin-content-docs/current/01-guide/02-intro.md": "# Hallo\n",
            "static/img/view.png": PIXEL,
            "package.json": "{}",
        }
    )
    assert report.layout is Layout.DOCUSAURUS
    assert report.locales == ["fr", "de"]
    assert 'fr: "Le guide"' in (site / "articles/guide/category.yaml").read_text(encoding="utf-8")
    assert "![Vue](media/view.png)" in article(site, "guide/intro.fr.md")
    assert "order: 3" in article(site, "guide/intro.fr.md")
    assert "[Intro](article:intro)" in article(site, "guide/next.fr.md")
    assert "mots" in article(site, "guide/next.fr.md")
    assert "import" not in article(site, "guide/next.fr.md")
    assert {note.path for note in report.left} == {"docusaurus.config.js", "package.json"}
    assert errors(site) == []


def test_a_tree_of_one_language_is_its_source(run: Import) -> None:
    """The first folder is the category; what is deeper goes into the slug; `index.md` is the folder's page."""
    site, report = run(
        {
            "README.md": "# 首页\n\n[指南](guide/) [深](guide/deep/page.md#一节) [分类](faq/)\n",
            "guide/index.md": "# 使用指南\n",
            "guide/deep/page.md": "# 深\n\n## 一节\n",
            "faq/one.md": "# 一\n",
        },
        source_locale="zh-Hans",
    )
    assert report.layout is Layout.SINGLE
    assert report.articles == {
        "README.md": "articles/general/overview.zh-Hans.md",
        "guide/index.md": "articles/guide/guide.zh-Hans.md",
        "guide/deep/page.md": "articles/guide/deep-page.zh-Hans.md",
        "faq/one.md": "articles/faq/one.zh-Hans.md",
    }
    assert "[指南](article:guide) [深](article:deep-page#yi-jie) [分类](category:faq)" in article(
        site, "general/overview.zh-Hans.md"
    )
    assert "使用指南" in (site / "articles/guide/category.yaml").read_text(encoding="utf-8")
    assert errors(site) == []


def test_clashing_names_take_their_category(run: Import) -> None:
    """Also where only the case of letters differs, and where a name is one of the site's own."""
    _, report = run({"a/setup.md": "# A\n", "b/Setup.md": "# B\n", "b/search.md": "# S\n", "b/search/x.md": "# X\n"})
    assert sorted(report.articles.values()) == [
        "articles/a/a-setup.en.md",
        "articles/b/b-search.en.md",
        "articles/b/b-setup.en.md",
        "articles/b/search-x.en.md",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "a/my page.md",
        "a/100% sure.md",
        "a/Über uns.md",
        "a/充值指南.md",
        "a/UPPER_case.md",
        "a/한국어.md",
        "a/a&b'c.md",
    ],
)
def test_any_file_name_becomes_a_slug_that_links_reach(run: Import, name: str) -> None:
    """Spaces, percent signs, accents, Han, Hangul, upper case."""
    file = name.removeprefix("a/")
    encoded = file.replace("%", "%25").replace(" ", "%20")
    site, report = run({name: "words\n", "a/other.md": f"[to]({encoded}) [too](<{file.replace('%', '%25')}>)\n"})
    slug = report.articles[name].removeprefix("articles/a/").removesuffix(".en.md")
    assert slug.isascii()
    assert article(site, "a/other.en.md").endswith(f"[to](article:{slug}) [too](article:{slug})\n")
    assert errors(site) == []


def test_files_that_cannot_be_brought_are_named_with_the_reason(run: Import, tmp_path: Path) -> None:
    """Not UTF-8, empty, a symbolic link, too large, no Markdown, translated from nothing."""
    (tmp_path / "tree/en/a").mkdir(parents=True)
    (tmp_path / "tree/en/a/link.md").symlink_to("good.md")
    site, report = run(
        {
            "en/a/good.md": "# Good\n",
            "en/a/latin.md": b"# caf\xe9\n",
            "en/a/empty.md": " \n",
            "en/a/huge.md": "x" * 2_100_000,
            "en/a/film.mp4": b"x",
            "fr/a/alone.md": "# Seul\n",
            "fr/a/good.md": "# Bon\n",
        }
    )
    reasons = {note.path: note.message for note in report.left}
    assert set(reasons) == {
        "en/a/latin.md", "en/a/empty.md", "en/a/huge.md", "en/a/film.mp4", "en/a/link.md", "fr/a/alone.md"
    }  # fmt: skip
    assert "not UTF-8: line 1, byte 0xe9" in reasons["en/a/latin.md"]
    assert "symbolic link to good.md" in reasons["en/a/link.md"]
    assert "no en page that it translates" in reasons["fr/a/alone.md"]
    assert errors(site) == []


def test_what_a_translation_links_to_may_be_there_in_the_source_only(run: Import) -> None:
    """Pages and images that nobody translated."""
    site, report = run(
        {
            "en/a/x.md": "[y](y.md#s) ![p](p.png)\n",
            "en/a/y.md": "## S\n",
            "en/a/p.png": PIXEL,
            "de/a/x.md": "[y](y.md#s) ![p](p.png)\n",
        }
    )
    assert article(site, "a/x.de.md").endswith("[y](article:y#s) ![p](media/p.png)\n")
    assert report.lowered == {}


def test_links_with_backslashes_lead_where_slashes_would(run: Import) -> None:
    """As some editors on Windows write them."""
    site, _ = run({"a/x.md": "[y](..\\b\\y.md) ![p](img\\p.png)\n", "b/y.md": "# Y\n", "a/img/p.png": PIXEL})
    assert article(site, "a/x.en.md").endswith("[y](article:y) ![p](media/p.png)\n")


def test_line_ends_and_byte_order_marks_do_not_matter(run: Import) -> None:
    """A file from Windows gives the article that any other gives."""
    site, _ = run({"a/x.md": b"\xef\xbb\xbf---\r\ntitle: X\r\n---\r\n## One\r\n\r\n```sh\r\nls\r\n```\r\n"})
    assert article(site, "a/x.en.md") == '---\ntitle: "X"\n---\n## One {#one}\n\n```sh\nls\n```\n'


@pytest.mark.parametrize(
    "header",
    [
        "---\ntitle: T\ndescription: S\ntags: [a, b]\nweight: 4\ndraft: true\ndate: 2026-01-02\nlayout: x\n---\n",
        "+++\ntitle = 'T'\ndescription = 'S'\ntags = ['a', 'b']\nweight = 4\ndraft = true\ndate = 2026-01-02\n"
        "layout = 'x'\n+++\n",
        "---\ntitle: T\nexcerpt: S\nkeywords: a, b\nnav_order: 4\npublished: false\n"
        "last_update: {date: 2026/1/2}\nlayout: x\n---\n",
    ],
)
def test_front_matter_of_other_tools_keeps_its_meaning(run: Import, header: str) -> None:
    """YAML and TOML; what means nothing here is reported."""
    site, report = run({"a/x.md": f"{header}words\n", "a/y.md": "# Y\n"})
    assert article(site, "a/x.en.md") == (
        '---\ntitle: "T"\nsummary: "S"\nkeywords: ["a", "b"]\nstatus: draft\nupdated: 2026-01-02\norder: 4\n---\nwords\n'
    )
    assert [note.message for note in report.notes if note.kind == "front-matter"] == [
        "the key 'layout' means nothing here"
    ]


def test_front_matter_that_is_no_yaml_is_reported_and_its_title_kept(run: Import) -> None:
    """An unquoted colon is the usual mistake."""
    site, report = run({"a/x.md": "---\ntitle: Error: no such file\n---\nwords\n"})
    assert 'title: "Error: no such file"' in article(site, "a/x.en.md")
    assert any("could not be read as a whole" in note.message for note in report.notes)


def test_a_published_article_does_not_link_to_a_draft(run: Import) -> None:
    """Its words stay, and the report says so; else nothing could be built."""
    site, report = run({"a/x.md": "---\ndraft: true\n---\n# X\n", "a/y.md": "# Y\n\nSee [the x](x.md).\n"})
    assert "See the x." in article(site, "a/y.en.md")
    assert any("leads to a draft" in note.message for note in report.notes)
    assert errors(site) == []


def test_a_link_without_an_address_leaves_its_words(run: Import) -> None:
    """As one whose address a template would have filled in."""
    site, report = run({"a/x.md": "# X\n\n[words]({{ item.url }}) ![picture]({{ item.img }})\n"})
    assert article(site, "a/x.en.md").endswith("\nwords picture\n")
    assert len(report.notes) == 2


def test_headings_of_every_kind_get_ids_and_links_find_them(run: Import) -> None:
    """Setext, HTML, glued, repeated, with anchors before them; the page's own title is not repeated."""
    text = (
        "Title\n=====\n\nOne\n---\n\n##Two\n\n<h2 id='Th-ree'>Three</h2>\n\n<a name=\"old\"></a>\n### One ###\n\n"
        "#### `code` & *more*\n\n[1](#one) [2](#two) [3](#Th-ree) [4](#old) [5](#code--more) [6](#title) [7](#gone)\n"
    )
    site, report = run({"a/x.md": text})
    body = article(site, "a/x.en.md")
    assert [line for line in body.split("\n") if line.startswith("#")] == [
        "## One {#one}", "## Two {#two}", "## Three {#th-ree}", "### One {#old}", "#### `code` & *more* {#code-more}"
    ]  # fmt: skip
    assert "[1](#one) [2](#two) [3](#th-ree) [4](#old) [5](#code-more) [6](article:x) [7](#gone)" in body
    assert [note.message for note in report.notes] == ["#gone is no section of this page"]
    assert report.lowered == {"broken-link": 1}
    assert errors(site) == []


def test_several_headings_of_the_first_level_are_sections(run: Import) -> None:
    """The first is the title; all others go one level deeper."""
    site, _ = run({"a/x.md": "# T\n\n# A\n\n## B\n"})
    assert article(site, "a/x.en.md").endswith('title: "T"\n---\n## A {#a}\n\n### B {#b}\n')


def test_translations_with_other_headings_are_aligned_as_far_as_they_go(run: Import) -> None:
    """What has no counterpart gets an id of its own, is reported, and its check is lowered."""
    site, report = run(
        {
            "en/a/x.md": "# X\n\n## One\n\n## Two\n",
            "de/a/x.md": "# X\n\n## Eins\n\n## Zwei\n\n### Neu\n",
        }
    )
    assert "## Eins {#one}\n\n## Zwei {#two}\n\n### Neu {#neu}" in article(site, "a/x.de.md")
    assert any("heading 'Neu' has no counterpart in en/a/x.md" in note.message for note in report.notes)
    assert "heading-ids-differ" in report.lowered
    assert errors(site) == []


def test_lowered_checks_say_why_in_site_yaml(run: Import) -> None:
    """One by one, with the number of places."""
    site, _ = run({"a/x.md": "[x](gone.md)\n"})
    assert "  broken-link: warning  # 1 places: a link leads nowhere\n" in (site / "site.yaml").read_text("utf-8")


def test_images_go_to_their_category_and_others_are_reported(run: Import) -> None:
    """One copy for all languages; a missing one becomes a link that says so, one from elsewhere a link to it."""
    other = PIXEL + b"x"
    site, report = run(
        {
            "en/a/x.md": "![one](img/My%20Pic.png)\n\n![two](../img/pic.png 'Cap')\n\n![three](gone.png)\n\n"
            "[![b](https://x.example/b.svg)](https://x.example)\n\n![far](https://x.example/f.png)\n",
            "de/a/x.md": "![eins](../../en/a/img/My%20Pic.png)\n",
            "en/a/img/My Pic.png": PIXEL,
            "en/img/pic.png": other,
            "en/a/unused.png": PIXEL,
        }
    )
    body = article(site, "a/x.en.md")
    assert "![one](media/my-pic.png)" in body
    assert "![two](media/pic.png 'Cap')" in body
    assert "[three](gone.png)" in body
    assert "[b](https://x.example)" in body
    assert "[far](https://x.example/f.png)" in body
    assert "![eins](media/my-pic.png)" in article(site, "a/x.de.md")
    assert report.media == {
        "en/a/img/My Pic.png": ["articles/a/media/my-pic.png"], "en/img/pic.png": ["articles/a/media/pic.png"]
    }  # fmt: skip
    assert [note.path for note in report.left] == ["en/a/unused.png"]
    assert errors(site) == []


def test_nothing_outside_the_tree_is_copied(run: Import, tmp_path: Path) -> None:
    """Neither by a path upwards nor by a symbolic link."""
    (tmp_path / "secret.png").write_bytes(PIXEL)
    (tmp_path / "tree/a").mkdir(parents=True)
    (tmp_path / "tree/a/linked.png").symlink_to(tmp_path / "secret.png")
    site, report = run({"a/x.md": "![s](../../secret.png) ![l](linked.png)\n"})
    assert report.media == {}
    assert not list(site.rglob("*.png"))


def test_a_target_with_something_in_it_is_refused(tmp_path: Path, run: Import) -> None:
    """Before anything is read."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/mine.txt").write_text("x")
    with pytest.raises(ConfigError, match="there is something already"):
        run({"a/x.md": "x\n"})
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["mine.txt"]


def test_an_import_that_fails_leaves_nothing(tmp_path: Path, run: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the site nor the folder it was being written in."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kb.importing.importer.finish", full)
    with pytest.raises(OSError, match="No space"):
        run({"a/x.md": "x\n"})
    assert [path.name for path in tmp_path.iterdir()] == ["tree"]


def test_translations_count_as_current_when_they_are_imported(run: Import) -> None:
    """Else every reader would see a notice that the source has changed."""
    site, _ = run({"en/a/x.md": "# X\n\nwords\n", "de/a/x.md": "# X\n\nWorte\n"})
    problems = check_library(load(site), TODAY)
    assert [problem for problem in problems if problem.check == "stale-translation"] == []


def test_languages_without_an_interface_show_the_english_one(run: Import) -> None:
    """And no check asks for their catalogs."""
    site, _ = run({"en/a/x.md": "# X\n", "pl/a/x.md": "# X\n"})
    assert "missing-catalog: off" in (site / "site.yaml").read_text("utf-8")
    assert not [each for each in check_library(load(site), TODAY) if each.check == "missing-catalog"]


def test_what_no_setting_lowers_is_mended_where_its_check_stands(run: Import) -> None:
    """A tag in code that Markdown reads otherwise than the check is shown as words, and the site is built."""
    site, report = run({"a/x.md": "- a\n\n        <object data='x'>\n\n        ![i](p.png)\n"})
    assert errors(site) == []
    assert {"unsafe-html", "broken-image"} >= {note.kind for note in report.notes if note.path.startswith("articles/")}
