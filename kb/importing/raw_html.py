"""Raw HTML as Markdown, so that links, images and headings in it are seen by checks, search and translators.

Inline tags on the allow-list stay. What has no form here leaves its words, and the page a note.
"""

import html
import re
from collections.abc import Callable

from kb.importing.html_blocks import BLOCK_RULES, attributes_of, in_place
from kb.importing.model import Page
from kb.rendering.sanitise import is_allowed

HTML = "html"
EMBEDDED = "embedded"

_VALUE = r"""=\s*"(?:[^"\n]|\n(?!\s*\n))*"|=\s*'(?:[^'\n]|\n(?!\s*\n))*'"""
TAG = re.compile(rf"<(?P<slash>/?)(?P<tag>[A-Za-z][\w.:-]*)(?P<rest>(?:[\s/](?>{_VALUE}|[^<>])*+)?)>")
_AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>")
_ANGLED = re.compile(r"\]\([ \t]*<(?P<address>[^<>\n]*)>(?=[ \t]*[)\"'\s])")
_GONE = re.compile(r"<(?P<tag>script|style|svg|template|noscript)\b[^>]*>.*?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\b(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>(?P<words>(?:(?!<a\b).)*?)</a\s*>", re.DOTALL | re.IGNORECASE
)
_IMAGE = re.compile(r"<img\b(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_HEADING = re.compile(r"<(?P<tag>h[1-6])\b[^<>]*>(?P<words>.*?)</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE)
_BLOCK_NAMES = (
    "address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p section table tbody td tfoot th thead tr ul video iframe"
)
_BLOCK = frozenset(_BLOCK_NAMES.split())
_PARAGRAPHS = _BLOCK - {"td", "th", "tr", "thead", "tbody", "tfoot"}
_MEDIA = frozenset({"iframe", "video", "audio", "source", "embed", "object", "track"})
_OTHER_NAMES = (
    "a abbr b base bdi bdo big br button canvas caption cite code col colgroup data datalist del dfn dialog em font "
    "hgroup i img input ins kbd label legend link map mark meta meter nobr object ol optgroup option output param "
    "picture pre progress q rp rt ruby s samp select slot small span strike strong sub summary sup svg textarea time "
    "tt u var wbr"
)
_KNOWN = _BLOCK | _MEDIA | frozenset(_OTHER_NAMES.split())
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]")
_AFTER_ANCHOR = re.compile(r'<a id="[^"]*">\Z')
_SPACES = re.compile(r"\s+")


def convert(page: Page) -> None:
    """Rewrite the raw HTML of a page."""
    if "<" not in page.text:
        return
    page.text = _ANGLED.sub(lambda match: f"]({written_address(match['address'])}", page.text)
    text = _GONE.sub(lambda match: _gone(match, page), page.text)
    text = _flattened(text)
    text = _TABLE.sub(lambda match: _without_headings(match, page), text)
    text = _ANCHOR.sub(_link, text)
    text = _IMAGE.sub(_image, text)
    for pattern, rule in BLOCK_RULES:
        previous = None
        while previous != text:  # the innermost first, then what held it
            previous, text = text, pattern.sub(in_place(rule), text)
    page.text = TAG.sub(_rest_of(page), text)


def _gone(match: re.Match[str], page: Page) -> str:
    page.note(HTML, f"<{match['tag'].lower()}> was left out with what it holds; no page may have it", match[0])
    return ""


def _without_headings(match: re.Match[str], page: Page) -> str:
    """A table whose headings are only bold: no section begins in a cell."""

    def bold(heading: re.Match[str]) -> str:
        page.note(HTML, f"the heading {heading['words'].strip()!r} in a table is only bold", heading[0], "headings")
        return f"<strong>{heading['words'].strip()}</strong><br>"

    return _HEADING.sub(bold, match[0])


def _flattened(text: str) -> str:
    """The text with the lines of HTML blocks no deeper than the block, so that they are not taken for code."""
    out: list[str] = []
    depth, base, in_list, in_paragraph = 0, "", False, False
    for line in text.split("\n"):
        stripped = line.lstrip()
        first = TAG.match(stripped)
        begins = first is not None and first["tag"].lower() in _BLOCK
        if not depth and begins:
            base = line[: len(line) - len(stripped)] if in_list else ""
        in_paragraph = in_paragraph and bool(stripped)
        if (depth or begins or in_paragraph) and not (_LIST_ITEM.match(line) and not begins):
            line = f"{base}{stripped}" if stripped else ""
        elif not depth and stripped and line == stripped:
            in_list = bool(_LIST_ITEM.match(line))
        elif not depth and _LIST_ITEM.match(line):
            in_list = True
        for tag in TAG.finditer(stripped):
            if tag["tag"].lower() in _BLOCK - {"hr", "p", "li", "dt", "dd", "iframe"} and not tag["rest"].endswith("/"):
                depth = max(0, depth - 1) if tag["slash"] else depth + 1
            elif tag["tag"].lower() == "p":
                in_paragraph = not tag["slash"]
        out.append(line)
    return "\n".join(out)


