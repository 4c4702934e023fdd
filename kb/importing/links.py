"""Rewrites the links and images of a page: to articles, categories, sections and media of the site."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kb.importing.addresses import Addresses
from kb.importing.code import TOKEN
from kb.importing.components import WIKI
from kb.importing.headings import plain_key
from kb.importing.model import Page
from kb.media import IMAGE_SUFFIXES
from kb.rendering.links import EXTERNAL

BROKEN = "broken-link"
IMAGE = "image"
FILE = "file"

_DESTINATION = re.compile(
    r"\]\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>(?:[^\s()\\]|\\.|\([^\s()]*\))*))"
    r"(?P<title>\s+(?:\"[^\"]*\"|'[^']*'))?(?:\s*=\d*x\d*)?\s*\)"
)
_DEFINITION = re.compile(
    r"^(?P<head> {0,3}\[(?P<name>(?!\^)[^\]\n]+)\]:[ \t]*)<?(?P<target>[^\s<>]+)>?(?P<rest>[^\n]*)$", re.MULTILINE
)
_REFERENCE_IMAGE = re.compile(r"!\[(?P<words>[^\[\]]*)\](?:\[(?P<name>[^\[\]]*)\])?(?![(\[:])")
_SPACED = re.compile(
    r"\]\((?P<path>[^()<>\n\"]*[^\s()<>\n\"][ \t]+[^()<>\n\"]*"
    r"\.(?:mdx?|html?|png|jpe?g|gif|svg|webp|avif|pdf)(?:#[^()\s]*)?)\)"
)
_TEMPLATE = re.compile(r"(?<=\]\()\s*\{\{[^{}]*\}\}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything went: slugs by key, anchors by (key, locale), keys of drafts; and the taker of images.

    `take` gives the address of an image in a category's `media/`, or None when the file cannot be shown.
    """

    addresses: Addresses
    slugs: Mapping[str, str]
    anchors: Mapping[tuple[str, str], Mapping[str, str]]
    drafts: frozenset[str]
    source: str
    take: Callable[[str, Page], str | None]


def rewrite(page: Page, places: Places) -> None:
    """Rewrite the destinations of a page and of its headings."""
    definitions = {match["name"].casefold(): match["target"] for match in _DEFINITION.finditer(page.text)}
    page.text = _rewritten(page.text, page, places, definitions)
    for heading in page.headings:
        heading.title = _rewritten(heading.title, page, places, definitions)


def _rewritten(text: str, page: Page, places: Places, definitions: Mapping[str, str]) -> str:
    text = _TEMPLATE.sub("", text)
    text = _SPACED.sub(lambda match: f"]({re.sub('[ ]', '%20', match['path'].strip())})", text)
    if definitions:
        text = _REFERENCE_IMAGE.sub(lambda match: _inlined(match, definitions), text)
    text = _inline_links(text, page, places)
    return _DEFINITION.sub(lambda match: _definition(match, page, places), text) if definitions else text


def _inlined(match: re.Match[str], definitions: Mapping[str, str]) -> str:
    target = definitions.get((match["name"] or match["words"]).casefold())
    return f"![{match['words']}]({target})" if target else match[0]


def _definition(match: re.Match[str], page: Page, places: Places) -> str:
    target = resolved(match["target"], page, places)
    return f"{match['head']}{target or match['target']}{match['rest']}"


def _inline_links(text: str, page: Page, places: Places) -> str:
    out = ""
    position = 0
    for match in _DESTINATION.finditer(text):
        start = _opening(text, match.start())
        if start is None:
            continue
        out += text[position : match.start()]
        position = match.end()
        address = match["angled"] if match["angled"] is not None else match["bare"]
        address = address.replace("\\", "/")  # as an editor on Windows may have written it
        if text[start - 1 : start] == "!" and start:
            out = _image(out, address, match["title"] or "", page, places)
        else:
            out = _link(out, address, match["title"] or "", page, places)
    return out + text[position:]


def _opening(text: str, end: int) -> int | None:
    """Where the bracket opens that closes at `end`; None when it does not in this paragraph."""
    depth = 1
    for at in range(end - 1, max(-1, end - 5000), -1):
        char = text[at]
        if char == "]" and text[at - 1] != "\\":
            depth += 1
        elif char == "[" and text[at - 1 : at] != "\\":
            depth -= 1
            if not depth:
                return at
        elif char == "\n" and text[at - 1 : at] == "\n":
            return None
    return None


def _link(out: str, address: str, title: str, page: Page, places: Places) -> str:
    """The text so far, up to the words of a link, with the link's end."""
    target = resolved(address, page, places) if address.strip() else None
    if target is not None:
        return f"{out}]({target}{title})"
    start = _opening(out, len(out))
    words = out if start is None else out[:start] + out[start + 1 :]
    why = f"the link to {address} leads to a draft" if address.strip() else "a link has no address"
    if address.startswith(WIKI) and places.addresses.page(page.file, address) is None:
        why = f"no page, or more than one, is called {unquote(address.removeprefix(WIKI))!r}"
    page.note(BROKEN, f"{why}; its words stay", address, "links")
    return words


