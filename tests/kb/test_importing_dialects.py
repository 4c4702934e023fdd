"""Small awkward trees as other tools write them: nothing is lost silently, and what comes out builds."""

from pathlib import Path

import pytest

from kb.errors import ConfigError
from kb.importing.model import Layout
from kb.importing.trees import read_tree
from tests.kb.conftest import PIXEL, Import, article, errors

HASH = "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d"


@pytest.mark.parametrize(
    ("name", "text", "shown", "gone"),
    [
        (
            "docusaurus.mdx",
            "import {\n  A,\n  B,\n} from './x';\n\nexport const C = ({a}) => (\n  <b>{a}</b>\n);\n\n# T\n\n"
            '<Tabs>\n<TabItem value="w" label="Windows">\n\nUse it.\n\n</TabItem>\n</Tabs>\n',
            ["**Windows**", "Use it."],
            ["import", "export", "TabItem", ");"],
        ),
        (
            "starlight.mdx",
            '# T\n\n<Aside type="caution" title="Watch out!">\nwords\n</Aside>\n',
            ["/// warning | Watch out!", "words"],
            ["Aside"],
        ),
        (
            "hugo.md",
            '# T\n\n{{< highlight go "linenos=table" >}}\n# no heading\n{{< /highlight >}}\n\n'
            '{{< tabs >}}{{< tab "One" >}}first{{< /tab >}}{{< /tabs >}}\n\n{{< youtube w7Ft2ymGmfc >}}\n',
            ["```go\n# no heading\n```", "**One**", "first", "[YouTube](https://www.youtube.com/watch?v=w7Ft2ymGmfc)"],
            ["{{<"],
        ),
        (
            "gitbook.md",
            '# T\n\n{% embed url="https://a.example/v" %}\nwords\n{% endembed %}\n\n{% code title="a.js" %}\n```js\nx\n```\n'
            '{% endcode %}\n\n{% content-ref url="x.md" %}\n[more](https://a.example)\n{% endcontent-ref %}\n',
            ["[https://a.example/v](https://a.example/v)", "words", "**a.js**", "[more](https://a.example)"],
            ["{%"],
        ),
        (
            "vitepress.md",
            '# T\n\n::: warning 注意\n小心\n:::\n\n[[toc]]\n\n<Badge type="tip" text="^1.9" />\n\n::: code-group\n```sh [npm]\nx\n```\n:::\n',
            ["/// warning | 注意", "小心", "**npm**"],
            ["toc", "Badge", ":::"],
        ),
        (
            "kramdown.md",
            "# T\n\n|---+---|\n| a | b |\n|---+---|\n| c | d |\n|===+===|\n| e | f |\n{: .wide}\n\n[x](https://a.example) {.button}\n",
            ["| a | b |\n|---|---|\n| c | d |\n| e | f |"],
            ["+", "=", "{"],
        ),
        ("comment.md", "# T\n\n<!-- never closed\n\nwords\n\n```\ncode\n```\n", ["words", "code"], []),
        (
            "caption.md",
            '# T\n\n<figure><img src="gone.png" alt="A"><figcaption><p>The words below</p></figcaption></figure>\n',
            ["[A](gone.png) *The words below*"],
            [],
        ),
    ],
)
def test_what_other_tools_write_becomes_markdown(
    run: Import, name: str, text: str, shown: list[str], gone: list[str]
) -> None:
    """Words stay, marks that mean nothing here go."""
    site, _ = run({name: text})
    written = article(site, f"general/{name.partition('.')[0]}.en.md").partition("---\n")[2]
    assert [each for each in shown if each not in written] == []
    assert [each for each in gone if each in written.partition("---\n")[2]] == []
    assert errors(site) == []


def test_names_in_double_brackets_lead_to_the_file_of_that_name_wherever_it_lies(run: Import) -> None:
    """As in Obsidian; a name that means nothing, or two pages, leaves its words, and the report says so."""
    site, report = run(
        {
            "Home.md": "# Home\n\n[[Note One]], [[Note One#Head|there]], ![[pic.png|200]], [[Gone]], [[Twice]]\n",
            "a/Note One.md": "# Note One\n\n## Head\n\nx\n",
            "a/Twice.md": "# Twice\n",
            "b/Twice.md": "# Twice\n",
            "files/pic.png": PIXEL,
        }
    )
    text = article(site, "general/home.en.md")
    assert "[Note One](article:note-one), [there](article:note-one#head), ![](media/pic.png), Gone, Twice\n" in text
    assert sum("or more than one, is called" in note.message for note in report.notes) == 2


def test_names_that_notion_gives_lose_their_fingerprint(run: Import) -> None:
    """In categories, slugs and addresses; links still lead."""
    site, _ = run(
        {
            f"Help {HASH}.md": f"# Help\n\n[Start](Help%20{HASH}/Start%20{HASH[::-1]}.md)\n",
            f"Help {HASH}/Start {HASH[::-1]}.md": "# Start\n",
        }
    )
    assert "[Start](article:start)" in article(site, "general/help.en.md")
    assert article(site, "help/start.en.md")


def test_json_front_matter_needs_no_fences(run: Import) -> None:
    """As Hugo reads it."""
    site, _ = run({"a.md": '{\n "title": "Named here",\n "weight": 2\n}\n\nwords\n', "b.md": '{"no": json}\n'})
    assert article(site, "general/a.en.md") == '---\ntitle: "Named here"\norder: 2\n---\nwords\n'


def test_a_folder_called_src_is_no_language(run: Import) -> None:
    """Though it is the code of one. An address may begin at a folder of contents deep in the tree."""
    site, report = run({"src/docs/x.md": "# X\n", "src/docs/guide/y.md": "# Y\n\n[x](/docs/x/)\n"})
    assert report.layout is Layout.SINGLE
    assert "(article:docs-x)" in next(Path(site / "articles").rglob("*guide-y.en.md")).read_text(encoding="utf-8")


def test_a_folder_that_is_surely_a_translation_is_named_where_it_counts_as_the_source(run: Import) -> None:
    """Its pages would be read in the wrong language otherwise, and nobody be told."""
    _, report = run({"docs/x.md": "# X\n", "docs/fr/x.md": "# X en français\n", "docs/go/y.md": "# Y\n"})
    assert [note.path for note in report.notes if note.kind == "language"] == ["docs/fr/"]


def test_every_file_of_an_awkward_tree_is_in_the_site_or_in_the_report(run: Import) -> None:
    """Encodings, sizes, names and line ends: what cannot be read says why."""
    _, report = run(
        {
            "ok.md": b"\xef\xbb\xbf# Ok\r\n\r\nwords\r\n",
            "utf16.md": "# 标题\n".encode("utf-16"),
            "gb.md": "# 标题\n".encode("gb18030"),
            "empty.md": "",
            "large.md": "# L\n\n" + "word " * 500_000,
            "Getting Started.MD": "# Start\n\n[a](./Über%20uns.md) [b](<./中文 页.md>)\n",
            "Über uns.md": "# Über\n",
            "中文 页.md": "# 中文\n",
            "a&b/c#d.md": "# Deep\n",
        }
    )
    assert {note.path for note in report.left} == {"utf16.md", "gb.md", "empty.md", "large.md"}
    assert len(report.articles) == 5


def test_a_file_in_the_place_of_a_folder_is_called_one(tmp_path: Path) -> None:
    """Not a folder that is missing."""
    (tmp_path / "one.md").write_text("# One\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"one\.md: this is a file; name the folder that holds it"):
        read_tree(tmp_path / "one.md")
