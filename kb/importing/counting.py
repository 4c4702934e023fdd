"""How much a text has of what an import may not lose. Foreign texts and ours are counted by rules of their own."""

import re
from dataclasses import dataclass

from kb.markdown.references import Kind, references
from kb.markdown.sections import headings
from kb.rendering.blocks import FAQ

_FENCE = re.compile(r"(?P<before>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})[^`]*")
_TICKS = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_UNSEEN = re.compile(
    r"<!--.*?-->|\{/\*.*?\*/\}|<(script|style|svg|template|noscript)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_PRE = re.compile(
    r"<pre\b.*?</pre\s*>|\{\{<\s*highlight\b.*?\{\{<\s*/\s*highlight\s*>\}\}|\{%-?\s*highlight\b.*?endhighlight\s*-?%\}",
    re.DOTALL | re.IGNORECASE,
)
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+[^\s#]|^#{2,6}[^\s#]|^ {0,3}[^\s>#|`~:*+-][^\n]*\n {0,3}(?:=+|-{2,})[ \t]*$", re.MULTILINE
)
_HTML_HEADING = re.compile(r"<(h[1-6])\b[^>]*>(?P<words>.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"\]\((?!\s*\))[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S", re.MULTILINE)
_HTML_LINK = re.compile(
    r"<a\b[^>]*\bhref=(?:\"[^\"]+\"|'[^']+'|[^\s\"'>]+)|<img\b[^>]*\bsrc=|<(?:https?|mailto):[^<>\s]+>", re.IGNORECASE
)
_TAGS = re.compile(r"<[^>]*>")
_QUESTION = re.compile(rf"^[ \t]*/{{3,}} {FAQ} \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Counts:
    """Headings, the title among them; links and images, which may become each other; blocks of code."""

    headings: int
    links: int
    code: int


def count_foreign(text: str) -> Counts:
    """What a foreign Markdown text without its front matter has."""
    prose, code = _without_fences(text)
    prose = _UNSEEN.sub("", prose)
    code += len(_PRE.findall(prose))
    prose = _TICKS.sub("x", _PRE.sub("", prose))
    in_html = sum(1 for match in _HTML_HEADING.finditer(prose) if _TAGS.sub("", match["words"]).strip())
    links = len(_LINK.findall(prose)) + len(_HTML_LINK.findall(prose))
    return Counts(len(_HEADING.findall(prose)) + in_html, links, code)


def count_ours(body: str, *, title_from_heading: bool) -> Counts:
    """What the Markdown of an article of ours has."""
    prose, code = _without_fences(body)
    links = [each for each in references(body, "") if each.kind in (Kind.LINK, Kind.IMAGE)]
    number = len(headings(body)) + len(_QUESTION.findall(prose)) + title_from_heading
    return Counts(number, len(links), code)


def _without_fences(text: str) -> tuple[str, int]:
    out: list[str] = []
    number, closing = 0, None
    for line in text.split("\n"):
        if closing is not None:
            closing = None if closing.fullmatch(line) else closing
            continue
        match = _FENCE.fullmatch(line)
        if match is None:
            out.append(line)
            continue
        number += 1
        closing = re.compile(rf"[ \t>]*{re.escape(match['fence'][0])}{{{len(match['fence'])},}}[ \t]*")
    return "\n".join(out), number