def _image(out: str, address: str, title: str, page: Page, places: Places) -> str:
    start = _opening(out, len(out))
    assert start is not None, "the words of an image were found before"
    words = out[start + 1 :]
    before = out[: start - 1]
    if not address.strip("/ "):
        page.note(IMAGE, f"an image without an address was left out; its words stay: {words}", "", "links")
        return before + words
    if re.match(r"(?:https?:)?//|data:", address, re.IGNORECASE):
        if address.lower().startswith("data:"):
            page.note(IMAGE, "an image written into the page was left out; save it as a file", address[:60], "links")
            return before + words
        full = address if "://" in address else f"https:{address}"
        page.note(IMAGE, f"the image {full} became a link; pages load nothing from elsewhere", address)
        return _as_link(before, words, full, page) + _caption(words, title)
    found = places.addresses.file(page.file, address)
    address = address.removeprefix(WIKI)
    taken = places.take(found, page) if found else None
    if taken is None:
        if found is None:
            page.note(
                IMAGE, f"the image {address} is not in the tree; a link that leads nowhere stands for it", address
            )
        return _as_link(before, words, _encoded(address), page) + _caption(words, title)
    return f"{before}![{words}]({taken}{title})"


def _as_link(before: str, words: str, address: str, page: Page) -> str:
    """A link instead of an image; inside another link only the words are left, for links do not nest."""
    name = words.strip() or unquote(address.rpartition("/")[2].partition("?")[0]) or "image"
    name = name.replace("[", "(").replace("]", ")")
    if _is_in_link(before):
        page.note(IMAGE, f"the image {address} is inside a link, where its words stand for it", address, "links")
        return f"{before}{name}"
    return f"{before}[{name}]({_encoded(address)})"


def _caption(words: str, title: str) -> str:
    """What stood below an image that is now a link, unless the link says it already."""
    caption = title.strip()[1:-1].strip()
    return f" *{caption}*" if caption and caption != words.strip() else ""


def _is_in_link(before: str) -> bool:
    paragraph = before[before.rfind("\n\n") + 1 :]
    depth = 0
    for match in re.finditer(r"(?<!\\)[\[\]]", paragraph):
        depth = depth + 1 if match[0] == "[" else max(0, depth - 1)
    return depth > 0


def _encoded(address: str) -> str:
    return quote(address, safe="%/:?#&=+,;@!$'*~-._[]")


def resolved(address: str, page: Page, places: Places) -> str | None:
    """What a link's address is on the site; None where only its words can stay: it leads to a draft, or a wiki's name
    means no page.
    """
    if address.startswith("//"):
        return f"https:{address}"
    if key := places.addresses.numbered_page(address):
        return _article(key, address.partition("#")[2], address, page, places)
    if TOKEN.search(address) or (_SCHEME.match(address) and not address.startswith(WIKI)):
        if not EXTERNAL.match(address):
            page.note(BROKEN, f"{address} has a scheme that the site does not link to", address)
        return address
    path, _, anchor = address.partition("#")
    if not path:
        return _section(anchor, page, places)
    return _of_tree(address, path, anchor, page, places)


def _of_tree(address: str, path: str, anchor: str, page: Page, places: Places) -> str | None:
    key = places.addresses.page(page.file, path)
    if key is not None and key in places.slugs:
        return _article(key, anchor, address, page, places)
    category = places.addresses.category(page.file, path)
    if category is None and address.startswith(WIKI):
        return None
    return f"category:{category}" if category else _file(address, page, places)


def _section(anchor: str, page: Page, places: Places) -> str:
    known = places.anchors.get((page.file.key, page.file.locale.tag), {})
    found = known.get(plain_key(anchor))
    if found:
        return f"#{found}"
    if found is None and anchor not in ("", "top"):
        page.note(BROKEN, f"#{unquote(anchor)} is no section of this page", f"#{anchor}")
        return f"#{_encoded(anchor)}"
    return f"article:{places.slugs[page.file.key]}"


def _article(key: str, anchor: str, address: str, page: Page, places: Places) -> str | None:
    if key in places.drafts and page.file.key not in places.drafts:
        return None
    slug = f"article:{places.slugs[key]}"
    if not anchor:
        return slug
    for tag in (page.file.locale.tag, places.source):
        found = places.anchors.get((key, tag), {}).get(plain_key(anchor))
        if found is not None:
            return f"{slug}#{found}" if found else slug
    page.note(BROKEN, f"{address}: that page has no such section; the link leads to its beginning", address)
    return slug


def _file(address: str, page: Page, places: Places) -> str:
    found = places.addresses.file(page.file, address)
    if found and f".{found.rpartition('.')[2].lower()}" in IMAGE_SUFFIXES:
        if taken := places.take(found, page):
            return taken
    elif found:
        page.note(FILE, f"{found} is no image, and the site has no place for it; publish it elsewhere", address)
    else:
        page.note(BROKEN, f"the link to {address} leads nowhere in the tree", address)
    return _encoded(address)
