"""Reads one foreign file as a page, and writes a page as an article of ours."""

import re
from pathlib import Path

from kb.files import decode
from kb.importing import callouts, components, footnotes, headings, lists, raw_html, tables, templates
from kb.importing.code import TOKEN, keep_apart, restore, strip_marks
from kb.importing.foreign_front_matter import (
    ALIASES,
    KEYWORDS,
    QUESTIONS,
    SUMMARY,
    TITLE,
    USED,
    day_of,
    order_of,
    split_header,
    text_of,
    texts_of,
)
from kb.importing.model import Note, Page, SourceFile
from kb.importing.naming import number_of, slugified, title_from
from kb.importing.trees import LARGEST
from kb.site_files import article

_STRUCK = re.compile(r"(?<![~\w])~~(?=\S)((?:(?!~~|\n\n).)+?)(?<=\S)~~(?!~)", re.DOTALL)
_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")
_MARKS = re.compile("[\ue000\ue010-\ue013\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")


def why_left(path: Path) -> str:
    """Why a Markdown file is not brought, or nothing."""
    if path.is_symlink():
        return f"a symbolic link to {path.readlink().as_posix()}; only files themselves are brought"
    size = path.stat().st_size
    if size > LARGEST:
        return f"{size:,} bytes are no article; split it, or publish it as a file elsewhere"
    text, problems = decode(path.read_bytes(), "")
    if problems:
        return f"not UTF-8: line {problems[0].source.line}, {problems[0].message}"
    return "" if text.strip() else "the file is empty"


def read_page(root: Path, file: SourceFile) -> Page:
    """The page in a file, rewritten as far as it can be without knowing the others."""
    text, _ = decode((root / file.path).read_bytes(), file.path)
    original = _MARKS.sub("", text)
    header = split_header(original)
    page = Page(file, original, text_of(header.keys, TITLE), header.keys, header.body, [])
    if header.fault:
        page.note("front-matter", f"the front matter could not be read as a whole: {header.fault}")
    for key in header.keys:
        if key not in USED:
            page.note("front-matter", f"the key {key!r} means nothing here")
    components.before_code(page)
    templates.before_code(page, root)
    page.text, options = keep_apart(strip_marks(page.text), page.code)
    for option in options:
        page.note("code-options", f"the options {option!r} of a block of code were left out", option)
    components.after_code(page)
    templates.after_code(page)
    raw_html.convert(page)
    callouts.convert(page)
    page.text = footnotes.convert(lists.convert(tables.convert(page.text)))
    page.text = _STRUCK.sub(r"<del>\1</del>", page.text)
    headings.read_headings(page)
    page.title = page.title or title_from(file.key)
    return page


def wished_slug(page: Page) -> str:
    """The slug that the front matter names, if it is one of ours."""
    value = page.keys.get("slug")
    last = str(value).rstrip("/").rpartition("/")[2] if isinstance(value, str) else ""
    return last if last and last == slugified(last) else ""


def numbered(page: Page) -> int | None:
    """The place that its front matter or the number before its name gives it."""
    order = order_of(page.keys)
    return order if order is not None else number_of(page.file.key.rpartition("/")[2])[0]


def written(page: Page, source: Page, slug: str, taken: set[str], draft: bool) -> str:
    """The article file of a page."""
    is_source = page is source
    keys: dict[str, object] = {
        "title": headings.plain(page.title, page.code) if TOKEN.search(page.title) else page.title,
        "summary": text_of(page.keys, SUMMARY),
        "keywords": texts_of(page.keys, KEYWORDS),
        "questions": texts_of(page.keys, QUESTIONS),
        "status": "draft" if draft else "",
        "updated": day_of(page.keys),
        "review_by": day_of(page.keys, ("review_by",)),
        "owner": text_of(page.keys, ("owner",)),
    }
    if is_source:
        order = numbered(page)
        keys |= {} if order is None else {"order": order}
        keys["aliases"] = _aliases(page, slug, taken)
    return article(keys, body_of(page))


def body_of(page: Page) -> str:
    """The Markdown of a page whose headings have their ids."""
    return restore(_BLANKS.sub("\n\n", headings.written(page)), page.code).strip("\n")


def _aliases(page: Page, slug: str, taken: set[str]) -> list[str]:
    """Former addresses as former slugs; what cannot be one is noted."""
    found: list[str] = []
    for each in texts_of(page.keys, ALIASES):
        last = each.rstrip("/").rpartition("/")[2].removesuffix(".html")
        alias = slugified(last) if last else ""
        if alias and alias == last.lower() and alias not in taken:
            found.append(alias)
            taken.add(alias)
        elif alias != slug:
            page.note(
                "front-matter", f"the former address {each} cannot redirect; redirect it in front of the site", each
            )
    return found


def left(file: SourceFile, why: str) -> Note:
    """The note of a Markdown file that is not brought."""
    return Note(file.path, 0, "left", why)