def _link(match: re.Match[str]) -> str:
    """`[words](address)`; an anchor without address is a place to link to, which headings take over."""
    attributes = attributes_of(match["rest"])
    address = attributes.get("href", "").strip()
    name = attributes.get("id") or attributes.get("name") or ""
    words = _SPACES.sub(" ", _IMAGE.sub(_image, match["words"])).strip()
    if not address:
        return f'<a id="{name}"></a>{match["words"]}' if name else match["words"]
    if not TAG.sub("", words).strip():
        words = attributes.get("title") or attributes.get("aria-label") or _shown(address)
    blocks = re.sub(r"</?(?:div|p|h\d|figure|section|li|ul|ol|table|tr|td|button)\b[^<>]*>", " ", words)
    words = re.sub(r"(?<!\\)([\[\]])(?![^\[\]]*\]?\()", r"\\\1", blocks) if "](" not in blocks else blocks
    lead = match["words"][: len(match["words"]) - len(match["words"].lstrip())] and " "
    return f"{lead}[{words.strip()}]({written_address(address)})"


def _open_link(match: re.Match[str]) -> str:
    """What becomes of a link that is never closed, and of the end of one that never began."""
    attributes = attributes_of(match["rest"])
    if attributes.get("href"):
        return f"[{_shown(attributes['href'])}]({written_address(attributes['href'])})"
    ends_anchor = match[0] == "</a>" and _AFTER_ANCHOR.search(match.string[: match.start()])
    return match[0] if attributes.get("id") or ends_anchor else ""


def _shown(address: str) -> str:
    return address.rsplit("//", maxsplit=1)[-1].rstrip("/") or address


def written_address(address: str) -> str:
    """An address as Markdown holds it: no spaces, no brackets that end it."""
    address = html.unescape(address.strip())
    address = re.sub(r"\s+", "%20", address)
    return address.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def _image(match: re.Match[str]) -> str:
    attributes = attributes_of(match["rest"])
    source = attributes.get("src") or attributes.get("data-src") or ""
    words = _SPACES.sub(" ", attributes.get("alt") or attributes.get("title") or "").replace("[", "(").replace("]", ")")
    return f"![{words.strip()}]({written_address(source)})" if source else words


def _rest_of(page: Page) -> Callable[[re.Match[str]], str]:
    """What becomes of a tag that no rule took: it stays, filtered; or its words stay; or it was never a tag."""
    noted: set[str] = set()

    def note(message: str, snippet: str) -> None:
        if message not in noted:
            noted.add(message)
            page.note(HTML, message, snippet)

    def rest(match: re.Match[str]) -> str:
        tag = match["tag"].lower()
        if _AUTOLINK.fullmatch(match[0]):
            return match[0]
        if tag == "a":
            return _open_link(match)
        if tag in _MEDIA:
            return _embedded(match, page)
        if tag not in _KNOWN and not is_allowed(tag):
            return _unknown(match, page, note)
        if tag in {"div", "p", "section", "figure", "span", "dfn"} or not is_allowed(tag):
            return _dropped(match, tag, note)
        return _filtered(match, tag, note)

    return rest


def _embedded(match: re.Match[str], page: Page) -> str:
    """A link instead of what no page may load from elsewhere."""
    source = attributes_of(match["rest"]).get("src") or attributes_of(match["rest"]).get("data") or ""
    if match["slash"] or not source:
        return ""
    if source.startswith("//"):
        source = f"https:{source}"
    page.note(
        EMBEDDED, f"<{match['tag'].lower()}> became a link to {source}; pages load nothing from elsewhere", match[0]
    )
    return f"\n\n[{_shown(source)}]({written_address(source)})\n\n"


def _unknown(match: re.Match[str], page: Page, note: Callable[[str, str], None]) -> str:
    tag = match["tag"]
    if page.file.path.endswith(".mdx") or _is_component(match, page):
        label = attributes_of(match["rest"]).get("label") or attributes_of(match["rest"]).get("title")
        note(f"the component <{tag}> was left out; what it holds stays", match[0])
        return f"\n\n**{label}**\n\n" if label and not match["slash"] else "\n\n"
    return "&lt;" + match[0][1:-1] + "&gt;"


def _is_component(match: re.Match[str], page: Page) -> bool:
    """Whether a tag is one of Vue or React; `<Name>` alone may stand for a name that readers fill in."""
    tag = match["tag"]
    return tag[0].isupper() and not tag.isupper() and (match["rest"].endswith("/") or f"</{tag}>" in page.text)


def _dropped(match: re.Match[str], tag: str, note: Callable[[str, str], None]) -> str:
    attributes = attributes_of(match["rest"])
    if tag == "dfn" and (match["slash"] or "title" in attributes):
        words = attributes.get("title", "").replace('"', "&quot;")
        return "</abbr>" if match["slash"] else f'<abbr title="{words}">'
    if tag == "span" and "lang" in attributes:
        return _filtered(match, tag, note)
    if tag not in {"p", "span"}:
        note(f"<{tag}> was left out; what it holds stays", match[0])
    anchor = f'<a id="{attributes["id"]}"></a>' if attributes.get("id") and not match["slash"] else ""
    return anchor + ("\n\n" if tag in _PARAGRAPHS else "")


def _filtered(match: re.Match[str], tag: str, note: Callable[[str, str], None]) -> str:
    if match["slash"]:
        return f"</{tag}>"
    kept = ""
    for name, value in attributes_of(match["rest"]).items():
        if is_allowed(tag, name):
            kept += f' {name}="{value}"' if value else f" {name}"
        else:
            note(f"attribute {name!r} of <{tag}> was left out", match[0])
    return f"<{tag}{kept}>"
