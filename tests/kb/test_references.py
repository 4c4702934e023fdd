"""What articles refer to and how their blocks are written, checked in a small site with one thing changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.checks import check_library
from kb.images import collect_images
from kb.loader import load

ZH = "articles/deposits/withdrawal-fees.zh-Hans.md"
EN = "articles/deposits/withdrawal-fees.en.md"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change one thing in a file."""
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def found(root: Path, check: str) -> Iterator[str]:
    """The lines of one check, without its name."""
    for problem in check_library(load(root), date(2026, 11, 21)):
        if problem.check == check:
            yield f"{problem.source}: {problem.message}"


AS_LINK = "the address in <a> escapes every check; write [words](article:… or https://…) instead"
AS_IMAGE = "the address in <img> escapes every check; write ![what it shows](media/…) instead"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<img src="https://tracker.example/x.gif" alt="">', AS_IMAGE),
        ('<img src="media/none.png">', AS_IMAGE),
        ('<a href="../nope.md">x</a>', AS_LINK),
        ("<A HREF=article:nope>x</A>", AS_LINK),
        ('<b title="a>b" onclick="x()">x</b>', "attribute 'onclick' of <b> is removed from every page"),
        ('<abbr title="a>b" onclick="x()">x</abbr>', "attribute 'onclick' of <abbr> is removed from every page"),
        ("<ABBR onclick=x()>x</ABBR>", "attribute 'onclick' of <abbr> is removed from every page"),
    ],
)
def test_raw_links_images_and_handlers_are_reported(make_site, html: str, message: str) -> None:  # type: ignore[no-untyped-def]
    """With what to write instead."""
    root = make_site()
    edit(root, ZH, "手续费从", f"{html}\n\n手续费从")
    assert next(found(root, "unsafe-html")) == f"{ZH}:11:1: {message}"


def test_attributes_are_named_once_each_and_values_are_none(make_site) -> None:  # type: ignore[no-untyped-def]
    """A `>` in quotes does not end the tag."""
    root = make_site()
    edit(root, ZH, "手续费从", """<abbr title="a>b c=d" lang='e' onclick='f g'>x</abbr> 手续费从""")
    assert list(found(root, "unsafe-html")) == [f"{ZH}:11:1: attribute 'onclick' of <abbr> is removed from every page"]


def test_percent_encoded_images_are_found(make_site) -> None:  # type: ignore[no-untyped-def]
    """The file has a space; an encoded percent sign is decoded once."""
    media = "articles/deposits/media/"
    root = make_site(changes={f"{media}my image.png": PNG, f"{media}5%20.png": PNG})
    edit(root, ZH, "手续费从", "![图](media/my%20image.png) ![图](media/5%2520.png) 手续费从")
    assert not list(found(root, "broken-image"))


@pytest.mark.parametrize(
    "path",
    [
        "../../../secret.png",
        "../../secret.png",
        "%2e%2e/%2e%2e/secret.png",
        "media/../../../secret.png",
        "media/link.png",
    ],
)
def test_images_outside_the_articles_are_never_read(make_site, path: str) -> None:  # type: ignore[no-untyped-def]
    """Neither through dots, encoded or not, nor through a symbolic link."""
    root = make_site(changes={"secret.png": PNG, "../secret.png": PNG, "articles/deposits/media/a.png": PNG})
    (root / "articles/deposits/media/link.png").symlink_to(root / "secret.png")
    edit(root, ZH, "手续费从", f"![图](media/a.png) ![图]({path}) [文件]({path}) 手续费从")
    assert list(collect_images(load(root).library)[0].images) == ["deposits/media/a.png"]
    assert len(list(found(root, "broken-image"))) == 1


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("/// warning 小心", "/// warning | 小心"),
        ("/// warning 小心 | 贵", "/// warning | 小心 | 贵"),
        ("///\twarning", None),
        ("//// tip `code`", "//// tip | `code`"),
        ("/// faq", "/// faq | the question {#id}"),
        ("/// faq | {#b}", "/// faq | the question {#b}"),
        ("/// faq 能退吗？ {#b}", "/// faq | 能退吗？ {#b}"),
        ("/// warning", None),
        ("///warning|小心", None),
        ("/// risk |", None),
        ("/// faq | 能退吗？ {#b}", None),
    ],
)
def test_a_block_that_readers_would_see_as_it_is_written_is_reported(make_site, line: str, remedy: str | None) -> None:  # type: ignore[no-untyped-def]
    """With the line that works."""
    root = make_site()
    marks = line[: line.rindex("//") + 2]
    edit(root, ZH, "手续费从", f"{line}\n正文\n{marks}\n\n手续费从")
    message = f"readers would see this line as it is; write `{remedy}`"
    assert list(found(root, "block")) == ([f"{ZH}:11:1: {message}"] if remedy else [])


@pytest.mark.parametrize(
    ("check", "old", "new", "line"),
    [
        ("fact-differs", "costs {{fact:fee-usdt}}.", "costs 1 USDT.", "3:10: summary writes out by hand {{fact:fee-usdt}}"),
        ("fact-differs", "a withdrawal costs\n", "{{fact:fee-usdt}} buys\n", "2:8: {{fact:fee-usdt}} is not in the source's title"),
        ("number-differs", "costs {{fact:fee-usdt}}.", "costs {{fact:fee-usdt}}, up to 5,000.", "3:10: summary has the number '5000'"),
        ("number-differs", "a withdrawal costs\n", "25 withdrawals cost\n", "2:8: title has the number '25'"),
        ("number-differs", "## How it works", "## How it works in 24 hours", "10:1: section 'how' has the number '24'"),
        ("link-differs", "Each USDT", "Each [USDT](article:enable-2fa)", "3:10: summary has the link to 'article:enable-2fa'"),
        ("code-differs", "a withdrawal costs\n", "`fee` means\n", "2:8: title has the name 'fee'"),
    ],
)  # fmt: skip
def test_titles_and_summaries_are_compared_like_sections(make_site, check: str, old: str, new: str, line: str) -> None:  # type: ignore[no-untyped-def]
    """What readers see first is as exact as the body."""
    root = make_site()
    edit(root, EN, old, new)
    assert any(each.startswith(f"{EN}:{line}") for each in found(root, check)), list(found(root, check))


def test_half_an_hour_is_thirty_minutes(make_site) -> None:  # type: ignore[no-untyped-def]
    """Chinese says it in words where other languages use figures."""
    root = make_site()
    edit(root, ZH, "与数量无关", "约半小时到账")
    edit(root, EN, "whatever the amount", "within 30 minutes")
    assert not list(found(root, "number-differs"))
