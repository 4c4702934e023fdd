"""What other dialects of Markdown write, as ours: one row a construct, as small as it can be."""

from pathlib import Path

import pytest

from kb.importing.headings import name_source
from kb.importing.model import SourceFile
from kb.importing.naming import slugified
from kb.importing.pages import body_of, read_page
from kb.locales import Locale


def converted(folder: Path, text: str, name: str = "x.md") -> str:
    """The Markdown of a page that holds this text."""
    (folder / name).write_text(text, encoding="utf-8")
    page = read_page(folder, SourceFile(name, "x", Locale("en"), ""))
    name_source(page)
    return body_of(page)


BOXES = {
    "Docusaurus": (":::tip[Do *this*]\n\nx\n\n:::", "/// tip | Do *this*\n\nx\n\n///"),
    "VitePress": ("::: danger Stop\nx\n:::", "/// warning | Stop\n\nx\n\n///"),
    "nested": ("::::note\n:::tip\nx\n:::\n::::", "//// note\n\n/// tip\n\nx\n\n///\n\n////"),
    "nested with the same marks": (":::note\n:::tip\nx\n:::\n:::", "//// note\n\n/// tip\n\nx\n\n///\n\n////"),
    "MkDocs": ('!!! warning "Careful"\n    x\n\n    y\n\nz', "/// warning | Careful\n\nx\n\ny\n\n///\n\nz"),
    "MkDocs, folded": ('??? note "More"\n    x', "/// faq | More {#more}\n\nx\n\n///"),
    "pymdownx": ("/// info | About\nx\n///", "/// note | About\n\nx\n\n///"),
    "GitHub": ("> [!CAUTION]\n> x\n> y\n\nz", "/// warning\n\nx\ny\n\n///\n\nz"),
    "Obsidian": ("> [!todo]- Later\n> x", "/// note | Later\n\nx\n\n///"),
    "GitBook": ('{% hint style="danger" %}\nx\n{% endhint %}', "/// warning\n\nx\n\n///"),
    "Hugo": ("{{% notice tip %}}\nx\n{{% /notice %}}", "/// tip\n\nx\n\n///"),
    "in a list": ("- a\n\n    !!! note\n        x\n", "- a\n\n    /// note\n\n    x\n\n    ///"),
    "not in code": ("```\n:::note\n```", "```\n:::note\n```"),
    "never closed": (":::note\nx", "/// note\n\nx\n\n///"),
    "unknown": ("::: card Name\nx\n:::", "**Name**\n\nx"),
    "tabs of MkDocs": ('=== "One"\n    x\n=== "Two"\n    y', "**One**\n\nx\n\n**Two**\n\ny"),
    "tabs of pymdownx": ("//// tab | One\n/// note\nx\n///\n////", "**One**\n\n/// note\n\nx\n\n///"),
    "details": (
        "<details>\n<summary>Why <b>so</b></summary>\n\nx\n\n</details>",
        "/// faq | Why so {#why-so}\n\nx\n\n///",
    ),
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_folds_and_tabs_become_blocks(tmp_path: Path, name: str) -> None:
    """Whatever tool they were written for."""
    text, wanted = BOXES[name]
    assert converted(tmp_path, text) == wanted


CODE = {
    "options": ('```js {1,3} title="a.js" showLineNumbers\nx\n```', "**a.js**\n\n```js\nx\n```"),
    "attributes": ("```{ .python .annotate hl_lines=1 }\nx\n```", "```python\nx\n```"),
    "tildes": ("~~~ruby\n```\n~~~", "````ruby\n```\n````"),
    "longer end": ("```\nx\n`````", "```\nx\n```"),
    "without end": ("```\nx", "```\nx\n```"),
    "indented": ("a\n\n    x\n\n      y\n\nb", "a\n\n```\nx\n\n  y\n```\n\nb"),
    "tabs": ("a\n\n\tx", "a\n\n```\nx\n```"),
    "html": ('<pre class="a"><code>a &lt; b</code></pre>', "```\na < b\n```"),
    "Jekyll": ("{% highlight sh %}\nls\n{% endhighlight %}", "```sh\nls\n```"),
    "in a list": ("1. a\n   ```sh\n   ls\n   ```\n2. b", "1. a\n    ```sh\n    ls\n    ```\n2. b"),
    "with tags in it": ("`<b>` and ``a ` b``", "`<b>` and ``a ` b``"),
    "with templates in it": ("`{{ x }}` and\n\n```\n{% x %}\n```", "`{{ x }}` and\n\n```\n{% x %}\n```"),
}


@pytest.mark.parametrize("name", CODE)
def test_code_is_kept_as_it_is_between_fences_of_ours(tmp_path: Path, name: str) -> None:
    """Every way to write it, and nothing in it is rewritten."""
    text, wanted = CODE[name]
    assert converted(tmp_path, text) == wanted


HTML = {
    "deep paragraph": ('<p align="center">\n    <em>a</em>\n</p>\n\nb', "<em>a</em>\n\nb"),
    "link": (
        'a <a href="https://x.example/a b" target="_blank">the <b>x</b></a>',
        "a [the <b>x</b>](https://x.example/a%20b)",
    ),
    "image": ("<img src='a.png' alt='A [b]' width=3>", "![A (b)](a.png)"),
    "image in a link": ('<a href="u"><img src="a.png"></a>', "[![](a.png)](u)"),
    "link never closed": ('a <a href="https://x.example/"> b', "a [x.example](https://x.example/) b"),
    "heading": ('<div class="x">\n  <h2 class="y">A <span>b</span></h2>\n  <p>c</p>\n</div>', "## A b {#a-b}\n\nc"),
    "list": (
        "<ul>\n  <li>a <a href='u'>b</a></li>\n  <li>c<ol><li>d</li></ol></li>\n</ul>",
        "- a [b](u)\n- c\n\n    1. d",
    ),
    "table": (
        "<table><tr><th>A</th><th>B</th></tr><tr><td colspan=2>x|y</td></tr></table>",
        "| A | B |\n| --- | --- |\n| x\\|y |  |",
    ),
    "figure": ("<figure><img src='a.png' alt='A'><figcaption>C</figcaption></figure>", '![A](a.png "C")'),
    "allowed": (
        "a <kbd>b</kbd> H<sub>2</sub>O <br> <abbr title='t'>c</abbr>",
        'a <kbd>b</kbd> H<sub>2</sub>O <br> <abbr title="t">c</abbr>',
    ),
    "attributes": ('<kbd style="x" onclick="y">b</kbd>', "<kbd>b</kbd>"),
    "words in angles": ("use <your-name> or <NUMBER>", "use &lt;your-name&gt; or &lt;NUMBER&gt;"),
    "script": ("a\n\n<script>\nx\n</script>\n\nb", "a\n\nb"),
    "video": ('<iframe src="//v.example/1" width=3></iframe>', "[v.example/1](https://v.example/1)"),
    "address": ("<https://x.example> <me@x.example>", "<https://x.example> <me@x.example>"),
    "comment": ("a <!-- [x](y.md) --> b", "a  b"),
    "angled destination": ("[a](<b c.md>)", "[a](b%20c.md)"),
    "quotation": ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
    "struck": ("a ~~b~~ c", "a <del>b</del> c"),
}


@pytest.mark.parametrize("name", HTML)
def test_raw_html_becomes_markdown_where_it_has_a_form_there(tmp_path: Path, name: str) -> None:
    """And stays where the allow-list lets it."""
    text, wanted = HTML[name]
    assert converted(tmp_path, text) == wanted


TEMPLATES = {
    "include": ("a\n\n{% include note.html x='y' %}\n\nb", "a\n\nb"),
    "site address": ("[a]({{ site.baseurl }}/x)", "[a](/x)"),
    "filter": ("[a]({{ '/x' | relative_url }})", "[a](/x)"),
    "reference of Hugo": ('[a]({{< ref "x.md" >}})', "[a](x.md)"),
    "link of Jekyll": ("[a]({% link x.md %})", "[a](x.md)"),
    "raw": ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
    "attributes of kramdown": ('a\n{: .note }\n\n[b](c){:target="_blank"}', "a\n\n\n[b](c)"),
    "contents": ("[TOC]\n\na", "a"),
    "include of MkDocs": ("{* ../../src/a.py hl[1] *}", "`src/a.py`"),
    "snippet": ('--8<-- "docs/a.py"', "`docs/a.py`"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_tags_leave_the_text(tmp_path: Path, name: str) -> None:
    """Addresses are worked out, what a tag encloses stays."""
    text, wanted = TEMPLATES[name]
    assert [line for line in converted(tmp_path, text).split("\n") if line] == [
        line for line in wanted.split("\n") if line
    ]


def test_an_included_file_of_the_tree_is_written_out(tmp_path: Path) -> None:
    """As a block of code in its language."""
    (tmp_path / "a.py").write_text("x = 1\n", encoding="utf-8")
    assert converted(tmp_path, "{* a.py *}") == "```py\nx = 1\n```"


LISTS = {
    "after a paragraph": ("a\n- b\n- c", "a\n\n- b\n- c"),
    "two spaces": ("- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
    "three spaces": ("1. a\n   - b\n\n   c\n2. d", "1. a\n    - b\n\n    c\n\n2. d"),
    "four spaces": ("- a\n\n    b\n\n- c", "- a\n\n    b\n\n- c"),
    "a number in a paragraph": ("born in\n1984. a", "born in\n1984. a"),
    "rule": ("a\n\n---\n\nb", "a\n\n---\n\nb"),
    "round bracket": ("1) a\n2) b", "1. a\n2. b"),
    "lazy line": ("- a\nb\n- c", "- a\n    b\n- c"),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_keep_their_levels(tmp_path: Path, name: str) -> None:
    """Four spaces a level, an empty line before the first item."""
    text, wanted = LISTS[name]
    assert converted(tmp_path, text) == wanted


def test_components_of_mdx_leave_what_they_hold(tmp_path: Path) -> None:
    """Imports go, labels of tabs stay as words."""
    text = 'import T from "@t"\n\n<Tabs>\n<TabItem value="a" label="Apple">\n\nx\n\n</TabItem>\n</Tabs>\n'
    assert [line for line in converted(tmp_path, text, "x.mdx").split("\n") if line] == ["**Apple**", "x"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("How are fees computed?", "how-are-fees-computed"),
        ("手续费怎么算", "shou-xu-fei-zen-me-suan"),
        ("Straße & Café", "strasse-cafe"),
        ("What's `new`", "whats-new"),
        ("v1.2", "v1-2"),
    ],
)
def test_words_become_slugs(text: str, slug: str) -> None:
    """ASCII, lower case, Han as pinyin."""
    assert slugified(text) == slug


def test_words_without_latin_letters_have_a_slug_of_their_own() -> None:
    """The same each time, another for other words."""
    assert slugified("한국어").startswith("page-")
    assert slugified("한국어") == slugified("한국어") != slugified("العربية")


def test_footnotes_of_one_name_are_all_kept(tmp_path: Path) -> None:
    """Each mark leads to the note that follows it."""
    text = "a[^1]\n\n[^1]: one\n\nb[^1] c[^2]\n\n[^1]: two\n\n[^2]: other\n"
    assert converted(tmp_path, text) == "a[^1]\n\n[^1]: one\n\nb[^1-2] c[^2]\n\n[^1-2]: two\n\n[^2]: other"


def test_boxes_in_boxes_without_end_are_read_to_a_depth(tmp_path: Path) -> None:
    """Whoever forgets a thousand ends gets a text, not a failure."""
    assert converted(tmp_path, ":::note\n" * 1000 + "words").endswith("///")
