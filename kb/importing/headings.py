"""Headings of foreign pages: the one that is the title, the levels of the others, and ids that all languages share."""

import html
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote

from kb.importing.code import TOKEN
from kb.importing.model import Heading, Page
from kb.importing.naming import slugified, unique_id

OPEN, CLOSE = "\ue012", "\ue013"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")
QUESTION = 0
"""The level of a `faq` block's question, which has an id like a heading."""

_UNDERLINED = re.compile(
    r"^(?P<title>(?![ \t]*(?:[#>|/]|[-*+][ \t]|\d+[.)][ \t])|    )(?=[ \t]*\S)[^\n]*+)"
    r"\n {0,3}(?P<mark>=+|-{2,})[ \t]*$",
    re.MULTILINE,
)
_RULE_AFTER_TEXT = re.compile(r"(?<=\S)\n( {0,3}-{2,}[ \t]*)$", re.MULTILINE)
_LEVELS = {"=": "#", "-": "##"}
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>[^\n]*?))?(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_GLUED = re.compile(r"^ {0,3}(?P<marks>#{2,6})(?=[^\s#])", re.MULTILINE)
_HASH = re.compile(r"^(?=#[^\s#])", re.MULTILINE)
_QUESTION = re.compile(r"^(?P<head>[ \t]*/{3,} faq \| )(?P<title>[^\n]*)$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?P<inner>[#.][^{}\n]*|[\w-]+=[^{}\n]*)\}[ \t]*$")
_ID = re.compile(r"#(?P<id>[^\s#{}]+)")
_COMMENT_ID = re.compile(r"[ \t]*\{/\*[ \t]*#(?P<id>[\w-]+)[ \t]*\*/\}[ \t]*$")
_ANCHOR = re.compile(r'<a id="(?P<id>[^"]*)"></a>')
_LINK = re.compile(r"!?\[(?P<words>[^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_LEADING_ANCHORS = re.compile(r"((?:<a id=\"[^\"]*\"></a>\s*)+)\Z")


def read_headings(page: Page) -> None:
    """Take the headings out of a page: a mark stands for each, and the first of the first level is its title."""
    text = _UNDERLINED.sub(
        lambda match: f"\n{'#' if match['mark'][0] == '=' else '##'} {match['title'].strip()}", page.text
    )
    text = _RULE_AFTER_TEXT.sub(r"\n\n\1", text)
    text = _HASH.sub(r"\\", _GLUED.sub(r"\g<marks> ", text))
    page.text = _QUESTION.sub(lambda match: match["head"] + _mark(page, QUESTION, match["title"]), text)
    page.text = _HEADING.sub(lambda match: _of_line(match, page), page.text)
    page.headings = _in_order(page)
    _take_anchors(page)
    _title(page)


def _of_line(match: re.Match[str], page: Page) -> str:
    return _mark(page, len(match["marks"]), match["title"]) if match["title"] else ""


def _mark(page: Page, level: int, title: str) -> str:
    anchors: list[str] = []
    for pattern in (_COMMENT_ID, _ATTRIBUTES):
        if found := pattern.search(title):
            identifier = found["id"] if pattern is _COMMENT_ID else (_ID.search(found["inner"]) or {"id": ""})["id"]
            anchors += [identifier] if identifier else []
            title = title[: found.start()]
    anchors += [each for each in _ANCHOR.findall(title) if each]
    page.headings.append(Heading(level, _ANCHOR.sub("", title).strip(), anchors))
    return f"{OPEN}{len(page.headings) - 1}{CLOSE}"


def _in_order(page: Page) -> list[Heading]:
    """The headings as they follow each other; their marks are numbered anew."""
    found = [page.headings[int(each)] for each in MARK.findall(page.text)]
    numbers = iter(range(len(found)))
    page.text = MARK.sub(lambda _: f"{OPEN}{next(numbers)}{CLOSE}", page.text)
    return found


def _take_anchors(page: Page) -> None:
    """Named places belong to the heading they stand directly before, else to the section they stand in."""
    parts = MARK.split(page.text)
    for position in range(0, len(parts), 2):
        text = parts[position]
        own = page.anchors if position == 0 else page.headings[int(parts[position - 1])].anchors
        if position + 1 < len(parts) and (before := _LEADING_ANCHORS.search(text.rstrip())):
            page.headings[int(parts[position + 1])].anchors += _ANCHOR.findall(before[0])
            text = text[: before.start()] + "\n\n"
        own += _ANCHOR.findall(text)
        parts[position] = _ANCHOR.sub("", text)
    page.text = "".join(part if position % 2 == 0 else f"{OPEN}{part}{CLOSE}" for position, part in enumerate(parts))


def _title(page: Page) -> None:
    """The first heading of the first level is the title, unless the front matter has another; none stays of it."""
    firsts = [number for number, heading in enumerate(page.headings) if heading.level == 1]
    if not firsts:
        return
    number = firsts[0]
    heading = page.headings[number]
    words = plain(heading.title, page.code)
    if not page.title or plain_key(page.title) == plain_key(words):
        page.title = page.title or words
        page.anchors += [*heading.anchors, words]
        page.text = page.text.replace(f"{OPEN}{number}{CLOSE}", "")
        heading.level = -1
        firsts = firsts[1:]
    deeper = 1 if firsts else 0
    for each in page.headings:
        if each.level > 0:
            each.level = min(6, each.level + deeper)


def plain(text: str, code: Sequence[str]) -> str:
    """The words of a heading, without markup."""
    text = TOKEN.sub(lambda match: code[int(match[1])].strip("`").strip(), text)
    text = _TAGS.sub("", _LINK.sub(lambda match: match["words"], text))
    text = re.sub(r"(?<![\w\\])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return " ".join(html.unescape(re.sub(r"\\([^\w\s])", r"\1", text)).split())


def plain_key(anchor: str) -> str:
    """What is left of an anchor or of words when every way of making one of the other is undone."""
    return re.sub(r"[\W_]+", "", unquote(anchor).casefold())


def name_source(page: Page) -> None:
    """Give the headings of a source their ids: those they have, else from their words."""
    used: set[str] = set()
    for heading in _shown(page):
        wish = next((each for each in heading.anchors if slugified(each) == each.lower()), "")
        heading.id = unique_id(wish or plain(heading.title, page.code), used)


def name_translation(page: Page, source: Page) -> None:
    """Give the headings of a translation the ids of the headings that they translate.

    They are the same by an anchor of their own, else by their place among headings of the same levels.
    """
    theirs, ours = _shown(page), _shown(source)
    levels = [each.level for each in theirs], [each.level for each in ours]
    pairs = dict(_by_anchor(theirs, ours))
    if levels[0] == levels[1]:
        pairs = {number: pairs.get(number, number) for number in range(len(ours))}
    elif len(pairs) < len(theirs):
        blocks = SequenceMatcher(None, *levels, autojunk=False).get_matching_blocks()
        for block in blocks:
            for step in range(block.size):
                pairs.setdefault(block.a + step, block.b + step)
    used: set[str] = set()
    reserved = {each.id for each in ours}
    for number, heading in enumerate(theirs):
        wanted = ours[pairs[number]].id if number in pairs else ""
        if wanted and wanted not in used:
            heading.id = wanted
            heading.anchors = [
                *heading.anchors,
                *ours[pairs[number]].anchors,
                plain(ours[pairs[number]].title, source.code),
            ]
            used.add(wanted)
            continue
        taken = used | reserved
        heading.id = unique_id(plain(heading.title, page.code), taken)
        used.add(heading.id)
        page.note("heading", f"heading {plain(heading.title, page.code)!r} has no counterpart in {source.file.path}")


def _by_anchor(theirs: list[Heading], ours: list[Heading]) -> list[tuple[int, int]]:
    places = {anchor: number for number, heading in enumerate(ours) for anchor in heading.anchors}
    return [(number, places[a]) for number, heading in enumerate(theirs) for a in heading.anchors[:1] if a in places]


def _shown(page: Page) -> list[Heading]:
    return [heading for heading in page.headings if heading.level >= 0]


def written(page: Page) -> str:
    """The text of a page with its headings as lines again."""

    def line(match: re.Match[str]) -> str:
        heading = page.headings[int(match[1])]
        if heading.level == QUESTION:
            return f"{heading.title} {{#{heading.id}}}"
        title = re.sub(r"(\{[^{}\n]*\})$", r"\1&#8203;", heading.title)
        return f"\n\n{'#' * heading.level} {title} {{#{heading.id}}}\n\n"

    return MARK.sub(line, page.text)


def anchors(page: Page) -> dict[str, str]:
    """The id that each anchor of a page leads to now, by `plain_key`; empty for the page itself."""
    found = {plain_key(each): "" for each in page.anchors}
    for heading in reversed(_shown(page)):
        for each in (heading.id, plain(heading.title, page.code), *heading.anchors):
            found[plain_key(each)] = heading.id
    return {key: value for key, value in found.items() if key}
